"""The only door out of the house: to hosts the deployment named, at addresses it allows.

The name is resolved once and the connection goes to that very address, so that a name cannot
point elsewhere between the check and the call.
"""

import socket
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

TIMEOUT_S: Final = 5.0
PORTS: Final = {"http": 80, "https": 443}
ANSWER_BYTES: Final = 4096  # read and thrown away, so that the connection closes in order

Address = IPv4Address | IPv6Address


class Forbidden(Exception):
    """The deployment does not allow this host or this address."""


class Failed(Exception):
    """The host could not be reached or did not answer in time."""


def allowed_host(url: str) -> SplitResult:
    """The parts of an address whose host is on the list WEBHOOK_HOSTS; raises Forbidden."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(_("This is not an address.")) from error
    names = {parts.hostname, f"{parts.hostname}:{port}"}
    if parts.scheme not in PORTS or parts.username or not names & set(settings.WEBHOOK_HOSTS):
        raise Forbidden(_("This host is not on the list of allowed hosts (WEBHOOK_HOSTS)."))
    return parts


def post(url: str, body: bytes, *, headers: Mapping[str, str]) -> int:
    """POST without following redirects, within 5 s; answers the HTTP status.

    Raises Forbidden where the host or its address is not allowed, Failed where the network fails.
    """
    parts = allowed_host(url)
    port = parts.port or PORTS[parts.scheme]
    host = parts.hostname or ""
    address = _address_of(host, port)
    pool = _pool(parts.scheme, host, address, port)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        answer = pool.urlopen(
            "POST",
            path,
            body=body,
            headers={**headers, "Host": parts.netloc},
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(total=TIMEOUT_S),
        )
        answer.read(ANSWER_BYTES)
        return answer.status
    except (HTTPError, OSError) as error:
        raise Failed(type(error).__name__) from error
    finally:
        pool.close()


def _pool(scheme: str, host: str, address: Address, port: int) -> HTTPConnectionPool:
    if scheme == "http":
        return HTTPConnectionPool(str(address), port)
    # Connected by address, yet the certificate must be the name's.
    return HTTPSConnectionPool(str(address), port, server_hostname=host, assert_hostname=host)


def _address_of(host: str, port: int) -> Address:
    addresses = list(_resolved(host, port))
    for address in addresses:
        if not _is_allowed(address):
            raise Forbidden(_("%s leads to an address that is not allowed.") % host)
    return addresses[0]


def _resolved(host: str, port: int) -> Iterator[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Failed(_("The name %s cannot be resolved.") % host) from error
    for *_rest, sockaddr in found:
        address = ip_address(str(sockaddr[0]).partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        yield mapped or address


def _is_allowed(address: Address) -> bool:
    """Public addresses, and private ones inside a network of WEBHOOK_NETWORKS."""
    if address.is_global and not address.is_multicast:
        return True
    networks = [ip_network(text) for text in settings.WEBHOOK_NETWORKS]
    return any(address in network for network in networks)
