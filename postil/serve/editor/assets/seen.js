// The words of a text or a comment as their author wrote them, in the page: without what the page adds to them, and
// counted without white space, as the server counts them too.
import { whole } from './making.js';

const PLACES = '.body, .comment-text';
const ADDED = '.side, .ref, .answer, .paragraph, .ellipsis, rt, rp, script, style';
const BLANK = /[\s\x1c-\x1f\x85\u200b\ufeff]+/g;
const BLOCKS = 'p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, blockquote';
const AROUND = 2000;
const LONGEST = 50000;

const bare = (words) => words.replace(BLANK, '');

/** The text or comment that a node stands in, unless it is part of what the page has added. */
export function placeOf(node) {
  const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  return element && !element.closest('.side, .postil-editor') ? element.closest(PLACES) : null;
}

export const commentOf = (place) => place.closest('.comment')?.id.slice('comment-'.length) ?? null;

/** The text for nothing, a comment by its id. */
export const placeNamed = (comment) =>
  comment ? document.querySelector(`#comment-${CSS.escape(comment)} .comment-text`) : document.querySelector('.body');

/**
 * The selected stretch of a text or a comment, without what of it lies outside, and whether words were left out so;
 * nothing when there is none.
 */
export function selectedRange() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const whole = selection.getRangeAt(0);
  const range = whole.cloneRange();
  const place = placeOf(range.startContainer) ?? placeOf(range.endContainer);
  if (!place) return null;
  if (!place.contains(range.startContainer)) range.setStart(place, 0);
  if (!place.contains(range.endContainer)) range.setEnd(place, place.childNodes.length);
  return bare(range.toString()) ? { place, range, isCut: isBeyond(whole, place) } : null;
}

/** Whether a selection has words outside of a place, or begins or ends in a note that stands in it. */
function isBeyond(range, place) {
  const outer = [range.startContainer, range.endContainer].filter((node) => placeOf(node) !== place);
  if (!outer.length) return false;
  const notes = outer.map(noteAt).filter(Boolean);
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const isOutside = !place.contains(node) || notes.includes(noteAt(node));
    if (isOutside && range.intersectsNode(node) && bare(selectedIn(node, range)) && isShown(node.parentElement)) return true;
  }
  return false;
}

const noteAt = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest('.side');

const isShown = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;

/** The words of a text node that lie in a range. */
function selectedIn(node, range) {
  const from = node === range.startContainer ? range.startOffset : 0;
  const to = node === range.endContainer ? range.endOffset : node.length;
  return node.data.slice(from, to);
}

export class Seen {
  constructor(place) {
    this.place = place;
    this.nodes = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(ADDED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    const parts = [];
    let start = 0;
    while (walker.nextNode()) {
      const part = bare(walker.currentNode.data);
      if (!part) continue;
      this.nodes.push({ node: walker.currentNode, start });
      parts.push(part);
      start += part.length;
    }
    this.text = parts.join('');
  }

  /** The words of a selected range, for eyes. */
  wordsIn(range) {
    let said = '';
    let block = null;
    for (const { node } of this.nodes) {
      if (!range.intersectsNode(node)) continue;
      const own = node.parentElement.closest(BLOCKS);
      said += (said && own !== block ? ' ' : '') + selectedIn(node, range);
      block = own;
    }
    return said.trim();
  }

  /** What the server is told of a selected range; nothing when there are no words in it, or too many. */
  selected(range) {
    let first = -1;
    let last = -1;
    for (const { node, start } of this.nodes) {
      if (!range.intersectsNode(node)) {
        if (first >= 0) break;
        continue;
      }
      const before = node === range.startContainer ? bare(node.data.slice(0, range.startOffset)).length : 0;
      const inside = bare(selectedIn(node, range)).length;
      if (!inside) continue;
      if (first < 0) first = start + before;
      last = start + before + inside;
    }
    if (first < 0 || last - first > LONGEST) return null;
    return {
      on: commentOf(this.place),
      words: whole(this.text.slice(first, last)),
      before: whole(this.text.slice(Math.max(0, first - AROUND), first)),
      after: whole(this.text.slice(last, last + AROUND)),
      at: first,
    };
  }

  /** The range of some seen characters; where they are not at that place, the nearest like them, or nothing. */
  range({ at, length, words }) {
    const sought = bare(words);
    const found = this.text.startsWith(sought, at) ? at : this.nearest(sought, at);
    if (found < 0) return null;
    const range = document.createRange();
    const [first, last] = [this.nodeAt(found), this.nodeAt(found + sought.length - 1)];
    range.setStart(first.node, offsetOf(first.node.data, found - first.start));
    range.setEnd(last.node, offsetOf(last.node.data, found + sought.length - 1 - last.start) + 1);
    return range;
  }

  nearest(sought, at) {
    const [before, after] = [this.text.lastIndexOf(sought, at), this.text.indexOf(sought, at)];
    return after >= 0 && (before < 0 || after - at < at - before) ? after : before;
  }

  nodeAt(offset) {
    let low = 0;
    let high = this.nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.nodes[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.nodes[low];
  }
}

/** The ranges of a note's passages, as the page has marked them. */
export function rangesOf(note) {
  return [...document.querySelectorAll(`mark[data-notes~="${CSS.escape(note)}"]`)].map((mark) => {
    const range = document.createRange();
    range.selectNodeContents(mark);
    return range;
  });
}

/** The offset in `words` of the seen character that has `count` before it. */
function offsetOf(words, count) {
  let seen = 0;
  for (let at = 0; at < words.length; at++) {
    if (!bare(words[at])) continue;
    if (seen === count) return at;
    seen++;
  }
  return words.length;
}
