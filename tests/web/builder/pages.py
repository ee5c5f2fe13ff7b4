"""A draft as the page shows it, without a warehouse: for tests of what the form carries."""

from datetime import UTC, datetime

from flask import Flask, render_template

from masivo.web.builder.complete import complete
from masivo.web.builder.draft import GroupDraft
from masivo.web.builder.editor import Editor
from masivo.web.builder.names import names_of
from masivo.web.builder.preview import Preview
from masivo.web.edit_audience import words
from masivo.web.forms.audience import FrequencyForm, SettingsForm
from masivo.web.forms.limits import LimitsForm
from tests.conditions.account import ACCOUNT, AUDIENCES, BOGOTA, USABLE_AUDIENCES

NAMES = names_of(ACCOUNT, {id_: audience.name for id_, audience in AUDIENCES.items() if id_ in USABLE_AUDIENCES})
NOW = datetime(2026, 11, 22, 15, 42, tzinfo=UTC)


def editor_for(draft: GroupDraft) -> Editor:
    completed = complete(draft, NAMES, BOGOTA)
    return Editor(SettingsForm(), FrequencyForm(), LimitsForm(), NAMES, completed, Preview(NOW), {})


def page_of(draft: GroupDraft, app: Flask) -> str:
    """The fragment that the live answer is."""
    with app.test_request_context():
        return render_template("audiences/_editor.html", **words(editor_for(draft)))
