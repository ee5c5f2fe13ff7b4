"""The account's names as the builder offers them: grouped for the pickers, with their types."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from masivo.conditions.operators import OPERATORS_BY_MEASURE, OPERATORS_BY_TYPE, FieldType, MeasureFn, Operator
from masivo.conditions.phrases import event_label, field_label
from masivo.conditions.vocabulary import Vocabulary
from masivo.services.audience_graph import account_vocabulary, usable_audiences
from masivo.services.connections import warehouse
from masivo.warehouse.catalog import Catalog, Entry, Owner
from masivo.web.builder.draft import (
    AUDIENCE_PREFIX,
    EVENT_PREFIX,
    EVERYONE,
    FIELD_PREFIX,
    RANK,
    SAMPLE,
    SEQUENCE,
    LineDraft,
)
from masivo.web.builder.seen import mark_of
from masivo.web.forms.picker import Picker
from masivo.web.shell import brand_name

NO_AUDIENCES: Mapping[str, str] = MappingProxyType({})
NUMBER_MEASURES = frozenset({MeasureFn.SUM, MeasureFn.AVG, MeasureFn.MIN, MeasureFn.MAX})


@dataclass(frozen=True, eq=False)
class Names:
    """What can be asked. `subjects` offers fields, events, audiences and people; the last three offer properties.

    `vocabulary` has all names of the account, whose audiences are no part of the catalog. Two of the same `mark` offer
    the same.
    """

    catalog: Catalog
    vocabulary: Vocabulary
    mark: str
    subjects: Picker
    events: Picker
    properties: Picker
    numbers: Picker
    distinct: Picker

    @property
    def pickers(self) -> tuple[Picker, ...]:
        """The lists that the page has once."""
        return (self.subjects, self.events, self.properties, self.numbers, self.distinct)

    def measured_by(self, measure: str) -> Picker | None:
        """The properties that the measure can be taken of; None where it takes none."""
        if measure == MeasureFn.COUNT_DISTINCT:
            return self.distinct
        return self.numbers if measure in NUMBER_MEASURES else None

    def comparable(self, line: LineDraft) -> tuple[FieldType, tuple[Operator, ...]] | None:
        """The type of what the line compares, and its operators; None while nothing known is asked."""
        if line.field is not None:
            return self._of_type(self.catalog.field_type(line.field))
        if line.event is None or line.measure not in list(MeasureFn):
            return None
        measure = MeasureFn(line.measure)
        instants = measure in (MeasureFn.FIRST, MeasureFn.LAST)
        return (FieldType.DATETIME if instants else FieldType.NUMBER), OPERATORS_BY_MEASURE[measure]

    def comparable_property(self, name: str) -> tuple[FieldType, tuple[Operator, ...]] | None:
        """The type and operators of an event property; None where it is unknown."""
        return self._of_type(self.catalog.property_type(name))

    def _of_type(self, type_: FieldType | None) -> tuple[FieldType, tuple[Operator, ...]] | None:
        return (type_, OPERATORS_BY_TYPE[type_]) if type_ else None


class _Same:
    """A catalog as a key: the same object, whatever it holds."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalog is self.catalog

    def __hash__(self) -> int:
        return id(self.catalog)


def account_names(audience_id: int | None = None) -> Names:
    """The account's present names for a rule, which is that of the audience of the id, if it is one's already."""
    catalog = warehouse().snapshot().catalog
    audiences = {
        str(each.id): f"{each.name} ({brand_name(each.brand_id)})" if each.brand_id else each.name
        for each in usable_audiences(audience_id)
    }
    return names_of(catalog, audiences, account_vocabulary(catalog, audience_id))


def names_of(
    catalog: Catalog, audiences: Mapping[str, str] = NO_AUDIENCES, vocabulary: Vocabulary | None = None
) -> Names:
    """The names of a catalog, and of audiences by id; left out, the vocabulary is the catalog.

    Those of the last few are kept, because writing the pickers out takes a while.
    """
    return replace(_names_of(_Same(catalog), tuple(audiences.items())), vocabulary=vocabulary or catalog)


@lru_cache(maxsize=4)
def _names_of(key: _Same, audiences: tuple[tuple[str, str], ...]) -> Names:
    catalog = key.catalog
    properties = sorted(catalog.properties.values(), key=lambda entry: field_label(entry.name))
    numbers = [entry for entry in properties if entry.type == FieldType.NUMBER]
    distinct = [entry for entry in properties if entry.type != FieldType.LIST]
    subjects = Picker("Choose what to ask…", _subjects(catalog, audiences), name="subjects")
    return Names(
        catalog=catalog,
        vocabulary=catalog,
        mark=mark_of([subjects.all_options(), [(entry.name, entry.type) for entry in properties]]),
        subjects=subjects,
        events=Picker("Choose an event…", {"Events": _event_options(catalog, "")}, name="events"),
        properties=Picker("Choose a property…", _grouped(properties, _property_group), name="properties"),
        numbers=Picker("Choose a number…", _grouped(numbers, _property_group), name="numbers"),
        distinct=Picker("Choose a property…", _grouped(distinct, _property_group), name="distinct"),
    )


def _subjects(catalog: Catalog, audiences: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    fields = sorted(catalog.fields.values(), key=lambda entry: (not entry.builtin, field_label(entry.name)))
    groups: dict[str, dict[str, str]] = {"Profile": {}, "Events": _event_options(catalog, EVENT_PREFIX)}
    groups |= {"Consent": {}, "Tags": {}, "Other": {}}
    for group, options in _grouped(fields, _field_group, FIELD_PREFIX).items():
        groups[group] = options
    groups["Events"] |= {SEQUENCE: "Events in order: first …, then …"}
    groups["Audiences"] = {AUDIENCE_PREFIX + id_: f"Audience “{name}”" for id_, name in audiences}
    return groups | {"People": {RANK: "Top customers", SAMPLE: "Random share", EVERYONE: "Everyone"}}


def _event_options(catalog: Catalog, prefix: str) -> dict[str, str]:
    return {prefix + type_: event_label(type_) for type_ in sorted(catalog.event_types)}


def _grouped(entries: Iterable[Entry], group_of: Callable[[Entry], str], prefix: str = "") -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for entry in entries:
        groups.setdefault(group_of(entry), {})[prefix + entry.name] = field_label(entry.name)
    return groups


def _field_group(entry: Entry) -> str:
    if entry.name.startswith("consent."):
        return "Consent"
    if entry.name.startswith("tags."):
        return "Tags"
    return "Profile" if entry.builtin else "Other"


def _property_group(entry: Entry) -> str:
    if entry.owner == Owner.LINE:
        return f"Lines of {field_label(entry.list_name)}"
    head = entry.name.partition(".")[0]
    return head.capitalize() if head in ("order", "product", "tags", "metadata") else "Event"
