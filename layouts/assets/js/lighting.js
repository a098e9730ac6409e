// What a style sheet cannot light: the note of a reference that was followed, of a passage that was touched,
// of a permalink, and, on pages with so many notes that they carry no rules for it, whatever is pointed at.
import { openCard } from './cards.js';
import { isShown, noteOf, referenceOf, sideOf } from './places.js';

let index;
const lit = { kept: [], passing: [] };

/** Light everything that belongs to some notes, instead of what was lit before in the same way. */
function light(notes, way = 'kept') {
  if (lit[way].join() === notes.join()) return;
  index ??= indexed();
  const change = (isLit) => lit[way].forEach((note) => index.get(note)?.forEach((element) => element.classList.toggle('is-lit', isLit)));
  change(false);
  lit[way] = notes;
  change(true);
  if (way === 'passing' && lit.kept.length) lit.kept.forEach((note) => index.get(note)?.forEach((element) => element.classList.add('is-lit')));
}

function indexed() {
  const found = new Map();
  for (const element of document.querySelectorAll('[data-notes]')) {
    for (const note of notesOf(element)) found.set(note, [...(found.get(note) ?? []), element]);
  }
  return found;
}

const notesOf = (element) => element?.dataset.notes?.split(' ') ?? [];
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
  const [note] = notesOf(target.closest('mark.passage'));
  if (note && !target.closest('a, button, summary') && getSelection().isCollapsed) {
    if (!openCard(note)) light(notesOf(target.closest('mark.passage')));
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
  for (const kind of ['pointerover', 'focusin']) {
    document.addEventListener(kind, ({ target }) => light(notesOf(target.closest?.('[data-notes]')), 'passing'));
  }
}

// A permalink leads to the endnote; where the note also stands at the side, to its passage.
const permalink = decodeURIComponent(location.hash).match(/^#note-(.+)/)?.[1];
if (permalink && performance.getEntriesByType('navigation')[0]?.type === 'navigate' && isBeside(sideOf(permalink))) {
  referenceOf(permalink)?.scrollIntoView({ block: 'center', behavior: 'instant' });
  light([permalink]);
}
