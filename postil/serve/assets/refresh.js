// Shows the newest version of a page where the reader is: in its place, where nothing changed that the page's own
// scripts hold on to, else by loading the page again, at the same height, with the same things open.
import { inTab } from './keeping.js';
import { patched } from './patch.js';

const KEY = 'postil-workshop-place';

/**
 * Return what is given news and has the page show the newest version; it gives a promise of when that is done. While
 * somebody writes, they are asked instead.
 * `workshop` is what the editor is given, `meta` the page's own entry, `shown` the overlay.
 */
export function refresher(workshop, meta, shown) {
  let served = fetched(meta.dataset.digest);
  let turn = Promise.resolve();

  /** Return the page as it is served now, `null` when it cannot be had, or is not that of a digest. */
  async function fetched(digest) {
    try {
      const response = await fetch(location.pathname + location.search, { headers: { Accept: 'text/html' } });
      // Only read, so that the policy of this page has nothing to say to the style of another.
      const text = (await response.text()).replaceAll('<style>', '<template>').replaceAll('</style>', '</template>');
      const page = new DOMParser().parseFromString(text, 'text/html');
      const entry = page.querySelector('meta[name="postil-workshop"]');
      return entry && (!digest || entry.dataset.digest === digest) ? { page, entry } : null;
    } catch {
      return null;
    }
  }

  async function renew() {
    const [before, after] = await Promise.all([served, fetched()]);
    if (after?.entry.dataset.digest === meta.dataset.digest) return;
    if (workshop.isBusy()) return shown.newer(leave);
    if (!before || !after || !patched(before.page, after.page)) return leave();
    for (const name of ['version', 'digest']) meta.dataset[name] = after.entry.dataset[name];
    served = after;
    shown.renewed();
    // Side notes are packed anew after any change; that is what this one tells.
    document.dispatchEvent(new Event('change'));
  }

  return async ({ changed, isOtherRun }) => {
    if (isOtherRun) return workshop.isBusy() ? shown.newer(leave) : leave();
    for (const path of changed ?? []) if (path.endsWith('.css')) exchange(path);
    if (changed === null || changed.includes(workshop.path)) {
      // Whoever has added a note or taken one away knows that no exchange in place can show it.
      turn = turn.then(changed && workshop.isRebuilt && !workshop.isBusy() ? leave : renew);
    } else if (changed.some((path) => path.endsWith('.js') || isPicture(path))) {
      return workshop.isBusy() ? shown.newer(leave) : leave();
    }
    return turn;
  };
}

const isPicture = (path) => [...document.images].some(({ src }) => new URL(src).pathname === encodeURI(`/${path}`));

/** Exchange a style sheet, without a moment in which there is none. */
function exchange(path) {
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
    const address = new URL(link.href);
    if (address.pathname !== encodeURI(`/${path}`)) continue;
    address.searchParams.set('at', performance.now());
    const next = link.cloneNode();
    next.href = address.href;
    next.addEventListener('load', () => link.remove());
    link.after(next);
  }
}

/**
 * Load the page again, and keep for it what a browser does not: what was unfolded and what had the focus. Gives a
 * promise that is never kept: nothing is to be done any more in this page.
 */
function leave() {
  const opened = [...document.querySelectorAll('details')].map((element) => element.open);
  const focus = document.activeElement.closest('[id]')?.id;
  inTab.set(KEY, JSON.stringify({ path: location.pathname, top: scrollY, opened, focus }));
  // The browser's own way back counts from other things, and comes before or after ours.
  history.scrollRestoration = 'manual';
  location.reload();
  return new Promise(() => {});
}

/** Have the page as it was before it was loaded again. */
export function restore() {
  const kept = JSON.parse(inTab.get(KEY) ?? 'null');
  inTab.set(KEY, 'null');
  if (kept?.path !== location.pathname) return undefined;
  const all = document.querySelectorAll('details');
  if (all.length === kept.opened.length) all.forEach((element, at) => (element.open = kept.opened[at]));
  const back = () => {
    if (!document.querySelector(':popover-open') && document.activeElement === document.body) {
      document.getElementById(kept.focus)?.focus({ preventScroll: true });
    }
    scrollTo({ top: kept.top, behavior: 'instant' });
  };
  const end = () => {
    back();
    history.scrollRestoration = 'auto';
  };
  // Before the first frame, and once more when fonts and pictures have taken their room.
  if (document.readyState === 'complete') return end();
  back();
  addEventListener('load', () => setTimeout(end), { once: true });
  return undefined;
}
