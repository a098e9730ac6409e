// Notes as cards on narrow screens. The browser opens and closes them; here they get the focus, their
// sources, a way from card to card, and an entry in the history, so that Back closes a card.
import { bring, handle, isShown, noteOf, referenceOf, sideOf, takeSources } from './places.js';

let hasEntry = Boolean(history.state?.card);
let isLeaving = false;
let from = null;

const shown = () => document.querySelector('.side:popover-open');

/** Open the card of a note, unless the note stands beside the text. Returns whether it did. */
export function openCard(note) {
  const side = sideOf(note);
  if (!side || !isShown(referenceOf(note)) || (isShown(side) && side !== shown())) return false;
  if (side !== shown()) side.showPopover();
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

if (hasEntry) hasEntry = openCard(history.state.card.slice(5));
