// A small button at selected words, which begins a note on them.
import { button } from './making.js';
import { selectedRange } from './seen.js';
import { words } from './words.js';

const WAIT = 180;
const GAP = 8;

/** `act` is called with the selected place and range; nothing is offered while `isAway()`. */
export function offer(act, isAway) {
  const element = button(words.annotate, take, { title: words.annotateTitle, hidden: true, lang: 'en', dir: 'ltr' }, 'button.ed-offer');
  let timer;
  let selected = null;
  document.body.append(element);

  function take() {
    const chosen = selected;
    element.hidden = true;
    if (chosen) act(chosen);
  }

  function look() {
    selected = isAway() ? null : selectedRange();
    element.hidden = !selected;
    if (!selected) return;
    const boxes = [...selected.range.getClientRects()].filter(({ width }) => width);
    const box = boxes.at(-1) ?? selected.range.getBoundingClientRect();
    const isTouched = matchMedia('(pointer: coarse)').matches;
    const most = document.documentElement.clientWidth - element.offsetWidth - GAP;
    element.style.left = `${Math.max(GAP, Math.min(box.right - element.offsetWidth / 2, most)) + scrollX}px`;
    // Fingers have the handles of the selection below it.
    element.style.top = `${box.bottom + scrollY + GAP * (isTouched ? 3.5 : 1)}px`;
  }

  document.addEventListener('selectionchange', () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  // The press must not take the selection away before it is asked for.
  element.addEventListener('pointerdown', (event) => event.preventDefault());
  return { hide: () => (element.hidden = true) };
}
