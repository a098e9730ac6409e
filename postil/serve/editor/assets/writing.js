// A note while it is written: begun, taken up again, moved, saved, deleted, and what happens when its file has
// changed meanwhile. Whatever was typed is kept until it is saved or discarded on purpose.
import { asking, reason } from './asking.js';
import { showVersions } from './conflict.js';
import { lastAnnotator } from './drafts.js';
import { changes, noteForm } from './form.js';
import { highlight, unhighlight } from './highlight.js';
import { button, debounced, make, mistake } from './making.js';
import { openings } from './openings.js';
import { passageShown, picker, quotationOf, rangesOfPassage } from './passage.js';
import { rangesOf } from './seen.js';
import { words } from './words.js';

const KEEP_WAIT = 200;

/**
 * What writes notes on the page's text. `known` gives what forms offer; `done` is called with what happened and the
 * note concerned, when something was written.
 */
export function writing({ workshop, store, panel, known, say, done }) {
  let session = null;
  const text = workshop.text;
  const asked = asking(workshop);
  const { edit, annotate, resume } = openings({ workshop, store, asked, say, begin });
  const keep = debounced(() => session && keepNow(), KEEP_WAIT);
  addEventListener('pagehide', () => session && keepNow());

  const values = () => session.form.values();
  const isTouched = () => session.isMoved || JSON.stringify(values()) !== session.initial;

  function keepNow() {
    keep.cancel();
    const draft = draftOf();
    if (draft) store.keep(session.name, draft);
    else store.drop(session.name);
  }

  /** What is kept of what somebody writes; nothing where nothing was typed. */
  function draftOf() {
    const { id, base, passage, isMoved } = session;
    return isTouched() ? { id, base, passage, isMoved, values: values() } : null;
  }

  /** Begin: a note on `passage`, the note `id` as `base`, or what `draft` says. */
  async function begin({ name, id = null, base = null, passage = null, isMoved = false, draft = null }) {
    const offered = await known();
    if (!offered) return undefined;
    leave();
    // What was typed while this note was asked for comes first.
    if (!draft && store.get(name)) return resume(name);
    const form = noteForm({
      known: offered,
      preview: async (note) => (await asked('preview', { text, note }))?.value,
      changed: keep,
      say,
    });
    session = { name, id, base, passage, isMoved, form, isAhead: false, initial: '' };
    form.fill(base?.fields ?? null);
    session.initial = JSON.stringify(values());
    if (draft) form.fill({ ...base?.fields, ...draft });
    store.open = { name, id, passage };
    if (!passage) return showPicker();
    // A new note has the button at its foot.
    const away = id ? [' ', button(words.discard, discard, {}, 'button.ed-button.ed-quiet')] : [];
    return showForm(draft ? [words.restored, ...away] : []);
  }

  function showForm(notice = []) {
    const { form, id, passage, base } = session;
    const ranges = passage.at === undefined ? rangesOf(id) : rangesOfPassage(passage);
    highlight('postil-passage', ranges);
    const shown = passageShown({ ...passage, also: base?.fields.also?.length ?? 0 }, {
      label: id ? words.move : words.otherWords,
      title: words.moveTitle,
      move: showPicker,
    });
    form.element.prepend(shown);
    form.element.querySelectorAll('.ed-passage').forEach((old) => old !== shown && old.remove());
    const told = [passage.isCut ? [words.cut] : [], notice].filter(({ length }) => length);
    const notices = make('div.ed-notices', { role: 'alert' }, ...told.map((parts) => make('p.ed-notice', {}, ...parts)));
    session.notices = notices;
    const save = button(words.save, () => write(), { title: words.saveTitle }, 'button.ed-button.ed-main');
    session.save = save;
    const away = id
      ? button(words.delete, remove, {}, 'button.ed-button.ed-quiet')
      : button(words.discard, discard, {}, 'button.ed-button.ed-quiet');
    panel.show({
      heading: id ? words.editNote : words.newNote,
      content: [notices, form.element],
      actions: [away, make('kbd.ed-key', {}, words.saveKey), save],
      beside: ranges,
      focus: form.note,
    });
  }

  function showPicker() {
    const pick = picker({
      workshop,
      say,
      bring: panel.bring,
      failed: (answer) => pick.element.prepend(mistake(reason(answer))),
      chosen(passage) {
        pick.stop();
        Object.assign(session, { passage, isMoved: Boolean(session.id) });
        keepNow();
        showForm();
      },
    });
    session.pick = pick;
    const actions = session.passage ? [button(words.back, back)] : [];
    panel.show({ heading: words.pickTitle, content: [pick.element], actions, beside: [], focus: pick.field });
    pick.start();
  }

  function back() {
    session.pick.stop();
    session.pick = null;
    showForm();
  }

  // ------------------------------------------------------------------------------- leaving

  /** Leave the note; what was typed is kept. Returns whether there was something. */
  function leave() {
    if (!session) return false;
    const isKept = isTouched();
    keepNow();
    close();
    return isKept;
  }

  function close() {
    session.pick?.stop();
    unhighlight('postil-passage');
    store.open = null;
    keep.cancel();
    session = null;
  }

  function discard() {
    const { name } = session;
    const draft = draftOf();
    close();
    store.drop(name);
    panel.hide();
    if (draft) say(words.discarded, [words.bringBack, () => resume(name, draft)]);
    workshop.renew?.();
  }

  // ------------------------------------------------------------------------------- writing

  const moved = () => (session.isMoved ? quotationOf(session.passage) : {});

  /** What of the note is other than when it was opened. */
  const mine = () => ({ ...changes(values(), session.base.fields), ...moved() });

  async function write() {
    if (session.isSaving) return;
    const own = session;
    const { id, base } = own;
    const fields = id ? mine() : without({ ...quotationOf(session.passage), ...values() });
    if (id && !Object.keys(fields).length) return finish(words.unchanged, null);
    own.isSaving = true;
    own.save.textContent = words.saving;
    own.form.freeze(true);
    const answer = id ? await asked('change', { text, id, version: base.version, fields }) : await asked('add', { text, fields });
    own.isSaving = false;
    own.save.textContent = words.save;
    own.form.freeze(false);
    const isSaved = answer?.status === 200;
    // Whose note somebody mends says nothing of who they are.
    if (isSaved && (!id || 'by' in fields)) lastAnnotator.set(fields.by ?? '');
    if (session === own) return isSaved ? finish(words.saved, answer.value, !id || own.isMoved) : refused(answer);
    if (!isSaved) return undefined;
    // Left while it was saved: what was kept of it is no draft any more.
    store.drop(own.name);
    return done(words.saved, answer.value, true);
  }

  async function remove() {
    const own = session;
    const { id, base, name } = own;
    const answer = await asked('remove', { text, id, version: base.version });
    if (session !== own) return undefined;
    if (answer?.status !== 200) return refused(answer);
    // Taking it back brings the note as it was in its file; what was typed is brought by its draft.
    const draft = draftOf();
    finish(words.deleted, answer.value, true);
    return draft && store.keep(name, draft);
  }

  function finish(sentence, written, isRebuilt = false) {
    const { name } = session;
    close();
    store.drop(name);
    panel.hide();
    if (written) done(sentence, written, isRebuilt);
    else say(sentence);
    // There may be a version that was not shown while somebody wrote.
    if (!isRebuilt) workshop.renew?.();
  }

  function refused(answer) {
    if (answer?.status === 409 && session.id) return showConflict(answer.value.theirs);
    if (answer?.status === 409) return notice(words.raced);
    if (!answer?.value.problems) return notice(reason(answer).sentence);
    const rest = session.form.mistakes(answer.value.problems);
    session.notices.replaceChildren(...rest.map(mistake));
    say(words.wrong(answer.value.problems.length));
    session.form.focusMistake();
    return undefined;
  }

  const notice = (sentence) => session.notices.replaceChildren(make('p.ed-notice', {}, sentence));

  // ------------------------------------------------------------------- when the file has changed

  function showConflict(theirs) {
    const { base, id } = session;
    const fields = mine();
    const merged = without({ ...(theirs?.fields ?? base.fields), ...fields });
    const takeMine = async () => {
      const answer = theirs
        ? await asked('change', { text, id, version: theirs.version, fields })
        : await asked('add', { text, fields: { ...merged, id } });
      if (answer?.status === 200) return finish(words.saved, answer.value);
      if (answer?.status === 409 && answer.value.theirs) return showConflict(answer.value.theirs);
      goOn();
      return refused(answer);
    };
    const goOn = () => {
      if (theirs) session.base = theirs;
      showForm();
    };
    const keepTheirs = () => {
      const { name } = session;
      const draft = draftOf();
      close();
      store.drop(name);
      panel.hide();
      say(words.keptTheirs, draft && [words.bringBack, () => resume(name, { ...draft, base: theirs ?? draft.base })]);
      workshop.renew?.();
    };
    showVersions({ panel, mine: merged, theirs: theirs?.fields, beside: rangesOf(id), say, goOn, keepTheirs, takeMine });
  }

  /** Take notice that files have changed: a note that is the same is taken as it is there now. */
  async function renewed() {
    const own = session;
    if (!own?.id || own.isSaving) return;
    const answer = await asked('note', { text, id: own.id });
    if (session !== own || answer?.status !== 200 || answer.value.version === own.base.version) return;
    if (JSON.stringify(answer.value.fields) === JSON.stringify(own.base.fields)) own.base = answer.value;
    else if (isTouched()) notice(words.conflictAhead);
    else edit(own.id);
  }

  return {
    edit,
    annotate,
    resume,
    /** Open again what lay open before the page was loaded anew. */
    reopen({ name, id, passage }) {
      if (store.get(name)) return resume(name);
      return id ? edit(id) : begin({ name, passage });
    },
    leave,
    renewed,
    isTouched: () => Boolean(session && isTouched()),
    isOpen: () => Boolean(session),
    /** Go one step back: from choosing a passage to the form, from the form out. Returns whether one is out. */
    stepBack() {
      if (session?.pick?.element.isConnected && session.passage) return back() ?? false;
      return true;
    },
    save: () => session && session.save?.isConnected && write(),
  };
}

const without = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
