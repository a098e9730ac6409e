"""The grammar of a command: its verb, which may be left out or follow its options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click


class Verbs(click.Group):
    """The verbs, of which `build` need not be said, and which may follow their options."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Put the verb in front of its options, and `build` where no verb is given."""
        if not {"--help", "-h", "--version"} & set(arguments[:1]):
            place = _first_word(arguments, {*_taking_a_value(self)})
            if place is None:
                arguments = ["build", *arguments]
            elif arguments[place] in self.commands:
                words = 2 if isinstance(self.commands[arguments[place]], click.Group) else 1
                verb = arguments[place : place + words]
                arguments = [*verb, *arguments[:place], *arguments[place + words :]]
        return super().parse_args(context, arguments)


def _first_word(arguments: Sequence[str], taking_a_value: set[str]) -> int | None:
    """Return where the first argument stands that is neither an option nor an option's value."""
    before = ""
    for place, argument in enumerate(arguments):
        if not argument.startswith("-") and before not in taking_a_value:
            return place
        before = argument
    return None


def _taking_a_value(group: click.Group) -> Iterator[str]:
    """Yield the spelling of every option of a verb that is followed by a value."""
    for verb in group.commands.values():
        if isinstance(verb, click.Group):
            yield from _taking_a_value(verb)
        for option in verb.params:
            if isinstance(option, click.Option) and not option.is_flag:
                yield from option.opts
