"""Who answers for an audience: named beside its troubles, and told to the webhook; anybody may hand it on."""

from dataclasses import dataclass

from sqlalchemy import select

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import AudienceState, User
from masivo.services.save_audience import find_audience


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in, as people pick them: names may be equal, e-mail addresses are not."""

    name: str
    email: str


def list_people() -> tuple[Person, ...]:
    """Everybody who may sign in, by name."""
    asked = select(User.name, User.email).order_by(User.name, User.email)
    return tuple(Person(*row) for row in db.session.execute(asked))


def change_owner(audience_id: int, email: str) -> User | None:
    """Have the person of that e-mail answer for an audience; an empty one is nobody.

    Raises ActionRefused for an archived audience and for a person who is not there, NotFound.
    """
    audience = find_audience(audience_id)
    if audience.state == AudienceState.ARCHIVED:
        raise ActionRefused("This audience is archived. Nobody needs to answer for it any more.")
    # Compared here, for a posted text may hold what a database refuses.
    owner = next((person for person in db.session.scalars(select(User)) if person.email == email), None)
    if owner is None and email:
        raise ActionRefused(f"Nobody signs in as {email}. Choose somebody else.")
    audience.owner = owner
    return owner
