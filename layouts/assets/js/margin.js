// Side notes on wide screens. The style sheet takes them out of the flow, so that the text never moves;
// here they are packed beside their references. Of each region everything is read, then reckoned, then written.
import { packed } from './packing.js';
import { noteOf, referenceOf, takeSources } from './places.js';

// Up to so many notes take their sources at once, the others when they are opened.
const MANY = 300;
// From the top of a note to that of its number in the text, in lines, where both stand on one line.
const LEVEL = 0.2;

const regions = [...document.querySelectorAll('.body, .comments')].map((region) => ({
  region,
  stretch: 0,
  notes: [...region.querySelectorAll('.side')].map((side) => ({
    side,
    sheet: side.querySelector('.sheet'),
    foot: side.querySelector('.note-foot'),
    reference: referenceOf(noteOf(side)),
  })),
}));

/** Pack all notes anew, where the style sheet sets them beside the text. */
export function pack() {
  regions.forEach(packRegion);
  document.documentElement.dataset.packed = '';
}

function packRegion(own) {
  const { region, stretch, notes } = own;
  const shown = notes.filter(({ side }) => side.offsetHeight && !side.matches(':popover-open'));
  if (!shown.length) return stretched(own, 0);
  const style = getComputedStyle(shown[0].sheet);
  const [line, padding] = [style.lineHeight, style.paddingBlockStart].map(parseFloat);
  const origin = shown[0].side.offsetParent.getBoundingClientRect().top;
  const top = region.getBoundingClientRect().top - origin;
  const next = region.nextElementSibling;
  const bottom = (next ? next.getBoundingClientRect().top : region.parentElement.getBoundingClientRect().bottom) - origin - stretch;
  let last = top;
  const wanted = shown.map(({ reference }) => {
    const place = reference?.getBoundingClientRect();
    if (place?.height) last = place.top - origin - line * LEVEL;
    return last;
  });
  const sizes = shown.map(({ side, sheet, foot }) => {
    const edge = side.offsetHeight - sheet.clientHeight;
    const full = sheet.scrollHeight - foot.offsetHeight + edge;
    const sources = sheet.querySelector('.sources');
    return { edge, full, short: sources ? Math.min(full, sources.offsetTop - sheet.offsetTop + line + edge) : full };
  });
  const [full, short] = ['full', 'short'].map((name) => sizes.map((size) => size[name]));
  const { starts, heights, end } = packed(wanted, full, short, line, top, bottom);
  shown.forEach(({ side, sheet }, at) => {
    const isCut = heights[at] < full[at];
    const isFaded = heights[at] < short[at];
    const room = heights[at] - sizes[at].edge;
    const lines = Math.floor((room - padding) / line) * line + padding;
    side.style.setProperty('--start', `${Math.round(starts[at])}px`);
    sheet.style.setProperty('--room', isCut ? `${isFaded ? lines : room}px` : 'none');
    side.classList.toggle('is-cut', isCut);
  });
  stretched(own, Math.max(0, Math.ceil(end - bottom)));
}

// Padding is no part of what the observer below is told, so stretching calls for no new packing.
function stretched(own, stretch) {
  own.stretch = stretch;
  own.region.style.setProperty('--stretch', `${stretch}px`);
}

// An opened note that would leave the window at its foot is moved up as far as it has room.
function open({ target }) {
  const side = target.closest?.('.side:not(:popover-open)');
  if (!side || !side.offsetHeight) return;
  takeSources(side);
  const sheet = side.querySelector('.sheet');
  const { top } = side.getBoundingClientRect();
  const below = top + Math.min(sheet.scrollHeight, innerHeight * 0.85) + 16 - innerHeight;
  sheet.style.setProperty('--lift', `${-Math.max(0, Math.min(below, top - 16))}px`);
}

const all = regions.flatMap(({ notes }) => notes);
if (all.length <= MANY) all.forEach(({ side }) => takeSources(side));
// Fonts change heights, so notes wait for them a little rather than move before the reader's eyes.
Promise.race([document.fonts.ready, new Promise((resume) => setTimeout(resume, 600))]).then(() => {
  const watch = new ResizeObserver(pack);
  for (const { region } of regions) watch.observe(region);
  document.fonts.addEventListener('loadingdone', pack);
});
document.addEventListener('change', pack);
document.addEventListener('toggle', ({ target }) => target.closest('.side .sheet') && pack(), true);
document.addEventListener('pointerover', open);
document.addEventListener('focusin', open);
