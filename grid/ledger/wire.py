"""One frame for many sockets: uvicorn's WebSocket protocol with a way past framing anew.

ASGI knows only text, so a server encodes and frames the same fact once more for each of a
thousand screens, which costs more than the write itself. A message of `grid.ledger.outlet`
carries the finished frame beside its text; this protocol writes it as it is where that is
right, and otherwise does what uvicorn does. Other servers see only the text.

Named to uvicorn as `--ws grid.ledger.wire:FramedSocket`.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from grid.ledger.outlet import Passed


class FramedSocket(WebSocketsSansIOProtocol):
    """Writes a finished frame to an open socket that waits for nothing and compresses nothing."""

    async def send(self, message: Any) -> None:
        if message.get("lossy") and not self.writable.is_set():
            raise Passed  # the transport's buffer is full: a fact must not queue behind this
        frame = message.get("frame")
        if frame is not None and self._takes_frames():
            self.transport.write(frame)
        else:
            await super().send(message)

    def _takes_frames(self) -> bool:
        conn = self.conn
        return (
            self.handshake_complete
            and self.writable.is_set()
            and conn.state is State.OPEN
            and not (self.close_sent or self.disconnected or conn.extensions)
        )
