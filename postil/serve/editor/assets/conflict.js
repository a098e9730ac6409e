// Two versions of a note side by side: what somebody has written here, and what the file says by now.
import { differing } from './differing.js';
import { button, make } from './making.js';
import { words } from './words.js';

const SHOWN = ['quote', 'kind', 'verdict', 'note', 'sources', 'about', 'tags', 'by', 'date'];
const LABELS = { quote: words.passage, kind: words.kind, verdict: words.verdict, note: words.note, sources: words.sources, about: words.about, tags: words.tags, by: words.by, date: words.date };

/**
 * Show both versions in the panel; `mine` and `theirs` are annotations as written, `theirs` nothing when it is gone.
 * `goOn`, `keepTheirs` and `takeMine` are what may be done about it.
 */
export function showVersions({ panel, mine, theirs, beside, say, goOn, keepTheirs, takeMine }) {
  const names = [...new Set([...SHOWN, ...Object.keys(mine), ...Object.keys(theirs ?? {})])];
  const differing = names.filter((name) => name !== 'id' && shown(mine[name]) !== shown(theirs?.[name]));
  const columns = [column(words.mine, mine, theirs, differing, words.copyMine, say)];
  if (theirs) columns.push(column(words.theirs, theirs, mine, differing, words.copyTheirs, say));
  panel.show({
    heading: words.conflict,
    content: [
      make('p.ed-help', {}, theirs ? words.conflictHelp : words.conflictGone),
      differing.length ? make('div.ed-versions', {}, ...columns) : make('p', {}, words.same),
    ],
    actions: [
      ...(theirs ? [button(words.goOnWriting, goOn, {}, 'button.ed-button.ed-quiet')] : []),
      button(words.keepTheirs, keepTheirs),
      button(theirs ? words.takeMine : words.takeMineAnew, takeMine, {}, 'button.ed-button.ed-main'),
    ],
    beside,
    isBroad: true,
  });
}

function column(title, fields, others, names, copy, say) {
  const parts = names.flatMap((name) => [
    make('dt', {}, LABELS[name] ?? name),
    make('dd', { dir: 'auto' }, ...marked(shown(fields[name]), shown(others?.[name]))),
  ]);
  const copied = async () => {
    await copyOf(SHOWN.filter((name) => fields[name]).map((name) => `${name}: ${shown(fields[name])}`).join('\n\n'));
    say(words.copied);
  };
  const again = button(copy, copied, {}, 'button.ed-button.ed-quiet');
  return make('section.ed-version', { ariaLabel: title }, make('h3', {}, title), make('dl', {}, ...parts), again);
}

/** Words with what is other than in `others` marked. */
function marked(said, others) {
  if (!said) return [make('i', {}, words.empty)];
  if (!others) return [said];
  const [before, within, after] = differing(said, others);
  return [before, ...(within ? [make('mark', {}, within)] : []), after];
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
