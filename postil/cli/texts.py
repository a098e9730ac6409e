"""Texts as a command names them: found, or the nearest name said; opened, or what prevents it shown."""

from __future__ import annotations

import sys

import click

from postil.core.model import TextPaths
from postil.editions import Opened, Shelf, opened, shelf

from .asked import PROBLEMS, Asked


def open_shelf(asked: Asked) -> Shelf:
    """Return the texts of the site, or leave when there are none. What is wrong elsewhere in it, a build says."""
    found = shelf(asked.files())
    if not found.value.texts:
        asked.show(found.problems)
        sys.exit(PROBLEMS)
    return found.value


def find(shelf: Shelf, text: str) -> TextPaths:
    """Return the text that is called `text` on the command line."""
    found = shelf.find(text)
    if found is None:
        meant = shelf.meant(text)
        raise click.UsageError(f"there is no text {text!r}{f'; {meant}' if meant else ''}")
    return found


def open_text(asked: Asked, text: str) -> Opened:
    """Return a text by what it is called on the command line, or leave when it cannot be read."""
    shelf = open_shelf(asked)
    found = opened(find(shelf, text), shelf)
    if found.value is None:
        asked.show(found.problems)
        sys.exit(PROBLEMS)
    return found.value
