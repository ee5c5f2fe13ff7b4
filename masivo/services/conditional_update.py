"""The one step by which processes settle who does what: an UPDATE with a condition, done by the first to come."""

from sqlalchemy import CursorResult, Update

from masivo.extensions import db


def took_effect(statement: Update) -> bool:
    """Run an UPDATE and say whether a row still met its condition. Objects already loaded are left as they were."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount > 0
