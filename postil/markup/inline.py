"""The words of a block, read by markdown-it's rules, each asked only at the characters it begins at.

markdown-it asks every rule at every character that means something to any of them; most of a
text's are commas, dashes and colons that mean nothing. `Words` takes the place of its inline
parser, holds the same rules in the same order, and gives the same tokens. Two more rules go first:
the plainest links and the plainest emphasis, of which nearly all are such, are read by one
expression. The trap: a new rule must be entered in `BEGINS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from .tokens import Token

Rule: TypeAlias = Callable[[StateInline, bool], bool]

BEGINS = {
    "autolink": "<",
    "backticks": "`",
    "bare_address": ":",
    "citation": "[@",
    "emphasis": "*_",
    "entity": "&",
    "escape": "\\",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "html_inline": "<",
    "image": "!",
    "link": "[",
    "named_entity": "[",
    "named_footnote": "[",
    "newline": "\n",
    "strikethrough": "~",
}
"""The characters at which each rule can begin."""
LABEL_ENDS = "]"
"""No rule begins there, but the search for the end of a link's words must stop."""

UNMARKED = r"[^\n!&*:<@\[\\\]\^_`~]"
LINK = rf"\[(?P<label>{UNMARKED}*)\]\((?P<address>[A-Za-z0-9._~/?=#:-]+)\)"
EMPHASIS = rf"(?<![^ \n(\[\u201c])(?P<stars>\*\*?)(?P<emphasised>[^\W_](?:{UNMARKED}*[^\W_])?)(?P=stars)(?!\*)"
"""Words that begin and end with a letter or digit, after a space or what opens: no other stars can pair with these."""
PLAIN_LINK = re.compile(LINK)
PLAIN_EMPHASIS = re.compile(EMPHASIS)


def by_character(md: MarkdownIt) -> None:
    """Let a parser, to which every rule has been taught, ask each only where it can begin."""
    md.inline = Words(md.inline, deepest=md.options["maxNesting"])


class Words(ParserInline):
    """An inline parser with the rules of another."""

    def __init__(self, other: ParserInline, *, deepest: int) -> None:
        """Take over the rules of `other`. What it is taught later is not known here."""
        super().__init__()
        self._deepest = deepest
        self.ruler, self.ruler2 = other.ruler, other.ruler2
        rules: dict[str, list[Rule]] = {LABEL_ENDS: []}
        for name, rule in zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True):
            for character in BEGINS[name] if name != "text" else "":
                rules.setdefault(character, []).append(rule)
        rules["["].insert(0, plain_link)
        rules["*"].insert(0, plain_emphasis)
        self._rules = rules
        self._stop = re.compile(f"[{re.escape(''.join(sorted(rules)))}]").search
        self._pairing = self.ruler2.getRules("")[:-1]
        self._joining = self.ruler2.getRules("")[-1]

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Add the tokens of the words to `tokens`, and return these."""
        if not self._stop(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = StateInline(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(meta and meta["delimiters"] for meta in state.tokens_meta):
            for rule in self._pairing:
                rule(state)
        self._joining(state)
        return tokens

    def tokenize(self, state: StateInline) -> None:
        """Add the tokens of `state.src` from `state.pos` to `state.posMax`."""
        source, end = state.src, state.posMax
        position = state.pos
        while position < end and state.level < self._deepest:
            found = self._stop(source, position)
            start = found.start() if found else end
            if start > position:
                state.append_pending(source[position:start])
                position = state.pos = start
                continue
            for rule in self._rules[source[position]]:
                if rule(state, False):  # noqa: FBT003 - the shape of a rule
                    if state.pos <= position:
                        raise RuntimeError("a rule has read nothing")
                    break
            else:
                state.append_pending(source[position])
                state.pos = position + 1
            position = state.pos
        if position < end:
            state.append_pending(source[position:end])
            state.pos = end
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Go past one token, or past one character where there is none."""
        position = state.pos
        if position in state.cache:
            state.pos = state.cache[position]
            return
        if state.level >= self._deepest:
            state.pos = state.posMax + 1
        else:
            found = self._stop(state.src, position)
            start = found.start() if found else state.posMax
            if start > position:
                state.pos = start
            elif not self._skips(state):
                state.pos = position + 1
        state.cache[position] = state.pos

    def _skips(self, state: StateInline) -> bool:
        """Whether a rule has read a token, without making it."""
        position = state.pos
        for rule in self._rules[state.src[position]]:
            state.level += 1
            has_read = rule(state, True)  # noqa: FBT003 - the shape of a rule
            state.level -= 1
            if has_read:
                if state.pos <= position:
                    raise RuntimeError("a rule has read nothing")
                return True
        return False


def plain_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """Read a link whose words and address hold nothing that could mean anything else."""
    found = PLAIN_LINK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"href": state.md.normalizeLink(found[2])}
        # As `links.remember_spans` lets all the others know.
        opened.meta = {"span": found.span()}
        state.append_pending(found[1])
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def plain_emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    """Read emphasis that pairs with itself alone, whatever stands around it."""
    found = None if silent else PLAIN_EMPHASIS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if state.pending:
        state.pushPending()
    stars, words = found.groups()
    tag = "em" if len(stars) == 1 else "strong"
    tokens = [
        Token(f"{tag}_open", tag, 1, markup=stars),
        Token("text", "", 0, content=words),
        Token(f"{tag}_close", tag, -1, markup=stars),
    ]
    if tag == "strong":
        # Of two stars each is a token of its own, and one of them stays behind without its character.
        tokens = [Token("text", "", 0), *tokens, Token("text", "", 0)]
    state.tokens += tokens
    state.pos = found.end()
    return True
