"""An S3 server of the tests' own (moto), in a process of its own: `python -m tests.s3` serves and tells its port.

It works on one request after the other, so that a conditional PUT is as atomic as S3's.
"""

import io
import itertools
import os
import subprocess
import sys
import threading
import warnings
from typing import Any, Self

from masivo.config import PROJECT

ACCESS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "us-east-1"}


class S3Server:
    """A running server. `environment` is what a program needs to reach it."""

    def __enter__(self) -> Self:
        self._numbers = itertools.count(1)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.s3"],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        self.environment = {**ACCESS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def make_bucket(self) -> str:
        """The name of a new and empty bucket."""
        name = f"bucket-{next(self._numbers)}"
        self.client().create_bucket(Bucket=name)
        return name

    def client(self) -> Any:
        """What a test asks the server with, past the product."""
        from botocore.session import get_session

        given = self.environment
        return get_session().create_client(
            "s3",
            given["AWS_REGION"],
            endpoint_url=given["AWS_ENDPOINT_URL"],
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
        )


def _serve() -> None:
    warnings.simplefilter("ignore")
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    os.environ.update(ACCESS)
    application, one_at_a_time = DomainDispatcherApplication(create_backend_app), threading.Lock()

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        # Read first: a client may send its body only when another one of its threads has been answered.
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with one_at_a_time:
            return application(environ | {"wsgi.input": io.BytesIO(body)}, start_response)

    server = make_server("127.0.0.1", 0, serve, threaded=True)
    print(server.server_port, flush=True)  # noqa: T201 - it is what the caller waits for
    server.serve_forever()


if __name__ == "__main__":
    _serve()
