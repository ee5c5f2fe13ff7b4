"""The module map of ARCHITECTURE.md, made from the modules' own first sentences; `make map` writes it."""

import ast
from itertools import groupby
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ARCHITECTURE = PROJECT / "ARCHITECTURE.md"
BEGIN = "<!-- map: written by `make map` from the first sentence of each module -->\n"
END = "<!-- end of map -->\n"


def modules() -> list[Path]:
    """Every module of the product, relative to the project, in the order of the map."""
    found = [PROJECT / "app.py", *(PROJECT / "jobs").rglob("*.py"), *(PROJECT / "masivo").rglob("*.py")]
    relative = (path.relative_to(PROJECT) for path in found)
    return sorted((path for path in relative if "versions" not in path.parts), key=lambda path: (path.parent, path))


def first_sentence(module: Path) -> str:
    """The first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse((PROJECT / module).read_text()))
    assert docstring, f"{module} does not say why it exists"
    return docstring.splitlines()[0]


def module_map() -> str:
    """The map's text: a heading a package, a line a module."""
    parts = []
    for package, members in groupby(modules(), key=lambda path: path.parent):
        heading = "" if package == Path() else f"\n### {package}/\n\n"
        parts.append(heading + "".join(f"- `{member.name}` {first_sentence(member)}\n" for member in members))
    return "".join(parts)


def written_map() -> str:
    """What stands between the two marks of ARCHITECTURE.md."""
    return ARCHITECTURE.read_text().split(BEGIN)[1].split(END)[0]


if __name__ == "__main__":
    before, rest = ARCHITECTURE.read_text().split(BEGIN)
    ARCHITECTURE.write_text(before + BEGIN + module_map() + END + rest.split(END)[1])
