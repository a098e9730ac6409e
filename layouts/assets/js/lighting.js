// What a style sheet cannot light: the note of a reference that was followed, of a passage that was touched,
// of a permalink, and, on pages with so many notes that they carry no rules for it, whatever is pointed at.
import { openCard } from './cards.js';
import { isShown, noteOf, notesOf, referenceOf, sideOf } from './places.js';

/** Light everything that belongs to some notes, and nothing else. */
function light(notes) {
  for (const element of document.querySelectorAll('.is-lit')) element.classList.remove('is-lit');
  for (const note of notes) {
    for (const element of document.querySelectorAll(`[data-notes~="${CSS.escape(note)}"]`)) element.classList.add('is-lit');
  }
}

const isBeside = (side) => side && isShown(side) && getComputedStyle(side).position === 'absolute';

function enter(note) {
  const side = sideOf(note);
  if (!isBeside(side)) return false;
  light([note]);
  side.tabIndex = -1;
  side.focus({ preventScroll: true });
  side.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  return true;
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const target = event.target;
  const reference = target.closest('a[role="doc-noteref"]')?.parentElement;
  if (reference) {
    const note = noteOf(reference);
    if (enter(note)) history.replaceState(history.state, '', `#note-${note}`);
    else if (!openCard(note)) return;
    event.preventDefault();
    return;
  }
  const notes = notesOf(target.closest('mark.passage'));
  if (notes.length && !target.closest('a') && getSelection().isCollapsed) {
    if (!openCard(notes[0])) light(notes);
  } else if (!target.closest('.side')) {
    light([]);
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  light([]);
  const side = document.activeElement.closest('.side:not(:popover-open)');
  if (side) referenceOf(noteOf(side))?.querySelector('a')?.focus({ preventScroll: true });
});

if (!document.querySelector('head style')?.textContent.includes('~=')) {
  let pointed;
  const point = ({ target }) => {
    const element = target.closest?.('[data-notes]');
    if (element !== pointed) light(notesOf((pointed = element)));
  };
  document.addEventListener('pointerover', point);
  document.addEventListener('focusin', point);
}

// A permalink leads to the endnote; where the note also stands at the side, to its passage.
const permalink = document.querySelector('.endnotes > ol > :target')?.dataset.notes;
if (permalink && performance.getEntriesByType('navigation')[0]?.type === 'navigate' && isBeside(sideOf(permalink))) {
  referenceOf(permalink).scrollIntoView({ block: 'center', behavior: 'instant' });
  light([permalink]);
}
