"""Who may import whom, and a map that tells the truth."""

import ast
import tomllib
from pathlib import Path

from tests.project.module_map import PROJECT, module_map, modules, written_map


def test_the_map_says_what_the_modules_say() -> None:
    assert written_map() == module_map(), "run `make map`"


def test_every_part_of_the_package_has_its_layer() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    placed = {part.strip() for layer in layers for part in layer.split("|")}
    parts = {
        f"masivo.{path.relative_to('masivo').parts[0].removesuffix('.py')}"
        for path in modules()
        if path.parts[0] == "masivo"
    }
    assert parts - placed == {"masivo.__init__", "masivo.__main__", "masivo.migrations"}
    assert placed - parts == {"jobs"}


def test_nothing_imports_the_entry() -> None:
    """import-linter sees packages only, and app.py is a module."""
    assert [str(path) for path in modules() if "app" in _imported(path)] == []


def test_app_only_joins_the_factory_and_the_pages() -> None:
    assert _imported(Path("app.py")) <= {"masivo.factory", "masivo.web"}


def _imported(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse((PROJECT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
