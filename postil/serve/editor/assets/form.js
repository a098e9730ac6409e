// The fields of a note: from an annotation as written to the form and back. What the form does not show stays.
import { lastAnnotator } from './drafts.js';
import { debounced, fresh, make, mistake, today } from './making.js';
import { sources } from './sources.js';
import { tokens } from './tokens.js';
import { words } from './words.js';

const PREVIEW_WAIT = 250;
const MARGIN = 12;

/**
 * The form for notes of a text. `known` is what the server offers for it, `preview` renders Markdown, `changed` is
 * called after every change, and `say` tells screen readers.
 */
export function noteForm({ known, preview, changed, say }) {
  const kindName = fresh('kind');
  const kinds = make('fieldset.ed-group.ed-kinds', { 'data-field': 'kind' }, make('legend', {}, words.kind));
  const verdict = choice('verdict', words.verdict, words.noVerdict, known.verdicts);
  const by = choice('by', words.by, words.nobody, known.annotators);
  const date = make('input.ed-input', { id: fresh('date'), type: 'text', placeholder: words.day, inputMode: 'numeric' });
  const note = make('textarea.ed-input.ed-note', { id: fresh('note'), dir: 'auto', rows: 4 });
  const help = make('p.ed-help', { id: fresh('help') }, words.noteHelp);
  const shown = make('div.ed-preview.note', { role: 'region', ariaLabel: words.preview, hidden: true });
  const about = tokens({ name: 'about', label: words.about, choices: known.entities, isFree: false, changed, say });
  const tags = tokens({ name: 'tags', label: words.tags, choices: known.tags, isFree: true, changed, say });
  const rests = sources({ references: known.references, changed, say });
  note.setAttribute('aria-describedby', help.id);

  const element = make(
    'form.ed-form',
    { noValidate: true, autocomplete: 'off', method: 'dialog' },
    kinds,
    labelled('verdict', words.verdict, verdict),
    labelled('note', words.note, note, shown, help),
    rests.element,
    ...(known.entities.length ? [about.element] : []),
    tags.element,
    make('div.ed-pair', {}, labelled('by', words.by, by), labelled('date', words.date, date)),
  );
  element.addEventListener('submit', (event) => event.preventDefault());
  for (const control of [verdict, by, date]) control.addEventListener('input', changed);

  function drawKinds(written) {
    const all = known.kinds.some(({ value }) => value === written) ? known.kinds : [...known.kinds, { value: written, title: written, mark: '' }];
    kinds.replaceChildren(kinds.firstChild, ...all.map(({ value, title, mark }) => {
      const input = make('input', { type: 'radio', name: kindName, value, checked: value === written });
      input.addEventListener('change', () => {
        showVerdict();
        changed();
      });
      return make('label', { 'data-kind': value }, input, make('span', { 'aria-hidden': 'true' }, mark), ' ', title);
    }));
  }

  const kind = () => kinds.querySelector(':checked')?.value ?? 'context';
  const showVerdict = () => (verdict.closest('.ed-field').hidden = kind() !== 'check');

  const render = debounced(async (isTyped) => {
    const markdown = note.value;
    if (!markdown.trim()) return (shown.hidden = true);
    const answer = await preview(markdown);
    if (!answer || note.value !== markdown) return;
    shown.hidden = false;
    const prose = make('div.prose');
    prose.innerHTML = answer.html;
    for (const link of prose.querySelectorAll('a')) Object.assign(link, { target: '_blank', rel: 'noopener' });
    shown.replaceChildren(make('p.ed-label', { 'aria-hidden': 'true' }, words.preview), prose, ...answer.problems.map(mistake));
    sayOnce();
    if (isTyped && element.isConnected) showBoth();
  }, PREVIEW_WAIT);

  /** Have what is said at the field of the note not stand with its preview, too. */
  function sayOnce() {
    const said = [...note.parentElement.querySelectorAll('.is-of-field')].map(({ textContent }) => textContent);
    for (const one of shown.querySelectorAll('.ed-mistake')) one.hidden = said.includes(one.textContent);
  }

  /** Have the note and how it will look in the panel at once, as far as there is room for both. */
  function showBoth() {
    const room = element.parentElement.getBoundingClientRect();
    const hidden = shown.getBoundingClientRect().bottom - room.bottom + MARGIN;
    const above = shown.parentElement.getBoundingClientRect().top - room.top - MARGIN;
    if (hidden > 0 && above > 0) element.parentElement.scrollTop += Math.min(hidden, above);
  }

  note.addEventListener('input', () => {
    render(true);
    changed();
  });

  /** Take the mistakes away, or show these, each at its field. Returns those that belong to no field. */
  function mistakes(problems = []) {
    for (const old of element.querySelectorAll('.ed-mistake.is-of-field')) old.remove();
    for (const old of element.querySelectorAll('[aria-invalid]')) {
      for (const name of ['aria-invalid', 'aria-describedby']) old.removeAttribute(name);
    }
    note.setAttribute('aria-describedby', help.id);
    const rest = problems.filter((problem) => {
      const field = fieldOf(problem.field);
      if (!field) return true;
      const said = mistake(problem);
      said.classList.add('is-of-field');
      said.id = fresh('mistake');
      field.append(said);
      for (const control of field.querySelectorAll(':scope input, :scope textarea, :scope select')) {
        control.setAttribute('aria-invalid', 'true');
        control.setAttribute('aria-describedby', [control === note && help.id, said.id].filter(Boolean).join(' '));
        control.closest('.ed-field')?.removeAttribute('hidden');
      }
      return false;
    });
    sayOnce();
    return rest;
  }

  /** The innermost field that is shown: a mistake in `about.0` stands at `about`. */
  function fieldOf(name) {
    for (let path = name.split('.'); path.length && path[0]; path.pop()) {
      const field = element.querySelector(`[data-field="${CSS.escape(path.join('.'))}"]`);
      if (field) return field;
    }
    return null;
  }

  return {
    element,
    note,
    mistakes,
    /** Have nothing typed while the form is saved, which would be lost; or again. */
    freeze(isFrozen) {
      for (const control of element.querySelectorAll('textarea, input')) control.readOnly = isFrozen;
    },
    /** Bring the first mistake into view, with the focus at its field. */
    focusMistake() {
      const first = element.querySelector('[aria-invalid="true"]');
      (first?.type === 'radio' ? kinds.querySelector(':checked') : first)?.focus({ preventScroll: true });
      (first?.closest('[data-field]') ?? element).scrollIntoView({ block: 'nearest' });
    },
    /** Show an annotation as written; with nothing, a new one by whoever wrote last, of today. */
    fill(fields) {
      const written = fields ?? { by: sensible(known.annotators), date: today() };
      drawKinds(written.kind ?? 'context');
      among(verdict, written.verdict ?? '');
      among(by, written.by ?? '');
      date.value = written.date ?? '';
      note.value = written.note ?? '';
      about.values = list(written.about);
      tags.values = list(written.tags);
      rests.values = list(written.sources).filter((source) => source && typeof source === 'object');
      showVerdict();
      render(false);
    },
    /** What the form says, as it would be written: nothing for what is empty. */
    values() {
      const said = {
        kind: kind(),
        verdict: kind() === 'check' ? verdict.value : '',
        note: proseOf(note.value),
        sources: rests.values,
        by: by.value,
        date: date.value.trim(),
        tags: tags.values,
        about: about.values,
      };
      return Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value?.length ? value : null]));
    },
  };
}

