// Keys: from note to note and to what readers do most. None acts while one writes, with a modifier held,
// under a dialog, or when the reader has switched them off.
import { bring, firstBelow, handle, isShown, noteOf, references } from './places.js';
import { keep, kept } from './storage.js';

const KEY = 'postil-keys';
const dialog = document.getElementById('page-keys');
const choice = dialog?.querySelector('[name="keys"]');

const actions = {
  n: () => step(1),
  j: () => step(1),
  p: () => step(-1),
  k: () => step(-1),
  m: presence,
  t: () => document.querySelector('button.theme')?.click(),
  '/': search,
  '?': help,
  '؟': help,
};

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector('dialog[open]')) return;
  const name = Object.hasOwn(actions, event.key) ? event.key : letter(event);
  if (!Object.hasOwn(actions, name) || (choice && !choice.checked && name !== '?')) return;
  if (actions[name]() !== false) event.preventDefault();
});

const isWriting = (element) =>
  element.isContentEditable || element.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');

// On keyboards of other scripts the key that has the letter in Latin.
const letter = (event) => (/^[\x20-\x7e]|\w{2}/.test(event.key) ? '' : event.code.replace(/^Key/, '').toLowerCase());

function step(by) {
  const card = document.querySelector('.side:popover-open');
  if (card) return card.querySelector(`a[rel="${by > 0 ? 'next' : 'prev'}"]`)?.click();
  const all = references();
  if (!all.length) return false;
  const reference = all[Math.min(Math.max(nextOf(all, by), 0), all.length - 1)];
  handle(reference).focus({ preventScroll: true });
  bring(reference);
}

function nextOf(all, by) {
  const active = document.activeElement;
  const here = active.closest('.ref') ?? (active.closest('.side, .endnotes .note') && referenceOfActive(all, active));
  const at = all.indexOf(here);
  if (at >= 0 && (isInWindow(here) || active.closest('.side, .endnotes'))) return at + by;
  const below = firstBelow(all, innerHeight * 0.08);
  return by > 0 ? below : below - 1;
}

function referenceOfActive(all, active) {
  const note = noteOf(active.closest('[data-notes]'));
  return all.find((reference) => noteOf(reference) === note);
}

function isInWindow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function presence() {
  const all = [...document.querySelectorAll('#page-controls [name="presence"]')];
  if (!all.length) return false;
  all[(all.findIndex((radio) => radio.checked) + 1) % all.length].click();
}

function search() {
  const field = document.querySelector('main input[type="search"], main .pagefind-ui__search-input');
  const link = document.querySelector('a[rel="search"]');
  if (field && isShown(field)) field.focus();
  else if (link) link.click();
  else return false;
}

function help() {
  if (!dialog) return false;
  dialog.showModal();
}

document.querySelector('button.help')?.addEventListener('click', help);
dialog?.addEventListener('click', (event) => event.target === dialog && dialog.close());
if (choice) {
  choice.checked = kept(KEY) !== 'off';
  choice.addEventListener('change', () => keep(KEY, choice.checked ? null : 'off'));
}
