"""The options of building, which `build` and `check` share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from postil import pipeline
from postil.core.citing import is_address


def building_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options of building, and hand them over as one value."""

    @click.option(
        "-b",
        "--base-url",
        metavar="URL",
        envvar="SITE_BASE_URL",
        callback=_checked_base_url,
        help="Where the site will be published, instead of base_url in site.yaml.",
    )
    @click.option("--strict", is_flag=True, help="Take warnings for errors.")
    @click.option(
        "--keep-going",
        is_flag=True,
        help="Publish although quotes have no place; their notes are listed on the text's page.",
    )
    @click.option("-D", "--drafts", is_flag=True, help="Build drafts too.")
    @click.option("--no-search", is_flag=True, help="Build no search page and no index for it.")
    @click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        help="How many processes work side by side; as many as the work is worth when absent.",
    )
    @click.option(
        "--executor",
        metavar="ADDRESS",
        callback=_checked_executor,
        help="A cluster of dask that does the work, as dask://HOST:PORT.",
    )
    @click.option(
        "--seconds-per-text",
        metavar="S",
        type=click.FloatRange(min=0, min_open=True),
        default=pipeline.Options().seconds_per_text,
        show_default=True,
        help="How long one text may take before it is given up.",
    )
    @functools.wraps(verb)
    def with_building(*args: Any, no_search: bool, **given: Any) -> Any:
        names = {field.name for field in fields(pipeline.Options)}
        options = pipeline.Options(search=not no_search, **{name: given.pop(name) for name in names & given.keys()})
        return verb(*args, options=options, **given)

    return with_building


def _checked_base_url(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """Return the address given, `None` for an empty one, and refuse what is none."""
    if given and not (is_address(given) and given.lower().startswith("http")):
        raise click.BadParameter(f"{given!r} is not a whole address, such as https://name.github.io/project/")
    return given or None


def _checked_executor(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """Return the address given, and refuse what is none."""
    if given is not None and pipeline.endpoint(given) is None:
        raise click.BadParameter(f"{given!r} is not the address of a cluster, such as dask://10.0.0.5:8786")
    return given