/** A note of several lines ends its last one, as files have it. */
function proseOf(words) {
  const prose = words.trimEnd();
  return prose.includes('\n') ? `${prose}\n` : prose;
}

/** What of the form's values is other than in an annotation as written. */
export function changes(values, written) {
  const others = Object.entries(values).filter(([name, value]) => !alike(name, value, written[name]));
  return Object.fromEntries(others.map(([name, value]) => [name, ended(value, written[name])]));
}

/** Words that ended with the end of a line go on doing so. */
const ended = (value, before) =>
  typeof value === 'string' && typeof before === 'string' && before.endsWith('\n') ? `${value.trimEnd()}\n` : value;

const alike = (name, one, other) => JSON.stringify(plain(name, one)) === JSON.stringify(plain(name, other));

function plain(name, value) {
  if (name === 'kind') return value || 'context';
  if (Array.isArray(value)) return value.map((part) => plain('', part));
  if (value && typeof value === 'object') return Object.keys(value).sort().map((key) => [key, value[key]]);
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trimEnd() || null : (value ?? null);
}

const list = (value) => (Array.isArray(value) ? value : value ? [value] : []);

function sensible(annotators) {
  const last = lastAnnotator.get();
  if (annotators.some(({ value }) => value === last)) return last;
  return annotators.length === 1 ? annotators[0].value : '';
}

function choice(name, label, none, all) {
  const options = all.map(({ value, title }) => make('option', { value }, title));
  return make('select.ed-input', { id: fresh(name) }, make('option', { value: '' }, none), ...options);
}

/** Choose what is written, though nobody may know it. */
function among(select, value) {
  if (value && ![...select.options].some((option) => option.value === value)) select.append(make('option', { value }, value));
  select.value = value;
}

const labelled = (name, label, control, ...more) =>
  make('div.ed-field', { 'data-field': name }, make('label', { for: control.id }, label), control, ...more);
