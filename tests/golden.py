"""Golden files: what the product said when it was last looked at, kept word by word beside the tests."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Golden:
    """`update` says that the files are written anew instead of compared: `make golden`."""

    update: bool

    def check(self, path: Path, text: str) -> None:
        """The file holds this text."""
        if self.update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: write it with `make golden`"
        assert path.read_text(encoding="utf-8") == text, "write it anew with `make golden`, and look at the difference"
