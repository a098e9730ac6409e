// The passage of a note: how it is shown in the form, and how another is chosen, by selecting or by typing.
import { asking } from './asking.js';
import { differing } from './differing.js';
import { highlight, unhighlight } from './highlight.js';
import { button, fresh, make, mistake, shortened } from './making.js';
import { Seen, placeNamed, selectedRange } from './seen.js';
import { words } from './words.js';

const LONGEST = 320;
const QUOTATION = ['quote', 'prefix', 'suffix', 'occurrence', 'until'];

/** The passage that an annotation as written names. */
export function quoted(fields) {
  const quotation = Object.fromEntries(QUOTATION.filter((name) => fields[name]).map((name) => [name, fields[name]]));
  return { quotation, on: fields.on ?? null };
}

/** The fields that name a passage, nothing where one is to be none. */
export const quotationOf = ({ quotation, on }) => ({
  ...Object.fromEntries(QUOTATION.map((name) => [name, quotation[name] ?? null])),
  on: on ?? null,
});

/** The passage as the form shows it, with a button to choose another. */
export function passageShown(passage, { label, title, move }) {
  const { quotation, on, before = '', after = '', also = 0 } = passage;
  const until = quotation.until ? ` … ${shortened(quotation.until, 120)}` : '';
  const quote = make('mark', {}, shortened(quotation.quote, LONGEST) + until);
  const facts = [
    on && words.onComment,
    quotation.prefix && words.toldApartBefore(shortened(quotation.prefix, 40)),
    quotation.suffix && words.toldApartAfter(shortened(quotation.suffix, 40)),
    quotation.occurrence && words.toldApartNumber(quotation.occurrence),
    also && words.further(also),
  ].filter(Boolean);
  return make(
    'section.ed-passage',
    { ariaLabel: words.passage, 'data-field': 'quote' },
    make('div.ed-label', {}, words.passage, button(label, move, { title }, 'button.ed-button.ed-quiet')),
    make('blockquote', { dir: 'auto' }, make('span', {}, before), quote, make('span', {}, after)),
    ...(facts.length ? [make('p.ed-facts', {}, facts.join('; '))] : []),
  );
}

/**
 * Ask the server for the passage that is selected, which is `isCut` when more was; gives the answer, `undefined` when
 * that are too many words or none.
 */
export async function described({ api, text }, { place, range, isCut }) {
  const selected = new Seen(place).selected(range);
  const answer = selected ? await api('describe', { text, ...selected }) : undefined;
  if (answer?.value.quotation) answer.value.isCut = isCut;
  return answer;
}

/** The ranges of a passage on the page; none where it is not shown. */
export function rangesOfPassage({ on, at, length, words: said }) {
  const place = at === undefined ? null : placeNamed(on);
  const range = place && new Seen(place).range({ at, length, words: said });
  return range ? [range] : [];
}

/**
 * What lets somebody choose a passage. `chosen` is called with it, `failed` with an answer that is none, and `bring`
 * with the ranges of one that may be chosen.
 */
export function picker({ workshop, chosen, failed, bring, say }) {
  const id = fresh('words');
  const field = make('textarea.ed-input', { id, rows: 2, dir: 'auto' });
  const shown = make('p.ed-selected', { dir: 'auto' });
  const cut = make('p.ed-help', { role: 'status' });
  const { text } = workshop;
  const asked = asking(workshop);
  const use = button(words.useSelected, () => take(described({ api: asked, text }, selected)), { disabled: true }, 'button.ed-button.ed-main');
  const find = button(words.find, () => take(asked('find', { text, quote: field.value })));
  const list = make('ul.ed-candidates', { ariaLabel: words.pickTitle });
  const wrong = make('div', { role: 'alert' });
  const element = make(
    'div.ed-picker',
    {},
    make('p.ed-help', {}, words.pickHelp),
    shown,
    cut,
    use,
    make('div.ed-field', {}, make('label', { for: id }, words.pickField), field),
    find,
    wrong,
    list,
  );
  let selected = null;

  function look() {
    if (!element.isConnected) return document.removeEventListener('selectionchange', look);
    const now = selectedRange();
    if (!now) return undefined;
    selected = now;
    shown.textContent = shortened(new Seen(now.place).wordsIn(now.range), 160);
    cut.textContent = now.isCut ? words.cut : '';
    use.disabled = !shown.textContent;
    return undefined;
  }

  async function take(awaited) {
    wrong.replaceChildren();
    list.replaceChildren();
    const answer = await awaited;
    if (answer?.value.quotation) return chosen(answer.value);
    const candidates = answer?.value.candidates ?? [];
    const [problem] = answer?.value.problems ?? [];
    if (answer !== undefined && !problem) return failed(answer);
    wrong.append(mistake(problem ?? { sentence: words.tooMany }));
    list.append(...candidates.map(candidate));
    if (candidates.length) say(words.candidates(candidates.length));
    list.querySelector('button')?.focus();
    return undefined;
  }

  function candidate(passage) {
    const pick = make('button.ed-candidate', { type: 'button', dir: 'auto' }, ...inPlace(passage));
    pick.addEventListener('click', () => chosen(passage));
    pick.addEventListener('pointerenter', () => highlight('postil-candidate', rangesOfPassage(passage)));
    pick.addEventListener('focus', () => bring(rangesOfPassage(passage)));
    return make('li', {}, pick);
  }

  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    find.click();
  });

  return {
    element,
    field,
    /** Begin to follow what is selected. */
    start() {
      document.addEventListener('selectionchange', look);
      look();
    },
    stop() {
      document.removeEventListener('selectionchange', look);
      unhighlight('postil-candidate');
    },
  };
}

/** A passage among the words around it. What is other in it than in the words `wanted` stands out. */
export function inPlace({ before, words: found, after }, wanted = found) {
  const [said, sought] = [found, wanted].map((some) => some.replace(/\s+/g, ' '));
  const parts = differing(said, sought);
  const isLong = said.length > LONGEST;
  const isTold = said !== sought && parts[1] && !(isLong && parts[1].length > LONGEST / 2);
  const [same, other, rest] = isLong ? parts.map(inShort) : parts;
  return [
    make('span', {}, before),
    isTold ? make('mark', {}, same, make('b', {}, other), rest) : make('mark', {}, shortened(said, LONGEST)),
    make('span', {}, after),
  ];
}

/** One part of a long passage, with the spaces at its ends. */
const inShort = (part) => part.replace(/^(\s*)(.*?)(\s*)$/s, (_, start, said, end) => start + shortened(said, LONGEST / 2) + end);
