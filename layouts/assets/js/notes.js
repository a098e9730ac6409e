// What happens when a note is asked for. Beside the text it is lit and gets the focus. Elsewhere it opens as a
// card: the browser opens and closes it; here it gets its sources, the focus, a way from card to card, and an
// entry in the history, so that Back closes it.
import { bring, handle, isShown, noteOf, notesOf, referenceOf, sideOf, takeSources } from './places.js';

let hasEntry = Boolean(history.state?.card);
let isLeaving = false;
let from = null;

const shown = () => document.querySelector('.side:popover-open');

/** Open the card of a note, unless the note stands beside the text. Returns whether it did. */
function openCard(note) {
  const side = sideOf(note);
  const source = referenceOf(note);
  if (!side || !isShown(source) || (isShown(side) && side !== shown())) return false;
  if (side !== shown()) side.showPopover({ source });
  return true;
}

document.addEventListener('beforetoggle', ({ target, newState }) => {
  if (newState !== 'open' || !target.matches('.side')) return;
  takeSources(target);
  const active = document.activeElement?.closest('.ref');
  from = active && noteOf(active) === noteOf(target) ? active : referenceOf(noteOf(target));
}, true);

document.addEventListener('toggle', ({ target, newState }) => {
  if (!target.matches('.side')) return;
  settle();
  if (newState === 'open') {
    target.scrollTop = 0;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  } else if (from && !shown() && (document.activeElement === document.body || target.contains(document.activeElement))) {
    handle(from)?.focus({ preventScroll: true });
  }
}, true);

// The history follows what is shown: one entry for a card, whichever it is, none without.
// A step back takes the browser a moment, and whatever is done in it waits for its end.
function settle() {
  const card = shown()?.id;
  if (isLeaving) return;
  if (card && !hasEntry) {
    history.pushState({ card }, '');
  } else if (card) {
    history.replaceState({ card }, '');
  } else if (hasEntry) {
    isLeaving = true;
    history.back();
  }
  hasEntry = Boolean(card) || isLeaving;
}

addEventListener('popstate', ({ state }) => {
  // Browsers go to where the entry was left, or to its fragment; nobody should move when a card closes.
  const top = scrollY;
  const active = document.activeElement;
  if (hasEntry || state?.card) {
    requestAnimationFrame(() => {
      active.focus({ preventScroll: true });
      scrollTo({ top, behavior: 'instant' });
    });
  }
  hasEntry = Boolean(state?.card);
  if (isLeaving) {
    isLeaving = false;
    settle();
  } else if (hasEntry) {
    openCard(state.card.slice(5));
  } else {
    shown()?.hidePopover();
  }
});

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.side:popover-open a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target?.matches('.ref') && openCard(noteOf(target))) {
    from = target;
    bring(target, 0.02, 0.2);
  } else {
    // The entry of the card becomes that of the place to which the link leads.
    hasEntry = false;
    from = null;
    shown().hidePopover();
    location.replace(link.href);
  }
});

// What a style sheet cannot light: the note of a reference that was followed, of a passage that was touched, of a
// permalink, and, on pages with so many notes that they carry no rules for it, whatever is pointed at.

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

if (hasEntry) hasEntry = openCard(history.state.card.slice(5));
