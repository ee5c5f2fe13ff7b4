"""The account's settings that people change in the browser; the environment gives their defaults."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from masivo.extensions import Model


class AccountSetting(Model):
    """One setting by name; a name without a row has its default."""

    __tablename__ = "account_settings"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
