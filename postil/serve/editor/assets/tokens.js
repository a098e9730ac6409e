// A field for several names: those chosen stand before it, each with a button that takes it away.
import { completion } from './completion.js';
import { fresh, make } from './making.js';
import { words } from './words.js';

/** `isFree` is for names that nobody has to know before. `changed` is called after every change. */
export function tokens({ name, label, choices, isFree, changed, say }) {
  const id = fresh(name);
  const input = make('input.ed-input', { id, type: 'text' });
  const list = make('ul.ed-tokens', { 'aria-label': label });
  let values = [];

  const titleOf = (value) => choices.find((choice) => choice.value === value)?.title ?? value;
  const field = completion(input, {
    label,
    choices: () => choices.filter(({ value }) => !values.includes(value)),
    chosen: ({ value }) => add(value),
    typed: isFree ? add : null,
  });

  function draw() {
    list.replaceChildren(...values.map(token));
    list.hidden = !values.length;
  }

  function token(value) {
    const remove = make('button', { type: 'button', ariaLabel: words.remove(titleOf(value)) }, '×');
    remove.addEventListener('click', () => take(value));
    return make('li', {}, make('span', { dir: 'auto' }, titleOf(value)), remove);
  }

  function add(value) {
    input.value = '';
    if (values.includes(value)) return;
    values = [...values, value];
    draw();
    say(words.added(titleOf(value)));
    changed();
  }

  function take(value) {
    values = values.filter((other) => other !== value);
    draw();
    say(words.removed(titleOf(value)));
    input.focus();
    changed();
  }

  input.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && !input.value && values.length) take(values.at(-1));
  });
  input.addEventListener('input', changed);
  input.addEventListener('blur', () => isFree && input.value.trim() && add(input.value.trim()));
  draw();

  return {
    element: make('div.ed-field', { 'data-field': name }, make('label', { for: id }, label), make('div.ed-several', {}, list, field)),
    /** Those chosen, and one that was typed and not yet put with them. */
    get values() {
      const typed = isFree ? input.value.trim() : '';
      return typed && !values.includes(typed) ? [...values, typed] : values;
    },
    set values(others) {
      values = [...others];
      draw();
    },
  };
}
