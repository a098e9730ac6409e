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
