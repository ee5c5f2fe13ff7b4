"""What people do to audiences: create, edit, duplicate, pause, resume, archive. None of it commits."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from masivo.conditions.dump import dump_text
from masivo.conditions.fold import fold, normalise
from masivo.conditions.tree import Group
from masivo.conditions.wording import listed
from masivo.errors import ActionRefused, EditConflict, FormRefused, NotFound
from masivo.extensions import db
from masivo.models import Audience, AudienceState, AudienceVersion, Cause, Run, User
from masivo.models.columns import utc_now
from masivo.services.account import list_brands, read_clocks
from masivo.services.audience_graph import audiences_used_by, builds_on, find_loop
from masivo.services.conditional_update import took_effect
from masivo.services.held_runs import discard_held
from masivo.services.runs import ask_run, cancel_run, withdraw_runs
from masivo.services.schedule import Schedule, next_run, schedule_of
from masivo.services.size_limits import NO_LIMITS, SizeLimits, size_limits_of

NAME_LENGTH = 120
DESCRIPTION_LENGTH = 2000

_LARGEST_ID = 2**31 - 1
_GRAPH = 0x6D617369766F
"""The number of PostgreSQL's advisory lock, this product's own."""


@dataclass(frozen=True, slots=True)
class AudienceDraft:
    """What the form says of an audience. `brand_id` None means all brands; `document` was parsed, so it is valid."""

    name: str
    description: str
    brand_id: str | None
    schedule: Schedule
    document: Group
    limits: SizeLimits = NO_LIMITS


def find_audience(audience_id: int) -> Audience:
    """The audience of that id. Raises NotFound."""
    found = db.session.get(Audience, audience_id) if 0 < audience_id <= _LARGEST_ID else None
    if found is None:
        raise NotFound("There is no such audience.")
    return found


def create_audience(draft: AudienceDraft, author: User | None, now: datetime | None = None) -> Audience:
    """A new active audience with version 1 and a queued run (`living_run` names it for `enqueue_run`).

    Raises FormRefused where the draft cannot be saved.
    """
    draft = _checked(draft, None)
    audience = Audience(created_by=author, owner=author)
    _take_over(audience, draft, now := now or utc_now())
    _set_schedule(audience, draft.schedule, now)
    db.session.add(audience)
    _flush_name(draft)
    _add_version(audience, draft.document, author)
    ask_run(audience, Cause.SAVED, asked_by=author)
    return audience


def edit_audience(
    audience_id: int, draft: AudienceDraft, revision: int, author: User | None, now: datetime | None = None
) -> Audience:
    """Save a form that was opened at `revision`: a new version where the rule changed, and a run where the members may.

    Raises EditConflict when somebody saved meanwhile, FormRefused, ActionRefused (archived) or NotFound.
    """
    audience = _lock(audience_id, revision)
    draft = _checked(draft, audience)
    _refuse_loop(audience_id, draft.document)
    another_brand = draft.brand_id != audience.brand_id
    with db.session.no_autoflush:
        _take_over(audience, draft, now := now or utc_now())
        if another_brand or schedule_of(audience) != draft.schedule:
            _set_schedule(audience, draft.schedule, now)
    _flush_name(draft)
    withdraw_runs(now, Run.audience_id == audience_id)
    assert audience.version is not None
    another_rule = dump_text(draft.document) != audience.version.document
    if another_rule:
        _add_version(audience, draft.document, author)
    if another_rule or another_brand:
        discard_held(audience_id, "the rule was edited")
        ask_run(audience, Cause.SAVED, asked_by=author)
    return audience


def duplicate_audience(audience_id: int, author: User | None, now: datetime | None = None) -> Audience:
    """A new audience with the same rule, scope and schedule, under a free name. Raises NotFound."""
    original = find_audience(audience_id)
    assert original.version is not None
    audience = Audience(created_by=author, owner=author, description=original.description, brand_id=original.brand_id)
    _set_limits(audience, size_limits_of(original))
    audience.name = _free_name(original.name, original.brand_id)
    audience.name_folded = fold(audience.name)
    _set_schedule(audience, schedule_of(original), now or utc_now())
    db.session.add(audience)
    db.session.flush()
    audience.version = AudienceVersion(
        audience=audience, number=1, document=original.version.document, created_by=author
    )
    ask_run(audience, Cause.SAVED, asked_by=author)
    return audience


def pause_audience(audience_id: int, now: datetime | None = None) -> Audience:
    """Recalculate only on demand from now on. Raises ActionRefused for an archived audience, NotFound."""
    audience = _not_archived(audience_id)
    audience.state = AudienceState.PAUSED
    audience.next_run_at = None
    db.session.flush()
    withdraw_runs(now or utc_now(), Run.audience_id == audience_id)
    return audience


def resume_audience(audience_id: int, now: datetime | None = None) -> Audience:
    """Keep the schedule again, from now on. Raises ActionRefused for an archived audience, NotFound."""
    audience = _not_archived(audience_id)
    if audience.state == AudienceState.PAUSED:
        audience.state = AudienceState.ACTIVE
        audience.next_run_at = next_run(schedule_of(audience), now or utc_now(), read_clocks().of(audience.brand_id))
    return audience


def archive_audience(audience_id: int, now: datetime | None = None) -> Audience:
    """Put an audience away: it is never recalculated again, and its name is free.

    Raises ActionRefused while other audiences build on it, NotFound.
    """
    audience = find_audience(audience_id)
    _lock_graph()
    if others := builds_on(audience_id):
        named = listed([f"“{other.name}”" for other in others], "and")
        build, rules = ("builds", "that rule") if len(others) == 1 else ("build", "their rules")
        raise ActionRefused(
            f"“{audience.name}” cannot be archived while {named} {build} on it. Take it out of {rules} first."
        )
    audience.state = AudienceState.ARCHIVED
    audience.next_run_at = None
    db.session.flush()
    cancel_run(audience_id, None, now or utc_now())
    discard_held(audience_id, "the audience was archived")
    return audience


def _refuse_loop(audience_id: int, document: Group) -> None:
    if audiences_used_by(document):
        _lock_graph()
    if loop := find_loop(audience_id, document):
        first, *others = (f"“{name}”" for name in loop)
        way = ", which builds on ".join(others)
        raise FormRefused("document", f"An audience may not build on itself: {first} builds on {way}.")


def _lock_graph() -> None:
    """Until the commit nobody else changes who builds on whom: two rules saved at once could close a loop between them.

    On SQLite whoever writes is alone.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_GRAPH)))


