// The notes as they stood on a day: what is dated later is hidden, what has no date is always there.
import { pack } from './margin.js';
import { noteOf, notesOf } from './places.js';

const form = document.getElementById('page-controls');
const days = form.elements['as-of'];
const said = form.querySelector('.earlier');

function apply() {
  const day = days.value;
  const isLater = ({ dataset }) => Boolean(day) && dataset.date > day;
  const later = new Set([...document.querySelectorAll('.endnotes .note')].filter(isLater).map(noteOf));
  const all = document.querySelectorAll('[data-notes]');
  for (const element of all) element.classList.toggle('is-later', notesOf(element).every((note) => later.has(note)));
  for (const update of document.querySelectorAll('.update')) update.classList.toggle('is-later', isLater(update));
  if (said) said.textContent = day && said.dataset.words.replace('{date}', days.selectedOptions[0].textContent);
}

if (days) {
  days.addEventListener('change', apply);
  if (days.value) {
    apply();
    pack();
  }
}
