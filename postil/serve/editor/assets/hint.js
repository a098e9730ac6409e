// What somebody is told who is here for the first time: how a note is begun. Once known, it is never said again.
import { inBrowser } from './keeping.js';
import { button, make } from './making.js';
import { words } from './words.js';

const KEY = 'postil-editor-known';

/** Return the hint, and what takes it away for good; nothing for those who know it. */
export function hint() {
  if (inBrowser.get(KEY) !== null) return null;
  const isTouched = matchMedia('(hover: none)').matches;
  const close = button('', leave, { ariaLabel: words.hintClose }, 'button.postil-workshop-close');
  const element = make('p.ed-hint.postil-workshop-news', {}, make('span', {}, isTouched ? words.hintTouched : words.hint), close);

  function leave() {
    element.remove();
    inBrowser.set(KEY, 'yes');
  }

  return { element, leave };
}
