// The sources of a note stand in the endnotes only, to keep the page light; its side note takes a copy.
const taken = new WeakSet();

export function takeSources(side) {
  const end = document.getElementById(`note-${side.dataset.notes}`);
  if (!end || taken.has(side)) return;
  taken.add(side);
  const updates = side.querySelectorAll('.update');
  for (const list of end.querySelectorAll('.sources')) {
    const update = list.closest('.update');
    const copy = list.cloneNode(true);
    for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id');
    if (update) updates[[...end.querySelectorAll('.update')].indexOf(update)]?.append(copy);
    else side.querySelector('.sheet > .prose, .sheet > .note-head:last-of-type')?.after(copy);
  }
}
