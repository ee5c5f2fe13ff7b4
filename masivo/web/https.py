"""Behind a proxy that speaks TLS: what it says of the visitor is believed, and browsers are told to stay with TLS."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from masivo.config import Settings

_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Do so where the settings say that such a proxy is there; anybody else's word for an address is worth nothing."""
    settings = app.extensions["masivo"]
    assert isinstance(settings, Settings)
    if settings.https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
        app.after_request(_stay_with_tls)


def _stay_with_tls(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return response
