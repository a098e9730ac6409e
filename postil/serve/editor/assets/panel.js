// The one panel of the editor: beside the passage where the window has room for it, else a sheet at its foot. It is
// no modal dialog, since one reads the text, and selects in it, while one writes.
import { boxOf, bringInto, highlight } from './highlight.js';
import { button, fresh, make } from './making.js';
import { words } from './words.js';

const WIDE = matchMedia('(min-width: 68.75em)');
const EDGE = 16;
const ROOM = 760;
const BROAD_ROOM = 460;
const LOW = 560;
const [NARROWEST, WIDEST, BROAD] = [340, 424, 704];

/** `left` is called when somebody asks to leave, by Escape or the button. */
export function panel(left) {
  const title = make('h2.ed-title', { id: fresh('title'), tabIndex: -1 });
  const body = make('div.ed-body');
  const foot = make('div.ed-foot');
  const close = button('', () => left(), { ariaLabel: words.close, title: `${words.close} (Escape)` }, 'button.ed-close');
  const element = make(
    'section.postil-editor',
    { popover: 'manual', role: 'dialog', 'aria-labelledby': title.id, lang: 'en', dir: 'ltr' },
    make('div.ed-head', {}, title, close),
    body,
    foot,
  );
  let from = null;
  let ranges = [];
  document.body.append(element);

  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      left();
    }
    // The page has keys of its own, which mean nothing in here.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  // To the page these would be choices among its notes.
  element.addEventListener('change', (event) => event.stopPropagation());

  function stand() {
    const box = boxOf(ranges);
    if (!WIDE.matches) {
      for (const name of ['left', 'top', 'inline-size', 'max-block-size']) element.style.removeProperty(name);
      if (box) bringInto(ranges, element.offsetHeight);
      return;
    }
    const column = document.querySelector('.column') ?? document.querySelector('main');
    const { left: start, right: end } = column.getBoundingClientRect();
    const isMirrored = getComputedStyle(column).direction === 'rtl';
    const room = (isMirrored ? start : document.body.clientWidth - end) - EDGE * 2.5;
    const isBroad = element.classList.contains('is-broad');
    const width = isBroad ? BROAD : Math.max(NARROWEST, Math.min(WIDEST, room));
    const beside = isMirrored ? start - EDGE * 1.5 - width : end + EDGE * 1.5;
    // What is broad would cover the passage, and stands below it.
    const [need, begin] = isBroad ? [BROAD_ROOM, box?.bottom] : [ROOM, box && box.top - 2 * EDGE];
    const lowest = Math.max(EDGE, innerHeight - EDGE - Math.min(need, innerHeight - 2 * EDGE));
    const top = Math.max(EDGE, Math.min((begin ?? 0) + EDGE, lowest));
    element.style.setProperty('inline-size', `${width}px`);
    element.style.left = `${Math.max(EDGE, Math.min(beside, document.body.clientWidth - width - EDGE))}px`;
    element.style.top = `${top}px`;
    element.style.setProperty('max-block-size', `${innerHeight - top - EDGE}px`);
  }

  WIDE.addEventListener('change', () => isOpen() && stand());
  addEventListener('resize', () => isOpen() && stand());
  // A keyboard on the screen covers the foot of the window; what is left is for the field that is written in.
  visualViewport?.addEventListener('resize', () => {
    const covered = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
    element.style.setProperty('--covered', `${covered}px`);
    element.classList.toggle('is-low', visualViewport.height < LOW);
    if (!isOpen() || !covered) return;
    bringInto(ranges, covered + element.offsetHeight);
    const field = body.contains(document.activeElement) && document.activeElement.closest('.ed-field');
    if (field) body.scrollTop += field.getBoundingClientRect().top - body.getBoundingClientRect().top - EDGE / 2;
  });

  const isOpen = () => element.matches(':popover-open');

  return {
    element,
    isOpen,
    stand,
    /** Show this, beside some ranges of the page; the focus goes to `focus`, or to the heading. */
    show({ heading, content, actions = [], beside = [], focus = title, isBroad = false }) {
      title.textContent = heading;
      body.replaceChildren(...content);
      foot.replaceChildren(...actions);
      foot.hidden = !actions.length;
      ranges = beside;
      element.classList.toggle('is-broad', isBroad);
      if (!isOpen()) {
        from = document.activeElement;
        document.querySelector('.side:popover-open')?.hidePopover();
        element.showPopover();
      }
      bringInto(ranges, WIDE.matches ? 0 : element.offsetHeight);
      stand();
      focus.focus({ preventScroll: true });
      body.scrollTop = 0;
    },
    /** Show a candidate: coloured, and where the panel does not cover it. */
    bring(candidate) {
      highlight('postil-candidate', candidate);
      bringInto(candidate, WIDE.matches ? 0 : element.offsetHeight);
    },
    /** Close; the focus goes back to where it was, unless it is elsewhere by now. */
    hide() {
      if (!isOpen()) return;
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      element.hidePopover();
      body.replaceChildren();
      foot.replaceChildren();
      if (hadFocus && from?.isConnected) from.focus({ preventScroll: true });
    },
    focus: () => (element.querySelector('textarea, input:not([type="radio"])') ?? title).focus(),
  };
}
