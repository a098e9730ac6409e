// The small menus of paragraphs close as menus do: on Escape, and when one goes elsewhere.
function close({ key, target, type }) {
  for (const menu of document.querySelectorAll('details.paragraph[open]')) {
    const isInside = menu.contains(target);
    if (type === 'keydown' ? key !== 'Escape' : isInside && (type === 'focusin' || !target.closest('a'))) continue;
    if (key && isInside) menu.firstElementChild.focus();
    menu.open = false;
  }
}

for (const type of ['click', 'focusin', 'keydown']) document.addEventListener(type, close);
