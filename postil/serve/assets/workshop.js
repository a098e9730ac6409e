// What the workshop does in every page that it serves: it hears what changed and what is wrong, has the page
// show the newest version where the reader is, lists the problems, and calls for the editor.
import { inTab } from './keeping.js';
import { overlay } from './overlay.js';
import { refresher, restore } from './refresh.js';
import { listen } from './stream.js';

const DISMISSED = 'postil-workshop-dismissed';
const meta = document.querySelector('meta[name="postil-workshop"]');
const listeners = [];
const shown = overlay(meta.dataset.text);
let problems = [];

/** What the editor is given. */
export const workshop = {
  token: meta.content,
  text: meta.dataset.text,
  path: meta.dataset.path,
  /** Whether showing a newer version would lose what somebody writes. The editor puts its own answer here. */
  isBusy: () => false,
  /** Whether the next version of the page is known to have other notes or other places of notes. */
  isRebuilt: false,
  /** Have a verb done; gives `{status, value}`. */
  async api(verb, body = {}) {
    const response = await fetch(`/_postil/api/${verb}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Postil-Token': meta.content },
      body: JSON.stringify(body),
    });
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    return { status: response.status, value: isJson ? await response.json() : { failed: (await response.text()).trim() } };
  },
  /** Call a listener after every renewal. */
  onRenewal: (listener) => listeners.push(listener),
};

restore();
dismiss();
const refresh = refresher(workshop, meta, shown);
/** Have the page show the newest version, as when somebody has stopped writing. */
workshop.renew = () => refresh({ changed: null });

listen({
  token: meta.content,
  page: meta.dataset.path,
  version: Number(meta.dataset.version),
  heard(news) {
    shown.connected();
    // A stream that is heard again tells once more what is known.
    if (news.problems && JSON.stringify(news.problems) !== JSON.stringify(problems)) {
      problems = news.problems;
      shown.problems(problems);
    }
    // First the page, for which somebody waits.
    refresh(news).then(() => listeners.forEach((listener) => listener()));
  },
  lost: shown.stopped,
  otherRun: () => refresh({ changed: null, isOtherRun: true }),
});

// Only a workshop with an editor has this file; without it, the page is as good as ever.
import('./editor.js').then((editor) => editor.start(workshop), (mistake) => console.info(`No editor: ${mistake.message}`));

/** Send workers away that another program has left at this address: they would answer in the workshop's place. */
async function dismiss() {
  const workers = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  if (!workers.length) return;
  const wasControlled = navigator.serviceWorker.controller;
  await Promise.all(workers.map((worker) => worker.unregister()));
  // The page itself may be one that they gave. Once: what cannot be sent away is let be.
  if (!wasControlled || inTab.get(DISMISSED) !== null) return;
  inTab.set(DISMISSED, '');
  location.reload();
}
