"""Bearer tokens of client systems: shown once, kept as a SHA-256 digest, looked up by it."""

import secrets
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from grid.organisation.models import ClientSystem

SCHEME: Final = b"bearer"
USE_NOTED_EVERY: Final = timedelta(minutes=1)


def new_token() -> str:
    """256 random bits; the prefix lets a secret scanner recognise a leaked one."""
    return f"anlan_{secrets.token_urlsafe(32)}"


def digest(token: str) -> str:
    """A plain hash is enough: the token is random, there is nothing to guess."""
    return sha256(token.encode()).hexdigest()


def bearer_of(request: Request | HttpRequest) -> str:
    """The token a request carries, or nothing."""
    scheme, _space, token = get_authorization_header(request).partition(b" ")  # type: ignore[arg-type]
    return token.decode("latin-1").strip() if scheme.lower() == SCHEME else ""


class ClientTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`: the digest is looked up, never the token.

    A request that carries a token is judged by it alone: its cookies are not looked at, and a
    token in the address is not supported, because addresses end up in logs.
    """

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="anlan"'

    def authenticate(self, request: Request) -> tuple[ClientSystem, str] | None:
        scheme, _space, _token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME:
            return None
        client = self._find(bearer_of(request))
        self._note_use(client)
        if not address_allowed(client, request.META.get("REMOTE_ADDR", "")):
            raise AuthenticationFailed(_("The token is not valid from this address."))
        return client, client.token_hint

    def _find(self, token: str) -> ClientSystem:
        found = ClientSystem.objects.select_related("agency").filter(token_digest=digest(token))
        client = found.first()
        if client is None or not client.is_usable(timezone.now()):
            raise AuthenticationFailed(_("The token is unknown, expired or revoked."))
        return client

    def _note_use(self, client: ClientSystem) -> None:
        """Keep when the token was last used, to the minute: a write each request costs too much."""
        now = timezone.now()
        if client.last_used_at is None or now - client.last_used_at > USE_NOTED_EVERY:
            ClientSystem.objects.filter(pk=client.pk).update(last_used_at=now)


def address_allowed(client: ClientSystem, address: str) -> bool:
    """Whether the address lies in the client's networks; no networks means any address."""
    if not client.allowed_networks:
        return True
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in ip_network(network) for network in client.allowed_networks)
