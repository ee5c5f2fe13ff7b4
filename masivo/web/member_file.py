"""The file in which members are taken along: a ZIP of their ids as CSV and of the rule in words."""

import csv
import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

from masivo.conditions.wording import minute_in_words, number_in_words
from masivo.services.export_members import MemberExport

_NO_NAME = re.compile(r"[^\w-]+")


def file_name(export: MemberExport) -> str:
    """What the file is called: the audience, and the day of the calculation by the account's clock."""
    name = _NO_NAME.sub("-", export.name).strip("-") or "audience"
    return f"{name}-{export.as_of.astimezone(export.zone):%Y-%m-%d}.zip"


def write_file(export: MemberExport) -> bytes:
    """The file's content: some megabytes for a million members."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("about.txt", _about(export))
        with archive.open("members.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
            rows = csv.writer(text)
            rows.writerow(["id"])
            rows.writerows([id_] for id_ in export.ids)
    return file.getvalue()


def _about(export: MemberExport) -> str:
    as_of = minute_in_words(export.as_of, export.zone)
    refused = export.rule.refusal and f"This rule can no longer be read: {export.rule.refusal}"
    lines = [
        export.name,
        f"{export.brand or 'All brands'}, version {export.version} of the rule",
        f"{number_in_words(len(export.ids))} members as of {as_of} ({export.zone.key})",
        "",
        refused or export.rule.sentence,
    ]
    return "".join(f"{line}\n" for line in lines)
