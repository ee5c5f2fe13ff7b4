"""The application that jobs run in, one a process."""

from functools import cache

from flask import Flask

from masivo.factory import create_app


@cache
def application() -> Flask:
    """The one application of this process, made at the first call; making it opens no connection."""
    return create_app()
