// What a page keeps in the browser. Where storage is denied or full it is kept in the page, as long as that is open.

/** For as long as the tab is there. */
export const inTab = kept(() => sessionStorage);
/** For every page and every run. */
export const inBrowser = kept(() => localStorage);

function kept(storage) {
  const held = new Map();
  return {
    /** Return the words kept under a key, `null` when there are none. */
    get(key) {
      if (held.has(key)) return held.get(key);
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set(key, words) {
      try {
        storage().setItem(key, words);
        held.delete(key);
      } catch {
        held.set(key, words);
      }
    },
  };
}
