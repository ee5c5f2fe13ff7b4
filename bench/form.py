"""The builder's form as a browser holds it: what the page's inputs say, and what a live answer makes of them."""

from html.parser import HTMLParser

Pairs = list[tuple[str, str]]


class FormState:
    """The successful controls in document order; those of a line are kept while an answer leaves it out."""

    def __init__(self, page: str) -> None:
        self._lines: dict[str, Pairs] = {}
        self.pairs: Pairs = []
        self.take(page)

    def take(self, answer: str) -> None:
        """Follow a page or a live answer, as the morphed page would."""
        reading = _Reading(self._lines)
        reading.feed(answer)
        reading.close()
        self.pairs, self._lines = reading.pairs, reading.lines

    def value(self, name: str) -> str:
        """The text of an input. Raises KeyError."""
        return dict(self.pairs)[name]

    def write(self, name: str, text: str) -> None:
        """Type into an input that the page has."""
        if name not in dict(self.pairs):
            raise KeyError(name)
        self.pairs = [(each, text if each == name else old) for each, old in self.pairs]

    def last_line(self) -> str:
        """The id of the line that stands last in the rule."""
        lines = [text.split(" ") for name, text in self.pairs if name == "node"]
        return next(parts[0] for parts in reversed(lines) if parts[2] == "line")


class _Reading(HTMLParser):
    """Collects names and values, and which of them lie in which line."""

    def __init__(self, known: dict[str, Pairs]) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: Pairs = []
        self.lines: dict[str, Pairs] = {}
        self._known = known
        self._open: list[str] = []
        self._select: tuple[str, Pairs] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden += tag == "noscript"
        if tag == "div":
            is_line = "line" in given.get("class", "").split()
            self._open.append(given["id"] if is_line else "")
            if "data-as-it-was" in given:
                for pair in self._known[given["id"]]:
                    self._add(*pair)
        elif tag == "input":
            kind = given.get("type", "text")
            if given.get("name") and (kind not in ("checkbox", "radio") or "checked" in given):
                self._add(given["name"], given.get("value", ""))
        elif tag == "select":
            self._select = given.get("name", ""), []
        elif tag == "option" and self._select is not None:
            self._select[1].append((given.get("value", ""), "selected" if "selected" in given else ""))
        elif tag == "textarea" and given.get("name"):
            self._area = given["name"], []

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "noscript"
        if tag == "div" and self._open:
            self._open.pop()
        elif tag == "select" and self._select is not None:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            for value in chosen[-1:]:
                self._add(name, value)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            name, texts = self._area
            self._add(name, "".join(texts).removeprefix("\n"))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def _add(self, name: str, text: str) -> None:
        if self._hidden:
            return
        self.pairs.append((name, text))
        line = next((each for each in reversed(self._open) if each), None)
        if line is not None:
            self.lines.setdefault(line, []).append((name, text))
