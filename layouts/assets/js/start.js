// Runs before the first paint: the theme that the reader chose, the choice among the notes that the address
// names, and the word that scripts are coming. Should they not come, the word is taken back, and the page is
// the one without scripts. Browsers refuse modules to pages read from disk, so there it is never given.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('postil-theme');
    if (/^(light|dark)$/.test(theme)) root.dataset.theme = theme;
  } catch {
    // Browsers may deny storage.
  }

  if (location.protocol !== 'file:') {
    root.dataset.scripts = 'on';
    const check = () => 'ready' in root.dataset || delete root.dataset.scripts;
    addEventListener('DOMContentLoaded', check);
    setTimeout(check, 5000);

    const wanted = new URLSearchParams(location.search);
    const choose = () => {
      const form = document.getElementById('page-controls');
      if (!form || !(form.nextElementSibling || form.parentNode.nextElementSibling)) return;
      watch.disconnect();
      for (const [name, value] of wanted) {
        for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
          if (control.type === 'checkbox') control.checked = value.split(',').includes(control.value);
          else if (control.type === 'radio') control.checked ||= control.value === value;
          else if ([...control.options].some((option) => option.value === value)) control.value = value;
        }
      }
    };
    const watch = new MutationObserver(choose);
    if (location.search) watch.observe(document, { childList: true, subtree: true });
  }
}
