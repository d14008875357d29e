"""A Redis of our own, on a free loopback port; nothing in it that cannot be rebuilt."""

import socket
from dataclasses import dataclass
from pathlib import Path

from script.house.supervisor import Child


@dataclass(frozen=True)
class Redis:
    """One private server. `durable` writes the append-only file, so that queued jobs survive."""

    home: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def child(self) -> Child:
        """The server as a child to be watched; its password stays out of the process list."""
        self.home.mkdir(parents=True, exist_ok=True)
        settings = self.home / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"port {self.port}\nbind 127.0.0.1\nrequirepass {self.password}\n"
            f'dir "{self.home}"\nappendonly {"yes" if self.durable else "no"}\n'
            'save ""\nmaxmemory-policy noeviction\ndaemonize no\n'
        )
        return Child(name="redis", command=["redis-server", str(settings)], ready=self._is_ready)

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = line.recv(64)
                return answer.startswith(b"+OK") and (b"PONG" in answer or b"PONG" in line.recv(64))
        except OSError:
            return False
