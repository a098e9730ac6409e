"""Links and images lead where the page says.

The one thing a newcomer would get wrong: a link that leads nowhere leaves empty tokens behind, not
none, because the pieces of the flat text know tokens by their numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from postil.markup.links import is_external, normalised
from postil.markup.tokens import Token, element, markup, text, with_children

LEADING = {"link_open": "href", "image": "src"}


def linked(token: Token, address: Callable[[str], str | None]) -> Token:
    """Return a block whose links and images lead where `address` says. The number of its children stays."""
    if not token.children or not any(child.type in LEADING for child in token.children):
        return token
    children = []
    is_cut = False
    for child in token.children:
        if child.type in LEADING:
            name = LEADING[child.type]
            target = _target(str(child.attrs[name]), address)
            if target == child.attrs[name]:
                children.append(child)
            elif target is not None:
                children.append(child.copy(attrs={**child.attrs, name: target}))
            elif child.type == "image":
                children.append(_missing_image(str(child.attrs["alt"])))
            else:
                is_cut = True
                children.append(text(""))
        elif child.type == "link_close" and is_cut:
            is_cut = False
            children.append(text(""))
        else:
            children.append(child)
    return with_children(token, children)


def _target(written: str, address: Callable[[str], str | None]) -> str | None:
    if is_external(written):
        return address(written)
    meant = unquote(written)
    target = address(meant)
    if target is None:
        return None
    return written if target == meant else normalised(target)


def _missing_image(description: str) -> Token:
    """Stand in for an image that is not there. Its description is no part of the text, but is read out."""
    attributes = {"class": "missing-image", "role": "img", "aria-label": description}
    return markup(element("span", attributes))
