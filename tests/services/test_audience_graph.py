"""Audiences that build on others: whose members they use, what is refused, and who names whom."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event

from masivo.conditions.parse import parse
from masivo.conditions.tree import Group
from masivo.errors import ActionRefused, DocumentRefused, FormRefused
from masivo.extensions import db
from masivo.models import Audience, RunState
from masivo.services.audience_graph import account_vocabulary, audiences_used_by, builds_on, find_loop
from masivo.services.preview_audience import preview_audience
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import living_run
from masivo.services.save_audience import archive_audience, create_audience, edit_audience
from tests.databases import on_both_databases
from tests.services.conftest import draft, rule
from tests.services.people import load_customers


@pytest.fixture(autouse=True)
def people(app_context: Flask) -> None:
    load_customers(ana="CO", luis="MX", eva="CO", sol="PE")


def on(*audiences: Audience, operator: str = "member", muted: bool = False, of: Audience | None = None) -> Group:
    """The rule of those who are, or are not, in any of the audiences; `of` is the one whose rule it is."""
    children = [
        {"kind": "audience", "audience": str(audience.id), "operator": operator, "muted": muted}
        for audience in audiences
    ]
    everyone = [{"kind": "everyone"}] if muted else []
    vocabulary = account_vocabulary(audience_id=of.id if of else None)
    return parse({"version": 1, "op": "any", "children": [*children, *everyone]}, vocabulary)


def build(name: str, document: Group) -> Audience:
    """A saved audience that was calculated."""
    audience = create_audience(draft(name, document=document), None)
    db.session.commit()
    return calculated(audience)


def calculated(audience: Audience) -> Audience:
    """The audience after its living run."""
    run = living_run(audience.id)
    assert run is not None
    recalculate_audience(run.id, "worker-1")
    db.session.expire_all()
    return audience


def change(audience: Audience, document: Group) -> None:
    edit_audience(audience.id, draft(audience.name, document=document), audience.revision, None)
    db.session.commit()


@on_both_databases
def test_the_stored_members_are_used_until_the_next_run() -> None:
    colombians = build("Colombians", rule("CO"))
    others = build("Others", on(colombians, operator="not_member"))
    assert preview_audience(on(colombians), None).count == 2
    change(colombians, rule("PE"))
    assert preview_audience(on(colombians), None).count == 2
    calculated(colombians)
    assert preview_audience(on(colombians), None).count == 1
    assert preview_audience(on(colombians, operator="not_member"), None).count == 3
    assert preview_audience(on(others), None).count == 2


def test_what_was_never_calculated_or_is_archived_is_refused() -> None:
    new = create_audience(draft("New"), None)
    db.session.commit()
    with pytest.raises(DocumentRefused, match="“New” was never calculated") as refused:
        on(new)
    assert refused.value.path == "$.children[0].audience"
    calculated(new)
    archive_audience(new.id)
    with pytest.raises(DocumentRefused, match="“New” is archived"):
        on(new)


def test_a_run_whose_rule_names_what_has_no_members_fails_in_words() -> None:
    first = build("First", rule())
    second = build("Second", rule("MX"))
    change(second, on(first))
    first.run_id = None
    db.session.commit()
    run = living_run(second.id)
    assert run is not None
    calculated(second)
    assert run.state == RunState.FAILED
    assert run.error is not None
    assert "the audience “First” was never calculated" in run.error


def test_no_way_leads_back_to_the_audience_itself() -> None:
    first = build("First", rule())
    with pytest.raises(DocumentRefused, match="“First” builds on “First”"):
        on(first, of=first)
    second = build("Second", on(first))
    third = build("Third", on(build("Aside", rule("MX")), second))
    with pytest.raises(DocumentRefused, match="“First” builds on “Third”, which builds on “Second”, which"):
        on(third, of=first)
    closing = on(third)
    assert find_loop(first.id, closing) == ["First", "Third", "Second", "First"]
    assert find_loop(third.id, on(second)) is None
    with pytest.raises(FormRefused, match="“First” builds on “Third”, which builds on “Second”"):
        edit_audience(first.id, draft("First", document=closing), first.revision, None)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_rules_saved_at_once_close_no_loop(app: Flask) -> None:
    first, second = build("First", rule()), build("Second", rule("MX"))
    edit_audience(first.id, draft("First", document=on(second)), first.revision, None)
    closing, second_id, revision = on(first), second.id, second.revision

    def close() -> None:
        with app.app_context():
            edit_audience(second_id, draft("Second", document=closing), revision, None)
            db.session.commit()

    with ThreadPoolExecutor(1) as another:
        closed = another.submit(close)
        with pytest.raises(TimeoutError):
            closed.result(timeout=1)
        db.session.commit()
        with pytest.raises(FormRefused, match="“Second” builds on “First”, which builds on “Second”"):
            closed.result()


def test_a_loop_beside_the_way_is_walked_once() -> None:
    first, second = build("First", rule()), build("Second", rule("MX"))
    change(first, on(second))
    assert second.version is not None
    second.version.document = f'{{"children": [{{"kind": "audience", "audience": "{first.id}"}}]}}'
    db.session.commit()
    third = build("Third", rule("PE"))
    assert find_loop(third.id, on(first)) is None


@on_both_databases
def test_an_audience_that_others_build_on_is_not_archived() -> None:
    first = build("First", rule())
    second = build("Second", on(first, muted=True))
    third = build("Third", on(second, first))
    assert [other.name for other in builds_on(first.id)] == ["Second", "Third"]
    with pytest.raises(ActionRefused, match="“First” cannot be archived while “Second” and “Third” build on it"):
        archive_audience(first.id)
    archive_audience(third.id)
    with pytest.raises(ActionRefused, match="while “Second” builds on it"):
        archive_audience(first.id)
    change(second, rule("MX"))
    archive_audience(first.id)


def test_a_number_that_another_id_begins_with_does_not_name_it() -> None:
    audiences = [build(f"Audience {number}", rule()) for number in range(12)]
    twelfth = audiences[11]
    build("Builds", on(twelfth))
    assert [other.name for other in builds_on(twelfth.id)] == ["Builds"]
    assert builds_on(audiences[0].id) == builds_on(audiences[1].id) == ()
    assert audiences_used_by(on(twelfth, audiences[0])) == {str(twelfth.id), str(audiences[0].id)}


def test_an_audience_is_asked_for_once() -> None:
    first, second = build("First", rule()).id, build("Second", rule()).id
    vocabulary = account_vocabulary(audience_id=second)
    asked: list[object] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    for _ in range(3):
        assert vocabulary.audience(str(first))
        assert vocabulary.audience("999") is None
    assert len(asked) == 3
