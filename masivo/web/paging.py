"""Addresses of lists: which page is asked for, and this page's own address with some parts changed."""

from urllib.parse import urlencode

from flask import Flask, request

_LARGEST = 1_000_000


def register(app: Flask) -> None:
    """Give templates `here`."""
    app.add_template_global(here)


def asked_page() -> int:
    """The `page` of the address, 1 for anything that is not a page number."""
    given = request.args.get("page", "")
    return max(1, min(int(given), _LARGEST)) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def here(**changes: object) -> str:
    """The address of this page with these arguments changed; an argument that is None is left out."""
    asked = {**request.args.to_dict(), **changes}
    kept = {name: given for name, given in asked.items() if given is not None}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