def _lock(audience_id: int, revision: int) -> Audience:
    """The audience, its row locked until the commit, so that no run publishes an outdated rule meanwhile."""
    audience = _not_archived(audience_id)
    taken = update(Audience).where(
        Audience.id == audience_id, Audience.revision == revision, Audience.state != AudienceState.ARCHIVED
    )
    if not took_effect(taken.values(revision=revision + 1)):
        raise EditConflict("Somebody else saved this audience after you opened it. Nothing of yours was saved yet.")
    db.session.refresh(audience)
    return audience


def _not_archived(audience_id: int) -> Audience:
    audience = find_audience(audience_id)
    if audience.state == AudienceState.ARCHIVED:
        raise ActionRefused("This audience is archived. Duplicate it to work with its rule again.")
    return audience


def _take_over(audience: Audience, draft: AudienceDraft, now: datetime) -> None:
    audience.name = draft.name
    audience.name_folded = fold(draft.name)
    audience.description = draft.description
    audience.brand_id = draft.brand_id
    audience.updated_at = now
    _set_limits(audience, draft.limits)


def _set_limits(audience: Audience, limits: SizeLimits) -> None:
    audience.least_size = limits.least_size
    audience.most_size = limits.most_size
    audience.most_change = limits.most_change
    audience.most_change_percent = limits.most_change_percent


def _set_schedule(audience: Audience, schedule: Schedule, now: datetime) -> None:
    audience.frequency = schedule.frequency
    audience.run_minute = schedule.minute
    audience.run_weekday = schedule.weekday
    audience.run_day = schedule.day
    audience.run_month = schedule.month
    if audience.state != AudienceState.PAUSED:
        audience.next_run_at = next_run(schedule, now, read_clocks().of(audience.brand_id))


def _add_version(audience: Audience, document: Group, author: User | None) -> None:
    latest = db.session.scalar(
        select(func.max(AudienceVersion.number)).where(AudienceVersion.audience_id == audience.id)
    )
    audience.version = AudienceVersion(
        audience=audience, number=(latest or 0) + 1, document=dump_text(document), created_by=author
    )
    db.session.flush()


def _checked(draft: AudienceDraft, present: Audience | None) -> AudienceDraft:
    """The draft with its texts in order; `present` is the audience that is edited, whose brand may have gone."""
    draft.limits.check()
    name = " ".join(normalise(draft.name).split())
    description = normalise(draft.description).replace("\r\n", "\n")
    _check_text("name", name, NAME_LENGTH)
    _check_text("description", description.replace("\n", " ").replace("\t", " "), DESCRIPTION_LENGTH)
    if not name:
        raise FormRefused("name", "Give the audience a name.")
    unchanged = present is not None and present.brand_id == draft.brand_id
    if draft.brand_id is not None and not unchanged and draft.brand_id not in {brand.id for brand in list_brands()}:
        raise FormRefused("brand_id", "This brand has no data any more; choose another one, or all brands.")
    if _name_taken(name, draft.brand_id, present):
        raise _name_refused(name, draft.brand_id)
    return replace(draft, name=name, description=description)


def _check_text(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise FormRefused(field, f"At most {limit:,} characters fit here; this has {len(text):,}.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise FormRefused(field, "This holds a control character, which cannot be shown. Type it anew.")


def _name_taken(name: str, brand_id: str | None, present: Audience | None = None) -> bool:
    same = select(Audience.id).where(
        Audience.name_folded == fold(name),
        func.coalesce(Audience.brand_id, "") == (brand_id or ""),
        Audience.state != AudienceState.ARCHIVED,
        Audience.id != (present.id if present is not None else 0),
    )
    with db.session.no_autoflush:
        return db.session.scalar(same.limit(1)) is not None


def _name_refused(name: str, brand_id: str | None) -> FormRefused:
    scope = "for all brands" if brand_id is None else "of this brand"
    return FormRefused("name", f"There is an audience {scope} called “{name}” already. Choose another name.")


def _flush_name(draft: AudienceDraft) -> None:
    """Write the audience; the index has the last word where two people choose one name at the same moment."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        if "uq_audiences_living_name" not in str(error.orig):
            raise
        raise _name_refused(draft.name, draft.brand_id) from error


def _free_name(name: str, brand_id: str | None) -> str:
    number = 1
    while True:
        ending = " (copy)" if number == 1 else f" (copy {number})"
        candidate = name[: NAME_LENGTH - len(ending)].rstrip() + ending
        if not _name_taken(candidate, brand_id):
            return candidate
        number += 1
