"""The people who sign in: making one, and checking a password."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import User
from masivo.services.leads import list_leads

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
"""Characters; longer ones would only keep the server hashing."""

_NAME_LENGTH = 120
_HASHER = PasswordHasher()
_NOBODYS_HASH = _HASHER.hash("the password of nobody")


def create_user(email: str, name: str, password: str, *, lead: bool = False) -> User:
    """A new person who may sign in; the first one is a lead, for there has to be one.

    Raises FormRefused, whose field is email, name or password.
    """
    address = _checked_email(email)
    name = " ".join(name.split())
    if not 0 < len(name) <= _NAME_LENGTH:
        raise FormRefused("name", f"Give a name of 1 to {_NAME_LENGTH} characters.")
    if len(password) < SHORTEST_PASSWORD:
        raise FormRefused("password", f"The password needs at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise FormRefused("password", f"The password has at most {LONGEST_PASSWORD} characters.")
    user = User(email=address, name=name, password_hash=_HASHER.hash(password), is_lead=lead or not list_leads())
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise FormRefused("email", f"{address} can sign in already.") from None
    return user


def verify_password(email: str, password: str) -> User | None:
    """The person whose e-mail and password these are, else None, which takes as long for an e-mail nobody has.

    A hash of older parameters is renewed; commit afterwards to keep it.
    """
    try:
        user = db.session.scalar(select(User).where(User.email == _checked_email(email)))
    except FormRefused:
        user = None
    kept = user.password_hash if user is not None else _NOBODYS_HASH
    try:
        _HASHER.verify(kept, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return None
    if user is not None and _HASHER.check_needs_rehash(kept):
        user.password_hash = _HASHER.hash(password)
    return user


def _checked_email(email: str) -> str:
    try:
        found = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise FormRefused("email", f"This is not an e-mail address: {error}") from None
    return found.normalized.lower()
