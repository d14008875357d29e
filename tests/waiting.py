"""How long a test waits for what must come.

These are limits and not expectations: nothing is asserted of how soon a thing comes, so they are
as long as the slowest machine may need, and cost nothing where all goes well.
"""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread
from typing import Any, Final

from django.db import close_old_connections, connections

from grid.errors import DomainError

LONG_S: Final = 90.0
LONG_MS: Final = LONG_S * 1000

Act = Callable[[], Any]


def ended(threads: Iterable[Thread]) -> None:
    """Wait until every thread has come to its end, and say which one never did."""
    for thread in threads:
        thread.join(LONG_S)
        assert not thread.is_alive(), f"{thread.name} never ended"


def at_once(*acts: Act) -> list[Any]:
    """Run the acts at the same moment, each in a thread with a database connection of its own.

    Answers what each gave or how it was refused, in the order of the acts.
    """
    gate, unanswered = Barrier(len(acts)), object()
    answers = [unanswered] * len(acts)

    def run(place: int, act: Act) -> None:
        close_old_connections()
        try:
            gate.wait(LONG_S)
            answers[place] = act()
        except DomainError as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=entry) for entry in enumerate(acts)]
    for thread in threads:
        thread.start()
    ended(threads)
    assert unanswered not in answers, answers
    return answers


def outcomes(*acts: Act) -> list[str]:
    """What each of the acts at one moment came to, sorted: "done" or the code of its refusal."""
    told = (a.code if isinstance(a, DomainError) else "done" for a in at_once(*acts))
    return sorted(told)
