"""The editor of a new audience, of a stored one, or of what was posted: everything asked and, once shown, counted."""

from datetime import datetime

from werkzeug.datastructures import MultiDict

from masivo.conditions.json_text import read_json
from masivo.models import Audience
from masivo.services.account import list_brands
from masivo.services.audience_templates import Template
from masivo.services.schedule import next_runs
from masivo.web.builder.complete import Completed, complete
from masivo.web.builder.draft import GroupDraft
from masivo.web.builder.editor import Editor, counted_brand
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import from_document, new_draft
from masivo.web.builder.history import History
from masivo.web.builder.insight import Wishes, insight
from masivo.web.builder.names import account_names
from masivo.web.builder.press import press
from masivo.web.builder.preview import Preview, preview
from masivo.web.builder.suggestions import suggestions
from masivo.web.clock import audience_clock, page_now, page_zone
from masivo.web.forms.audience import FrequencyForm, SettingsForm, frequency_of, settings_of
from masivo.web.forms.limits import LimitsForm, limits_form_of
from masivo.web.fragments import plain
from masivo.web.shell import brand_name, chosen_brand

_RUNS_SHOWN = 5


def new_editor(template: Template | None) -> Editor:
    """A new audience: of the brand that the frame is set to, else of the first one; daily; an empty line or a template.

    Where script will ask for the counts they wait, so that the page is there at once. Raises NotEditable.
    """
    brands = list_brands()
    brand_id = chosen_brand().id or (brands[0].id if brands else "")
    data = {"scope": "one" if brand_id else "all", "brand_id": brand_id}
    if template is None:
        settings = SettingsForm(data=data)
        return _editor(settings, FrequencyForm(), LimitsForm(), new_draft(), None, waits=not plain(), focus="name")
    data |= {"name": template.name, "description": template.purpose}
    draft = from_document(template.document, page_zone())
    return _editor(SettingsForm(data=data), FrequencyForm(), LimitsForm(), draft, None, waits=not plain())


def editor_of(audience: Audience) -> Editor:
    """An audience as it is stored; its counts wait like those of a new one. Raises NotEditable.

    Some of its people are shown from the start: whoever edits it sees who would join and who would leave.
    """
    assert audience.version is not None
    document = read_json(audience.version.document)
    draft = from_document(document if isinstance(document, dict) else {}, page_zone())
    return _editor(
        SettingsForm(data=settings_of(audience)),
        FrequencyForm(data=frequency_of(audience)),
        limits_form_of(audience),
        draft,
        audience.brand_id,
        waits=not plain(),
        audience_id=audience.id,
        revision=audience.revision,
        wishes=Wishes(sampled=True),
    )


def posted_editor(form: "MultiDict[str, str]", kept_brand: str | None = None) -> Editor:
    """What was posted, after its button. Raises FormMangled or ActionUnknown."""
    audience_id = _whole(form.get("audience", "")) or None
    pressed = press(form, account_names(audience_id), page_zone())
    form = MultiDict(form)
    for name, text in pressed.texts.items():
        form[name] = text
    outcome = pressed.outcome
    editor = _editor(
        SettingsForm(form),
        FrequencyForm(form),
        LimitsForm(form),
        outcome.draft,
        kept_brand,
        audience_id=audience_id,
        revision=_whole(form.get("revision", "")),
        tried="tried" in form,
        wishes=Wishes.of(form),
        focus=outcome.focus,
        notice=outcome.notice,
    )
    editor.history = pressed.history.note(editor.sheet)
    editor.paste, editor.as_json, editor.told = pressed.paste, "as_json" in form, pressed.told
    return editor


def _editor(
    settings: SettingsForm,
    frequency: FrequencyForm,
    limits: LimitsForm,
    draft: GroupDraft,
    kept_brand: str | None,
    *,
    waits: bool = False,
    audience_id: int | None = None,
    revision: int = 0,
    tried: bool = False,
    wishes: Wishes = Wishes(),  # noqa: B008 - it is frozen
    focus: str = "",
    notice: str = "",
) -> Editor:
    settings.offer(list_brands(), kept_brand)
    names = account_names(audience_id)
    completed = complete(follow(draft, names), names, page_zone())
    if tried:
        settings.validate()
        frequency.validate()
        limits.validate()
    shown = Preview(_this_minute(), waits=True) if waits else _preview(settings, completed)
    editor = Editor(
        settings=settings,
        frequency=frequency,
        limits=limits,
        names=names,
        audience_id=audience_id,
        completed=completed,
        preview=shown,
        insight=insight(completed, shown.evaluation, counted_brand(settings), audience_id, wishes),
        suggestions=suggestions(completed.draft),
        revision=revision,
        tried=tried,
        focus=focus,
        notice=notice,
        upcoming=_upcoming(settings, frequency),
    )
    editor.history = History().note(editor.sheet)
    return editor


def _preview(settings: SettingsForm, completed: Completed) -> Preview:
    as_of = _this_minute()
    try:
        brand = settings.brand
    except ValueError as error:
        return Preview(as_of, reason=str(error))
    return preview(completed, brand, brand_name(brand) if brand else None, as_of)


def _this_minute() -> datetime:
    """The edits of a minute share what was counted before."""
    return page_now().replace(second=0, microsecond=0)


def _upcoming(settings: SettingsForm, frequency: FrequencyForm) -> list[datetime]:
    try:
        return next_runs(frequency.schedule, page_now(), audience_clock(counted_brand(settings)), _RUNS_SHOWN)
    except ValueError:
        return []


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
