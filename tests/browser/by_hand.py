"""Any document is built in the builder from an empty page as a person would: by roles and labels, part by part."""

import calendar
import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from masivo.conditions.operators import OPERATORS, FieldType, MeasureFn, Operator, Takes
from masivo.conditions.phrases import event_label, field_label, measure_label, operator_label, order_label, period_label
from masivo.conditions.tree import Logic, Order, Period
from masivo.conditions.vocabulary import Vocabulary
from masivo.web.forms.groups import LOGICS, logic_of
from tests.browser.builder import add_value, ask, choose, condition, open_menu, write

Json = Mapping[str, Any]

_WINDOWS = {"last": "in the last", "before_last": "longer ago than", "between": "from … to", "since": "since"}


class ByHand:
    """A person at a page of a new audience, with the types of the names that the data has."""

    def __init__(self, page: Page, names: Vocabulary) -> None:
        self._page = page
        self._names = names
        self._conditions = 0

    def build(self, document: Json) -> None:
        """Make the empty rule say what a document says."""
        self._fill_group(self._group(1), document, 1)

    def _group(self, level: int) -> Locator:
        """The group of a level that was added last."""
        return self._page.get_by_role("group", name=re.compile(f"^Group, level {level}:")).last

    def _fill_group(self, group: Locator, document: Json, level: int) -> None:
        """A group whose one line is empty; what is added last always stands last."""
        logic = logic_of(Logic(document["op"]), document.get("not", False))
        group.get_by_label("Logic of this group").first.select_option(label=LOGICS[logic][0])
        self._settle()
        for place, child in enumerate(document["children"]):
            if place:
                words = "Add a group" if "children" in child else "Add a condition"
                group.get_by_role("button", name=words, exact=True).last.click()
                self._settle()
            if "children" in child:
                self._fill_group(self._group(level + 1), child, level + 1)
                continue
            self._conditions += 1
            self._fill_line(condition(self._page, self._conditions), child)

    def _fill_line(self, line: Locator, asked: Json) -> None:
        getattr(self, f"_{asked['kind']}")(line, asked)
        for flag, words in (("not", "Turn into its opposite"), ("muted", "Mute: leave it out for now")):
            if asked.get(flag):
                open_menu(line)
                line.get_by_role("button", name=words).click()
                self._settle()

    def _attribute(self, line: Locator, asked: Json) -> None:
        self._choose(line, "Question", field_label(asked["field"]))
        self._compare(line, self._names.field_type(asked["field"]), asked)

    def _event(self, line: Locator, asked: Json) -> None:
        first, *others = _listed(asked["event"])
        self._choose(line, "Question", event_label(first))
        for other in others:
            line.get_by_role("button", name="or another event").click()
            self._choose(line, "Or another event", event_label(other))
        self._measure(line, asked["measure"])
        temporal = asked["measure"]["fn"] in (MeasureFn.FIRST, MeasureFn.LAST)
        self._compare(line, FieldType.DATETIME if temporal else FieldType.NUMBER, asked)
        self._window(line, asked)
        self._where(line, asked)

    def _sequence(self, line: Locator, asked: Json) -> None:
        ask(line, "Events in order: first …, then …")
        self._window(line, asked)
        steps = line.get_by_role("listitem")
        for place, step in enumerate(asked["steps"]):
            if place >= 2:  # as many are there
                line.get_by_role("button", name="Add a step").click()
                expect(steps).to_have_count(place + 1)
            one = steps.nth(place)
            self._choose(one, "Event", event_label(step["event"]))
            if "within" in step:
                self._choose(one, "How soon", "within")
                self._span(one, step["within"])
            self._where(one, step)
            if step.get("not"):
                self._choose(one, "Then, or then did not", "then did not")

    def _rank(self, line: Locator, asked: Json) -> None:
        ask(line, "Top customers")
        ((kind, top),) = asked["top"].items()
        self._choose(line, "Event", event_label(asked["event"]))
        self._choose(line, "Customers or percent", "customers" if kind == "count" else "percent of customers")
        write(line, "How many", str(top))
        self._choose(line, "From which end", f"with the {order_label(Order(asked['order']))}")
        self._measure(line, asked["measure"])
        self._window(line, asked)
        self._where(line, asked)

    def _sample(self, line: Locator, asked: Json) -> None:
        ask(line, "Random share")
        write(line, "Percent", str(asked["percent"]))
        write(line, "Name of the draw", asked["salt"])

    def _everyone(self, line: Locator, _asked: Json) -> None:
        ask(line, "Everyone")

    def _measure(self, line: Locator, measure: Json) -> None:
        self._choose(line, "Measure", measure_label(MeasureFn(measure["fn"])))
        if "property" in measure:
            self._choose(line, "Measured property", field_label(measure["property"]))

    def _window(self, line: Locator, asked: Json) -> None:
        window = asked.get("window")
        if window is None:
            return
        if window["kind"] == "period":
            self._choose(line, "When", period_label(Period(window["name"])))
            return
        self._choose(line, "When", _WINDOWS[window["kind"]])
        if "amount" in window:
            self._span(line, window, "How long", "Unit of time")
        if "from" in window:
            write(line, "Since day", window["from"])
        if "to" in window:
            write(line, "To day", window["to"])

    def _where(self, part: Locator, asked: Json) -> None:
        where = asked.get("where", {"op": "all", "children": []})
        for test in where["children"]:
            part.get_by_role("button", name="only where").click()
            self._settle()
            clause = part.locator(".clause").last
            self._choose(clause, "Property", field_label(test["property"]))
            self._compare(clause, self._names.property_type(test["property"]), test)
        if where["op"] == "any":
            self._choose(part, "Which of these must hold", "any of")

    def _compare(self, owner: Locator, of_type: FieldType | None, asked: Json) -> None:
        operator = Operator(asked["operator"])
        value: Any = asked.get("value")
        assert of_type is not None
        self._choose(owner, "Comparison", operator_label(operator, of_type))
        match OPERATORS[operator].takes:
            case Takes.MANY:
                for each in value:
                    add_value(owner, str(each))
            case Takes.RANGE:
                dates = of_type in (FieldType.DATE, FieldType.DATETIME)
                for label, end in zip(("From day", "To day") if dates else ("From", "To"), value, strict=True):
                    write(owner, label, str(end))
            case Takes.SPAN:
                self._span(owner, value)
            case Takes.DAYS:
                write(owner, "Days", str(value["amount"]))
            case Takes.MONTH:
                self._choose(owner, "Month", calendar.month_name[value])
            case Takes.ONE if of_type is FieldType.BOOLEAN:
                self._choose(owner, "Value", "yes" if value else "no")
            case Takes.ONE:
                write(owner, "Day" if of_type in (FieldType.DATE, FieldType.DATETIME) else "Value", str(value))
        if asked.get("missing") == "exclude":
            self._choose(owner, "Customers without a value", "leave out those without a value")

    def _span(self, owner: Locator, span: Json, amount: str = "How many", unit: str = "Unit") -> None:
        write(owner, amount, str(span["amount"]))
        self._settle()
        self._choose(owner, unit, span["unit"] if span["amount"] == 1 else f"{span['unit']}s")

    def _choose(self, owner: Locator, label: str, option: str) -> None:
        choose(owner, label, option)
        self._settle()

    def _settle(self) -> None:
        """The answer to the last choice is in, so that the inputs are those that belong to it."""
        expect(self._page.locator("[data-counting]")).to_have_count(0)
        expect(self._page.locator("form.htmx-request, button.htmx-request")).to_have_count(0)


def _listed(named: str | Sequence[str]) -> Sequence[str]:
    return [named] if isinstance(named, str) else named
