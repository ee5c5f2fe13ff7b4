"""Data sets drawn from a seed: customers and events that are nasty in every way the import formats allow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from decimal import Decimal
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from tests.evaluation.edges import Times, edges_of
from tests.evaluation.names import (
    BRANDS,
    BROKEN,
    DIGITS_TOO,
    EVENT_TYPES,
    FIELDS,
    FOREVER,
    LINES,
    PLAIN,
    PROPERTIES,
    STATUSES,
)
from tests.evaluation.nasty import BLANKS, DATES, MOMENTS, NUMBERS, SPANS, TEXTS
from tests.reference.clock import Moment
from tests.reference.texts import imported
from tests.reference.world import CUSTOMER, EVENT, Import, Record, World


@dataclass(frozen=True)
class Delivery:
    """One import: the records that are understood and, put between them, lines that are not."""

    batch: Import
    broken: tuple[str, ...]


@dataclass(frozen=True, repr=False, eq=False)
class Scene:
    """A data set, the moments to ask it about, and the instants and steps at which its answers change."""

    seed: int
    deliveries: tuple[Delivery, ...]
    moments: tuple[Moment, ...]
    times: Times

    def __repr__(self) -> str:
        return f"draw_scene({self.seed})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis writes a data class out in full, whatever its repr."""
        printer.text(repr(self))

    @cached_property
    def world(self) -> World:
        """What the reference makes of the deliveries."""
        world = World()
        for delivery in self.deliveries:
            world.take(delivery.batch)
        world.audiences = self._audiences(sorted(world.customers))
        return world

    def _audiences(self, customers: list[str]) -> dict[str, frozenset[str]]:
        """Audiences calculated before: nobody, everybody, and some of the account's customers, of whichever brand."""
        random = Random(self.seed)
        some = {str(id_): frozenset(random.sample(customers, len(customers) // 2)) for id_ in (3, 40)}
        return {"1": frozenset(), "2": frozenset(customers), **some}

    @cached_property
    def seen(self) -> dict[str, dict[str, list[Any]]]:
        """The values that the data has, by whose they are and their name."""
        seen: dict[str, dict[str, list[Any]]] = {CUSTOMER: {}, EVENT: {}}
        owners = [(CUSTOMER, fields) for fields in self.world.customers.values()]
        owners += [
            (EVENT, values)
            for event in self.world.events
            for values in (event.properties, *(line for lines in event.lines.values() for line in lines))
        ]
        for of, values in owners:
            for name, value in values.items():
                seen[of].setdefault(name, []).append(value)
        return seen


@lru_cache
def draw_scene(seed: int) -> Scene:
    """The data set of a seed, always the same."""
    return _Drawing(seed).scene()


class _Drawing:
    """One data set in the making; every choice comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        first = seed * 3 % len(MOMENTS)
        self.moments = tuple(MOMENTS[(first + step) % len(MOMENTS)] for step in range(3))
        spans = tuple(self.random.sample(SPANS, 6))
        self.times = Times(tuple(edge for moment in self.moments for edge in edges_of(moment, spans)), spans)
        self.ids = self._ids()
        self.brands = self.random.sample(BRANDS, 3)
        self.makers: dict[str, Callable[[], Any]] = {
            "text": lambda: self.random.choice(TEXTS),
            "number": self._number,
            "boolean": lambda: self.random.random() < 0.5,
            "date": lambda: self._date().isoformat(),
            "datetime": self._instant_or_date,
            "list": self._list,
        }

    def scene(self) -> Scene:
        """Imports of customers and of events, in an order of chance.

        In every other data set there are some before that have built-in names alone, and some after that change them
        and nothing else: rows that were written before the other names were known.
        """
        events = [self._event(number) for number in range(260)]
        events += [self._again(self.random.choice(events)) for _ in range(60)]
        self.random.shuffle(events)
        customers = [self._customer(identity) for identity in self.ids[:-6]]
        updates = [self._update(self.random.choice(self.ids[:-3])) for _ in range(30)]
        batches = [
            (CUSTOMER, [self._full(CUSTOMER), *customers]),
            (CUSTOMER, updates),
            (EVENT, [self._full(EVENT), *events[:200]]),
            (EVENT, events[200:]),
        ]
        order = self.random.choice([(0, 2, 3, 1), (2, 0, 3, 1), (2, 3, 0, 1), (0, 1, 2, 3)])
        drawn = [batches[number] for number in order]
        if self.seed % 2:
            known = [self._customer(f"early{number}") for number in range(4)]
            done = [{**self._event(number), "id": f"early{number}"} for number in range(12)]
            early = [(CUSTOMER, _built_in(CUSTOMER, known)), (EVENT, _built_in(EVENT, done))]
            late = [(CUSTOMER, [self._update(record["id"]) for record in known]), (EVENT, list(map(self._again, done)))]
            drawn = [*early, *drawn, *late]
        deliveries = tuple(
            Delivery(Import(of, records, self.random.choice(self.moments).zone), self._broken(of))
            for of, records in drawn
        )
        return Scene(self.seed, deliveries, self.moments, self.times)

    def _ids(self) -> list[str | int]:
        nasty = {imported(text): text for text in self.random.sample(TEXTS, 16)}
        return [*nasty.values(), *("\uff5e", "10", 9, 1000, "a1", "A1", "Zoë"), *(f"c{n:03}" for n in range(30))]

    def _broken(self, of: str) -> tuple[str, ...]:
        return tuple(self.random.sample(BROKEN[of], self.random.randrange(3)))

    def _full(self, of: str) -> Record:
        """A record with a plain value under every name, so that the names' types do not hang on chance."""
        if of == CUSTOMER:
            return {"id": "full", **_nested({name: PLAIN[kind] for name, kind in FIELDS.items()})}
        values = {name: PLAIN[kind] for name, kind in PROPERTIES.items()}
        lists = {name: [_nested({one: PLAIN[kind] for one, kind in of.items()})] for name, of in LINES.items()}
        head = {"customer_id": "full", "brand_id": self.brands[0], "type": "PURCHASE", "status": "PENDING"}
        return {**head, "issued_at": "2020-02-29T12:00:00Z", **_nested({**values, **lists})}

    def _customer(self, identity: str | int) -> Record:
        names = self.random.sample(list(FIELDS), self.random.choice([0, 3, 8, 15, len(FIELDS)]))
        return {"id": identity, **_nested({name: self._maybe(name, FIELDS[name]) for name in names})}

    def _update(self, identity: str | int) -> Record:
        record = self._customer(identity)
        if self.random.random() < 0.2:
            record["tags"] = None
        return record

    def _event(self, number: int) -> Record:
        names = self.random.sample(list(PROPERTIES), self.random.choice([0, 2, 5, 9]))
        values = {name: self._maybe(name, PROPERTIES[name]) for name in names}
        for name, shape in LINES.items():
            if self.random.random() < 0.6:
                values[name] = [self._line(shape) for _ in range(self.random.choice([0, 1, 2, 4]))]
        record = {
            "customer_id": self.random.choice(self.ids),
            "brand_id": self.random.choice(self.brands),
            "type": self.random.choice(EVENT_TYPES),
            "issued_at": self._instant(),
            "status": self.random.choice(STATUSES),
            **_nested(values),
        }
        if self.random.random() < 0.8:
            record["id"] = self.random.choice([f"e{number}", f" E{number} ", number, f"n\u0303{number}"])
        return {name: value for name, value in record.items() if name != "status" or value is not None}

    def _line(self, shape: dict[str, str]) -> Record:
        names = self.random.sample(list(shape), self.random.randrange(len(shape) + 1))
        return _nested({name: self._maybe(name, shape[name]) for name in names})

    def _again(self, event: Record) -> Record:
        """The same event delivered again: as it was, with another status, or with everything else different."""
        kept = {name: value for name, value in event.items() if name != "status"}
        if "id" not in event:
            return kept
        if self.random.random() < 0.3:
            kept = {**self._event(0), "id": event["id"]}
        return {**kept, **({"status": self.random.choice(STATUSES)} if self.random.random() < 0.8 else {})}

    def _maybe(self, name: str, kind: str) -> Any:
        """A value of the kind, or one of the ways to have none."""
        chance = self.random.random()
        if chance < 0.08:
            return None
        if chance < 0.16 and kind in {"text", "list"}:
            return self.random.choice(BLANKS) if kind == "text" else self.random.choice([[], [""], [" ", ""]])
        if chance < 0.2 and name in DIGITS_TOO:
            return self.random.choice([0, 7, 1000, -3])
        return self.makers[kind]()

    def _number(self) -> Decimal | int:
        if self.random.random() < 0.5:
            return self.random.choice(NUMBERS)
        cents = Decimal(self.random.randrange(-500, 20_000)) / 100
        return cents if self.random.random() < 0.5 else int(cents)

    def _date(self) -> date:
        if self.random.random() < 0.3:
            return self.random.choice(DATES)
        return self.random.choice(self.times.edges).date()

    def _instant(self) -> str:
        """An instant of an edge, or one of the last weeks of a moment, written with an offset of chance."""
        instant = self.random.choice(self.times.edges)
        if self.random.random() < 0.4:
            moment = self.random.choice(self.moments)
            instant = moment.as_of - timedelta(microseconds=self.random.randrange(40 * 24 * 3600 * 10**6))
        minutes = self.random.choice([0, 0, 345, -210, 840, -300, 60])
        text = instant.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
        return text.replace("+00:00", "Z") if self.random.random() < 0.5 else text

    def _instant_or_date(self) -> str:
        if self.random.random() < 0.2:
            return self.random.choice([*FOREVER, self.random.choice(self.times.edges).date().isoformat()])
        return self._instant()

    def _list(self) -> list[str]:
        return [self.random.choice((*TEXTS, *BLANKS)) for _ in range(self.random.choice([0, 1, 2, 5]))]


def _nested(values: dict[str, Any]) -> Record:
    """Values by dotted name as the objects that a record has them in."""
    record: Record = {}
    for name, value in values.items():
        inner = record
        *path, last = name.split(".")
        for key in path:
            inner = inner.setdefault(key, {})
        inner[last] = value
    return record


def _built_in(of: str, records: list[Record]) -> list[Record]:
    """The records without the names that an account has to learn; null, which tells no type, may stay."""
    known = {"id", "customer_id", "brand_id", "type", "issued_at", "status", *World().types[of]}

    def kept(record: Record, prefix: str = "") -> Record:
        found: Record = {}
        for key, value in record.items():
            name = f"{prefix}{key}"
            if isinstance(value, dict):
                found[key] = kept(value, f"{name}.")
            elif isinstance(value, list) and any(isinstance(member, dict) for member in value):
                found[key] = [kept(line, f"{name}[].") for line in value]
            elif value is None or name in known:
                found[key] = value
        return found

    return [kept(record) for record in records]
