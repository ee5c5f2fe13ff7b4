"""Who decides on held runs: the leads, of whom there is always one."""

from sqlalchemy import select

from masivo.conditions.wording import listed
from masivo.errors import ActionRefused, FormRefused, NotFound
from masivo.extensions import db
from masivo.models import User


def list_leads() -> list[User]:
    """All leads, by name."""
    return list(db.session.scalars(select(User).where(User.is_lead).order_by(User.name, User.email)))


def change_lead(email: str, *, lead: bool) -> User:
    """Make the person of that e-mail a lead, or none any more.

    Raises NotFound, and FormRefused where nobody else would be one.
    """
    user = db.session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFound(f"Nobody signs in as {email}.")
    if not lead and list_leads() == [user]:
        raise FormRefused("lead", f"{user.name} is the only lead. Make somebody else one first.")
    user.is_lead = lead
    return user


def who_decides() -> str:
    """The leads' names, as a sentence puts them: "Ana, Ben or Eva"."""
    return listed([lead.name for lead in list_leads()], "or")


def require_lead(person: User) -> None:
    """Raises ActionRefused for a person who is no lead."""
    if not person.is_lead:
        raise ActionRefused(f"Only a lead decides on what is held. Ask {who_decides()}.")
