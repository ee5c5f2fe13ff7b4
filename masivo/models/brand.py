"""The account's brands and its own settings, as people name them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from masivo.extensions import Model


class Brand(Model):
    """What the account says of a brand id of the warehouse; a brand without a row here shows its id.

    `zone` is the IANA time zone by whose clock its audiences are scheduled; None is the account's.
    """

    __tablename__ = "brands"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str | None] = mapped_column(String(64))
