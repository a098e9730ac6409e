// Makes elements, as short as it goes: `make('button.ed-quiet', { type: 'button', onclick }, 'Close')`.

const ATTRIBUTES = /^(role|aria-|popover|for|list|form|enterkeyhint|data-)/;
let count = 0;

export function make(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (ATTRIBUTES.test(key)) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

export const button = (words, onclick, more = {}, name = 'button.ed-button') =>
  make(name, { type: 'button', onclick, ...more }, words);

/** A new id for an element of the editor. */
export const fresh = (name) => `postil-editor-${name}-${++count}`;

/** What is wrong, with what would mend it. The code of sentences for terminals becomes quotation marks. */
export const mistake = ({ sentence, hint }) =>
  make('p.ed-mistake', {}, plain(sentence), ...(hint ? [make('span', {}, plain(hint))] : []));

const plain = (sentence) => sentence.replace(/`([^`]*)`/g, '“$1”');

/** Wait until nothing has been asked for some time, then do it. */
export function debounced(act, wait) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** Words on one line, in short: how they begin and how they end, in whole words where there are several. */
export function shortened(words, longest = 80) {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const half = Math.floor((longest - 3) / 2);
  const [end, start] = [line.lastIndexOf(' ', half), line.indexOf(' ', line.length - half - 1) + 1];
  const beginning = end > half / 2 ? line.slice(0, end).replace(/[\s,;:–—-]+$/, '') : whole(line.slice(0, half));
  const isNear = start && start < line.length - half / 2;
  return `${beginning} … ${isNear ? line.slice(start) : whole(line.slice(-half))}`;
}

export const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** Without half of a character at an end. */
export const whole = (words) => words.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
