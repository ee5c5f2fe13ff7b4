"""The golden documents: one or more for every operator, kind, measure and window, with the sentence that each reads as.

A file a topic, a line a case: `document`, `sentence`, and the `brand` that is named in it, if there is one.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AS_OF = datetime(2026, 11, 22, 15, 42, 31, 5, tzinfo=UTC)
FOLDER = Path(__file__).parent / "golden"
CASES: dict[str, list[dict[str, Any]]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))
}


def file_text(cases: list[dict[str, Any]]) -> str:
    """The text of a file of cases."""
    lines = ",\n".join(f"  {json.dumps(case, ensure_ascii=False)}" for case in cases)
    return f"[\n{lines}\n]\n"
