"""A client that looks over every page that any test fetches, so that no test needs to say it again."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.web.markup import Element, parse_html

LABELLED = ("input", "select", "textarea")
NEEDS_NO_LABEL = frozenset({"hidden", "submit", "button"})


class CheckedClient(FlaskClient):
    """Fails the test where a fetched page is not in order."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        answer = super().open(*args, **more)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308) and answer.text:
            self._check(answer.text)
        return answer

    def page(self, path: str, status: int = 200, **more: Any) -> Element:
        """The page at a path, parsed."""
        answer = self.get(path, **more)
        assert answer.status_code == status, f"{path}: {answer.status}"
        return parse_html(answer.text)

    def submit(self, form: Element, button: Element | None = None, **typed: str) -> TestResponse:
        """Send a form as a browser would: what stands in it, what is typed over it, and the button that is pressed."""
        data = {**_standing(form), **typed}
        if button is not None and button.get("name"):
            data[button["name"]] = button.get("value") or ""
        target = (button and button.get("formaction")) or form.get("action") or ""
        assert (form.get("method") or "get") == "post"
        return self.post(target, data=data)

    def press(self, path: str, action: str) -> TestResponse:
        """Fetch a page and press its button that leads to an action."""
        for form in self.page(path).all("form", method="post"):
            for button in form.all("button"):
                if (button.get("formaction") or form.get("action") or "").endswith(action):
                    return self.submit(form, button)
        raise AssertionError(f"no button of {path} leads to {action}")

    def _check(self, text: str) -> None:
        document = parse_html(text)
        ids = Counter(each["id"] for each in document.all() if each.get("id") is not None)
        assert [id_ for id_, number in ids.items() if number > 1 or not id_] == []
        if text.lstrip().startswith("<!doctype html>"):
            assert len(document.all("h1")) == 1
            assert document.one("h1").text
            assert document.one("title").text.removesuffix("· Masivo").strip()
            assert len(document.all("main")) == 1
        else:
            assert len([child for child in document.children if isinstance(child, Element)]) == 1
        _check_controls(document)
        _check_forms(document)
        _check_policy(document)
        for address in {link.get("href") for link in document.all("a")}:
            self._check_address(address, "GET")
        for form in document.all("form"):
            for target in (form.get("action"), *(button.get("formaction") for button in form.all("button"))):
                if target is not None:
                    self._check_address(target, (form.get("method") or "get").upper())

    def _check_address(self, address: str | None, method: str) -> None:
        assert address, "a link leads nowhere"
        if address.startswith("#"):
            return
        parts = urlsplit(address)
        assert not parts.netloc, f"{address} leads elsewhere"
        try:
            self.application.url_map.bind("localhost").match(parts.path, method)
        except (NotFound, MethodNotAllowed, RequestRedirect) as error:
            raise AssertionError(f"{method} {address}: {error}") from None


def _check_controls(document: Element) -> None:
    named = {label.get("for") for label in document.all("label")}
    for control in document.all(*LABELLED):
        if control.get("type") in NEEDS_NO_LABEL:
            continue
        inside = any(above.tag == "label" for above in control.ancestors())
        labelled = inside or control.get("id") in named or control.get("aria-label") or control.get("aria-labelledby")
        assert labelled, f"{control.tag} {control.attributes} has no label"
    for image in document.all("img"):
        assert image.get("alt") is not None
    for button in document.all("button", "a", "summary"):
        assert button.text or button.get("aria-label"), f"{button.tag} {button.attributes} says nothing"
    if not document.all("html"):
        return  # a fragment may speak of what stands around it
    known = {each["id"] for each in document.all() if each.get("id")}
    for each in document.all():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            assert set((each.get(attribute) or "").split()) <= known, f"{attribute} of {each.attributes}"


def _check_forms(document: Element) -> None:
    for form in document.all("form"):
        method = form.get("method")
        assert method in ("get", "post")
        if method == "post":
            assert form.all("input", name="csrf_token"), f"{form.attributes} has no token"
            assert form.get("action") or all(button.get("formaction") for button in form.all("button"))


def _check_policy(document: Element) -> None:
    """What the security policy would stop in a browser is not there."""
    for each in document.all():
        assert not any(name.startswith("on") or name == "style" for name in each.attributes), each.attributes
    assert not document.all("style")
    assert all(script.get("src") for script in document.all("script"))


def _standing(form: Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for control in form.all("input", "textarea"):
        name, kind = control.get("name"), control.get("type")
        if not name or kind in ("submit", "button"):
            continue
        if kind in ("checkbox", "radio") and control.get("checked") is None:
            continue
        values[name] = control.text if control.tag == "textarea" else control.get("value") or ""
    for select in form.all("select"):
        options = select.all("option")
        chosen = next((each for each in options if each.get("selected") is not None), options[0])
        given = chosen.get("value")
        values[select["name"]] = chosen.text if given is None else given
    return values
