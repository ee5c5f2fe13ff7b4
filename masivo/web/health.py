"""Whether this process can serve: for load balancers and monitors, without sign-in."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from masivo.extensions import db
from masivo.services.connections import redis_alive

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 while the application database answers, 503 while it does not; Redis away only delays recalculation."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"database": "away"}, 503
    return {"database": "here", "redis": "here" if redis_alive() else "away"}
