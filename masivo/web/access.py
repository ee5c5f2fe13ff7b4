"""Who may see what: every page needs somebody who is signed in, but for those named here."""

import hmac
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from masivo.extensions import db, login
from masivo.models import User
from masivo.services.connections import current_settings
from masivo.web.fragments import htmx

OPEN = frozenset({"sign_in.form", "sign_in.enter", "health.healthz", "health.readyz", "static"})
"""The endpoints that answer people who are not signed in."""

FOR_PROGRAMS = frozenset({"health.metrics"})
"""The endpoints that also answer whoever bears the metrics token. An address is no proof: a proxy's is 127.0.0.1."""


def register(app: Flask) -> None:
    """Guard every endpoint that is not OPEN, and any that is added later."""
    login.user_loader(_load_user)
    app.before_request(_require_sign_in)


def signed_in_user() -> User:
    """The person whose request this is."""
    return _load_user(current_user.get_id() or "") or abort(403)


def local_path(target: str | None) -> str | None:
    """A path of this site with its query, or None for whatever would lead elsewhere.

    Browsers read a backslash as a slash and drop control characters, so both are refused.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _load_user(user_id: str) -> User | None:
    return db.session.get(User, int(user_id)) if user_id.isdigit() else None


def _require_sign_in() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.endpoint in FOR_PROGRAMS and "Authorization" in request.headers:
        return None if _bears_token() else abort(401)
    if htmx():
        seen = urlsplit(htmx().current_url or "")
        page = seen.path + (f"?{seen.query}" if seen.query else "")
        # The whole page goes to the sign-in: its form would be out of place inside a fragment.
        return Response(status=401, headers={"HX-Redirect": _sign_in_address(page)})
    return redirect(_sign_in_address(request.full_path.rstrip("?") if request.method == "GET" else None))


def _bears_token() -> bool:
    expected = current_settings().metrics_token
    given = request.authorization.token if request.authorization else None
    return expected is not None and given is not None and hmac.compare_digest(given.encode(), expected.encode())


def _sign_in_address(page: str | None) -> str:
    return url_for("sign_in.form", next=local_path(page))
