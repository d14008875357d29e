"""What production refuses to start with; each refusal says what to change."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 16
ONE_YEAR_S = 365 * 24 * 3600
NONE_OF_IT = ("'none'",)
OWN_HOST = ("'self'",)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": OWN_HOST,
        "img-src": ("'self'", "data:"),  # the QR code of the second factor is drawn into the page
        "object-src": NONE_OF_IT,
        "base-uri": NONE_OF_IT,
        "form-action": OWN_HOST,
        "frame-ancestors": NONE_OF_IT,
    }
}


def refuse_weak(*, secret_key: str, field_keys: Sequence[str], hosts: Sequence[str]) -> None:
    """Stop a production start with a guessable key or with hosts left open.

    Raises:
        ImproperlyConfigured: naming the setting and the remedy.
    """
    if len(secret_key) < SHORTEST_KEY or len(set(secret_key)) < FEWEST_CHARACTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY is guessable: with DEBUG off it needs {SHORTEST_KEY} random characters."
        )
    if any(len(key) < FEWEST_CHARACTERS * 2 for key in field_keys):
        raise ImproperlyConfigured("FIELD_KEYS: each key needs 32 random characters.")
    if not hosts or any(host.startswith(("*", ".")) for host in hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name each host: a wildcard lets others' pages in."
        )
