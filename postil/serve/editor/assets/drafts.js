// What is being written is kept by the browser as long as the tab lives, so that no reload can lose it.
import { inBrowser, inTab } from './keeping.js';

const KEY = 'postil-editor';

const read = () => JSON.parse(inTab.get(KEY)) ?? {};

function write(change) {
  const all = read();
  change(all);
  inTab.set(KEY, JSON.stringify(all));
}

/** What is kept for one text: drafts by what they are drafts of, what lies open, what is to be said after a reload. */
export function drafts(text) {
  const own = (all) => (all[text] ??= { drafts: {} });
  return {
    get: (name) => own(read()).drafts[name] ?? null,
    all: () => own(read()).drafts,
    keep: (name, draft) => write((all) => (own(all).drafts[name] = draft)),
    drop: (name) => write((all) => delete own(all).drafts[name]),
    get open() {
      return own(read()).open ?? null;
    },
    set open(name) {
      write((all) => (own(all).open = name));
    },
    /** Keep what is to be said when the page is there again. */
    after: (said) => write((all) => (own(all).after = said)),
    /** Return it, once. */
    said() {
      const { after } = own(read());
      if (after) write((all) => delete own(all).after);
      return after ?? null;
    },
  };
}

/** Who wrote last in this browser. */
export const lastAnnotator = {
  get: () => inBrowser.get(`${KEY}-by`) ?? '',
  set: (name) => inBrowser.set(`${KEY}-by`, name),
};
