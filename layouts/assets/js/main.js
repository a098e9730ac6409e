// Calls for the behaviours that a page has a use for, one module each. The page works without any of them.
import './theme.js';
import './keys.js';

const root = document.documentElement;
root.dataset.scripts = 'on';
root.dataset.ready = '';

const behaviours = [
  ['.side', () => import('./margin.js')],
  ['.ref', () => import('./notes.js')],
  ['#page-controls', () => import('./filters.js')],
  ['.rail', () => import('./rail.js')],
  ['.endnotes', () => import('./visits.js')],
  ['details.paragraph', () => import('./paragraphs.js')],
  ['meta[name="postil-suggest"]', () => import('./suggest.js')],
];

for (const [selector, load] of behaviours) {
  if (document.querySelector(selector)) {
    load().catch((mistake) => {
      delete root.dataset.scripts;
      throw mistake;
    });
  }
}
