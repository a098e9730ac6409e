// A stretch of a text as an annotation names it: by its words, and by what stands around them where they
// occur more than once; a long one from its first words to its last.
const LONG = 240;
const EDGE = 80;

/** Return the fields of `text.slice(start, end)`. `text` has one space wherever it has any. */
export function passage(text, start, end) {
  const words = text.slice(start, end);
  if (words.length > LONG) {
    const head = words.slice(0, EDGE).replace(/\s\S*$/, '');
    const tail = lastWords(words, head.length);
    return { quote: head, ...context(text, start, start + head.length), until: tail };
  }
  return { quote: words, ...context(text, start, end) };
}

// What ends a passage is the first of its like after the quote, so it grows until it is.
function lastWords(words, from) {
  for (let length = EDGE; ; length += EDGE) {
    const at = Math.max(from, words.length - length);
    const tail = words.slice(at).replace(/^\S*\s/, '');
    if (at === from || words.indexOf(tail, from) === words.length - tail.length) return tail;
  }
}

function context(text, start, end) {
  const quote = text.slice(start, end);
  const isOnly = (words) => text.indexOf(words) === text.lastIndexOf(words);
  if (isOnly(quote)) return {};
  for (let reach = 32; ; reach *= 2) {
    const prefix = text.slice(0, start).slice(-reach).replace(start > reach ? /^\S*\s/ : '', '');
    const suffix = text.slice(end, end + reach).replace(end + reach < text.length ? /\s\S*$/ : '', '');
    if (reach > text.length || isOnly(prefix + quote + suffix)) {
      return { prefix: prefix.trim(), suffix: suffix.trim() };
    }
  }
}

/** Return an annotation in YAML, to stand in a list, as lines. */
export function yaml(fields, note) {
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `${name}: ${scalar(value)}`);
  return [...lines, 'kind: context', 'note: |', `  ${note}`].map((line, at) => (at ? '    ' : '  - ') + line).join('\n');
}

// What JSON writes between quotation marks, YAML reads alike, but for some characters that it calls unprintable.
const scalar = (value) =>
  JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
