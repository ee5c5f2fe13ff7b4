"""The people who sign in."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from masivo.extensions import Model
from masivo.models.columns import Instant, utc_now


class User(UserMixin, Model):
    """A person with an e-mail (kept in lower case) and an argon2 hash of the password; a lead decides on held runs."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(255))
    is_lead: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
