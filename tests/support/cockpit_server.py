"""A cockpit served in lockstep from a thread of the test."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from kazbek.web.cockpit.serve import cockpit_app, hub_of
from kazbek.web.cockpit.session import Session
from kazbek.web.server import listening


@contextmanager
def serving(session: Session, *, lockstep: bool = True) -> Iterator[str]:
    """The server's host and port while it runs."""
    bound = listening("127.0.0.1", 0)
    app = cockpit_app(hub_of(session, lockstep=lockstep))
    config = uvicorn.Config(app, log_level="critical", ws="websockets-sansio", ws_max_size=4096, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[bound]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
