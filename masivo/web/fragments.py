"""Whether htmx asks, for a part of a page, or a person, for the whole of it."""

from flask import request
from htmx_flask.requests import HtmxHeaders


def htmx() -> HtmxHeaders:
    """What htmx says of the present request; false where the request is not one of its own."""
    return HtmxHeaders(request.headers)
