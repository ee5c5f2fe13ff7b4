"""The application database, one aggregate a file; importing this package makes every table known."""

from masivo.models.account import AccountSetting
from masivo.models.audience import Audience, AudienceState, AudienceVersion, Frequency
from masivo.models.brand import Brand
from masivo.models.run import LIVING, Cause, ChangeReason, Membership, Run, RunChange, RunReference, RunState
from masivo.models.user import User

__all__ = [
    "LIVING",
    "AccountSetting",
    "Audience",
    "AudienceState",
    "AudienceVersion",
    "Brand",
    "Cause",
    "ChangeReason",
    "Frequency",
    "Membership",
    "Run",
    "RunChange",
    "RunReference",
    "RunState",
    "User",
]
