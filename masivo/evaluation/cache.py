"""Answers that were found before: the same question to the same data version is asked once."""

from typing import Protocol


class AnswerCache(Protocol):
    """Remembers serialised answers by a text key; forgetting is allowed at any time."""

    def get(self, key: str) -> bytes | None:
        """The answer kept under the key, if there still is one."""
        ...

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer for a while."""
        ...


class AnswerMemory:
    """What was asked before, in this process; forgets nothing."""

    def __init__(self) -> None:
        self._answers: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The answer kept under the key."""
        return self._answers.get(key)

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer."""
        self._answers[key] = answer
