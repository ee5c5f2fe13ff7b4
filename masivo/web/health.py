"""What monitors ask: whether this process serves, whether the stores behind it answer, and figures for Prometheus."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from masivo.extensions import db
from masivo.services.collect_metrics import RecalculationMetrics
from masivo.services.recalculation_health import processes_there
from masivo.services.store_health import store_health
from masivo.web.clock import page_now
from masivo.web.trace import request_times

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 as long as this process serves, whatever it leans on."""
    return {"web": "here"}


@health.get("/readyz")
def readyz() -> ResponseReturnValue:
    """200 while database, Redis and warehouse answer, else 503; the body says which one is away, also of workers."""
    stores = {store.name: store.well for store in store_health()}
    db.session.rollback()
    said = {name: "here" if well else "away" for name, well in (stores | processes_there(page_now())).items()}
    return said, 200 if all(stores.values()) else 503


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    """The figures in Prometheus' text format, for signed-in people and for programs with the metrics token."""
    registry = CollectorRegistry()
    registry.register(request_times())
    registry.register(RecalculationMetrics(page_now()))
    return generate_latest(registry), 200, {"Content-Type": CONTENT_TYPE_LATEST}
