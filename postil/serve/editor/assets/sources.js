// What a note rests on: rows, each an entry of references.json or written out.
import { completion } from './completion.js';
import { button, fresh, make, shortened, today } from './making.js';
import { words } from './words.js';

const WRITTEN = ['title', 'url', 'publisher', 'date', 'accessed', 'quote', 'archive'];
const CITED = ['ref', 'locator'];
const PLACEHOLDERS = { date: words.partial, accessed: words.day, url: 'https://', archive: 'https://' };

/** The rows of a form. `references` are choices; `changed` is called after every change. */
export function sources({ references, changed, say }) {
  const rows = make('div.ed-rows');
  const add = button(words.addSource, () => {
    const row = append({});
    changed();
    row.querySelector('input').focus();
  }, {}, 'button.ed-button.ed-quiet');

  function append(written) {
    const row = new Row(written);
    rows.append(row.element);
    number();
    return row.element;
  }

  function number() {
    [...rows.children].forEach((element, at) => {
      element.dataset.field = `sources.${at}`;
      element.querySelector('.ed-row-name').textContent = words.source(at + 1);
      element.querySelector('.ed-row-remove').ariaLabel = words.removeSource(at + 1);
      for (const field of element.querySelectorAll('[data-part]')) {
        field.closest('.ed-field').dataset.field = `sources.${at}.${field.dataset.part}`;
      }
    });
  }

  class Row {
    constructor(written) {
      this.written = written;
      this.fields = {};
      const name = make('span.ed-row-name');
      const hint = make('span.ed-row-hint', { dir: 'auto' });
      const remove = button('×', () => this.remove(), {}, 'button.ed-row-remove');
      const parts = [...(references.length || written.ref ? CITED : []), ...WRITTEN];
      const grid = make('div.ed-grid', {}, ...parts.map((part) => this.field(part)));
      this.element = make('fieldset.ed-row', {}, make('legend', {}, name, ' ', hint), remove, grid);
      this.element.source = this;
      this.hint = hint;
      this.show();
    }

    field(part) {
      const id = fresh(part);
      const isLong = part === 'quote';
      const input = make(isLong ? 'textarea.ed-input' : 'input.ed-input', { id, value: this.written[part] ?? '', 'data-part': part });
      if (!isLong) input.type = part === 'url' || part === 'archive' ? 'url' : 'text';
      input.placeholder = PLACEHOLDERS[part] ?? '';
      if (['title', 'publisher', 'quote'].includes(part)) input.dir = 'auto';
      this.fields[part] = input;
      input.addEventListener('input', () => {
        this.show();
        changed();
      });
      if (part === 'url') input.addEventListener('change', () => this.visit());
      const entry = part === 'ref' ? this.completed(input) : input;
      return make('div.ed-field', { 'data-part-of': part }, make('label', { for: id }, words.ofSource[part]), entry);
    }

    completed(input) {
      return completion(input, {
        label: words.ofSource.ref,
        choices: () => references,
        chosen: ({ value }) => {
          input.value = value;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          this.fields.locator.focus();
        },
      });
    }

    /** An address that is put down now was visited now. */
    visit() {
      if (!this.fields.url.value || this.fields.accessed.value || this.written.url) return;
      this.fields.accessed.value = today();
      changed();
    }

    show() {
      const { ref, title, url } = this.fields;
      const cited = references.find(({ value }) => value === ref?.value);
      this.element.dataset.kind = ref?.value ? 'cited' : 'written';
      this.hint.textContent = shortened(cited?.title ?? (ref?.value || title.value || url.value), 48);
      for (const part of WRITTEN) {
        this.fields[part].closest('.ed-field').hidden = Boolean(ref?.value) && !this.fields[part].value;
      }
      if (ref) this.fields.locator.closest('.ed-field').hidden = !ref.value && !this.fields.locator.value;
    }

    remove() {
      const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
      this.element.remove();
      number();
      say(words.removed(words.ofSource.title));
      changed();
      (next?.querySelector('input') ?? add).focus();
    }

    /** The source as it is to be written: with what the form does not show, without what is empty. */
    get value() {
      const value = { ...this.written };
      for (const [part, input] of Object.entries(this.fields)) {
        const said = part === 'quote' ? input.value : input.value.trim();
        if (said) value[part] = said;
        else delete value[part];
      }
      return value;
    }
  }

  return {
    element: make('fieldset.ed-group', {}, make('legend', {}, words.sources), rows, add),
    get values() {
      return [...rows.children].map(({ source }) => source.value).filter((value) => Object.keys(value).length);
    },
    set values(all) {
      rows.replaceChildren();
      for (const written of all) append(written);
    },
  };
}
