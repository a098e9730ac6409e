// What the workshop lays over a page: the list of what is wrong, which folds into a badge, and a line that says how
// the page and the server stand. It has its own words, since it is for authors and never published.

import { inTab } from './keeping.js';

const KEY = 'postil-workshop-folded';
const MOST = 100;
const LITTLE = 8;
const SEVERITIES = ['error', 'warning', 'notice'];

/** Return what shows problems and states over the page of a text; those of the text itself come first. */
export function overlay(text) {
  const section = make('section', 'postil-workshop');
  section.lang = 'en';
  section.dir = 'ltr';
  section.ariaLabel = 'Workshop';
  const state = make('p', 'postil-workshop-state postil-workshop-news');
  state.role = 'status';
  const badge = make('button', 'postil-workshop-badge');
  badge.type = 'button';
  badge.classList.add('postil-workshop-tool');
  badge.setAttribute('aria-controls', 'postil-workshop-problems');
  const panel = make('div', 'postil-workshop-panel');
  panel.id = 'postil-workshop-problems';
  panel.role = 'region';
  panel.ariaLabel = 'Problems';
  panel.tabIndex = 0;
  section.append(make('div', 'postil-workshop-line', badge), state, panel);
  stepAside(section);
  document.body.append(section);
  badge.hidden = panel.hidden = state.hidden = true;
  let known = '';

  function fold(isFolded) {
    panel.hidden = isFolded;
    badge.ariaExpanded = String(!isFolded);
    badge.title = isFolded ? 'Show the problems' : 'Fold the problems (Escape)';
  }

  badge.addEventListener('click', () => {
    fold(!panel.hidden);
    inTab.set(KEY, panel.hidden ? known : '');
    if (!panel.hidden) panel.focus({ preventScroll: true });
  });
  section.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    event.stopPropagation();
    badge.click();
    badge.focus({ preventScroll: true });
  });

  function head(words) {
    const close = make('button', 'postil-workshop-close');
    close.type = 'button';
    close.ariaLabel = 'Fold the problems';
    close.addEventListener('click', () => badge.click());
    return make('div', 'postil-workshop-head', make('p', '', words), close);
  }

  function say(words, ...more) {
    state.replaceChildren(words, ...more);
    state.hidden = !words;
  }

  return {
    /** Show these problems. Errors unfold the list, unless the same ones were folded already. */
    problems(problems) {
      const counts = SEVERITIES.map((severity) => problems.filter((problem) => problem.severity === severity).length);
      const words = SEVERITIES.flatMap((name, at) => (counts[at] ? [`${counts[at]} ${name}${counts[at] > 1 ? 's' : ''}`] : []));
      const [long, short] = [make('span', 'postil-workshop-long', words.join(', ')), make('span', 'postil-workshop-short', words[0] ?? '')];
      badge.replaceChildren(long, short);
      badge.dataset.severity = SEVERITIES[counts.findIndex(Boolean)] ?? '';
      badge.hidden = !problems.length;
      known = JSON.stringify(problems.filter(({ severity }) => severity === 'error').map(identity));
      const own = ({ path }) => text && (path.startsWith(`content/${text}.`) || path.startsWith(`content/${text}/`));
      const first = [...problems].sort((one, other) => own(other) - own(one) || weight(one) - weight(other));
      const list = make('ol', '', ...first.slice(0, MOST).map(item));
      panel.replaceChildren(head(words.join(', ')), list, first.length > MOST ? make('p', '', `and ${first.length - MOST} more`) : '');
      fold(!counts[0] || inTab.get(KEY) === known);
    },
    /** Say that the server is gone. */
    stopped: () => say('The server has stopped. The page stays as it is, and is renewed when it is back.'),
    /** Say no more that it is gone. */
    connected: () => state.hidden || say(''),
    /** Say no more that there is a newer version. */
    renewed: () => state.hidden || say(''),
    /** Offer a newer version to somebody who is writing. */
    newer(show) {
      const button = make('button', 'postil-workshop-link', 'Show it');
      button.type = 'button';
      button.addEventListener('click', show);
      say('A newer version of this page is there. ', button);
    },
  };
}

/** Have the line out of the way of somebody who reads on, until they go back. */
function stepAside(section) {
  let last = 0;
  const turn = (by) => section.classList.toggle('is-aside', by > 0);
  addEventListener('wheel', ({ deltaY }) => deltaY && turn(deltaY), { passive: true });
  addEventListener('touchstart', ({ touches }) => (last = touches[0].clientY), { passive: true });
  addEventListener('touchmove', ({ touches }) => {
    const { clientY } = touches[0];
    if (Math.abs(last - clientY) < LITTLE) return;
    turn(last - clientY);
    last = clientY;
  }, { passive: true });
}

const identity = ({ code, path, sentence }) => [code, path, sentence];
const weight = ({ severity }) => SEVERITIES.indexOf(severity);

function item({ severity, code, sentence, path, line, column, length, excerpt, excerpt_column: first, hint }) {
  const place = [path, line, column].filter((part) => part !== null).join(':');
  const head = make('p', 'postil-workshop-place', make('b', '', severity), ' ', make('code', '', place), ' ', make('small', '', code));
  const parts = [head, make('p', 'postil-workshop-sentence', ...said(sentence))];
  if (excerpt?.trim() && line !== null) {
    const characters = [...excerpt];
    const start = Math.max(0, (column ?? first) - first);
    const end = column === null ? start : start + Math.max(1, length ?? 1);
    const from = Math.max(0, start - 60);
    const shown = make('code', '', from ? '…' : '', characters.slice(from, start).join(''));
    if (end > start) shown.append(make('mark', '', characters.slice(start, end).join('') || ' '));
    shown.append(characters.slice(end, end + 120).join(''), characters.length > end + 120 ? '…' : '');
    parts.push(make('pre', '', make('span', '', `${line} `), shown));
  }
  if (hint) parts.push(make('p', 'postil-workshop-hint', ...said(hint)));
  const element = make('li', '', ...parts);
  element.dataset.severity = severity;
  return element;
}

/** Return a sentence, in which what is to be written as it stands is between backticks. */
const said = (sentence) => sentence.split(/`([^`\n]*)`/).map((part, at) => (at % 2 ? make('code', '', part) : part));

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
