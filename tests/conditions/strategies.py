"""Random documents that the contract accepts, over the names of any catalog: `documents(catalog)`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from masivo.conditions.fold import WHITE_SPACE
from masivo.conditions.limits import ANNIVERSARY_DAYS, MONTHS, SPAN_AMOUNTS, STEPS, TOP_COUNTS
from masivo.conditions.measures import WITH_PROPERTY
from masivo.conditions.operators import (
    COUNTING,
    OPERATORS,
    OPERATORS_BY_MEASURE,
    OPERATORS_BY_TYPE,
    TEMPORAL_MEASURES,
    FieldType,
    MeasureFn,
    Operator,
    Takes,
)
from masivo.conditions.tree import AudienceOperator, Logic, Order, Period, Unit
from masivo.warehouse.catalog import Catalog, Entry
from tests.conditions.account import USABLE_AUDIENCES

Json = st.SearchStrategy[Any]

KINDS = ("attribute", "attribute", "event", "event", "sequence", "rank", "sample", "audience", "everyone")
"""The kinds of conditions, as often as they are drawn."""

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2035, 12, 31)
"""The days from which values are drawn, unless a test wants the whole calendar."""

_WORDS = ["gold", "vip", "José", "ß", "CO", "New York", "50% off", "a_b", "o'clock", "“q”", "🙂", "or", "{value}"]


def texts() -> Json:
    signs = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    free = st.text(signs, min_size=1, max_size=12).filter(lambda text: bool(text.strip(WHITE_SPACE)))
    return st.sampled_from(_WORDS) | free


def numbers() -> Json:
    decimals = st.decimals(-(10**12), 10**12, places=6) | st.decimals(-1000, 1000, places=2)
    return st.integers(-(10**17), 10**17) | decimals.map(lambda number: number or Decimal(0))


def dates(first: date = FIRST_DAY, last: date = LAST_DAY) -> st.SearchStrategy[date]:
    return st.dates(first, last)


def instants(first: date = FIRST_DAY, last: date = LAST_DAY) -> st.SearchStrategy[datetime]:
    """Aware instants in UTC, many of them on a whole minute."""
    at = st.datetimes(datetime.combine(first, datetime.min.time()), datetime.combine(last, datetime.max.time()))
    exact = at.map(lambda instant: instant.replace(tzinfo=UTC))
    return exact | exact.map(lambda instant: instant.replace(second=0, microsecond=0))


@st.composite
def moments(draw: st.DrawFn) -> str:
    moment = draw(dates() | instants())
    return moment.isoformat()


@st.composite
def spans(draw: st.DrawFn, *, hours: bool = True) -> dict[str, Any]:
    units = [unit for unit in Unit if hours or unit is not Unit.HOUR]
    amount = draw(st.integers(1, 60) | st.integers(*SPAN_AMOUNTS))
    return {"amount": amount, "unit": str(draw(st.sampled_from(units)))}


def scalars(type_: FieldType) -> Json:
    return {
        FieldType.TEXT: texts(),
        FieldType.LIST: texts(),
        FieldType.NUMBER: numbers(),
        FieldType.BOOLEAN: st.booleans(),
        FieldType.DATE: dates().map(date.isoformat),
        FieldType.DATETIME: moments(),
    }[type_]


@st.composite
def ranges(draw: st.DrawFn, type_: FieldType) -> list[Any]:
    """Two values in order; where a date meets an instant, three days apart, so that no zone reverses them."""
    if type_ is FieldType.NUMBER:
        return sorted((draw(numbers()), draw(numbers())))
    first, last = sorted((draw(dates(LAST_DAY.replace(year=2000))), draw(dates(LAST_DAY.replace(year=2000)))))
    shape = draw(st.sampled_from(["days", "instants", "mixed"])) if type_ is FieldType.DATETIME else "days"
    match shape:
        case "days":
            return [first.isoformat(), last.isoformat()]
        case "instants":
            return [f"{first}T08:30:00Z", f"{last}T21:00:00.25Z"]
    if draw(st.booleans()):
        return [first.isoformat(), f"{last + timedelta(days=3)}T10:00:00+02:00"]
    return [f"{first}T10:00:00-05:00", (last + timedelta(days=3)).isoformat()]


@st.composite
def questions(draw: st.DrawFn, type_: FieldType, operators: tuple[Operator, ...]) -> dict[str, Any]:
    """The operator, value and missing of a question about a value of the type."""
    operator = draw(st.sampled_from(operators))
    asked: dict[str, Any] = {"operator": str(operator)}
    match OPERATORS[operator].takes:
        case Takes.ONE:
            asked["value"] = draw(scalars(type_))
        case Takes.MANY:
            asked["value"] = draw(st.lists(scalars(type_), min_size=1, max_size=4))
        case Takes.RANGE:
            asked["value"] = draw(ranges(type_))
        case Takes.SPAN:
            asked["value"] = draw(spans(hours=type_ is not FieldType.DATE))
        case Takes.DAYS:
            asked["value"] = {"amount": draw(st.integers(*ANNIVERSARY_DAYS)), "unit": "day"}
        case Takes.MONTH:
            asked["value"] = draw(st.integers(*MONTHS))
    if OPERATORS[operator].complement_of and draw(st.booleans()):
        asked["missing"] = "exclude"
    return asked


@st.composite
def counts(draw: st.DrawFn) -> dict[str, Any]:
    """The question asked of a measure that counts."""
    operator = draw(st.sampled_from(OPERATORS_BY_MEASURE[MeasureFn.COUNT]))
    whole = st.integers(0, 5) | st.integers(0, 10**18 - 1)
    if operator is Operator.BETWEEN:
        return {"operator": str(operator), "value": sorted((draw(whole), draw(whole)))}
    least = 1 if operator in (Operator.GTE, Operator.LT) else 0
    return {"operator": str(operator), "value": max(least, draw(whole))}


@st.composite
def windows(draw: st.DrawFn) -> dict[str, Any]:
    match draw(st.sampled_from(["last", "before_last", "between", "since", "period"])):
        case "between":
            start, end = draw(ranges(FieldType.DATETIME))
            return {"kind": "between", "from": start, "to": end}
        case "since":
            return {"kind": "since", "from": draw(moments())}
        case "period":
            return {"kind": "period", "name": str(draw(st.sampled_from(Period)))}
        case kind:
            return {"kind": kind, **draw(spans())}


@st.composite
def wheres(draw: st.DrawFn, properties: Mapping[str, Entry]) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(properties)), min_size=1, max_size=4))
    types = [properties[name].type for name in names]
    tests = [
        {"property": name, **draw(questions(type_, OPERATORS_BY_TYPE[type_]))}
        for name, type_ in zip(names, types, strict=True)
    ]
    return {"op": str(draw(st.sampled_from(Logic))), "children": tests}


@st.composite
def measures(draw: st.DrawFn, properties: Mapping[str, Entry]) -> dict[str, Any]:
    """A measure, and what it is asked."""
    fn = draw(st.sampled_from(MeasureFn))
    measure: dict[str, Any] = {"fn": str(fn)}
    if fn in WITH_PROPERTY:
        numbers_only = fn is not MeasureFn.COUNT_DISTINCT
        names = [
            name
            for name, entry in sorted(properties.items())
            if entry.type is not FieldType.LIST and (not numbers_only or entry.type is FieldType.NUMBER)
        ]
        measure["property"] = draw(st.sampled_from(names))
    if fn in COUNTING:
        return {"measure": measure, **draw(counts())}
    type_ = FieldType.DATETIME if fn in (MeasureFn.FIRST, MeasureFn.LAST) else FieldType.NUMBER
    return {"measure": measure, **draw(questions(type_, OPERATORS_BY_MEASURE[fn]))}


def maybe(key: str, values: Json) -> Json:
    """An object that has the key or has it not."""
    return st.fixed_dictionaries({}, optional={key: values})


@st.composite
def matching_events(draw: st.DrawFn, catalog: Catalog) -> dict[str, Any]:
    """One event type or several, and what else is asked of each event."""
    types = draw(st.lists(st.sampled_from(sorted(catalog.event_types)), min_size=1, max_size=3, unique=True))
    where = draw(maybe("where", wheres(catalog.properties)))
    return {"event": types[0] if len(types) == 1 else types, **where}


def percents() -> Json:
    return st.integers(1, 100) | st.decimals("0.000001", 100, places=6)


@st.composite
def ranks(draw: st.DrawFn, properties: Mapping[str, Entry]) -> dict[str, Any]:
    """The measure, order and top of a rank, and perhaps its window."""
    measured = draw(
        measures(properties).filter(lambda asked: MeasureFn(asked["measure"]["fn"]) not in TEMPORAL_MEASURES)
    )
    count = st.integers(1, 20) | st.integers(*TOP_COUNTS)
    top = draw(st.fixed_dictionaries({"count": count}) | st.fixed_dictionaries({"percent": percents()}))
    order = str(draw(st.sampled_from(Order)))
    return {"measure": measured["measure"], "order": order, "top": top, **draw(maybe("window", windows()))}


@st.composite
def conditions(draw: st.DrawFn, catalog: Catalog, kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """A condition of one of the kinds, without `not` and `muted`."""
    match draw(st.sampled_from(kinds)):
        case "attribute":
            name = draw(st.sampled_from(sorted(catalog.fields)))
            type_ = catalog.fields[name].type
            return {"kind": "attribute", "field": name, **draw(questions(type_, OPERATORS_BY_TYPE[type_]))}
        case "event":
            asked = draw(measures(catalog.properties))
            return {"kind": "event", **draw(matching_events(catalog)), **asked, **draw(maybe("window", windows()))}
        case "sequence":
            steps = draw(st.lists(matching_events(catalog), min_size=STEPS[0], max_size=STEPS[1]))
            first, *later = steps
            later = [{**step, **draw(maybe("within", spans()))} for step in later]
            later[-1] = {**later[-1], **draw(maybe("not", st.booleans()))}
            return {"kind": "sequence", "steps": [first, *later], **draw(maybe("window", windows()))}
        case "rank":
            return {"kind": "rank", **draw(matching_events(catalog)), **draw(ranks(catalog.properties))}
        case "sample":
            return {"kind": "sample", "percent": draw(percents()), "salt": draw(texts())}
        case "audience":
            operator = str(draw(st.sampled_from(AudienceOperator)))
            return {"kind": "audience", "audience": draw(st.sampled_from(USABLE_AUDIENCES)), "operator": operator}
    return {"kind": "everyone"}


@st.composite
def nodes(draw: st.DrawFn, catalog: Catalog, depth: int, kinds: Sequence[str]) -> dict[str, Any]:
    """A condition, or a group of nodes at most `depth` deep; any may be negated or muted."""
    if depth and draw(st.integers(0, 2)) == 0:
        children = draw(st.lists(nodes(catalog, depth - 1, kinds), min_size=1, max_size=3))
        node: dict[str, Any] = {"op": str(draw(st.sampled_from(Logic))), "children": children}
    else:
        node = draw(conditions(catalog, kinds))
    flags = draw(
        st.sampled_from([{}, {}, {"not": True}, {"not": False}, {"muted": True}, {"not": True, "muted": True}])
    )
    return {**node, **flags}


@st.composite
def documents(draw: st.DrawFn, catalog: Catalog, depth: int = 2, kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """A whole document in which something takes part; `depth` is that of the groups inside the outermost."""
    children = draw(st.lists(nodes(catalog, depth, kinds), min_size=1, max_size=3))
    document = {"version": 1, "op": str(draw(st.sampled_from(Logic))), "children": children}
    if draw(st.booleans()):
        document["not"] = True
    if not _takes_part(document):
        children.append(draw(conditions(catalog, kinds)))
    return document


def _takes_part(node: dict[str, Any]) -> bool:
    return not node.get("muted") and ("children" not in node or any(map(_takes_part, node["children"])))
