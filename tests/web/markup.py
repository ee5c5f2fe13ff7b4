"""HTML as a tree of elements, for tests: enough to find forms, labels and links, and to see that all are in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "img", "link", "meta", "br", "hr", "use", "path", "polyline"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        return " ".join(" ".join(_texts(self)).split())

    def all(self, *tags: str, **attributes: str) -> list["Element"]:
        """Every element inside with one of the tags and all of the attributes; `class_` asks for one of the classes."""
        return [each for each in _walk(self) if (not tags or each.tag in tags) and each.matches(attributes)]

    def one(self, *tags: str, **attributes: str) -> "Element":
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} elements are {tags} {attributes}"
        return found[0]

    def matches(self, attributes: dict[str, str]) -> bool:
        for name, value in attributes.items():
            if name == "class_":
                if value not in (self.get("class") or "").split():
                    return False
            elif self.get(name.replace("_", "-")) != value:
                return False
        return True

    def ancestors(self) -> Iterator["Element"]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("#document", {})
        self.open = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.tag == tag, f"</{tag}> where <{self.open.tag}> is open"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse_html(text: str) -> Element:
    """The document of a page or fragment. Fails where tags are not closed in order."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert builder.open is builder.root, f"<{builder.open.tag}> is never closed"
    return builder.root


def _walk(element: Element) -> Iterator[Element]:
    waiting = element.children[::-1]
    while waiting:
        child = waiting.pop()
        if isinstance(child, Element):
            yield child
            waiting += child.children[::-1]


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)
