"""What the tests of pages share: reading an answer, sending a form once."""

from html import unescape

from django.urls import reverse

from grid.ledger.idempotency import form_key


def text(answer):
    return unescape(answer.content.decode())


def post(client, name, *args, **fields):
    return client.post(reverse(name, args=args), {"form_key": form_key(), **fields})
