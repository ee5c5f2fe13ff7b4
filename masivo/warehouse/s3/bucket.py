"""A bucket as the lake uses it: objects read, and put under a condition; every fault in words that say what to do."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
from botocore.session import Session, get_session

from masivo.errors import SettingsRefused, WarehouseUnavailable

_PIECE = 1 << 20
_PATIENCE = {"connect_timeout": 3, "read_timeout": 30, "retries": {"mode": "standard", "total_max_attempts": 3}}
_ELSEWHERE = {"PermanentRedirect", "301", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
_OTHERS_FIRST = {"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"}
"""What a conditional PUT is refused with: S3 says NoSuchKey where what was to be replaced is gone."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object, and its entity tag: "" where there is none. `data` is empty, too, where the asker knows it."""

    tag: str
    data: bytes = b""


class Bucket:
    """The objects below `s3://bucket/folder`. Region, endpoint and credentials are those of the AWS environment.

    Every method raises WarehouseUnavailable when the object store cannot be reached or refuses.
    """

    def __init__(self, url: str) -> None:
        self._name, _, folder = url.removeprefix("s3://").partition("/")
        if not url.startswith("s3://") or not self._name:
            raise SettingsRefused("MASIVO_WAREHOUSE_URL names no bucket. Write s3://bucket or s3://bucket/folder.")
        self.url = f"s3://{self._name}/{folder.strip('/')}".rstrip("/")
        self._folder = self.url.removeprefix(f"s3://{self._name}").lstrip("/")

    def get(self, name: str, known: str = "") -> Found:
        """The object of this name. Where its tag is `known`, only that; where it is not there, an empty tag."""
        try:
            answer = self._ask("get_object", name, **({"IfNoneMatch": known} if known else {}))
            return Found(answer["ETag"], answer["Body"].read())
        except ClientError as error:
            if _status(error) == 304:
                return Found(known)
            if _code(error) == "NoSuchKey":
                return Found("")
            raise self._refused(error) from error
        except (BotoCoreError, OSError) as error:
            raise self._refused(error) from error

    def put(self, name: str, data: bytes, replaces: str) -> str | None:
        """Put an object in the place of the one with the tag `replaces`, or where none was (""); returns its tag.

        None where another one stands there. An answer that got lost on the way is no refusal: the object is looked at.
        """
        condition = {"IfMatch": replaces} if replaces else {"IfNoneMatch": "*"}
        try:
            return str(self._ask("put_object", name, Body=data, **condition)["ETag"])
        except ClientError as error:
            if _code(error) not in _OTHERS_FIRST:
                raise self._refused(error) from error
        except (BotoCoreError, OSError) as error:
            raise self._refused(error) from error
        found = self.get(name)
        return found.tag if found.tag and found.data == data else None

    def upload(self, name: str, path: Path) -> None:
        """Put a file, whose name no other one ever has."""
        try:
            with path.open("rb") as file:
                self._ask("put_object", name, Body=file)
        except (BotoCoreError, ClientError, OSError) as error:
            raise self._refused(error) from error

    def download(self, name: str, path: Path, size: int) -> None:
        """Get a file of so many bytes; it has its name only when it is there whole."""
        arriving = path.with_suffix(".arriving")
        try:
            body = self._ask("get_object", name)["Body"]
            with arriving.open("wb") as file:
                while piece := body.read(_PIECE):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if arriving.stat().st_size != size:
                raise WarehouseUnavailable(f"{name} in {self.url} is not the {size} bytes that {self.url} says.")
            arriving.replace(path)
        except (BotoCoreError, ClientError, OSError) as error:
            raise self._refused(error) from error

    def delta_options(self) -> dict[str, str]:
        """How Delta Lake reaches the same object store, as the same user."""
        try:
            credentials = _session().get_credentials()
            if credentials is None:
                raise NoCredentialsError
            key = credentials.get_frozen_credentials()
        except BotoCoreError as error:
            raise self._refused(error) from error
        endpoint = _client().meta.endpoint_url
        given = {
            "aws_access_key_id": key.access_key,
            "aws_secret_access_key": key.secret_key,
            "aws_session_token": key.token,
            "aws_region": _client().meta.region_name.replace("aws-global", "us-east-1"),
            "aws_endpoint": endpoint,
            "timeout": "30s",
            "retry_timeout": "30s",
            "allow_http": str(endpoint.startswith("http://")).lower(),
        }
        return {name: value for name, value in given.items() if value}

    def _ask(self, operation: str, name: str, **given: Any) -> dict[str, Any]:
        key = f"{self._folder}/{name}".lstrip("/")
        answer: dict[str, Any] = getattr(_client(), operation)(Bucket=self._name, Key=key, **given)
        return answer

    def _refused(self, error: Exception) -> WarehouseUnavailable:
        code = _code(error) if isinstance(error, ClientError) else ""
        if code == "NoSuchBucket":
            said = "is not there: make the bucket, or correct MASIVO_WAREHOUSE_URL, AWS_ENDPOINT_URL or AWS_REGION"
        elif code in _ELSEWHERE:
            said = f"is in another region than AWS_REGION says ({code})"
        elif isinstance(error, (NoCredentialsError, PartialCredentialsError)):
            said = "cannot be opened without credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        elif isinstance(error, ClientError) and _status(error) in {401, 403}:
            said = (
                f"refuses this program ({code}): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may"
                " get, put, delete and list its objects"
            )
        else:
            said = f"cannot be reached just now: {error}".rstrip(".")
        return WarehouseUnavailable(f"The warehouse in {self.url} {said}.")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


@lru_cache
def _session() -> Session:
    return get_session()


@lru_cache
def _client() -> Any:
    """One a process and its forks: its connections are closed before a fork, and open again when somebody asks."""
    client = _session().create_client("s3", os.environ.get("AWS_REGION"), config=Config(**_PATIENCE))
    os.register_at_fork(before=client.close)
    return client


def forget_settings() -> None:
    """Read the AWS environment anew with the next question."""
    _client.cache_clear()
    _session.cache_clear()
