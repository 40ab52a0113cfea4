"""``kazbek cockpit``: a server, a session, a log that survives, a record at the end."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kazbek.base.errors import MissingExtra
from kazbek.catalogue.panel import Panel
from kazbek.record.record import Record
from kazbek.web.app import LOCAL_NAMES, application
from kazbek.web.cockpit.link import Hub
from kazbek.web.cockpit.log import LOG
from kazbek.web.cockpit.session import Session
from kazbek.web.guard import App
from kazbek.web.server import Address, listening, serve

if TYPE_CHECKING:
    from starlette.websockets import WebSocket


def cockpit_app(hub: Hub, names: tuple[str, ...] = LOCAL_NAMES) -> App:
    """The cockpit's application around a hub.

    Raises
    ------
    MissingExtra
        without ``pip install kazbek[web]``.
    """
    try:
        from starlette.routing import WebSocketRoute
    except ImportError:
        raise MissingExtra("web", "the cockpit") from None

    async def socket(websocket: WebSocket) -> None:
        await hub.connect(websocket)

    inner = application("cockpit.html", [WebSocketRoute("/flight", socket)], names=names)
    running: list[asyncio.Task[None]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if not running:
            running.append(asyncio.create_task(hub.run()))
        await inner(scope, receive, send)

    return app


def fly_by_hand(hub: Hub, at: Address, out: Path, ready: Callable[[str], None]) -> Record:
    """Serve until interrupted, then leave the record in `out`; until then the log grows beside it.

    Raises
    ------
    DataError
        a port that is taken, a folder that cannot be written.
    """
    bound = listening(at.host, at.port)
    out.parent.mkdir(parents=True, exist_ok=True)
    log = out.with_suffix(".cockpit.jsonl")
    hub.session.log.open(log)
    with contextlib.suppress(KeyboardInterrupt):
        serve(cockpit_app(hub, (*LOCAL_NAMES, at.host)), bound, ready)
    hub.session.log.close(hub.session.tick, hub.session.near.s)
    return saved(hub.session, out, log)


def saved(session: Session, out: Path, log: Path) -> Record:
    """The record of a session in a folder, its log inside, so that it can be flown again."""
    record = session.record().save(out)
    shutil.copyfile(log, out / LOG)
    if log.name.startswith(out.name):
        log.unlink()
    return record


def hub_of(session: Session, *, lockstep: bool) -> Hub:
    """A hub with the panel of the session's ship."""
    return Hub(session, session.panel or Panel.named(session.begun.close.ship.name), lockstep=lockstep)
