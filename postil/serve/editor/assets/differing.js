// Where two wordings differ: all between where both begin alike and where they end alike, in whole words.

/** Return what of `said` comes before, within and after the stretch that is other than in `others`. */
export function differing(said, others) {
  const least = Math.min(said.length, others.length);
  let start = 0;
  while (start < least && said[start] === others[start]) start++;
  let end = 0;
  while (end < least - start && said.at(-1 - end) === others.at(-1 - end)) end++;
  start = said.lastIndexOf(' ', start - 1) + 1;
  const after = said.indexOf(' ', said.length - end);
  const last = Math.max(start, end && after >= 0 ? after : said.length);
  return [said.slice(0, start), said.slice(start, last), said.slice(last)];
}
