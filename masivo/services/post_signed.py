"""One signed message to an address that a person typed: no redirect is followed, no answer is read, no wait is long.

The signature is `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 of `SECONDS.BODY` with the webhook's secret. Addresses
of the own network are allowed, since chats and relays live there; those that only the machine itself or its cloud
answers in confidence (link-local, such as 169.254.169.254) are not, by whatever name they were looked up.
"""

import hashlib
import hmac
import ipaddress
import socket
import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from masivo.errors import MasivoError

SIGNATURE = "Masivo-Signature"
_TIMEOUT_SECONDS = 5.0


class MessageNotTaken(MasivoError):
    """The message did not arrive; the sentence says what happened."""


def post_signed(url: str, secret: str, body: bytes, seconds: int) -> None:
    """POST the JSON `body`, signed as of `seconds` (since 1970). Raises MessageNotTaken."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Masivo-Audiences",
        SIGNATURE: sign(secret, body, seconds),
    }
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection = _connect(parts.scheme, host, parts.port)
        with closing(connection):
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise MessageNotTaken(f"{host} could not be reached: {str(error) or type(error).__name__}.") from error
    if 300 <= status < 400:
        raise MessageNotTaken(f"{host} answered {status}, which leads elsewhere. Give the address that it leads to.")
    if not 200 <= status < 300:
        raise MessageNotTaken(f"{host} answered {status} and did not take the message.")


def sign(secret: str, body: bytes, seconds: int) -> str:
    """The signature of a body as of an instant."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _connect(scheme: str, host: str, port: int | None) -> HTTPConnection:
    """A connection to an address that was looked over itself, so that a name cannot mean another one meanwhile."""
    port = port or (443 if scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise MessageNotTaken(f"No machine is called {host}.") from error
    address = str(found[0][4][0])
    if _is_confidential(address):
        raise MessageNotTaken(f"{host} is an address that messages are not sent to.")
    connection = HTTPConnection(host, port)
    connection.sock = socket.create_connection((address, port), _TIMEOUT_SECONDS)
    if scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    return connection


def _is_confidential(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified or (ip.is_reserved and not ip.is_loopback)
