// The editor in the page that the workshop serves: notes are written, mended and put into their places here, and
// the server writes them into the author's files. Nothing of it is ever in the published site.
import { asking, reason } from './asking.js';
import { bar } from './bar.js';
import { drafts } from './drafts.js';
import { entries, focusedNote } from './entries.js';
import { highlight, unhighlight } from './highlight.js';
import { lostNotes } from './lost.js';
import { make } from './making.js';
import { offer } from './offer.js';
import { panel as madePanel } from './panel.js';
import { rangesOf, selectedRange } from './seen.js';
import { words } from './words.js';
import { writing } from './writing.js';

const NEWS_SHOWN = 2600;
const ARRIVAL = 4000;

/** Begin, on a page of which `workshop` knows the text. */
export async function start(workshop) {
  const { text } = workshop;
  const store = drafts(text);
  const asked = asking(workshop);
  const meta = document.querySelector('meta[name="postil-workshop"]');
  let known = null;
  let isListing = false;
  await styled();

  const panel = madePanel(() => {
    if (isListing || writer.stepBack()) leave();
  });
  const tools = bar({ annotate: () => annotate(), lost: () => list(), draft: takeUp, undo }, Boolean(text));
  const writer = writing({ workshop, store, panel, known: offered, say: tools.say, done });
  const offering = text ? offer(annotate, () => panel.isOpen()) : null;
  workshop.isBusy = () => writer.isTouched();

  async function offered() {
    known ??= await ask();
    if (!known) tools.say(words.noAnswer);
    return known;
  }

  /** Ask for what forms offer and for notes without a place. */
  async function ask() {
    if (!text) return null;
    const answer = await asked('open', { text });
    if (answer?.status !== 200) return null;
    tools.show(answer.value);
    return answer.value;
  }

  function annotate(selected = selectedRange()) {
    if (!text) return;
    tools.known();
    offering.hide();
    isListing = false;
    if (writer.isOpen() && !selected) panel.focus();
    else writer.annotate(selected);
  }

  function edit(id) {
    isListing = false;
    writer.edit(id);
  }

  function leave() {
    const isKept = writer.leave();
    isListing = false;
    store.open = null;
    unhighlight('postil-candidate');
    panel.hide();
    showDrafts();
    if (isKept) tools.say(words.kept, [words.goOn, takeUp]);
    workshop.renew?.();
  }

  const showDrafts = () => tools.show({ draft: Object.keys(store.all()).length > 0 && !writer.isOpen() });

  function takeUp() {
    const name = Object.keys(store.all()).at(-1);
    tools.show({ draft: false });
    tools.say('');
    if (name) writer.resume(name);
  }

  // ------------------------------------------------------------------------------- what was written

  /** `isRebuilt` says whether the page has other notes than before, or has them at other places. */
  function done(sentence, { id, undo: changes }, isRebuilt) {
    workshop.isRebuilt = isRebuilt;
    store.after({ sentence, id, isUndo: changes > 0 });
    tools.show({ undo: changes });
    showDrafts();
    arrive();
  }

  /** Show what was written once the page has it, in this page or in the one that is loaded in its stead. */
  async function arrive(before = meta.dataset.digest) {
    const end = performance.now() + ARRIVAL;
    while (meta.dataset.digest === before && performance.now() < end) await new Promise((resume) => setTimeout(resume, 50));
    known = null;
    workshop.isRebuilt = false;
    tell();
    refresh();
  }

  function tell() {
    const after = store.said();
    if (!after) return;
    const { sentence, id, isUndo } = after;
    tools.say(sentence, isUndo ? [words.undo, undo] : null);
    const ranges = id ? rangesOf(id) : [];
    if (!ranges.length) return;
    highlight('postil-news', ranges);
    setTimeout(() => unhighlight('postil-news'), NEWS_SHOWN);
    const reference = document.getElementById(`ref-${id}`);
    const handle = [...(reference?.children ?? [])].find((element) => element.getClientRects().length);
    if (document.activeElement === document.body) handle?.focus({ preventScroll: true });
  }

  async function undo() {
    const answer = await asked('undo');
    tools.show({ undo: answer?.value.undo });
    if (answer?.status !== 200) return tools.say(reason(answer).sentence);
    const { id, path, text: changed } = answer.value;
    if (!id) return tools.say(words.nothingToUndo);
    if (changed !== text) return tools.say(words.undoneIn(path));
    store.after({ sentence: words.undone, id, isUndo: false });
    workshop.renew?.();
    return arrive();
  }

  // ------------------------------------------------------------------------------- notes without a place

  async function list(focus = null) {
    if (!text) return;
    if (isListing && !focus) return leave();
    writer.leave();
    known = await ask();
    if (!known) return tools.say(words.noAnswer);
    isListing = true;
    store.open = { list: true };
    panel.show({
      heading: words.lost,
      content: lostNotes({ orphans: known.orphans, count: known.lost, panel, choose, edit: ({ id }) => edit(id), say: tools.say }),
    });
    return undefined;
  }

  async function choose({ id, which, version }, { at, length }) {
    const answer = await asked('choose', { text, id, version, which, at, length });
    unhighlight('postil-candidate');
    if (answer?.status === 200) {
      workshop.isRebuilt = true;
      store.after({ sentence: words.placed, id, isUndo: true });
      arrive();
    } else {
      tools.say(answer?.status === 409 ? words.raced : reason(answer).sentence);
    }
    return list(true);
  }

  /** Have what is shown of the text follow its files. */
  async function refresh() {
    const isThere = await ask();
    if (isThere && isListing && panel.isOpen() && isThere.lost !== known?.lost) list(true);
    known = isThere ?? known;
  }

  // ------------------------------------------------------------------------------- keys

  const acts = { a: () => annotate(), e: () => focusedNote() && edit(focusedNote()), u: () => list() };
  const isWriting = ({ target }) => target.isContentEditable || target.matches?.('textarea, select, input:not([type="radio"], [type="checkbox"])');

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === 'Enter' && panel.isOpen()) return press(event, writer.save);
    if (document.querySelector('dialog[open]') || isWriting(event)) return;
    if (isCommand && event.key.toLowerCase() === 'z' && !event.shiftKey) press(event, undo);
    const areOff = document.querySelector('#page-keys [name="keys"]')?.checked === false;
    if (!isCommand && !event.shiftKey && !areOff && Object.hasOwn(acts, event.key)) press(event, acts[event.key]);
  });

  function press(event, act) {
    event.preventDefault();
    act();
  }

  const rows = document.querySelector('#page-keys dl');
  for (const [key, meaning] of text && rows ? Object.entries(words.keys) : []) {
    rows.append(make('div', { lang: 'en' }, make('dt', {}, make('kbd', {}, key)), make('dd', {}, meaning)));
  }

  // ------------------------------------------------------------------------------- the page as it is now

  if (!text) return;
  entries(edit);
  workshop.onRenewal(() => {
    if (workshop.isRebuilt) return;
    writer.renewed();
    refresh();
  });
  known = await ask();
  tell();
  showDrafts();
  const { open } = store;
  if (open?.list) list();
  else if (open) writer.reopen(open);
}

async function styled() {
  const link = make('link', { rel: 'stylesheet', href: new URL('./editor.css', import.meta.url).href });
  const loaded = new Promise((resume) => link.addEventListener('load', resume, { once: true }));
  document.head.append(link);
  await Promise.race([loaded, new Promise((resume) => setTimeout(resume, 1000))]);
}
