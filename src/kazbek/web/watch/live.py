"""The line to whoever looks on: how far the mission has come, and channels as a clock of theirs passes over them.

Each viewer has a task of its own and is sent the newest only: at most two messages that it has not acknowledged, so
that a slow one holds nothing up, neither others nor memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kazbek.base.epoch import Epoch
from kazbek.web.watch.watched import Watched

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

_UNHEARD = 2
_TELL_s = 0.25  # between looks at how far the mission has come
_FASTEST_Hz, _MOST_CHANNELS = 20.0, 64


@dataclass
class Subscription:
    """What a viewer wants to hear: channels of a flight from an instant on, at a rate, so many times a second."""

    flight: str
    channels: Sequence[str]
    start_s: float
    rate: float
    every_s: float
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def read(cls, said: dict[str, Any]) -> Subscription:
        """From a message of a viewer; a ValueError says what is wrong with it."""
        channels = said.get("channels")
        if not isinstance(channels, list) or not all(isinstance(name, str) for name in channels):
            raise ValueError("channels: a list of names wanted")
        numbers = {name: said.get(name, usual) for name, usual in (("from", 0.0), ("rate", 1.0), ("hz", 5.0))}
        if not all(isinstance(x, int | float) and abs(x) < 1e12 for x in numbers.values()):
            raise ValueError("from, rate, hz: numbers wanted")
        every_s = 1.0 / min(_FASTEST_Hz, max(0.1, float(numbers["hz"])))
        return cls(
            str(said.get("flight", "")),
            channels[:_MOST_CHANNELS],
            float(numbers["from"]),
            float(numbers["rate"]),
            every_s,
        )

    def now_s(self) -> float:
        """Page time of the viewer's clock."""
        return self.start_s + (time.monotonic() - self.begun) * self.rate


def sample(watched: Watched, wanted: Subscription) -> dict[str, Any]:
    """The channels at the viewer's instant; those that no leg tells then are left out."""
    now_s = wanted.now_s()
    epoch = Epoch(watched.origin_ns + round(now_s * 1e9))
    record = watched.record
    legs = record[wanted.flight].legs_at(epoch) if record is not None and wanted.flight in record else ()
    at = legs[-1].at(epoch) if legs else {}
    unix_ms = epoch.utc_datetime.timestamp() * 1000.0
    return {
        "sample": {
            "t": now_s,
            "utc": epoch.utc,
            "unix_ms": unix_ms,
            "flight": wanted.flight,
            "values": {name: at[name] for name in wanted.channels if name in at},
        }
    }


@dataclass
class Viewer:
    """One connection."""

    watched: Watched
    socket: WebSocket
    wanted: Subscription | None = None
    unheard: int = 0
    told: str = ""

    async def serve(self) -> None:
        """From its coming to its going."""
        from starlette.websockets import WebSocketDisconnect

        await self.socket.accept()
        telling = asyncio.create_task(self._tell())
        try:
            while True:
                await self._hear(await self.socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            telling.cancel()

    async def _hear(self, text: str) -> None:
        try:
            said = json.loads(text)
            if "ack" in said:
                self.unheard = max(0, self.unheard - 1)
            if "subscribe" in said:
                self.wanted = Subscription.read(said["subscribe"])
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            await self.socket.send_text(json.dumps({"fault": str(fault)[:200]}))

    async def _tell(self) -> None:
        """The newest, as often as it is wanted and acknowledged."""
        with contextlib.suppress(Exception):  # it has gone; the other task hears of it
            while True:
                await asyncio.sleep(self.wanted.every_s if self.wanted else _TELL_s)
                if self.unheard >= _UNHEARD:
                    continue
                state = json.dumps({"state": self.watched.state()})
                if state != self.told:
                    self.told = state
                    await self._send(state)
                elif self.wanted is not None:
                    await self._send(json.dumps(sample(self.watched, self.wanted)))

    async def _send(self, text: str) -> None:
        self.unheard += 1
        await self.socket.send_text(text)
