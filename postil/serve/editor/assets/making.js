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

/** Words on one line, in short: whole words, where there are several. */
export function shortened(words, longest = 80) {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const start = line.slice(0, longest - 1);
  const end = start.lastIndexOf(' ');
  return end > longest / 2 ? `${start.slice(0, end).replace(/[\s,;:–—-]+$/, '')} …` : `${start}…`;
}

export const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};
