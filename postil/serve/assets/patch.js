// Makes the page before the reader that of a newer version, by changing only what differs between the two as they
// were served. What the page's own scripts have added or hold on to stays; where it could not, nothing is done.

/** What of a head cannot be exchanged while a page is shown. */
const FIXED = 'template, link, script[src], base, meta[http-equiv]';
/** What scripts have copied to other places of the page. */
const COPIED = '.sources';

/**
 * Make `document`, which was served as `before`, into what is served as `after`. Returns whether that was possible;
 * if not, nothing was changed.
 */
export function patched(before, after) {
  const steps = [];
  const isPossible =
    same(before.documentElement, after.documentElement) &&
    fixed(before) === fixed(after) &&
    compare(before.body, after.body, document.body, steps);
  if (!isPossible) return false;
  document.title = after.title;
  for (const step of steps) step();
  return true;
}

const fixed = ({ head }) => [...head.querySelectorAll(FIXED)].map((element) => element.outerHTML).join('\n');

/** Whether two elements have the same name and attributes. */
const same = (one, other) => one.cloneNode().isEqualNode(other.cloneNode());

/** Gather the steps that make `live`, once served as `before`, into `after`. Returns whether there are such. */
function compare(before, after, live, steps) {
  if (before.isEqualNode(after)) return true;
  if (before.id !== after.id || before.closest(COPIED)) return false;
  attributes(before, after, live, steps);
  const [old, fresh] = [before, after].map(({ childNodes }) => [...childNodes]);
  const own = counterparts(old, live);
  if (!own) return false;
  const isAlike = old.length === fresh.length && old.every((node, at) => alike(node, fresh[at]));
  if (!isAlike) return children(before, after, own, live, steps);
  return old.every((node, at) => {
    if (node.nodeType === Node.ELEMENT_NODE) return compare(node, fresh[at], own[at], steps);
    if (node.data !== fresh[at].data) steps.push(() => (own[at].data = fresh[at].data));
    return true;
  });
}

const alike = (one, other) => one.nodeName === other.nodeName && one.id === other.id && one.attributes?.class?.value === other.attributes?.class?.value;

function attributes(before, after, live, steps) {
  for (const { name, value } of after.attributes) {
    if (before.getAttribute(name) !== value) steps.push(() => live.setAttribute(name, value));
  }
  for (const { name } of before.attributes) if (!after.hasAttribute(name)) steps.push(() => live.removeAttribute(name));
}

/** Return of each of some nodes as served the one in the page, or nothing when one is not found. */
function counterparts(served, live) {
  let next = live.firstChild;
  const found = [];
  for (const node of served) {
    while (next && !stands(node, next)) next = next.nextSibling;
    if (!next) return null;
    found.push(next);
    next = next.nextSibling;
  }
  return found;
}

/** Whether a node of the page is one as served, to which scripts may have added. */
function stands(served, live) {
  if (served.nodeType !== Node.ELEMENT_NODE) return served.nodeType === live.nodeType && served.data === live.data;
  return (
    served.nodeName === live.nodeName &&
    served.id === live.id &&
    [...served.classList].every((name) => live.classList.contains(name))
  );
}

/** Gather the step that gives an element other children. Those with an id are held on to, and stay what they are. */
function children(before, after, own, live, steps) {
  const named = (element) => [...element.querySelectorAll('[id]')];
  const kept = new Map(named(before).map((element) => [element.id, element]));
  const fresh = named(after);
  const isSafe =
    kept.size === fresh.length &&
    fresh.every((element) => kept.get(element.id)?.isEqualNode(element) && document.getElementById(element.id)) &&
    !before.querySelector('form, details, template') &&
    own.length === live.childNodes.length;
  if (!isSafe) return false;
  steps.push(() => {
    const copy = document.importNode(after, true);
    for (const element of copy.querySelectorAll('[id]')) element.replaceWith(document.getElementById(element.id));
    live.replaceChildren(...copy.childNodes);
  });
  return true;
}
