"""What a browser would post for a page: the successful controls of its form, with values as HTML sanitises them."""

import re
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

_ONE_LINE = {"text", "search", "email", "tel", "url", "password"}


class _Controls(HTMLParser):
    """Collects names and values in document order (WHATWG HTML, 4.10.21.4)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: tuple[str, list[str]] | None = None
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "noscript":
            self._skipped += 1
        if self._skipped or "disabled" in given:
            return
        if tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and self._select is not None:
            self._options.append((given["value"], "selected" in given))
        elif tag == "textarea" and given.get("name"):
            self._area = given["name"], []

    def handle_endtag(self, tag: str) -> None:
        if tag == "noscript":
            self._skipped -= 1
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected] or [v for v, _ in self._options[:1]]
            self.pairs.extend((self._select, value) for value in chosen[-1:])
            self._select = None
        elif tag == "textarea" and self._area is not None:
            name, texts = self._area
            self.pairs.append((name, "".join(texts).removeprefix("\n")))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def _input(self, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind in _ONE_LINE:
            value = re.sub(r"[\r\n]", "", value)
        elif kind == "date" and not re.fullmatch(r"\d{4,}-\d{2}-\d{2}", value):
            value = ""
        self.pairs.append((given["name"], value))


def posted(page: str) -> "MultiDict[str, str]":
    """The form data of a page's one form, line breaks as browsers send them."""
    controls = _Controls()
    controls.feed(page.replace("\r\n", "\n").replace("\r", "\n"))
    controls.close()
    return MultiDict([(name, re.sub(r"\r\n?|\n", "\r\n", value)) for name, value in controls.pairs])
