// A field that offers what is known while one types: the combobox of the ARIA practices.
import { fresh, make } from './making.js';
import { words } from './words.js';

const MOST = 8;
const NONE = 9;
const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Return the field with its list. `choices` gives `{value, title, more}`s, `chosen` is called with one of them, and
 * `typed`, if given, with the words of somebody who wants none.
 */
export function completion(input, { label, choices, chosen, typed = null }) {
  const list = make('ul.ed-choices', { id: fresh('choices'), role: 'listbox', 'aria-label': label });
  const count = make('span.ed-unseen', { role: 'status' });
  let shown = [];
  let active = -1;
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id })) {
    input.setAttribute(name, value);
  }
  input.autocomplete = 'off';
  input.spellcheck = false;
  fold();

  function fold() {
    list.hidden = true;
    active = -1;
    count.textContent = '';
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function unfold() {
    const sought = folded(input.value.trim());
    const all = choices().map((choice) => [rank(choice, sought), choice]);
    shown = all.filter(([place]) => place < NONE).sort(([one], [other]) => one - other).slice(0, MOST).map(([, choice]) => choice);
    if (!shown.length) return fold();
    list.replaceChildren(...shown.map(option));
    list.hidden = false;
    count.textContent = words.choices(shown.length);
    input.setAttribute('aria-expanded', 'true');
    // Of what may be typed as well, nothing is chosen until somebody does.
    point(typed || !sought ? -1 : 0);
    list.scrollIntoView({ block: 'nearest' });
  }

  function option({ value, title, more }, at) {
    const element = make('li', { id: fresh('choice'), role: 'option' }, make('span', { dir: 'auto' }, title));
    if (value !== title) element.append(' ', make('small', {}, value));
    if (more) element.append(' ', make('small', { dir: 'auto' }, more));
    // Before the field loses the focus.
    element.addEventListener('pointerdown', (event) => event.preventDefault());
    element.addEventListener('click', () => take(shown[at]));
    return element;
  }

  function point(at) {
    active = at;
    [...list.children].forEach((element, number) => element.setAttribute('aria-selected', String(number === at)));
    const element = list.children[at];
    if (element) input.setAttribute('aria-activedescendant', element.id);
    else input.removeAttribute('aria-activedescendant');
    element?.scrollIntoView({ block: 'nearest' });
  }

  function take(choice) {
    fold();
    chosen(choice);
  }

  input.addEventListener('input', unfold);
  input.addEventListener('focus', () => !input.value && unfold());
  input.addEventListener('click', () => list.hidden && unfold());
  input.addEventListener('blur', fold);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (list.hidden) unfold();
      else point((active + steps[event.key] + shown.length + (active < 0 && event.key === 'ArrowUp' ? 1 : 0)) % shown.length);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      fold();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (active >= 0 && !list.hidden) take(shown[active]);
      else if (typed && input.value.trim()) {
        fold();
        typed(input.value.trim());
      }
    }
  });
  return make('div.ed-completed', {}, input, list, count);
}

/** How well a choice answers to what is sought, from 0. */
function rank({ value, title, more }, sought) {
  const [name, key, others] = [title, value, more ?? ''].map(folded);
  if (name === sought || key === sought) return 0;
  if (name.startsWith(sought) || key.startsWith(sought)) return 1;
  if (name.includes(` ${sought}`)) return 2;
  if (name.includes(sought) || key.includes(sought)) return 3;
  return others.includes(sought) ? 4 : NONE;
}
