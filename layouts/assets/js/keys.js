// Keys: from note to note and to what readers do most. None acts while one writes, with a modifier held,
// under a dialog, or when the reader has switched them off.
import { bring, firstBelow, handle, isInWindow, isShown, noteOf, references } from './places.js';
import { keep, kept } from './theme.js';

const KEY = 'postil-keys';
const dialog = document.getElementById('page-keys');
const choice = dialog?.querySelector('[name="keys"]');

const next = () => step(1);
const previous = () => step(-1);
const theme = () => document.querySelector('button.theme')?.click();
const actions = { n: next, j: next, p: previous, k: previous, m: presence, t: theme, '/': search, '?': help, '؟': help };

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector('dialog[open]')) return;
  const name = Object.hasOwn(actions, event.key) ? event.key : letter(event);
  if (!Object.hasOwn(actions, name) || (choice && !choice.checked && name !== '?')) return;
  event.preventDefault();
  actions[name]();
});

const isWriting = (element) =>
  element.isContentEditable || element.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');

// On keyboards of other scripts the key that has the letter in Latin.
const letter = (event) => (/^[\x20-\x7e]|\w{2}/.test(event.key) ? '' : event.code.replace(/^Key/, '').toLowerCase());

function step(by) {
  const card = document.querySelector('.side:popover-open');
  if (card) return card.querySelector(`a[rel="${by > 0 ? 'next' : 'prev'}"]`)?.click();
  const all = references();
  if (!all.length) return;
  const reference = all[Math.min(Math.max(nextOf(all, by), 0), all.length - 1)];
  handle(reference).focus({ preventScroll: true });
  bring(reference);
}

// From the note that has the focus, if its reference is in the window; else from the place on screen.
function nextOf(all, by) {
  const active = document.activeElement.closest('.ref, .note');
  const isHere = (one) => one === active || (active?.matches('.note') && noteOf(one) === noteOf(active));
  const at = all.findIndex(isHere);
  if (at >= 0 && (active.matches('.note') || isInWindow(active))) return at + by;
  const below = firstBelow(all, innerHeight * 0.08);
  return by > 0 ? below : below - 1;
}

function presence() {
  const all = [...document.querySelectorAll('#page-controls [name="presence"]')];
  all[(all.findIndex((radio) => radio.checked) + 1) % all.length]?.click();
}

function search() {
  const field = document.querySelector('main [type="search"]');
  if (field && isShown(field)) field.focus();
  else document.querySelector('a[rel="search"]')?.click();
}

function help() {
  dialog?.showModal();
}

document.querySelector('button.help')?.addEventListener('click', help);
dialog?.addEventListener('click', (event) => event.target === dialog && dialog.close());
if (choice) {
  choice.checked = kept(KEY) !== 'off';
  choice.addEventListener('change', () => keep(KEY, choice.checked ? null : 'off'));
}
