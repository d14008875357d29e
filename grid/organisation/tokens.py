"""Bearer tokens of client systems."""

from rest_framework.authentication import BaseAuthentication


class ClientTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`: the digest is looked up, never the token."""
