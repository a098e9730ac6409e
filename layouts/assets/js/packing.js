// Where side notes stand, as numbers: a note begins as near to its reference as the others let it.

const FAR = 14;

/**
 * Pack notes one below the other between `top` and `bottom`, in pixels.
 * `wanted` are the places of their references, `full` their heights in full, `short` those without their sources,
 * and `line` is the height of a line. Notes are cut, step by step, only where some note of a crowd would stand
 * too far from its reference. Returns the `starts` and `heights`, and the `end`, which is below `bottom` only
 * when no cut helps.
 */
export function packed(wanted, full, short, line, top, bottom) {
  const heights = Float64Array.from(full);
  let starts = placed(wanted, heights, top, bottom);
  for (const lines of [Infinity, 20, 14, 10, 7, 5, 4]) {
    let isCut = false;
    for (let first = 0, next; first < wanted.length; first = next) {
      let farthest = 0;
      next = first;
      do {
        farthest = Math.max(farthest, Math.abs(starts[next] - wanted[next]));
        next++;
      } while (next < wanted.length && starts[next] - starts[next - 1] <= heights[next - 1] + 0.01);
      if (farthest <= FAR * line) continue;
      for (let at = first; at < next; at++) {
        const cut = Math.min(heights[at], short[at], lines * line);
        isCut ||= cut < heights[at];
        heights[at] = cut;
      }
    }
    if (isCut) starts = placed(wanted, heights, top, bottom);
  }
  // What room is left below a cut note is given back to it. Its sources are shown together or not at all.
  for (let at = 0; at < wanted.length; at++) {
    const room = (at + 1 < wanted.length ? starts[at + 1] : bottom) - starts[at];
    const most = room < full[at] ? Math.max(heights[at], short[at]) : full[at];
    if (room > heights[at]) {
      heights[at] = Math.min(most, heights[at] + Math.floor((room - heights[at]) / line) * line);
    }
  }
  const last = wanted.length - 1;
  return { starts, heights, end: last < 0 ? top : starts[last] + heights[last] };
}

/**
 * Return the starts with the least sum of squared distances from `wanted`, where none overlaps the next.
 * With the heights above each note taken away this is isotonic regression, solved in one pass by pooling
 * adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955); bounds may be applied afterwards.
 */
export function placed(wanted, heights, top, bottom) {
  const count = wanted.length;
  const sums = new Float64Array(count);
  const sizes = new Int32Array(count);
  let pools = 0;
  let above = 0;
  for (let at = 0; at < count; at++) {
    let sum = wanted[at] - above;
    let size = 1;
    while (pools && sums[pools - 1] * size >= sum * sizes[pools - 1]) {
      pools--;
      sum += sums[pools];
      size += sizes[pools];
    }
    sums[pools] = sum;
    sizes[pools++] = size;
    above += heights[at];
  }
  const highest = Math.max(top, bottom - above);
  const starts = new Float64Array(count);
  above = 0;
  for (let pool = 0, at = 0; pool < pools; pool++) {
    const level = Math.min(Math.max(sums[pool] / sizes[pool], top), highest);
    for (let rest = sizes[pool]; rest; rest--, at++) {
      starts[at] = level + above;
      above += heights[at];
    }
  }
  return starts;
}
