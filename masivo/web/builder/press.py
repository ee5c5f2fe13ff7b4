"""What a posted form and the button that sent it make of the rule: its own buttons, undo, templates and pasted JSON."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from masivo.conditions.dump import dump
from masivo.conditions.json_text import read_json
from masivo.conditions.parse import parse
from masivo.errors import DocumentRefused
from masivo.services.audience_templates import Template, find_template
from masivo.web.builder import moves
from masivo.web.builder.actions import ActionUnknown, act
from masivo.web.builder.draft import GroupDraft
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import NotEditable, from_document
from masivo.web.builder.history import History, read_history
from masivo.web.builder.moves import Outcome
from masivo.web.builder.names import Names
from masivo.web.builder.read_form import read_form

SAVE = "save"
SAVE_ANYWAY = "save-anyway"
SAVES = (SAVE, SAVE_ANYWAY)
_KEPT = ("", *SAVES)
"""What leaves the rule as it is."""

_PASTES = {"paste-instead": moves.take_over, "paste-inside": moves.insert}


@dataclass(frozen=True, slots=True)
class Paste:
    """JSON that somebody pasted, as long as it was not taken over, and why not: where in it, and in words."""

    text: str = ""
    path: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The draft after the button, with its past, the template that was taken and what was pasted."""

    outcome: Outcome
    history: History
    paste: Paste
    template: Template | None = None


def press(form: "MultiDict[str, str]", names: Names, zone: ZoneInfo) -> Pressed:
    """Read the form and do what its button says. Raises FormMangled or ActionUnknown."""
    draft = follow(read_form(form), names)
    history = read_history(form.get("history", "")).note(draft)
    paste = Paste(form.get("pasted", ""))
    action = form.get("action", "")
    template = None
    if action in _KEPT:
        outcome = Outcome(draft)
    elif action in ("undo", "redo"):
        history = history.undo() if action == "undo" else history.redo()
        outcome = Outcome(history.draft or draft, action)
    elif action in _PASTES:
        outcome, paste = _paste(draft, action, paste.text, names, zone)
    elif action.startswith("template:"):
        template = find_template(action.removeprefix("template:"))
        if template is None:
            raise ActionUnknown
        outcome = moves.take_over(draft, from_document(template.document, zone))
    else:
        outcome = act(draft, action)
    return Pressed(outcome, history, paste, template)


def _paste(draft: GroupDraft, action: str, text: str, names: Names, zone: ZoneInfo) -> tuple[Outcome, Paste]:
    try:
        document = parse(read_json(text), names.vocabulary)
        outcome = _PASTES[action](draft, from_document(dump(document), zone))
    except DocumentRefused as refused:
        return Outcome(draft, "pasted"), Paste(text, refused.path, refused.message)
    except NotEditable as refused:
        return Outcome(draft, "pasted"), Paste(text, "$", str(refused))
    return outcome, Paste(text) if outcome.notice else Paste()
