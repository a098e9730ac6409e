// Where things stand on the page and in the window, and which belong together.

export const isShown = (element) => element.getClientRects().length > 0;

export function isInWindow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** The references that a reader sees, in the order of the text. */
export const references = () => [...document.querySelectorAll('.ref[id]')].filter(isShown);

/** What of a reference can have the focus: its link on wide screens, its button on narrow ones. */
export const handle = (reference) => [...reference.children].find(isShown);

export const noteOf = (element) => element.dataset.notes;
export const notesOf = (element) => element?.dataset.notes?.split(' ') ?? [];
export const sideOf = (note) => document.getElementById(`side-${note}`);
export const referenceOf = (note) => document.getElementById(`ref-${note}`);

/** The index of the first of `elements` that begins below `height` in the window; they stand in order. */
export function firstBelow(elements, height) {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().top > height) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Bring an element into the upper part of the window, unless it stands between `top` and `bottom` there. */
export function bring(element, top = 0.08, bottom = 0.85) {
  const place = element.getBoundingClientRect();
  if (place.top >= innerHeight * top && place.bottom <= innerHeight * bottom) return;
  scrollBy({ top: place.top - innerHeight * Math.max(top, bottom / 3), behavior: 'instant' });
}

/** Give a side note its sources, which stand in the endnotes only, since most readers open few notes. */
export function takeSources(side) {
  const end = document.getElementById(`note-${noteOf(side)}`);
  if (!end || side.querySelector('.sources')) return;
  const foot = side.querySelector('.note-foot');
  for (const list of end.querySelectorAll('.sources')) foot.before(list.cloneNode(true));
}
