// Words that a reader selects in the text or a comment bring up one link: it opens an issue at the site's
// repository, filled in with the quote and the annotation in YAML. The words around it are the page's.
const meta = document.querySelector('meta[name="postil-suggest"]');
const ALOUD = '.side, .ref, .answer, .paragraph, .footnotes, button, script, style, [aria-hidden="true"]';
const LONGEST = 6000;
const LONG = 240;
const EDGE = 80;

const link = document.createElement('a');
link.className = 'suggest';
link.rel = 'noopener';
link.textContent = meta.dataset.label;
link.hidden = true;
document.querySelector('main').append(link);

/** The words of a place as its author wrote them, one space wherever there is any, and where the range stands. */
function read(place, range) {
  let text = '';
  let start = -1;
  let end = -1;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(ALOUD) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (getComputedStyle(node).display !== 'inline' || node.matches('br')) add(' ');
      continue;
    }
    const words = node.data;
    const isIn = range.intersectsNode(node);
    const first = isIn && node === range.startContainer ? range.startOffset : 0;
    const last = isIn && node !== range.endContainer ? words.length : isIn ? range.endOffset : 0;
    add(words.slice(0, first));
    const chosen = words.slice(first, last);
    const before = text.length;
    add(chosen);
    if (chosen.trim()) {
      if (start < 0) start = before + text.slice(before).search(/\S/);
      end = text.trimEnd().length;
    }
    add(words.slice(last));
  }
  return { text, start, end };

  function add(words) {
    const plain = words.replace(/\s+/g, ' ');
    text += text.endsWith(' ') || !text ? plain.trimStart() : plain;
  }
}

function address(place, range) {
  const { text, start, end } = read(place, range);
  if (start < 0) return null;
  const comment = place.closest('.comment');
  const fields = { ...passage(text, start, end), ...(comment && { on: comment.id.slice('comment-'.length) }) };
  const filling = {
    quote: fields.until ? `${fields.quote} … ${fields.until}` : fields.quote,
    yaml: yaml(fields, meta.dataset.note),
    path: meta.dataset.path,
    address: location.origin + location.pathname,
  };
  const filled = (pattern) => pattern.replace(/\{(\w+)\}/g, (whole, name) => filling[name] ?? whole);
  const issue = new URL(meta.content);
  issue.searchParams.set('title', filled(meta.dataset.title).slice(0, 120));
  issue.searchParams.set('body', filled(meta.dataset.body));
  return issue.href.length > LONGEST || fields.quote.length > 2000 ? null : issue.href;
}

function offer() {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const common = range?.commonAncestorContainer;
  const place = (common?.closest ? common : common?.parentElement)?.closest('.body, .comment-text');
  const href = place && !common.parentElement.closest('.side') && address(place, range);
  link.hidden = !href;
  if (!href) return;
  link.href = href;
  const words = [...range.getClientRects()].at(-1);
  link.style.top = `${words.bottom + scrollY + 8}px`;
  link.style.left = `${Math.max(8, Math.min(words.right, document.body.clientWidth - 8) - link.offsetWidth)}px`;
}

// The tap that follows the link may first undo the selection, so the link waits a moment.
let waiting;
document.addEventListener('selectionchange', () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 250);
});
link.addEventListener('pointerdown', (event) => event.preventDefault());

/**
 * Return a stretch of a text as an annotation names it: by its words and by what stands around them, as much of it
 * as makes them unique; a long one from its first words to its last. That is `text.slice(start, end)`; `text` has
 * one space wherever it has any.
 */
function passage(text, start, end) {
  const words = text.slice(start, end);
  const head = words.slice(0, EDGE).replace(/\s\S*$/, '');
  const tail = words.slice(-EDGE).replace(/^\S*\s/, '');
  // What ends a passage is the first of its like after the quote.
  if (words.length > LONG && words.indexOf(tail, head.length) === words.length - tail.length) {
    return { quote: head, ...context(text, start, start + head.length), until: tail };
  }
  return { quote: words, ...context(text, start, end) };
}

function context(text, start, end) {
  const quote = text.slice(start, end);
  const isOnly = (words) => text.indexOf(words) === text.lastIndexOf(words);
  for (let reach = 32; ; reach *= 2) {
    const prefix = text.slice(0, start).slice(-reach).replace(start > reach ? /^\S*\s/ : '', '');
    const suffix = text.slice(end, end + reach).replace(end + reach < text.length ? /\s\S*$/ : '', '');
    if (reach > text.length || isOnly(prefix + quote + suffix)) {
      return { prefix: prefix.trim(), suffix: suffix.trim() };
    }
  }
}

/** Return an annotation in YAML, to stand in a list, as lines. */
function yaml(fields, note) {
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `${name}: ${scalar(value)}`);
  return [...lines, 'kind: context', 'note: |', `  ${note}`].map((line, at) => (at ? '    ' : '  - ') + line).join('\n');
}

// What JSON writes between quotation marks, YAML reads alike, but for some characters that it calls unprintable.
const scalar = (value) =>
  JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
