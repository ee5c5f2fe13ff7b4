"""The names that a person gives with an import, and those of a CSV file's header, checked before anything is read."""

from collections.abc import Iterable, Iterator

from masivo.errors import ImportRefused
from masivo.warehouse.ingest.plan import LINE_MARK, Chunk, Kind, Plan, renamed_name
from masivo.warehouse.ingest.records import RecordRefused, dotted


def check_names(targets: Iterable[str], constants: Iterable[str], kind: Kind) -> None:
    """Raises ImportRefused where a name of --map or --constant is none that can be imported."""
    for name in targets:
        _check(name, kind)
    for name in constants:
        if LINE_MARK in name:
            raise ImportRefused(f"--constant {name}: a line's property cannot be filled with a constant.")
        _check(name, kind)


def check_headers(chunks: Iterable[Chunk], plan: Plan) -> Iterator[Chunk]:
    """The chunks as they come. Raises ImportRefused where a CSV file's header does not go with the plan."""
    checked: set[str] = set()
    for chunk in chunks:
        if chunk.header and chunk.source not in checked:
            _check_header(chunk, plan)
            checked.add(chunk.source)
        yield chunk


def _check_header(chunk: Chunk, plan: Plan) -> None:
    for source in plan.renamed:
        if not any(name == source or name.startswith((f"{source}.", f"{source}[]")) for name in chunk.header):
            columns = ", ".join(chunk.header[:20])
            raise ImportRefused(f"--map names the column {source}, which {chunk.source} does not have: {columns}.")
    names: dict[str, str] = {}
    for given in chunk.header:
        name = renamed_name(given, plan.renamed)
        _check(name, plan.kind)
        if name in names:
            raise ImportRefused(f"{chunk.source} has two columns for {name}: {names[name]} and {given}.")
        names[name] = given


def _check(name: str, kind: Kind) -> None:
    outer, mark, inner = name.partition(LINE_MARK)
    try:
        dotted("", outer)
        if mark:
            dotted(f"{outer}{mark}", inner)
    except RecordRefused as refusal:
        raise ImportRefused(str(refusal)) from None
    if mark and kind is Kind.CUSTOMERS:
        raise ImportRefused(f"{name}: customers have no lists of objects.")
