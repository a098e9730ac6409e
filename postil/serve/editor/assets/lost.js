// The notes that have lost their passage, each with the passages that may be meant: shown in the text, or chosen.
import { highlight, unhighlight } from './highlight.js';
import { button, make, shortened } from './making.js';
import { inPlace, rangesOfPassage } from './passage.js';
import { words } from './words.js';

/**
 * What the panel shows of `orphans`, of which there are `count`. `choose` is called with an orphan and a candidate,
 * `edit` with an orphan.
 */
export function lostNotes({ orphans, count, panel, choose, edit, say }) {
  if (!count) return [make('p.ed-help', {}, words.lostNone)];
  const list = make('ul.ed-lost-notes', {}, ...orphans.map(orphan));
  const more = count > orphans.length ? [make('p.ed-help', {}, words.lostMore(count - orphans.length))] : [];
  return [make('p.ed-help', {}, words.lostHelp), list, ...more];

  function orphan(one) {
    const reason = [words.reasons[one.reason] ?? one.reason, ...(one.which < 0 ? [] : [words.furtherPassage(one.which + 1)])].join(' ');
    const quote = one.until ? `${shortened(one.quote, 70)} … ${shortened(one.until, 50)}` : shortened(one.quote, 120);
    const name = words.editNamed(shortened(quote, 40));
    const open = button(words.edit, () => edit(one), { ariaLabel: name }, 'button.ed-button.ed-quiet');
    const candidates = one.candidates.map((candidate) => shownCandidate(one, candidate));
    return make(
      'li.ed-orphan',
      { 'data-kind': one.kind },
      make('h3', { dir: 'auto' }, `“${quote}”`),
      make('p.ed-facts', {}, make('span', {}, reason), open),
      ...(one.note ? [make('p.ed-excerpt', { dir: 'auto' }, one.note)] : []),
      ...(candidates.length ? [make('ol.ed-candidates', {}, ...candidates)] : [make('p.ed-help', {}, words.noCandidates)]),
    );
  }

  function shownCandidate(one, candidate) {
    const quote = shortened(`${candidate.before.slice(-20)}${candidate.words}`, 60);
    // Of a passage that is named by its ends, the words between them are not known.
    const isMissing = one.reason === 'quote-not-found' && !one.until;
    const isGuessed = one.reason !== 'quote-ambiguous';
    const facts = [words.line(candidate.line), ...(isGuessed ? [words.likeness(candidate.likeness)] : [])];
    const show = button(words.show, () => bring(candidate), { ariaLabel: words.showNamed(quote) }, 'button.ed-button.ed-quiet');
    const place = button(words.place, () => choose(one, candidate), { ariaLabel: words.placeNamed(quote) });
    const element = make(
      'li.ed-candidate',
      {},
      make('p', { dir: 'auto' }, ...inPlace(candidate, isMissing ? one.quote : undefined)),
      make('p.ed-facts.ed-choice', {}, make('span', {}, facts.join(' · ')), show, place),
    );
    element.addEventListener('pointerenter', () => highlight('postil-candidate', rangesOfPassage(candidate)));
    element.addEventListener('focusin', () => highlight('postil-candidate', rangesOfPassage(candidate)));
    return element;
  }

  function bring(candidate) {
    const ranges = rangesOfPassage(candidate);
    if (!ranges.length) {
      unhighlight('postil-candidate');
      return say(words.notShown);
    }
    return panel.bring(ranges);
  }
}
