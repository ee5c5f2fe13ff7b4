"""WSGI entry: `gunicorn app:app` serves the dashboard."""

from masivo.factory import create_app
from masivo.web import register_web

app = register_web(create_app())
