// The switch between day and night. It follows the system until the reader wants the other, and again
// as soon as both agree. `data-light` and `data-dark` of the button are its names in the two states.
const KEY = 'postil-theme';
const root = document.documentElement;
const button = document.querySelector('button.theme');
const system = matchMedia('(prefers-color-scheme: dark)');

const wanted = () => (system.matches ? 'dark' : 'light');
const shown = () => root.dataset.theme ?? wanted();

function show(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  name();
}

function name() {
  if (button) button.ariaLabel = button.title = button.dataset[shown()];
}

button?.addEventListener('click', () => {
  const other = shown() === 'dark' ? 'light' : 'dark';
  const chosen = other === wanted() ? null : other;
  keep(KEY, chosen);
  show(chosen);
});
system.addEventListener('change', name);
addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) show(event.newValue);
});
name();

// What the browser keeps for this site, for good or as long as the tab. Nothing where storage is denied or full.
export function kept(name, area = 'localStorage') {
  try {
    return window[area].getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value, area = 'localStorage') {
  try {
    if (value === null) window[area].removeItem(name);
    else window[area].setItem(name, value);
  } catch {}
}
