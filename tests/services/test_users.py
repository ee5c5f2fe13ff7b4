"""Who may sign in, and with what."""

import argon2
import pytest
from flask import Flask

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import User
from masivo.services.users import create_user, verify_password
from tests.databases import on_both_databases

PASSWORD = "correct horse battery"


@pytest.fixture
def user(app_context: Flask) -> User:
    user = create_user(" Ana.Ruiz@Masivo.Example ", " Ana  Ruiz ", PASSWORD)
    db.session.commit()
    return user


@on_both_databases
def test_a_person_signs_in_in_any_case(user: User) -> None:
    assert (user.email, user.name) == ("ana.ruiz@masivo.example", "Ana Ruiz")
    assert verify_password("ANA.ruiz@masivo.example ", PASSWORD) == user


@on_both_databases
def test_an_email_signs_in_once(user: User) -> None:
    with pytest.raises(FormRefused) as refusal:
        create_user("ana.ruiz@MASIVO.example", "Another", PASSWORD)
    assert refusal.value.field == "email"
    db.session.commit()
    assert db.session.query(User).count() == 1


@pytest.mark.parametrize(
    "email", ["ana.ruiz@masivo.example", "nobody@masivo.example", "no e-mail", "", "a\0b@c.example"]
)
def test_a_wrong_password_or_email_is_nobody(user: User, email: str) -> None:
    assert verify_password(email, "wrong horse battery") is None


def test_a_password_is_kept_as_a_hash(user: User) -> None:
    assert user.password_hash.startswith("$argon2id$")


def test_a_hash_costs_what_its_makers_advise(slow_hasher: argon2.PasswordHasher) -> None:
    assert argon2.extract_parameters(slow_hasher.hash(PASSWORD)) == argon2.profiles.get_default_parameters()


def test_a_hash_of_older_parameters_is_renewed(user: User) -> None:
    user.password_hash = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    db.session.commit()
    assert verify_password(user.email, PASSWORD) == user
    db.session.commit()
    assert "m=64," not in user.password_hash
    assert verify_password(user.email, PASSWORD) == user


@pytest.mark.parametrize(
    ("field", "email", "name", "password"),
    [
        ("email", "not an address", "Ana", PASSWORD),
        ("email", "", "Ana", PASSWORD),
        ("name", "ana@masivo.example", "  ", PASSWORD),
        ("name", "ana@masivo.example", "A" * 121, PASSWORD),
        ("password", "ana@masivo.example", "Ana", "too short"),
        ("password", "ana@masivo.example", "Ana", "x" * 1025),
    ],
)
def test_what_cannot_be_saved_is_refused_at_its_field(
    app_context: Flask, field: str, email: str, name: str, password: str
) -> None:
    with pytest.raises(FormRefused) as refusal:
        create_user(email, name, password)
    assert refusal.value.field == field
