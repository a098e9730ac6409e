// The editor's place in the workshop's line: what can be begun, what can be taken back, and what has happened.
import { hint } from './hint.js';
import { button, make } from './making.js';
import { words } from './words.js';

const LONG = 9000;
const WIDE = matchMedia('(min-width: 68.75em)');

/** `acts` are what the buttons do: `annotate`, `lost`, `draft`, `undo`. */
export function bar(acts, hasText) {
  const tools = {
    annotate: tool('annotate', words.annotateTitle, words.annotate),
    lost: tool('lost', words.lostTitle),
    draft: tool('draft', words.draftTitle, ...inShort(words.draft, words.draftShort)),
    undo: tool('undo', words.undoTitle, words.undo),
  };
  const wanted = { annotate: hasText };
  const said = make('p.ed-said.postil-workshop-news', { role: 'status' });
  const group = make('div.ed-bar', { role: 'group', ariaLabel: words.editor }, ...Object.values(tools));
  const first = hasText ? hint() : null;
  let offered = null;
  let count;
  let timer;
  document.querySelector('.postil-workshop-line').prepend(group);
  const state = document.querySelector('.postil-workshop-state');
  state.before(...(first ? [first.element] : []), said);
  draw();

  function tool(name, title, ...label) {
    return make(`button.ed-tool.ed-${name}.postil-workshop-tool`, { type: 'button', title, onclick: () => acts[name]() }, ...label);
  }

  /** What is offered beside what happened is not offered a second time. */
  function draw() {
    for (const [name, element] of Object.entries(tools)) element.hidden = !wanted[name] || acts[name] === offered;
  }

  /** A sheet at the foot of the window covers the line; then it is said in the sheet. */
  function stand() {
    const sheet = WIDE.matches ? null : document.querySelector('.postil-editor:popover-open .ed-foot');
    const next = sheet ?? state;
    if (said.nextElementSibling !== next) next.before(said);
  }

  function still() {
    if (said.contains(document.activeElement)) return;
    said.replaceChildren();
    offered = null;
    draw();
  }

  return {
    /** Say what happened, for eyes and ears; `[label, act]` is what may be done about it. */
    say(sentence, action = null) {
      clearTimeout(timer);
      stand();
      said.replaceChildren(sentence);
      offered = action?.[1] ?? null;
      if (action) said.append(' ', button(action[0], offered, {}, 'button.postil-workshop-link'));
      draw();
      timer = setTimeout(still, action ? 3 * LONG : LONG);
    },
    /** Show how many notes have no place, how many changes can be taken back, and whether a draft waits. */
    show({ lost, undo, draft }) {
      if (lost !== undefined && lost !== count) tools.lost.replaceChildren(...inShort(words.lostCount(lost), words.lostShort(lost)));
      count = lost ?? count;
      for (const [name, value] of Object.entries({ lost, undo, draft })) if (value !== undefined) wanted[name] = Boolean(value);
      draw();
    },
    /** Take notice that somebody knows how notes are begun. */
    known: () => first?.leave(),
  };
}

/** A label, and the one for windows without room for it. */
const inShort = (label, short) => [make('span.postil-workshop-long', {}, label), make('span.postil-workshop-short', {}, short)];
