// Side notes on wide screens. The style sheet takes them out of the flow, so that the text never moves;
// here they are packed beside their references. Everything is read, then reckoned, then written.
import { packed } from './packing.js';
import { takeSources } from './sources.js';
import { noteOf, referenceOf } from './places.js';

// Up to so many notes take their sources at once, the others when they are opened.
const MANY = 300;
// From the top of a note to that of its number in the text, in lines, where both stand on one line.
const LEVEL = 0.2;
const root = document.documentElement;

const regions = [...document.querySelectorAll('.body, .comments')].map((region) => ({
  region,
  padding: 0,
  notes: [...region.querySelectorAll('.side')].map((side) => ({
    side,
    sheet: side.querySelector('.sheet'),
    reference: referenceOf(noteOf(side)),
    start: NaN,
    height: NaN,
  })),
}));
const notes = regions.flatMap(({ notes: own }) => own);

if (notes.length <= MANY) notes.forEach(({ side }) => takeSources(side));

/** Pack all notes anew. Where the style sheet does not set them beside the text, undo what packing did. */
export function pack() {
  const isBeside = (side) => getComputedStyle(side).position === 'absolute';
  const first = notes.find(({ side }) => side.offsetHeight && !side.matches(':popover-open'));
  if (first && isBeside(first.side)) regions.forEach(write, regions.map(read));
  else regions.forEach(undo);
  root.dataset.packed = '';
}

function read({ region, padding, notes: own }) {
  const shown = own.filter(({ side }) => side.offsetHeight);
  if (!shown.length) return null;
  const line = parseFloat(getComputedStyle(shown[0].sheet).lineHeight);
  const origin = shown[0].side.offsetParent.getBoundingClientRect().top;
  const top = region.getBoundingClientRect().top - origin;
  const next = region.nextElementSibling ?? region.parentElement;
  const edge = next.getBoundingClientRect();
  const bottom = (next === region.parentElement ? edge.bottom : edge.top) - origin - padding;
  let last = top;
  const wanted = shown.map(({ reference }) => {
    const place = reference?.getBoundingClientRect();
    if (place?.height) last = place.top - origin - line * LEVEL;
    return last;
  });
  const edges = shown.map(({ side, sheet }) => side.offsetHeight - sheet.clientHeight);
  const full = shown.map(({ sheet }, at) => sheet.scrollHeight + edges[at]);
  return { shown, edges, full, bottom, ...packed(wanted, full, line, top, bottom) };
}

function write(read, index) {
  const own = regions[index];
  if (!read) return undo(own);
  read.shown.forEach((note, at) => {
    const { side, sheet } = note;
    const start = Math.round(read.starts[at]);
    const height = read.heights[at] < read.full[at] ? Math.floor(read.heights[at] - read.edges[at]) : 0;
    if (note.start !== start) side.style.insetBlockStart = `${(note.start = start)}px`;
    if (note.height !== height) {
      note.height = height;
      sheet.style.maxBlockSize = height ? `${height}px` : '';
      side.classList.toggle('is-cut', height > 0);
    }
  });
  stretch(own, Math.max(0, Math.ceil(read.end - read.bottom)));
}

function undo(own) {
  for (const note of own.notes) {
    if (Number.isNaN(note.start)) continue;
    note.start = note.height = NaN;
    note.side.style.insetBlockStart = note.sheet.style.maxBlockSize = '';
    note.side.classList.remove('is-cut');
  }
  stretch(own, 0);
}

// Padding does not count in what the observer below is told, so stretching calls for no new packing.
function stretch(own, padding) {
  if (own.padding === padding) return;
  own.padding = padding;
  own.region.style.setProperty('--stretch', `${padding}px`);
}

const watch = new ResizeObserver(pack);
regions.forEach(({ region }) => watch.observe(region));
document.fonts.addEventListener('loadingdone', pack);
document.addEventListener('change', pack);
document.addEventListener('toggle', (event) => event.target.matches('.side details') && pack(), true);
for (const kind of ['pointerover', 'focusin']) {
  document.addEventListener(kind, ({ target }) => {
    const side = target.closest?.('.side');
    if (side) open(side);
  });
}

// An opened note that would leave the window at its foot is moved up as far as it has room.
function open(side) {
  takeSources(side);
  if (!side.matches('.is-cut')) return;
  side.style.setProperty('--lift', '0px');
  const place = side.querySelector('.sheet').getBoundingClientRect();
  const lift = Math.max(0, Math.min(place.bottom + 16 - innerHeight, place.top - 16));
  side.style.setProperty('--lift', `${-lift}px`);
}

pack();
