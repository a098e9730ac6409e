// A field for several names: those chosen stand before it, each with a button that takes it away.
import { completion } from './completion.js';
import { fresh, make } from './making.js';
import { words } from './words.js';

const MOST_PARTS = 4;

/**
 * `isFree` is for names that nobody has to know before: of others, what is typed and not known stays in the field, and
 * is among the values, so that the server says what is wrong with it. `changed` is called after every change.
 */
export function tokens({ name, label, choices, isFree, changed, say }) {
  const id = fresh(name);
  const input = make('input.ed-input', { id, type: 'text' });
  const list = make('ul.ed-tokens', { 'aria-label': label });
  let values = [];

  const titleOf = (value) => choices.find((choice) => choice.value === value)?.title ?? value;
  // Before the field offers what it knows.
  input.addEventListener('input', (event) => !event.isComposing && takeFinished());
  const field = completion(input, {
    label,
    choices: () => choices.filter(({ value }) => !values.includes(value)),
    chosen: ({ value }) => add(value),
    typed: isFree ? add : null,
  });

  /** Names as they would be written, of what is typed between commas; a known name may hold some itself. */
  function named(typed) {
    const parts = typed.split(',').map((part) => part.trim());
    const found = [];
    for (let at = 0; at < parts.length; at++) {
      const ends = parts.map((_, end) => end + 1).slice(at, at + MOST_PARTS).reverse();
      const end = ends.find((last) => valueOf(parts.slice(at, last).join(', ')));
      if (end) found.push({ value: valueOf(parts.slice(at, end).join(', ')), isTaken: true });
      else if (parts[at]) found.push({ value: parts[at], isTaken: isFree });
      at = end ? end - 1 : at;
    }
    return found;
  }

  /** The known name that the words are, by itself or by its title; a name that is free is spelled as one likes. */
  function valueOf(words) {
    if (isFree) return choices.find(({ value }) => value === words)?.value;
    const sought = alike(words);
    const called = choices.filter(({ title }) => alike(title) === sought);
    return (choices.find(({ value }) => alike(value) === sought) ?? (called.length === 1 ? called[0] : null))?.value;
  }

  /** Take what stands before the last comma; all, once the field is left. What is not known stays where it is. */
  function takeFinished(end = input.value.lastIndexOf(',')) {
    if (end < 0) return;
    const names = named(input.value.slice(0, end));
    const rest = input.value.slice(end + 1).trim();
    const taken = names.filter(({ isTaken }) => isTaken);
    if (names.length && !taken.length) return;
    const left = names.filter(({ isTaken }) => !isTaken).map(({ value }) => value);
    for (const { value } of taken) add(value);
    input.value = [...left, ...(rest ? [rest] : [])].join(', ');
  }

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
  input.addEventListener('blur', () => input.value.trim() && takeFinished(input.value.length));
  draw();

  return {
    element: make('div.ed-field', { 'data-field': name }, make('label', { for: id }, label), make('div.ed-several', {}, list, field)),
    /** Those chosen, and those that were typed and not yet put with them. */
    get values() {
      return [...new Set([...values, ...named(input.value).map(({ value }) => value)])];
    },
    set values(others) {
      values = [...others];
      draw();
    },
  };
}

const alike = (words) => words.normalize('NFC').toLowerCase();
