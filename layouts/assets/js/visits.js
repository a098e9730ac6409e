// What is new since the last visit, and where reading stopped. Kept in this browser only, for the pages
// visited last; of a note as a short number, made from its name and the day of its last change.
import { pack } from './margin.js';
import { firstBelow } from './places.js';
import { keep, kept } from './theme.js';

const KEY = 'postil-visits';
const PAGES = 30;
const page = location.pathname;

const read = (text, made = (value) => value) => {
  try {
    return made(JSON.parse(text));
  } catch {
    return made(null);
  }
};
const visits = () => read(kept(KEY), (all) => new Map(all));

const paragraphs = [...document.querySelectorAll('.body [id^="p-"]')];
const notes = [...document.querySelectorAll('.endnotes .note')];
const marks = notes.map((note) => {
  const days = [note, ...note.querySelectorAll('.update')].map((dated) => dated.dataset.date ?? '');
  return number(note.id + days.sort().at(-1));
});

/** A number of 32 bits, as a few letters: FNV-1a (Fowler, Noll and Vo 1991). */
function number(words) {
  let hash = 0x811c9dc5;
  for (const character of words) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}

// A visit lasts as long as its tab: what was new stays so when the page is loaded again.
const before = read(kept(KEY + page, 'sessionStorage')) ?? visits().get(page) ?? {};
keep(KEY + page, JSON.stringify(before), 'sessionStorage');

const news = document.querySelector('.news');
const known = new Set(String(before.notes).split(' '));
const fresh = news && before.notes !== undefined ? notes.filter((_, at) => !known.has(marks[at])) : [];
for (const note of fresh) {
  for (const element of document.querySelectorAll(`[data-notes="${CSS.escape(note.dataset.notes)}"]:not(mark)`)) {
    element.classList.add('is-new');
    const word = Object.assign(document.createElement('span'), { className: 'new', textContent: news.dataset.new });
    element.querySelector('.note-head')?.append(word);
  }
}
if (fresh.length) {
  pack();
  const form = new Intl.PluralRules(document.documentElement.lang).select(fresh.length);
  say(news, `#ref-${fresh[0].dataset.notes}`, (news.dataset[form] ?? news.dataset.other).replace('{count}', fresh.length));
}

const resume = document.querySelector('.resume');
if (resume && !location.hash && scrollY < 10 && document.getElementById(before.place)) {
  say(resume, `#${before.place}`, resume.dataset.words);
}

/** Say something at the foot of the window, until the reader reads on. */
function say(element, href, words) {
  element.append(Object.assign(document.createElement('a'), { href, textContent: words }));
  element.addEventListener('click', () => element.replaceChildren());
  addEventListener('scroll', () => scrollY > innerHeight && element.replaceChildren(), { passive: true });
}

function save() {
  const at = scrollY > innerHeight ? paragraphs[firstBelow(paragraphs, 0)]?.id : scrollY < 10 ? before.place : undefined;
  const all = visits();
  all.delete(page);
  keep(KEY, JSON.stringify([[page, { notes: marks.join(' '), place: at }], ...all].slice(0, PAGES)));
}

save();
addEventListener('pagehide', save);
document.addEventListener('visibilitychange', () => document.hidden && save());
