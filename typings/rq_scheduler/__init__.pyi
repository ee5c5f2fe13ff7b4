from collections.abc import Iterable
from datetime import datetime

from redis import Redis
from rq import Queue
from rq.job import Job

class Scheduler:
    scheduled_jobs_key: str
    scheduler_lock_key: str
    connection: Redis
    def __init__(self, queue_name: str = ..., *, interval: int = ..., connection: Redis) -> None: ...
    def schedule(
        self,
        scheduled_time: datetime,
        func: str,
        *,
        interval: int | None = ...,
        id: str | None = ...,  # noqa: A002 - rq-scheduler's own name
        timeout: int | None = ...,
        description: str | None = ...,
    ) -> Job: ...
    def get_queue_for_job(self, job: Job) -> Queue: ...
    def enqueue_job(self, job: Job) -> None: ...
    def enqueue_jobs(self) -> Iterable[Job]: ...
    def register_death(self) -> None: ...
    def remove_lock(self) -> None: ...
    def run(self, burst: bool = ...) -> None: ...
