"""Every template compiles with the filters and tests that the application has."""

from flask import Flask

from masivo.web import register_web


def test_every_template_compiles(app: Flask) -> None:
    environment = register_web(app).jinja_env
    names = environment.list_templates(extensions=["html"])
    assert names
    for name in names:
        environment.get_template(name)
