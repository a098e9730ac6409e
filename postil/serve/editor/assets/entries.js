// Every note on the page can be edited where it stands: beside the text, as a card, at the end, among the unplaced.
import { debounced, make, shortened } from './making.js';
import { words } from './words.js';

const NOTES = '.side.note[id^="side-"], .endnotes .note[id^="note-"], .unplaced .note[data-notes]';

/** `act` is called with the id of a note. */
export function entries(act) {
  function attach() {
    for (const note of document.querySelectorAll(NOTES)) {
      const id = note.dataset.notes;
      // A text's own footnotes stand in the text itself.
      if (!id || id.startsWith('footnote-') || note.querySelector(':scope > .ed-entry')) continue;
      const name = shortened(note.querySelector('.note-number')?.textContent ?? id, 40);
      const button = make('button.ed-entry', { type: 'button', ariaLabel: words.editNamed(name), lang: 'en' }, words.edit);
      button.addEventListener('click', () => act(id));
      note.append(button);
    }
  }
  attach();
  new MutationObserver(debounced(attach, 60)).observe(document.querySelector('main'), { childList: true, subtree: true });
}

/** The note that has the focus, or whose reference has it. */
export const focusedNote = () => document.activeElement?.closest('.note[data-notes], .ref[data-notes]')?.dataset.notes;
