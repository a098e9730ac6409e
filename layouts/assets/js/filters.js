// The reader's choice among the notes, kept in the address: ?kind=check,dispute&by=rk&presence=quiet.
// The style sheet does the choosing, and start.js reads the address before the first paint.
import './asof.js';

const form = document.getElementById('page-controls');
const kinds = [...form.querySelectorAll('[name="kind"]')];

function write() {
  const address = new URL(location.href);
  const set = (name, value, isUsual) => {
    if (isUsual) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  };
  const checked = kinds.filter((box) => box.checked);
  set('kind', checked.map((box) => box.value).join(','), checked.length === kinds.length);
  for (const name of ['by', 'tag', 'as-of']) {
    const value = form.elements[name]?.value ?? '';
    set(name, value, !value);
  }
  const presence = form.elements.presence?.value;
  set('presence', presence, !presence || presence === 'full');
  // Commas may stand as they are, and people read addresses.
  address.search = address.search.replaceAll('%2C', ',');
  history.replaceState(history.state, '', address);
}

const shown = form.querySelector('.shown');
const notes = [...document.querySelectorAll('.endnotes .note')];

function count() {
  if (!shown) return;
  const seen = notes.filter((note) => getComputedStyle(note).display !== 'none').length;
  shown.textContent = seen === notes.length ? '' : shown.dataset.words.replace('{shown}', seen).replace('{count}', notes.length);
}

form.addEventListener('change', () => {
  write();
  count();
});
count();
