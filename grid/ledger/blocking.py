"""A thread with a database connection of its own, for blocking reads beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, connection

P = ParamSpec("P")
R = TypeVar("R")


class DatabaseThread:
    """Runs one call at a time; does not queue behind requests, as Django's own bridge would."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Await the call's answer; a connection that broke is replaced for the next call."""

        def guarded() -> R:
            try:
                return call(*args, **kwargs)
            except (DatabaseError, InterfaceError):
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._executor, guarded)

    async def close(self) -> None:
        await self.run(lambda: connection.close())
        self._executor.shutdown(wait=False)
