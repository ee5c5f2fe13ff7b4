"""Files of people into the warehouse, as interfaces.md ("Import formats") says: all of an import, or nothing of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused
from masivo.warehouse.catalog import Catalog, Entry
from masivo.warehouse.ingest.chunk_files import ChunkReport
from masivo.warehouse.ingest.delimited import find_delimiter
from masivo.warehouse.ingest.evidence import Evidence
from masivo.warehouse.ingest.headers import check_headers, check_names
from masivo.warehouse.ingest.plan import Kind, Plan
from masivo.warehouse.ingest.rejects import collect_rejects
from masivo.warehouse.ingest.sources import CHUNK_BYTES, Source, cut, find_sources, unpacked
from masivo.warehouse.ingest.workers import Stager, stage_apart, stage_here
from masivo.warehouse.store import Warehouse

MOST_NEW_NAMES = 20_000
Progress = Callable[[str, int, int], None]
"""Told the step ("Reading", "Writing"), and how many bytes of how many are done."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How other people's files are read.

    `renamed` leads from names in the files to names of the import; `constants` are texts for records that have nothing
    under a name; `delimiter` is a CSV dialect's; `zone` was named for this import, else `account_zone` holds.
    """

    account_zone: ZoneInfo
    zone: ZoneInfo | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """`read` is the sum of the other three; `rejects_file` is there where something was rejected."""

    read: int
    accepted: int
    duplicates: int
    rejected: int
    rejects_file: Path | None


def import_customers(
    warehouse: Warehouse,
    paths: Sequence[str],
    options: ImportOptions,
    rejects_folder: Path,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files of customers; `-` is NDJSON from standard input.

    Raises ImportRefused where nothing can be done, and WarehouseUnavailable; then nothing was imported.
    """
    return _Import(warehouse, Kind.CUSTOMERS, options, progress).run(paths, rejects_folder)


def import_events(
    warehouse: Warehouse,
    paths: Sequence[str],
    options: ImportOptions,
    rejects_folder: Path,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import files of events; see `import_customers`."""
    return _Import(warehouse, Kind.EVENTS, options, progress).run(paths, rejects_folder)


class _Import:
    def __init__(self, warehouse: Warehouse, kind: Kind, options: ImportOptions, progress: Progress | None) -> None:
        check_names(options.renamed.values(), options.constants, kind)
        self._warehouse = warehouse
        self._kind = kind
        self._options = options
        self._progress = progress or (lambda _step, _done, _total: None)
        self._reports: dict[int, ChunkReport] = {}
        self._evidence: dict[str, Evidence] = {}
        self._bytes = 0

    def run(self, paths: Sequence[str], rejects_folder: Path) -> ImportSummary:
        delimiter = None if self._options.delimiter is None else find_delimiter(self._options.delimiter)
        sources = find_sources(paths, delimiter)
        with self._warehouse.scratch() as scratch:
            plan = self._plan(scratch)
            self._stage_all(plan, [unpacked(source, scratch) for source in sources])
            accepted = duplicates = 0
            if self._reports:
                from masivo.warehouse.ingest.staged_files import merge_staged  # noqa: PLC0415 - see _stager

                with self._warehouse.writer(scratch) as writer:
                    catalog = self._settle_types(plan, writer.catalog)
                    self._progress("Writing", self._bytes, self._bytes)
                    outcome = merge_staged(writer, self._kind, scratch, catalog, self._used())
                    accepted, duplicates = outcome.accepted, outcome.duplicates
                    writer.tidy()
            rejects_file = collect_rejects(scratch, rejects_folder, self._kind)
        reports = self._reports.values()
        rejected = sum(report.rejected for report in reports)
        return ImportSummary(sum(report.read for report in reports), accepted, duplicates, rejected, rejects_file)

    def _plan(self, scratch: Path) -> Plan:
        options, names = self._options, self._names(self._warehouse.snapshot().catalog)
        return Plan(
            kind=self._kind,
            types=_types(names),
            packed=_packed(names),
            renamed=options.renamed,
            constants=options.constants,
            zone=options.zone or options.account_zone,
            named_zone=options.zone,
            now=datetime.now(UTC).replace(tzinfo=None),
            scratch=scratch,
        )

    def _names(self, catalog: Catalog) -> Mapping[str, Entry]:
        return catalog.fields if self._kind is Kind.CUSTOMERS else catalog.properties

    def _stage_all(self, plan: Plan, sources: Sequence[Source]) -> None:
        """Read everything once. A new name's type is assumed to be what was seen of it so far."""
        total = self._bytes = sum(source.path.stat().st_size for source in sources)
        done = 0
        chunks = check_headers(cut(sources, plan.scratch), plan)
        with _stager(plan, apart=total > 2 * CHUNK_BYTES) as stage:
            for report in stage(chunks, self._inferred):
                self._reports[report.chunk.number] = report
                for name, evidence in report.evidence.items():
                    self._evidence[name] = self._evidence.get(name, Evidence()) | evidence
                if len(self._evidence) > MOST_NEW_NAMES:
                    raise ImportRefused(
                        f"{report.chunk.source} brings more than {MOST_NEW_NAMES:,} new names: is something used as a"
                        f" name that is a value, such as {min(self._inferred())}?"
                    )
                done += report.chunk.length
                self._progress("Reading", done, total)

    def _inferred(self) -> dict[str, FieldType]:
        """The types of new names by all that was seen of them."""
        types = {name: evidence.type() for name, evidence in self._evidence.items()}
        return {name: type_ for name, type_ in types.items() if type_ is not None}

    def _settle_types(self, plan: Plan, known: Catalog) -> Catalog:
        """The catalog with all names of this import; `known` is the warehouse's by now.

        A chunk that was read by another type is read again: because later values said otherwise, or because another
        import has made the name known meanwhile. So is one whose new names have no room for a column each.
        """
        inferred = self._inferred()
        frequent_first = {name: inferred[name] for name in sorted(inferred, key=self._frequent_first)}
        grow = known.with_fields if self._kind is Kind.CUSTOMERS else known.with_properties
        catalog = grow(frequent_first)
        names, known_types = self._names(catalog), _types(self._names(known))
        types, packed = _types(names), _packed(names)
        otherwise = (known_types.keys() - plan.types.keys()) | (packed - plan.packed)
        again = [
            report.chunk
            for report in self._reports.values()
            if any(types[name] is not type_ for name, type_ in report.used.items())
            or otherwise & report.evidence.keys()
        ]
        with _stager(replace(plan, types=known_types, packed=packed), apart=len(again) > 2) as stage:
            for report in stage(again, lambda: types):
                self._reports[report.chunk.number] = report
        return catalog

    def _frequent_first(self, name: str) -> tuple[int, str]:
        return -self._evidence[name].number, name

    def _used(self) -> frozenset[str]:
        return frozenset().union(*(report.used for report in self._reports.values()))


def _types(names: Mapping[str, Entry]) -> dict[str, FieldType]:
    return {name: entry.type for name, entry in names.items()}


def _packed(names: Mapping[str, Entry]) -> frozenset[str]:
    return frozenset(name for name, entry in names.items() if entry.packed)


@contextmanager
def _stager(plan: Plan, *, apart: bool) -> Iterator[Stager]:
    if not apart:
        yield stage_here(plan)
        return
    with stage_apart(plan) as stage:
        # The merge loads DuckDB and SQLAlchemy: in the time in which the processes start that read the files.
        import masivo.warehouse.ingest.staged_files  # noqa: PLC0415, F401

        yield stage
