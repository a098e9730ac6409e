// Colours ranges of the page without touching it: by the browser's own highlights, else by boxes laid over them.

const hasHighlights = typeof Highlight === 'function' && 'highlights' in CSS;
const layers = new Map();

/** Colour `ranges`, instead of those that had that name before: `postil-passage`, `postil-candidate`, `postil-news`. */
export function highlight(name, ranges) {
  if (hasHighlights) {
    CSS.highlights.set(name, new Highlight(...ranges));
    return;
  }
  unhighlight(name);
  const layer = document.createElement('div');
  layer.className = `ed-boxes ed-${name}`;
  for (const range of ranges) {
    for (const { left, top, width, height } of range.getClientRects()) {
      const box = document.createElement('div');
      for (const [key, value] of Object.entries({ left: left + scrollX, top: top + scrollY, width, height })) {
        box.style.setProperty(key, `${value}px`);
      }
      layer.append(box);
    }
  }
  document.body.append(layer);
  layers.set(name, layer);
}

export function unhighlight(name) {
  if (hasHighlights) CSS.highlights.delete(name);
  layers.get(name)?.remove();
  layers.delete(name);
}

/** Where ranges begin in the window; nothing for none that is shown. */
export function boxOf(ranges) {
  for (const range of ranges) {
    const box = [...range.getClientRects()].find(({ width, height }) => width && height);
    if (box) return box;
  }
  return null;
}

/** Bring ranges into the part of the window that `bottom` pixels at its foot leave. */
export function bringInto(ranges, bottom = 0) {
  const box = boxOf(ranges);
  const height = innerHeight - bottom;
  if (!box || (box.top > height * 0.08 && box.bottom < height * 0.92)) return;
  scrollBy({ top: box.top - height * 0.3, behavior: 'instant' });
}
