"""Strategies for the conditions of sections 5 and 6 over a data set, out of the event conditions that it is asked."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.evaluation.conditions import Asking, events
from tests.evaluation.nasty import SPANS, TEXTS
from tests.evaluation.scenes import Scene
from tests.reference.evaluator import Node

_NAMES = ("PURCHASE", "ADD_TO_CART", "REGISTRATION", "purchase", "Büro 😀", "APP_OPEN")
_TYPES = st.one_of(st.just("PURCHASE"), st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6, unique=True))
_UNITS = ("hour", "day", "week", "month", "quarter", "year")
_SPANS = st.one_of(
    st.sampled_from(SPANS),
    st.fixed_dictionaries({"amount": st.integers(1, 40), "unit": st.sampled_from(_UNITS)}),
)
_PERCENTS = st.one_of(
    st.sampled_from([100, 50, Decimal("12.5"), 0.1, Decimal("0.000001"), Decimal("99.9999995")]),
    st.integers(1, 100),
    st.decimals(Decimal("0.01"), 100, places=6),
)


def other_conditions(asking: Asking) -> st.SearchStrategy[Node]:
    """A condition of one of the kinds of sections 5 and 6 that stand by themselves."""
    return st.one_of(sequences(asking), sequences(asking), ranks(asking), samples(), belongings(asking.scene))


@st.composite
def sequences(draw: st.DrawFn, asking: Asking) -> Node:
    """Two to four steps, few of them with a `where`, so that some customers have a chain of them."""
    steps = [_step(draw, asking) for _ in range(draw(st.sampled_from([2, 2, 3, 4])))]
    for step in steps[1:]:
        if draw(st.integers(0, 3)):
            step["within"] = draw(_SPANS)
    if draw(st.booleans()):
        steps[-1]["not"] = True
    asked = draw(events(asking))
    window = {"window": asked["window"]} if "window" in asked and draw(st.booleans()) else {}
    return {"kind": "sequence", "steps": steps, **window}


def _step(draw: st.DrawFn, asking: Asking) -> Node:
    step: Node = {"event": draw(_TYPES)}
    if draw(st.integers(0, 3)) == 3 and (where := draw(events(asking)).get("where")):
        step["where"] = where
    return step


@st.composite
def ranks(draw: st.DrawFn, asking: Asking) -> Node:
    """A rank by a measure that gives a number, over all events or a few."""
    numbers = events(asking).filter(lambda condition: condition["measure"]["fn"] not in {"first", "last"})
    asked = draw(numbers)
    parts = ["event", "measure", *(part for part in ("window", "where") if part in asked and draw(st.booleans()))]
    top = draw(
        st.one_of(
            st.integers(1, 60).map(lambda count: {"count": count}), _PERCENTS.map(lambda percent: {"percent": percent})
        )
    )
    order = draw(st.sampled_from(["desc", "asc"]))
    return {"kind": "rank", **{part: asked[part] for part in parts}, "order": order, "top": top}


def samples() -> st.SearchStrategy[Node]:
    """A share by any salt, composed or not."""
    salts = st.one_of(st.sampled_from(TEXTS), st.text(min_size=1, max_size=6)).filter(_may_be_a_salt)
    return st.fixed_dictionaries({"kind": st.just("sample"), "percent": _PERCENTS, "salt": salts})


def belongings(scene: Scene) -> st.SearchStrategy[Node]:
    """Who is in another audience or is not, its id as a text or as a number."""
    ids = st.sampled_from(sorted(scene.world.audiences))
    operators = st.sampled_from(["member", "not_member"])
    return st.fixed_dictionaries({"kind": st.just("audience"), "audience": ids | ids.map(int), "operator": operators})


def _may_be_a_salt(text: str) -> bool:
    return text.strip() != "" and "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
