"""Connections whose request does not come: closed after a time, so that nobody can keep them all."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 20  # for the headers of a request, and for what is left of a body that was answered already


class ImpatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to waiting for the headers of a request."""

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take what came; a drop does not begin the wait anew."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, of which a part may have come already."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Wait while a request is not whole and nobody works on it."""
        begun = self.conn.their_state is not h11.IDLE
        answered = self.cycle is not None and self.cycle.response_complete
        if begun and not (answered and self.conn.their_state is h11.SEND_BODY):
            self._wait_no_longer()
        elif self._waits is None:
            self._waits = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _wait_no_longer(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
