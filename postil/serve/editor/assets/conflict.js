// Two versions of a note side by side: what somebody has written here, and what the file says by now.
import { button, make } from './making.js';
import { words } from './words.js';

const SHOWN = ['quote', 'kind', 'verdict', 'note', 'sources', 'about', 'tags', 'by', 'date'];
const LABELS = { quote: words.passage, kind: words.kind, verdict: words.verdict, note: words.note, sources: words.sources, about: words.about, tags: words.tags, by: words.by, date: words.date };

/** The view of both versions; `mine` and `theirs` are annotations as written, `theirs` nothing when it is gone. */
export function bothVersions(mine, theirs, say) {
  const names = [...new Set([...SHOWN, ...Object.keys(mine), ...Object.keys(theirs ?? {})])];
  const differing = names.filter((name) => shown(mine[name]) !== shown(theirs?.[name]) && name !== 'id');
  const columns = [column(words.mine, mine, differing, words.copyMine, say)];
  if (theirs) columns.push(column(words.theirs, theirs, differing, words.copyTheirs, say));
  return [
    make('p.ed-help', {}, theirs ? words.conflictHelp : words.conflictGone),
    ...(differing.length ? [make('div.ed-versions', {}, ...columns)] : [make('p', {}, words.same)]),
  ];
}

function column(title, fields, names, copy, say) {
  const parts = names.flatMap((name) => [
    make('dt', {}, LABELS[name] ?? name),
    make('dd', { dir: 'auto' }, shown(fields[name]) || make('i', {}, words.empty)),
  ]);
  const copied = async () => {
    await copyOf(SHOWN.filter((name) => fields[name]).map((name) => `${name}: ${shown(fields[name])}`).join('\n\n'));
    say(words.copied);
  };
  return make('section.ed-version', { ariaLabel: title }, make('h3', {}, title), make('dl', {}, ...parts), button(copy, copied, {}, 'button.ed-button.ed-quiet'));
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(value.some((part) => typeof part === 'object') ? '\n' : ', ');
  if (value && typeof value === 'object') return Object.values(value).map(shown).join(', ');
  return value ?? '';
}

async function copyOf(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers may deny the clipboard; the older way asks nobody.
    const field = make('textarea', { value: text });
    document.querySelector('.postil-editor').append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
}
