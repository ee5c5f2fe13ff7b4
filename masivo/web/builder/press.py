"""What a posted form and its button make of all that is edited: the rule's buttons, undo, templates, pasted JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from masivo.conditions.dump import dump
from masivo.conditions.json_text import read_json
from masivo.conditions.parse import parse
from masivo.errors import DocumentRefused
from masivo.services.audience_templates import find_template
from masivo.web.builder import moves
from masivo.web.builder.actions import ActionUnknown, act
from masivo.web.builder.draft import GroupDraft
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import NotEditable, from_document
from masivo.web.builder.history import History, read_history
from masivo.web.builder.instead import put_instead
from masivo.web.builder.moves import Outcome
from masivo.web.builder.names import Names
from masivo.web.builder.read_form import read_form
from masivo.web.builder.sheet import Sheet, differing, posted_sheet

SAVE = "save"
SAVE_ANYWAY = "save-anyway"
SAVES = (SAVE, SAVE_ANYWAY)
_KEPT = ("", *SAVES)
"""What leaves the rule as it is."""

_STEPS: Mapping[str, tuple[str, Callable[[History], History]]] = {
    "undo": ("Undone", History.undo),
    "redo": ("Done again", History.redo),
}
_INSTEAD = "instead:"
_PASTES = {"paste-instead": moves.take_over, "paste-inside": moves.insert}


@dataclass(frozen=True, slots=True)
class Paste:
    """JSON that somebody pasted, as long as it was not taken over, and why not: where in it, and in words."""

    text: str = ""
    path: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The draft after the button, the texts of the other inputs, their past, and what was pasted.

    `told` says in words what undo or redo changed, which may lie out of sight.
    """

    outcome: Outcome
    texts: Mapping[str, str]
    history: History
    paste: Paste
    told: str = ""


def press(form: "MultiDict[str, str]", names: Names, zone: ZoneInfo) -> Pressed:
    """Read the form and do what its button says. Raises FormMangled or ActionUnknown."""
    sheet = posted_sheet(follow(read_form(form), names), form)
    history = read_history(form.get("history", "")).note(sheet)
    action, pasted = form.get("action", ""), form.get("pasted", "")
    if action in _STEPS:
        return _step(sheet, history, action, pasted)
    texts, paste = dict(sheet.texts), Paste(pasted)
    if action in _KEPT:
        outcome = Outcome(sheet.draft)
    elif action in _PASTES:
        outcome, paste = _paste(sheet.draft, action, pasted, names, zone)
    elif action.startswith("template:"):
        template = find_template(action.removeprefix("template:"))
        if template is None:
            raise ActionUnknown
        outcome = moves.take_over(sheet.draft, from_document(template.document, zone))
        if not texts["name"].strip():
            texts |= {"name": template.name, "description": template.purpose}
    elif action.startswith(_INSTEAD):
        outcome = put_instead(sheet.draft, action.removeprefix(_INSTEAD), names, zone)
    else:
        outcome = act(sheet.draft, action)
    return Pressed(outcome, texts, history, paste)


def _step(sheet: Sheet, history: History, action: str, pasted: str) -> Pressed:
    """One step back or forth; where there is none, all stays as it is."""
    words, step = _STEPS[action]
    stepped = step(history)
    found = stepped.sheet or sheet
    told = f"{words}: {differing(sheet, found)}." if stepped != history else ""
    return Pressed(Outcome(found.draft, action), dict(found.texts), stepped, Paste(pasted), told)


def _paste(draft: GroupDraft, action: str, text: str, names: Names, zone: ZoneInfo) -> tuple[Outcome, Paste]:
    try:
        document = parse(read_json(text), names.vocabulary)
        outcome = _PASTES[action](draft, from_document(dump(document), zone))
    except DocumentRefused as refused:
        return Outcome(draft, "pasted"), Paste(text, refused.path, refused.message)
    except NotEditable as refused:
        return Outcome(draft, "pasted"), Paste(text, "$", str(refused))
    return outcome, Paste(text) if outcome.notice else Paste()
