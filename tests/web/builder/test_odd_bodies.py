"""What is sent to the builder and is no form of its page, down to the bytes, is refused in words and never fails."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.web.builder.form_filling import filled_form

FORM = "application/x-www-form-urlencoded"
PATHS = ("/audiences/preview", "/audiences/new", "/audiences/looser")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"\xff\xfe" * 100, 400),
        (FORM, b"node=" + b"a" * 3_000_000, 413),
        (FORM, b"&".join([b"node=n1"] * 300_000), 413),
        ("application/json", b'{"node": ["n1 - group"]}', 400),
        ("multipart/form-data", b"node=n1", 400),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="node"; filename="a"\r\n',
            400,
        ),
    ],
)
def test_a_body_that_is_no_form_is_refused(client: FlaskClient, path: str, kind: str, body: bytes, status: int) -> None:
    assert client.post(path, data=body, content_type=kind).status_code == status


@pytest.mark.parametrize("path", PATHS)
def test_a_form_sent_twice_or_by_half_or_as_something_else_is_refused(client: FlaskClient, path: str) -> None:
    body = urlencode(list(filled_form(client).items(multi=True)))
    for sent, kind in ((f"{body}&{body}", FORM), (body[: len(body) // 2], FORM), (body, "text/plain")):
        assert client.post(path, data=sent, content_type=kind).status_code == 400
