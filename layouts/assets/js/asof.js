// The notes as they stood on a day: what is dated later is hidden, what has no date is always there.
const form = document.getElementById('page-controls');
const days = form.elements['as-of'];
const said = form.querySelector('.earlier');
const references = (note) => document.querySelectorAll(`.ref[data-notes="${CSS.escape(note)}"]`);

function apply() {
  const day = days.value;
  const isLater = (element) => Boolean(day) && element.dataset.date > day;
  const later = new Set();
  for (const dated of document.querySelectorAll('.note[data-date], .note .update[data-date]')) {
    dated.classList.toggle('is-later', isLater(dated));
    if (dated.matches('.endnotes .note')) {
      const note = dated.dataset.notes;
      if (isLater(dated)) later.add(note);
      references(note).forEach((reference) => reference.classList.toggle('is-later', isLater(dated)));
    }
  }
  for (const passage of document.querySelectorAll('mark.passage[data-notes]')) {
    passage.classList.toggle('is-later', passage.dataset.notes.split(' ').every((note) => later.has(note)));
  }
  if (said) said.textContent = day && said.dataset.words.replace('{date}', days.selectedOptions[0].textContent);
}

if (days) {
  days.addEventListener('change', apply);
  if (days.value) apply();
}
