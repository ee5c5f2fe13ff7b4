"""What the team lead looks after: kept promises, audiences that want a person, the queue, the machinery, the costs."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from masivo.services.audience_status import PATIENCE
from masivo.services.promises import month_promises
from masivo.services.read_operations import list_running, list_troubles, read_queue
from masivo.services.recalculation_cost import PAGE_SIZE, list_costs
from masivo.services.recalculation_health import list_workers
from masivo.services.store_health import store_health
from masivo.web.audience_query import STATUS_WORDS
from masivo.web.clock import page_now, page_zone
from masivo.web.paging import asked_page

operations = Blueprint("operations", __name__, url_prefix="/operations")

_DEAREST = 5


@operations.get("")
def index() -> ResponseReturnValue:
    """Everything at once."""
    now = page_now()
    return render_template(
        "operations/index.html",
        costs=list_costs(now, 1, _DEAREST),
        patience=PATIENCE,
        promises=month_promises(now, page_zone()),
        queue=read_queue(now),
        running=list_running(),
        status_words=STATUS_WORDS,
        stores=store_health(),
        troubles=list_troubles(now),
        workers=list_workers(),
    )


@operations.get("/costs")
def costs() -> ResponseReturnValue:
    """What each audience costs a month, the dearest first."""
    return render_template("operations/costs.html", listed=list_costs(page_now(), asked_page()), page_size=PAGE_SIZE)
