// The editor's place in the workshop's line: what can be begun, what can be taken back, and what has happened.
import { button, make } from './making.js';
import { words } from './words.js';

const LONG = 9000;

/** `acts` are what the buttons do: `annotate`, `lost`, `draft`, `undo`. */
export function bar(acts, hasText) {
  const annotate = tool(words.annotate, words.annotateTitle, acts.annotate);
  const lost = tool('', words.lostTitle, acts.lost);
  const draft = tool(words.draft, words.draftTitle, acts.draft);
  const undo = tool(words.undo, words.undoTitle, acts.undo);
  const said = make('p.ed-said', { role: 'status' });
  const group = make('div.ed-bar', { role: 'group', ariaLabel: words.editor, lang: 'en', dir: 'ltr' }, annotate, lost, draft, undo, said);
  const line = document.querySelector('.postil-workshop-line') ?? document.body;
  let timer;
  annotate.hidden = !hasText;
  lost.hidden = draft.hidden = undo.hidden = true;
  lost.classList.add('ed-lost');
  line.prepend(group);

  function tool(label, title, act) {
    return button(label, act, { title }, 'button.ed-tool');
  }

  return {
    annotate,
    /** Say what happened, for eyes and ears; `[label, act]` is what may be done about it. */
    say(sentence, action = null) {
      clearTimeout(timer);
      said.replaceChildren(sentence);
      if (action) said.append(' ', button(action[0], action[1], {}, 'button.ed-link'));
      said.hidden = !sentence;
      timer = setTimeout(() => said.contains(document.activeElement) || said.replaceChildren(), action ? 3 * LONG : LONG);
    },
    /** Show how many notes have no place, how many changes can be taken back, and whether a draft waits. */
    show({ lost: count, undo: changes, draft: isKept }) {
      if (count !== undefined) {
        lost.textContent = words.lostCount(count);
        lost.hidden = !count;
      }
      if (changes !== undefined) undo.hidden = !changes;
      if (isKept !== undefined) draft.hidden = !isKept;
    },
  };
}
