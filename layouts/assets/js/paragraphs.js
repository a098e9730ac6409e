// The small menus of paragraphs close as menus do: on Escape, and when one goes elsewhere.
const opened = () => document.querySelectorAll('details.paragraph[open]');

document.addEventListener('click', ({ target }) => {
  for (const menu of opened()) if (!menu.contains(target) || target.closest('a')) menu.open = false;
});
document.addEventListener('focusin', ({ target }) => {
  for (const menu of opened()) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of opened()) {
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    menu.open = false;
  }
});
