"""Rank conditions: the first customers by a measure over their events (conditions.md, section 6)."""

from masivo.conditions.event_types import read_event_types, write_event_types
from masivo.conditions.event_windows import read_window, write_window
from masivo.conditions.exact_numbers import plain, read_percent, read_whole
from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.limits import TOP_COUNTS
from masivo.conditions.measures import read_measure, write_measure
from masivo.conditions.operators import TEMPORAL_MEASURES
from masivo.conditions.rank_in_words import tell_rank
from masivo.conditions.refusals import key_path, quote, refuse
from masivo.conditions.sentences import Clause, Telling
from masivo.conditions.tree import Order, RankCondition, TopCount, TopPercent
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.where import read_where, write_where


class RankKind(Kind[RankCondition]):
    """`{"kind": "rank", "event", "where", "window", "measure", "order", "top": {"percent"} | {"count"}}`."""

    name = "rank"
    what = "a rank condition"
    label = "Top customers"
    type = RankCondition
    keys = ("event", "measure", "order", "top", "window", "where")

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> RankCondition:
        """The measure is one that gives a number."""
        events = read_event_types(source, vocabulary)
        measure = read_measure(source.need("measure"), source.at("measure"), vocabulary)
        if measure.fn in TEMPORAL_MEASURES:
            given = f"{quote(str(measure.fn))} is a date and time"
            refuse(key_path(source.at("measure"), "fn"), f"Customers are ranked by a number; {given}.")
        order, top = source.choice("order", Order), _read_top(source.need("top"), source.at("top"))
        window = read_window(source.members["window"], source.at("window")) if source.has("window") else None
        where = read_where(source.members["where"], source.at("where"), vocabulary) if source.has("where") else None
        return RankCondition(events=events, measure=measure, order=order, top=top, window=window, where=where)

    def write(self, condition: RankCondition) -> dict[str, object]:
        """No window and no where are left out."""
        written: dict[str, object] = {
            "event": write_event_types(condition.events),
            "measure": write_measure(condition.measure),
            "order": str(condition.order),
            "top": _write_top(condition.top),
        }
        if condition.window is not None:
            written["window"] = write_window(condition.window)
        if condition.where is not None:
            written["where"] = write_where(condition.where)
        return written

    def tell(self, condition: RankCondition, telling: Telling) -> Clause:
        """How many, by what, and of whom."""
        return tell_rank(condition, telling)


def _read_top(raw: object, path: str) -> TopCount | TopPercent:
    source = read_object(raw, path, "the “top” of a rank", ("percent", "count"))
    if source.has("percent") == source.has("count"):
        refuse(path, "The “top” of a rank says either how many percent, or a count of customers.")
    if source.has("count"):
        return TopCount(read_whole(source.members["count"], source.at("count"), "The count of customers", *TOP_COUNTS))
    return TopPercent(read_percent(source.members["percent"], source.at("percent"), "The percent of customers"))


def _write_top(top: TopCount | TopPercent) -> dict[str, object]:
    return {"count": top.count} if isinstance(top, TopCount) else {"percent": plain(top.percent)}
