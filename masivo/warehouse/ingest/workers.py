"""Chunks staged side by side: processes of their own where there is much to do, none where there is little."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused, MasivoError
from masivo.warehouse.ingest.chunk_files import ChunkReport
from masivo.warehouse.ingest.plan import Chunk, Plan
from masivo.warehouse.ingest.stager import ChunkStager

Stager = Callable[[Iterable[Chunk], Callable[[], Mapping[str, FieldType]]], Iterator[ChunkReport]]
"""Stages chunks as they come, each by the types that are assumed at that moment; reports come as they are done."""

MOST_WORKERS = 8
Task = tuple[Chunk, dict[str, FieldType]]


def stage_here(plan: Plan) -> Stager:
    """A stager that works in this process."""
    stager = ChunkStager(plan)

    def stage(chunks: Iterable[Chunk], assumed: Callable[[], Mapping[str, FieldType]]) -> Iterator[ChunkReport]:
        for chunk in chunks:
            yield stager.stage(chunk, assumed())

    return stage


@contextmanager
def stage_apart(plan: Plan) -> Iterator[Stager]:
    """A stager with a process for each core.

    The processes are spawned, not forked: they inherit neither the writer's lock nor DuckDB, and their pipe closes when
    this process dies, however it dies, which ends them too.
    """
    context = multiprocessing.get_context("spawn")
    pool: dict[Connection, SpawnProcess] = {}
    try:
        for _ in range(min(os.cpu_count() or 1, MOST_WORKERS)):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, plan), daemon=True)
            process.start()
            theirs.close()
            pool[ours] = process
        yield _Pool(list(pool)).stage
    finally:
        for connection, process in pool.items():
            connection.close()
            process.join()


class _Pool:
    def __init__(self, connections: list[Connection]) -> None:
        self._idle = connections
        self._busy: list[Connection] = []

    def stage(self, chunks: Iterable[Chunk], assumed: Callable[[], Mapping[str, FieldType]]) -> Iterator[ChunkReport]:
        for chunk in chunks:
            if not self._idle:
                yield from self._finished()
            connection = self._idle.pop()
            connection.send((chunk, dict(assumed())))
            self._busy.append(connection)
        while self._busy:
            yield from self._finished()

    def _finished(self) -> Iterator[ChunkReport]:
        for ready in wait(self._busy):
            connection = next(busy for busy in self._busy if busy is ready)
            self._busy.remove(connection)
            try:
                answer = connection.recv()
            except EOFError:
                raise ImportRefused("A process that read the file ended: is there too little memory?") from None
            if isinstance(answer, Exception):
                raise answer
            self._idle.append(connection)
            yield answer


def _serve(connection: Connection, plan: Plan) -> None:
    """Stage what comes through the pipe until it closes. An interrupt is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stager = ChunkStager(plan)
    while True:
        try:
            chunk, assumed = connection.recv()
        except EOFError:
            return
        try:
            connection.send(stager.stage(chunk, assumed))
        except MasivoError as error:
            connection.send(error)
        except BrokenPipeError:
            return
