"""`masivo users` lets a person sign in, once, with a password that will do, and says who is a lead."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from masivo.cli import main
from masivo.extensions import db
from masivo.models import User
from masivo.services.leads import list_leads
from masivo.services.users import verify_password

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, home: Path, database_url: str) -> None:
    monkeypatch.setenv("MASIVO_HOME", str(home))
    monkeypatch.setenv("DATABASE_URL", database_url)


def create(*arguments: str, typed: str) -> Result:
    return CliRunner().invoke(main, ["users", "create", *arguments], input=typed)


def test_the_password_is_asked_for_twice(app_context: Flask) -> None:
    done = create("Ana@Example.com", "--name", "Ana Torres", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Ana Torres can sign in as ana@example.com.")
    assert PASSWORD not in done.output
    assert verify_password("ana@example.com", PASSWORD)


def test_the_password_can_come_on_standard_input(app_context: Flask) -> None:
    done = create("ana@example.com", "--name", "Ana", "--password-stdin", typed=f"{PASSWORD}\nmore\n")
    assert done.exit_code == 0
    assert verify_password("ana@example.com", PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "password", "sentence"),
    [
        ("nowhere", "Ana", PASSWORD, "not an e-mail address"),
        ("ana@example.com", " ", PASSWORD, "Give a name"),
        ("ana@example.com", "Ana", "short", "at least 10 characters"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    app_context: Flask, email: str, name: str, password: str, sentence: str
) -> None:
    done = create(email, "--name", name, "--password-stdin", typed=password)
    assert done.exit_code == 2
    assert sentence in done.output
    assert db.session.scalars(select(User)).all() == []


def test_a_person_is_made_once(app_context: Flask) -> None:
    for exit_code in (0, 2):
        done = create("ana@example.com", "--name", "Ana", "--password-stdin", typed=PASSWORD)
        assert done.exit_code == exit_code
    assert "ana@example.com can sign in already." in done.output


def lead(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["users", "lead", *arguments])


def test_the_first_person_is_a_lead_and_makes_others(app_context: Flask) -> None:
    create("ana@example.com", "--name", "Ana", "--password-stdin", typed=PASSWORD)
    create("ben@example.com", "--name", "Ben", "--password-stdin", typed=PASSWORD)
    create("eva@example.com", "--name", "Eva", "--password-stdin", "--lead", typed=PASSWORD)
    assert [user.name for user in list_leads()] == ["Ana", "Eva"]
    assert lead("Ben@example.com").output == "Ben is a lead.\n"
    assert lead("ana@example.com", "--remove").output == "Ana is a lead no more.\n"
    assert [user.name for user in list_leads()] == ["Ben", "Eva"]


def test_there_is_always_a_lead(app_context: Flask) -> None:
    create("ana@example.com", "--name", "Ana", "--password-stdin", typed=PASSWORD)
    done = lead("ana@example.com", "--remove")
    assert (done.exit_code, done.output) == (2, "Ana is the only lead. Make somebody else one first.\n")
    assert "Nobody signs in as ben@example.com." in lead("ben@example.com").output
