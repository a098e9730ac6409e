// The reader's choice among the notes, kept in the address: ?kind=check,dispute&by=rk&presence=quiet.
// The style sheet does the choosing, and start.js reads the address before the first paint; only the notes as
// they stood on a day are chosen here.
import { pack } from './margin.js';
import { noteOf, notesOf } from './places.js';

const form = document.getElementById('page-controls');
const kinds = [...form.querySelectorAll('[name="kind"]')];

function write() {
  const address = new URL(location.href);
  const set = (name, value, isUsual) => {
    if (isUsual) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  };
  const chosen = new FormData(form);
  set('kind', chosen.getAll('kind').join(','), kinds.every((box) => box.checked));
  for (const name of ['by', 'tag', 'as-of', 'presence']) {
    const value = chosen.get(name);
    set(name, value, !value || value === 'full');
  }
  // Commas may stand as they are, and people read addresses.
  address.search = address.search.replaceAll('%2C', ',');
  history.replaceState(history.state, '', address);
}

const days = form.elements['as-of'];
const said = form.querySelector('.earlier');

// What is dated later is hidden; what has no date is always there.
function apply() {
  const day = days.value;
  const isLater = ({ dataset }) => Boolean(day) && dataset.date > day;
  const later = new Set([...document.querySelectorAll('.endnotes .note')].filter(isLater).map(noteOf));
  const all = document.querySelectorAll('[data-notes]');
  for (const element of all) element.classList.toggle('is-later', notesOf(element).every((note) => later.has(note)));
  for (const dated of document.querySelectorAll('.update, .checked')) dated.classList.toggle('is-later', isLater(dated));
  if (said) said.textContent = day && said.dataset.words.replace('{date}', days.selectedOptions[0].textContent);
}

const shown = form.querySelector('.shown');
const notes = [...document.querySelectorAll('.endnotes .note')];

// By what was chosen: asking each note whether it is drawn takes seconds on a page of thousands.
function count() {
  if (!shown) return;
  const { by, tag } = form.elements;
  const isHidden = ({ classList, dataset }) =>
    kinds.some((box) => !box.checked && box.value === dataset.kind) ||
    (by?.value && by.value !== dataset.by) ||
    (tag?.value && !dataset.tags?.includes(`|${tag.value}|`)) ||
    classList.contains('is-later');
  const seen = notes.length - notes.filter(isHidden).length;
  shown.textContent = seen === notes.length ? '' : shown.dataset.words.replace('{shown}', seen).replace('{count}', notes.length);
}

form.addEventListener('change', ({ target }) => {
  if (target === days) apply();
  write();
  count();
});
if (days?.value) {
  apply();
  pack();
}
count();
