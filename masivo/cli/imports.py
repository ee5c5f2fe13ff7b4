"""`masivo import customers` and `masivo import events`: files into the warehouse (interfaces.md, "Import formats")."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from masivo.errors import ImportRefused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from masivo.warehouse.ingest.imports import ImportSummary, Progress

REJECTED = 3
"""The exit code where some records were rejected; the others are in."""


@click.group("import")
def import_() -> None:
    """Bring customers and events in from CSV, NDJSON and Parquet files."""


def _import_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--zone", metavar="TZ", help="The IANA zone of dates and times without an offset."),
        click.option("--map", "mapped", multiple=True, metavar="TARGET=SOURCE", help="Import SOURCE as TARGET."),
        click.option(
            "--constant", "constants", multiple=True, metavar="NAME=VALUE", help="Fill NAME where a record lacks it."
        ),
        click.option(
            "--delimiter", metavar="CHARACTER", help="Between CSV cells: a character, tab, or space (any run)."
        ),
    ):
        command = option(command)
    return command


@import_.command()
@_import_options
def customers(**given: Any) -> None:
    """Import customers; records of a known id update it. - reads NDJSON from standard input."""
    from masivo.warehouse.ingest.imports import import_customers

    _run(import_customers, **given)


@import_.command()
@_import_options
def events(**given: Any) -> None:
    """Import events; a known event id is a duplicate. - reads NDJSON from standard input."""
    from masivo.warehouse.ingest.imports import import_events

    _run(import_events, **given)


def _run(
    import_files: "Callable[..., ImportSummary]",
    *,
    paths: tuple[str, ...],
    zone: str | None,
    mapped: tuple[str, ...],
    constants: tuple[str, ...],
    delimiter: str | None,
) -> None:
    from masivo.config import read_settings
    from masivo.services.stored_zone import stored_zone
    from masivo.warehouse import open_warehouse
    from masivo.warehouse.ingest.imports import ImportOptions

    settings = read_settings()
    options = ImportOptions(
        account_zone=stored_zone(settings),
        zone=None if zone is None else _zone(zone),
        renamed={source: target for target, source in _pairs("--map", mapped)},
        constants=dict(_pairs("--constant", constants)),
        delimiter=delimiter,
    )
    with _progress_bar() as progress:
        summary = import_files(open_warehouse(settings), paths, options, settings.home / "rejects", progress)
    _tell(summary)
    if summary.rejected:
        sys.exit(REJECTED)


def _tell(summary: "ImportSummary") -> None:
    click.echo(
        json.dumps(
            {
                "read": summary.read,
                "accepted": summary.accepted,
                "duplicates": summary.duplicates,
                "rejected": summary.rejected,
                "rejects_file": None if summary.rejects_file is None else str(summary.rejects_file),
            }
        )
    )


def _pairs(option: str, given: Iterable[str]) -> list[tuple[str, str]]:
    pairs: dict[str, str] = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not (name and equals and value):
            raise ImportRefused(f"{option} takes NAME=VALUE; not {pair!r}.")
        if name in pairs:
            raise ImportRefused(f"{option} names {name} twice.")
        pairs[name] = value
    return list(pairs.items())


def _zone(name: str) -> "ZoneInfo":
    from masivo.zones import find_zone

    zone = find_zone(name)
    if zone is None:
        raise ImportRefused(f"--zone is {name!r}, which is not an IANA time zone such as America/Bogota.")
    return zone


@contextmanager
def _progress_bar() -> "Iterator[Progress | None]":
    """A bar on a terminal; nothing where standard error goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit="B", unit_scale=True, unit_divisor=1024) as bar:

        def show(step: str, done: int, total: int) -> None:
            bar.set_description(step, refresh=False)
            bar.total = max(total, bar.n)
            bar.update(done - bar.n)
            bar.refresh()

        yield show
