"""The grammar of a command: its verb, which may be left out or follow its options.

Verbs are imported when they are asked for, so that a build does not pay for all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

from postil import unchanged


class Lazily(MutableMapping[str, click.Command]):
    """Verbs by name, from where each stands: `{"new": "beginning:new_"}`."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = dict(places)
        self._known: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """Return a verb, imported now if it was not before."""
        if name not in self._known:
            module, _, attribute = self._places[name].partition(":")
            self._known[name] = getattr(import_module(f"{__package__}.{module}"), attribute)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places or name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._places, *self._known)))

    def __len__(self) -> int:
        return len({*self._places, *self._known})

    def __setitem__(self, name: str, verb: click.Command) -> None:
        self._known[name] = verb

    def __delitem__(self, name: str) -> None:
        del self._known[name]


class Verbs(click.Group):
    """The verbs, of which `build` need not be said, and which may follow their options."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Put the verb in front of its options, and `build` where no verb is given."""
        if not {"--help", "-h", "--version"} & set(arguments[:1]):
            place = unchanged.first_word(arguments)
            if place:
                # Not plainly the verb: it may be the value of an option that a build does not have.
                place = unchanged.first_word(arguments, {*_taking_a_value(self)})
            if place is None:
                arguments = ["build", *arguments]
            elif arguments[place] in self.commands:
                words = 2 if isinstance(self.commands[arguments[place]], click.Group) else 1
                verb = arguments[place : place + words]
                arguments = [*verb, *arguments[:place], *arguments[place + words :]]
        return super().parse_args(context, arguments)


def _taking_a_value(group: click.Group) -> Iterator[str]:
    """Yield the spelling of every option of a verb that is followed by a value."""
    for verb in group.commands.values():
        if isinstance(verb, click.Group):
            yield from _taking_a_value(verb)
        for option in verb.params:
            if isinstance(option, click.Option) and not option.is_flag:
                yield from option.opts
