"""The sentences an officer reads out to the parties before she asks whether they want mediation.

People's Mediation Law art. 2, 3, 4 (voluntary, equal, free of charge), 19, 20, 23 (the parties'
rights), 26 (the other ways). A signature names by hash the sentences it was put under.
"""

from hashlib import sha256
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: Final = (
    gettext_noop("Mediation is voluntary, all are equal in it, and it costs nothing."),
    gettext_noop("Either side may refuse it, or leave it at any time."),
    gettext_noop("You may choose the mediator, and ask that it is not public."),
    gettext_noop(
        "Without mediation there is still arbitration, an administrative decision or the court."
    ),
)
WORDS_HASH: Final = sha256("\n".join(SENTENCES).encode()).hexdigest()


def sentences() -> list[str]:
    """The sentences in the reader's language."""
    return [_(sentence) for sentence in SENTENCES]
