# What this product uses of Flask-WTF 1.3, which ships no types.
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Form
from wtforms.fields.core import Field

from flask_wtf.csrf import CSRFProtect as CSRFProtect

class FlaskForm(Form):
    def __init__(self, formdata: Any = ..., **kwargs: Any) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: Mapping[str, Any] | None = None) -> bool: ...
    def hidden_tag(self, *fields: Field | str) -> Markup: ...
