"""Serving a page: an address on this machine, a sentence when it is taken, an end that loses nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

from kazbek.base.errors import DataError, MissingExtra
from kazbek.web.guard import App


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is served; port 0 takes any that is free."""

    host: str
    port: int


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to an address; port 0 takes any that is free.

    Raises
    ------
    DataError
        when the port is taken or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(64)
    except OSError as fault:
        bound.close()
        raise DataError(
            f"cannot listen at {host} port {port}: {(fault.strerror or 'no such address').lower()}",
            cure="give another port, or port 0 for any that is free",
        ) from None
    return bound


def serve(app: App, bound: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the page's address once it answers.

    Raises
    ------
    MissingExtra
        without ``pip install kazbek[web]``.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtra("web", "a page") from None
    config = uvicorn.Config(
        app,
        log_level="critical",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=4096,
        timeout_graceful_shutdown=1,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    host, port = bound.getsockname()[:2]
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    server.run(sockets=[bound])
