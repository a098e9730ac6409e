// How a note comes to be written: begun on selected words, opened as it is in its file, taken up as it was left.
import { reason } from './asking.js';
import { described, quoted } from './passage.js';
import { words } from './words.js';

/** `begin` is called with what is opened; `asked` asks the server. */
export function openings({ workshop, store, asked, say, begin }) {
  const { text } = workshop;

  /** Take up what was typed before. */
  function resume(name, draft = store.get(name)) {
    const { id, base, passage, isMoved, values } = draft;
    return begin({ name, id, base, passage, isMoved, draft: values });
  }

  /** Open a note as its file has it, or as it was left here. */
  async function edit(id) {
    const name = `note ${id}`;
    if (store.get(name)) return resume(name);
    const answer = await asked('note', { text, id });
    if (answer?.status !== 200) return say(reason(answer).sentence);
    return begin({ name, id, base: answer.value, passage: quoted(answer.value.fields) });
  }

  /** Begin a note on what is selected; without it, with a field for the words. */
  async function annotate(selected) {
    if (!selected) return store.get('new') ? resume('new') : begin({ name: 'new' });
    const answer = await described({ api: asked, text }, selected);
    if (answer === undefined) return say(words.tooMany);
    if (answer?.status !== 200) return say(reason(answer).sentence);
    const passage = answer.value;
    const name = `new ${passage.on ?? ''} ${passage.at} ${passage.length}`;
    return store.get(name) ? resume(name) : begin({ name, passage });
  }

  return { edit, annotate, resume };
}
