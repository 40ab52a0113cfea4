"""The line between page and flight: commands in, snapshots out; one player, any number who look on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kazbek.base.errors import DataError
from kazbek.catalogue.panel import Panel
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.kernels import columns as col
from kazbek.web.clock import StepClock
from kazbek.web.cockpit.ghost import ghost
from kazbek.web.cockpit.session import Session
from kazbek.web.cockpit.sheet import sheet
from kazbek.web.cockpit.snapshot import event_words, setup, snapshot

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

_PERIOD_s = col.TICK_s  # of snapshots: a tick
_SPEEDS = (1, 2, 4, 8, 16)
_STEPS = 8000  # most ticks of one lockstep message


@dataclass
class Hub:
    """A session, its clock, and who is connected.

    Attributes
    ----------
    session, panel : the flight and how it is shown
    lockstep : time passes only when the page says so, for tests
    """

    session: Session
    panel: Panel
    lockstep: bool = False
    clock: StepClock = field(default_factory=lambda: StepClock(col.TICK_s, paused=True))
    player: WebSocket | None = None
    viewers: list[WebSocket] = field(default_factory=list)
    told: int = 0
    heard: int = 0  # of what the session said
    debriefed: bool = False
    light_s: float = 0.0  # by which the instructor has moved the Sun of the picture

    def __post_init__(self) -> None:
        self.told = len(self.session.near.events)

    async def connect(self, socket: WebSocket) -> None:
        """One page, from its coming to its going. The first is the player; others look on until it has gone."""
        from starlette.websockets import WebSocketDisconnect

        await socket.accept()
        self.viewers.append(socket)
        first = self.player is None
        if first:
            self.player = socket
        try:
            await socket.send_text(json.dumps({"setup": setup(self.session, self.panel, lockstep=self.lockstep)}))
            await socket.send_text(json.dumps({"role": "player" if first else "observer"}))
            await self._send(socket)
            if self.session.over is not None:
                await socket.send_text(json.dumps({"sheet": sheet(self.session)}))
            while True:
                await self._heard(socket, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._gone(socket)

    def _gone(self, socket: WebSocket) -> None:
        self.viewers.remove(socket)
        if self.player is socket:
            self.player, self.clock.paused = None, True
            self.session.release()

    async def _heard(self, socket: WebSocket, text: str) -> None:
        """One message; a bad one is answered and changes nothing."""
        try:
            said = json.loads(text)
            if not isinstance(said, dict):
                raise DataError("a message is a table")
            if "echo" in said:
                await socket.send_text(json.dumps({"echo": said["echo"], "tick": self.session.tick}))
            if "ghost" in said:
                rows = await asyncio.to_thread(ghost, self.session.begun)
                await socket.send_text(json.dumps({"ghost": rows}))
            if socket is self.player:
                self._act({key: value for key, value in said.items() if key not in ("echo", "ghost")})
        except (DataError, ValueError, TypeError, KeyError, RecursionError) as fault:
            await socket.send_text(json.dumps({"fault": str(fault)[:200]}))
            return
        if self.lockstep:
            await self.broadcast()

    def _act(self, said: dict[str, Any]) -> None:
        if "pause" in said:
            self.clock.paused = bool(said["pause"])
        if "speed" in said:
            self.clock.speed = float(said["speed"]) if said["speed"] in _SPEEDS else self.clock.speed
        if "light_min" in said:
            self.light_s = 60.0 * max(-720.0, min(720.0, float(said["light_min"])))
        if "rewind_s" in said:
            self._rewind(float(said["rewind_s"]))
        if "fail" in said:
            self._fail(said["fail"])
        command = {key: said[key] for key in ("axes", "keys") if key in said}
        if command:
            self.session.do(command)
            self.clock.speed = 1.0
        if "step" in said and self.lockstep:
            self.session.advance(max(0, min(int(said["step"]), _STEPS)))

    def _rewind(self, seconds: float) -> None:
        """Go back so many seconds of flight and wait there; what was flown since is a branch of its own."""
        back = max(0, self.session.tick - max(0, round(min(seconds, 1e6) / col.TICK_s)))
        self.session = self.session.branched(back)
        self.session.said.append(f"back by {seconds:.0f} s; what was flown since is kept as another branch")
        self.clock.paused, self.debriefed = True, False
        self.told = len(self.session.near.events)

    def _fail(self, said: Any) -> None:
        allowed = {"system", "which", "manifold", "stuck", "lost_kg"}
        if not isinstance(said, dict) or not set(said) <= allowed:
            raise DataError("a failure is a system and what of it", allowed=", ".join(sorted(allowed)))
        failure = CloseFailure(at_range_m=1e9, **said)
        for row in failure.rows(self.session.begun.close.ship)[:1]:
            self.session.fail(row)

    async def run(self) -> None:
        """Let time pass, and tell everybody."""
        while True:
            if not self.lockstep:
                self.session.advance(self.clock.due())
                await self.broadcast()
            await asyncio.sleep(_PERIOD_s)

    async def broadcast(self) -> None:
        """The newest snapshot and what happened, to all."""
        for socket in list(self.viewers):
            await self._send(socket)
        events = self.session.near.events
        for event in events[self.told :]:
            await self._say({"log": event_words(event.name)})
        self.told = len(events)
        self.session.call_out(self.panel)
        said = self.session.said
        for sentence in said[self.heard :]:
            await self._say({"log": sentence})
        self.heard = len(said)
        if self.session.over is not None and not self.debriefed:
            self.debriefed = True
            await self._say({"sheet": sheet(self.session)})

    async def _send(self, socket: WebSocket) -> None:
        row = snapshot(self.session, paused=self.clock.paused, speed=self.clock.speed, light_s=self.light_s)
        with contextlib.suppress(Exception):  # it has gone; its own task hears of it
            await socket.send_bytes(row.tobytes())

    async def _say(self, document: dict[str, Any]) -> None:
        for socket in list(self.viewers):
            with contextlib.suppress(Exception):
                await socket.send_text(json.dumps(document))
