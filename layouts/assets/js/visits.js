// What is new since the last visit, and where reading stopped. Kept in this browser only, for the pages
// visited last; of a note as a short number, made from its name and the day of its last change.
import { firstBelow } from './places.js';
import { keep, kept } from './storage.js';

const KEY = 'postil-visits';
const PAGES = 50;
const LONGEST = 200_000;
const page = location.pathname;

const read = () => {
  try {
    return new Map(JSON.parse(kept(KEY)) ?? []);
  } catch {
    return new Map();
  }
};

function write(visit) {
  const visits = read();
  visits.delete(page);
  const all = [[page, visit], ...visits].slice(0, PAGES);
  while (all.length > 1 && JSON.stringify(all).length > LONGEST) all.pop();
  keep(KEY, JSON.stringify(all));
}

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
const before = visitBefore();
function visitBefore() {
  try {
    const known = sessionStorage.getItem(KEY + page);
    if (known) return JSON.parse(known);
    const last = read().get(page) ?? {};
    sessionStorage.setItem(KEY + page, JSON.stringify(last));
    return last;
  } catch {
    return {};
  }
}

function tellNews() {
  const news = document.querySelector('.news');
  const known = new Set(before.notes?.split(' '));
  const fresh = before.notes === undefined ? [] : notes.filter((_, at) => !known.has(marks[at]));
  if (!news || !fresh.length) return;
  for (const note of fresh) {
    for (const element of document.querySelectorAll(`[data-notes="${CSS.escape(note.dataset.notes)}"]:is(li, .side, .ref)`)) {
      element.classList.add('is-new');
      const word = Object.assign(document.createElement('span'), { className: 'new', textContent: news.dataset.new });
      element.querySelector('.note-head')?.append(word);
    }
  }
  const form = new Intl.PluralRules(document.documentElement.lang).select(fresh.length);
  say(news, `#ref-${fresh[0].dataset.notes}`, (news.dataset[form] ?? news.dataset.other).replace('{count}', fresh.length));
}

function offerPlace() {
  const resume = document.querySelector('.resume');
  if (resume && before.place && !location.hash && scrollY < 10 && document.getElementById(before.place)) {
    say(resume, `#${before.place}`, resume.dataset.words);
  }
}

/** Say something at the foot of the window, until the reader reads on. */
function say(element, href, words) {
  element.append(Object.assign(document.createElement('a'), { href, textContent: words }));
  const until = () => scrollY > innerHeight && (element.replaceChildren(), removeEventListener('scroll', until));
  element.addEventListener('click', () => element.replaceChildren());
  addEventListener('scroll', until, { passive: true });
}

function place() {
  const at = firstBelow(paragraphs, 0);
  return scrollY > innerHeight && at < paragraphs.length ? paragraphs[at].id : undefined;
}

const save = () => write({ notes: marks.join(' '), place: place() ?? (scrollY < 10 ? before.place : undefined) });

tellNews();
offerPlace();
save();
addEventListener('pagehide', save);
document.addEventListener('visibilitychange', () => document.hidden && save());
