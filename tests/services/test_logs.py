"""Log lines as programs read them: whole, one a line, and with what they are about."""

import io
import json
import logging
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from threading import Thread

import pytest

from masivo.config import read_settings
from masivo.errors import SettingsRefused
from masivo.logs import about, configure_logging


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines go; the root logger is as before afterwards."""
    root = logging.getLogger()
    kept = root.handlers, root.level
    yield io.StringIO()
    root.handlers, root.level = kept[0], kept[1]


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def configure(stream: io.StringIO, home: Path, **environment: str) -> None:
    configure_logging(read_settings({"MASIVO_HOME": str(home), **environment}), stream)


def test_a_line_is_one_object_with_what_it_is_about(stream: io.StringIO, home: Path) -> None:
    configure(stream, home)
    log = logging.getLogger("masivo.test")
    with about(run="4711"):
        log.info("two\nlines of %s", "año")
        thread = Thread(target=copy_context().run, args=(log.warning, "beat"))
        thread.start()
        thread.join()
    log.info("outside")
    first, beat, outside = lines(stream)
    assert (first["message"], first["run"], first["level"]) == ("two\nlines of año", "4711", "info")
    assert beat["run"] == "4711"
    assert "run" not in outside
    assert str(first["at"]).endswith("+00:00")


def test_an_error_brings_its_traceback(stream: io.StringIO, home: Path) -> None:
    configure(stream, home)
    try:
        raise ValueError("broken")
    except ValueError as error:
        logging.getLogger("masivo.test").error("it failed", exc_info=error)
    (line,) = lines(stream)
    assert "ValueError: broken" in str(line["error"])


def test_level_and_format_are_settings(stream: io.StringIO, home: Path) -> None:
    configure(stream, home, MASIVO_LOG_LEVEL="WARNING", MASIVO_LOG_FORMAT="text")
    log = logging.getLogger("masivo.test")
    log.info("not told")
    log.warning("told to people")
    assert stream.getvalue() == "told to people\n"


@pytest.mark.parametrize("variable", ["MASIVO_LOG_LEVEL", "MASIVO_LOG_FORMAT", "MASIVO_HTTPS"])
def test_a_setting_that_is_none_is_refused_by_name(variable: str) -> None:
    with pytest.raises(SettingsRefused, match=variable):
        read_settings({variable: "loud"})
