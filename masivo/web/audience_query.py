"""The list's address as a question; what is not understood falls back to its default: people edit addresses by hand."""

from collections.abc import Mapping

from masivo.services.audience_status import ATTENTION, Status
from masivo.services.read_audiences import AudienceQuery, Sort

NEEDS_ATTENTION = "attention"

STATUS_WORDS = {
    Status.GAVE_UP: "gave up",
    Status.FAILED: "failed",
    Status.HELD: "held",
    Status.LATE: "late",
    Status.NEVER: "never calculated",
    Status.CALCULATING: "calculating",
    Status.PAUSED: "paused",
    Status.CURRENT: "current",
    Status.ARCHIVED: "archived",
}

STATUS_CHOICES = (
    ("", "Any state"),
    (NEEDS_ATTENTION, "Needs attention"),
    *((status.value, STATUS_WORDS[status].capitalize()) for status in Status),
)


def read_query(args: Mapping[str, str], page: int, chosen_brand: str) -> AudienceQuery:
    """The question of an address. Without a `brand` of its own it keeps to the brand chosen in the top bar."""
    brand = args.get("brand", chosen_brand)
    sort = args.get("sort", "")
    return AudienceQuery(
        text=args.get("q", "").strip()[:200],
        brand=brand or None,
        statuses=_statuses(args.get("state", "")),
        sort=Sort(sort) if sort in set(Sort) else Sort.NAME,
        descending=args.get("order") == "desc",
        page=page,
    )


def _statuses(state: str) -> tuple[Status, ...]:
    if state == NEEDS_ATTENTION:
        return ATTENTION
    return (Status(state),) if state in set(Status) else ()
