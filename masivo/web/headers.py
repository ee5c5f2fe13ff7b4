"""What every answer says to browsers and caches: the security policy, and how long which file may be kept."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request, url_for
from werkzeug.wrappers import Response

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",  # Tabler's styles draw some marks with data: images
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

_VENDORED = "vendor/"

_ALWAYS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    """Put the headers on every answer and give templates `asset`."""
    app.after_request(_add_headers)
    app.add_template_global(asset)


def asset(filename: str) -> str:
    """The address of a file under static/, which browsers may keep for good.

    Vendored files have their version in their name; the others get a mark of their content.
    """
    if filename.startswith(_VENDORED):
        return url_for("static", filename=filename)
    return url_for("static", filename=filename, v=_mark(Path(current_app.static_folder or "") / filename))


@cache
def _mark(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]


def _add_headers(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        named = (request.view_args or {}).get("filename", "")
        if ("v" in request.args or named.startswith(_VENDORED)) and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    response.vary.add("HX-Request")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
