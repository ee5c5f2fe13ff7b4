"""What RQ runs: entry points of a few lines that call a service, and the worker and scheduler processes."""

from functools import cache

from flask import Flask

from masivo.factory import create_app


@cache
def application() -> Flask:
    """The one application of this process, made at the first call; making it opens no connection."""
    return create_app()
