"""Who asks: htmx, for a part of a page, or a person, for the whole of it, and whether their browser runs script."""

from flask import request
from htmx_flask.requests import HtmxHeaders


def htmx() -> HtmxHeaders:
    """What htmx says of the present request; false where the request is not one of its own."""
    return HtmxHeaders(request.headers)


def plain() -> bool:
    """Whether the page is for a browser without script: its `noscript` asked for it, or a form that came with it."""
    return "plain" in request.values
