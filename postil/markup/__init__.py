"""Markdown becomes tokens and one flat text; notes become HTML. The only door to markdown-it, linkify and nh3.

    document           an author's text          tokens, `plain`, headings, footnotes
    comment_document   a reader's comment        the same, of what strangers may write
    prose              the prose of a note       HTML with citations and links to entities
    as_read            a quote as Markdown       the words a reader sees

HTML is made from tokens only, never put together by hand.
"""

from .footnotes import Footnote
from .front_matter import address_fields, has_lost_fields
from .languages import direction
from .links import is_allowed, is_external
from .prose import Citation, LinkTarget, Missing, Prose, prose
from .texts import as_read, comment_document, document

__all__ = [
    "Citation",
    "Footnote",
    "LinkTarget",
    "Missing",
    "Prose",
    "address_fields",
    "as_read",
    "comment_document",
    "direction",
    "document",
    "has_lost_fields",
    "is_allowed",
    "is_external",
    "prose",
]
