"""All that the page of an audience's editing shows, made of nothing but what the form sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from masivo.conditions.describe import describe_condition
from masivo.conditions.dump import dump, dump_text
from masivo.conditions.json_text import write_json_lines
from masivo.conditions.limits import CONDITIONS
from masivo.conditions.tree import Group, Node
from masivo.errors import WarehouseUnavailable
from masivo.models import Audience
from masivo.services.audience_graph import sizes_in_force
from masivo.services.audience_templates import TEMPLATES, Template
from masivo.services.connections import warehouse
from masivo.services.estimate_impact import impact_percent
from masivo.services.loosen_rule import loosen_rule
from masivo.services.save_audience import AudienceDraft
from masivo.web.builder.complete import Completed
from masivo.web.builder.draft import EventsDraft, LineDraft, all_ids
from masivo.web.builder.hints import Hint, audience_hints, hints, warnings
from masivo.web.builder.history import History, write_history
from masivo.web.builder.insight import Insight
from masivo.web.builder.instead import instead_text
from masivo.web.builder.names import Names
from masivo.web.builder.press import Paste
from masivo.web.builder.preview import Preview
from masivo.web.builder.resolved import resolved
from masivo.web.builder.seen import mark_of
from masivo.web.builder.sheet import Sheet, sheet_of
from masivo.web.builder.suggestions import never_had
from masivo.web.builder.thousands import parted_thousands
from masivo.web.clock import audience_clock, page_now, page_zone
from masivo.web.forms.audience import FrequencyForm, SettingsForm
from masivo.web.forms.limits import LimitsForm


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that keeps the audience from being saved: where it stands in the page, what it is called, and why."""

    target: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a line or group could be instead: in words, as text for the button that does it, and how many it finds."""

    node_id: str
    words: str
    text: str
    count: int


@dataclass
class Editor:
    """The forms, the draft with every line asked, what it matches, and how the page came to be.

    `tried` says that saving was refused, so that what is missing is said beside every field; `focus` is the DOM id
    that a button leaves the focus on, `notice` a sentence where it could do nothing. `revision` is that of the
    audience when it was opened, 0 for a new one; `audience_id` is None for a new one. `history` knows the sheet that is
    shown, and `told` what undo changed in it; `paste` is JSON that was not taken over (yet); `as_json` says that the
    rule is shown as a document too.
    """

    settings: SettingsForm
    frequency: FrequencyForm
    limits: LimitsForm
    names: Names
    completed: Completed
    preview: Preview
    suggestions: Mapping[str, list[tuple[str, int]]]
    audience_id: int | None = None
    revision: int = 0
    tried: bool = False
    focus: str = ""
    notice: str = ""
    upcoming: list[datetime] = field(default_factory=list)
    history: History = field(default_factory=History)
    told: str = ""
    paste: Paste = field(default_factory=Paste)
    as_json: bool = False
    insight: Insight = field(default_factory=Insight)
    asks_again: bool = False
    seen: Mapping[str, str] = field(default_factory=dict)

    def audience_draft(self) -> AudienceDraft | None:
        """What is to be saved; None where something is missing, which the page then says."""
        self.tried = True
        valid = [self.settings.validate(), self.frequency.validate(), self.limits.validate()]
        rule = self.completed.rule
        if not all(valid) or not self.completed.whole or rule is None:
            return None
        return AudienceDraft(
            name=self.settings.name.data or "",
            description=self.settings.description.data or "",
            brand_id=self.settings.brand,
            schedule=self.frequency.schedule,
            document=rule,
            limits=self.limits.limits,
        )

    def moves_many(self, audience: Audience, draft: AudienceDraft) -> bool:
        """Whether saving another rule or brand moves so many members that the page asks once more."""
        assert audience.version is not None
        same = dump_text(draft.document) == audience.version.document and draft.brand_id == audience.brand_id
        impact = self.insight.impact
        self.asks_again = not same and impact is not None and impact.exceeds(impact_percent())
        return self.asks_again

    def refuse(self, name: str, sentence: str) -> None:
        """Put a sentence of the service beside its input, or above the rule where it has none."""
        for form in (self.settings, self.limits):
            if name in form:
                form[name].errors = (*form[name].errors, sentence)
                return
        self.notice = sentence

    def meant(self, line_id: str) -> list[str]:
        """The dates that the line's relative parts mean just now."""
        condition = self.completed.lines[line_id].condition
        return resolved(condition, self.names.vocabulary, self.preview.as_of, page_zone()) if condition else []

    def mark(self, line: LineDraft, parent: str, level: int, joint: str) -> str:
        """The mark of everything that a line is drawn from but its sizes and dates, which are drawn in any case.

        What is known of its names is told by the day and the data version, so an hour is as long as it may stand.
        """
        has_focus = self.focus.partition("-")[0] in all_ids(line)
        known = self.preview.unknown.get(line.id), f"{self.preview.as_of:%Y-%m-%d %H}"
        place = parent, level, joint, self.numbers[line.id]
        return mark_of((line, *place, *known, self.tried, self.focus if has_focus else "", self.names.mark))

    def hints(self) -> dict[str, Hint]:
        """What is known of each name where it is chosen; nothing where the data cannot be read just now."""
        try:
            return hints(warehouse().snapshot(), page_now()) | audience_hints(sizes_in_force(), page_now())
        except WarehouseUnavailable:
            return {}

    def looser(self) -> list[Change]:
        """The smallest changes with which a rule that finds nobody finds somebody; none while it cannot be known."""
        rule, evaluation = self.completed.rule, self.preview.evaluation
        if rule is None or evaluation is None:
            return []
        try:
            found = loosen_rule(rule, evaluation, counted_brand(self.settings))
        except WarehouseUnavailable:
            return []
        return [
            Change(self.node_at[each.path], self._words(each.node), instead_text(each.node), each.count)
            for each in found
        ]

    def _words(self, node: Node) -> str:
        if isinstance(node, Group):
            return "with any one of its conditions enough"
        words = describe_condition(node, as_of=self.preview.as_of, zone=page_zone(), vocabulary=self.names.vocabulary)
        return f"as “{words}”"

    def warnings(self, part: EventsDraft) -> list[str]:
        """Why a line or step may find nobody, or others than are meant, from what is known of its names."""
        try:
            snapshot = warehouse().snapshot()
            known = warnings(part, snapshot, page_now()) + never_had(part, snapshot)
            return known + parted_thousands(part, self.names)
        except WarehouseUnavailable:
            return []

    @property
    def clock(self) -> ZoneInfo:
        """The zone by whose clock the audience is scheduled."""
        return audience_clock(counted_brand(self.settings))

    @property
    def sheet(self) -> Sheet:
        """All that is edited, as the page shows it."""
        return sheet_of(self.completed.draft, self.settings, self.frequency, self.limits)

    @property
    def packed_history(self) -> str:
        """The history for the form to carry."""
        return write_history(self.history)

    @property
    def json(self) -> str:
        """The finished lines as a document, for people to read and copy."""
        return write_json_lines(dump(self.completed.rule)) if self.completed.rule else ""

    @property
    def templates(self) -> tuple[Template, ...]:
        """The rules to start from."""
        return TEMPLATES

    @property
    def rule_mark(self) -> str:
        """The same for the same rule of the same brand, whose lines have the same ids."""
        return mark_of((self.json, counted_brand(self.settings), self.completed.paths))

    @property
    def fresh(self) -> bool:
        """Whether nothing is asked yet, so that a template is offered."""
        return not any(asked.draft.subject for asked in self.completed.lines.values())

    @property
    def nearly_full(self) -> bool:
        """Whether the rule comes close to the most conditions that one may have, which is then said."""
        return len(self.completed.lines) >= CONDITIONS * 4 // 5

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each line's place in the rule, from 1, by its id: what it is called."""
        return {line_id: number for number, line_id in enumerate(self.completed.lines, start=1)}

    @property
    def node_count(self) -> int:
        """How many nodes, steps and `where` lines the form holds."""
        return sum(1 for _ in all_ids(self.completed.draft))

    @property
    def unfinished(self) -> list[Missing]:
        """What keeps lines and groups from taking part, in the rule's order."""
        problems = self.completed.problems
        return [Missing(node_id, self.called(node_id), problem.sentence) for node_id, problem in problems.items()]

    @property
    def missing(self) -> list[Missing]:
        """All that keeps the audience from being saved, from the top of the page down."""
        inputs = [*self.settings, *self.frequency, *self.limits]
        fields = [Missing(each.id, each.label.text, str(sentence)) for each in inputs for sentence in each.errors]
        return [*fields, *self.unfinished]

    @property
    def node_at(self) -> dict[str, str]:
        """The id in the form of each counted node, by its path in the rule."""
        return {path: node_id for node_id, path in self.completed.paths.items()}

    def called(self, node_id: str) -> str:
        """What a node is called; a step or a `where` line goes by the condition in which it stands."""
        if node_id == self.completed.draft.id:
            return "The rule"
        for line_id, asked in self.completed.lines.items():
            if node_id in all_ids(asked.draft):
                return f"Condition {self.numbers[line_id]}"
        return "A group"


def counted_brand(settings: SettingsForm) -> str | None:
    """The brand that is counted; None for all brands, and while none is chosen, when nothing is counted."""
    try:
        return settings.brand
    except ValueError:
        return None
