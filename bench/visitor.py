"""Somebody who is signed in and looks at one page after another, and how long each took."""

import re
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from itertools import cycle
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener


class Visitor:
    """Signs in to the site at `address`; `look` may be called from one thread at a time."""

    def __init__(self, address: str, email: str, password: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._get("/sign-in"))
        assert token is not None
        typed = urlencode({"csrf_token": token[1], "email": email, "password": password, "next": ""}).encode()
        with self._opener.open(f"{address}/sign-in", typed) as answer:
            assert answer.url.endswith("/audiences"), answer.url

    def look(self, paths: tuple[str, ...], goes_on: Callable[[int], bool]) -> list[float]:
        """Fetch the paths one after another, round and round, while `goes_on(how many so far)`; the seconds of each."""
        seconds: list[float] = []
        for path in cycle(paths):
            if not goes_on(len(seconds)):
                return seconds
            started = time.perf_counter()
            self._get(path)
            seconds.append(time.perf_counter() - started)
        return seconds

    def _get(self, path: str) -> str:
        with self._opener.open(self._address + path) as answer:
            return str(answer.read().decode())
