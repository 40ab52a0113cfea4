"""``kazbek watch``: the page, its tables, and whoever looks on."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kazbek.base.errors import KazbekError, MissingExtra
from kazbek.web.app import LOCAL_NAMES, application, static_folder
from kazbek.web.guard import App
from kazbek.web.server import Address, listening, serve
from kazbek.web.watch.history import history
from kazbek.web.watch.live import Viewer
from kazbek.web.watch.openapi import openapi
from kazbek.web.watch.watched import Watched

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.websockets import WebSocket

_GLB = "model/gltf-binary"
Make = Callable[[Watched, dict[str, str]], bytes]


def watch_app(watched: Watched, names: tuple[str, ...] = LOCAL_NAMES) -> App:
    """The live page's application.

    Raises
    ------
    MissingExtra
        without ``pip install kazbek[web]``.
    """
    try:
        from starlette.routing import Route, WebSocketRoute
    except ImportError:
        raise MissingExtra("web", "the live page") from None

    async def live(websocket: WebSocket) -> None:
        await Viewer(watched, websocket).serve()

    routes: list[Any] = [
        WebSocketRoute("/api/live", live),
        Route("/api", _page("watch/api.html")),
        Route("/api/openapi.json", _answer(watched, lambda w, _: json.dumps(openapi()).encode(), "application/json")),
        Route("/api/state", _answer(watched, lambda w, _: json.dumps(w.state()).encode(), "application/json")),
        Route("/api/history/{flight}/{channel}", _answer(watched, _history, "application/json")),
        Route("/api/mission", _answer(watched, lambda w, _: w.mission(), "application/json")),
        Route("/api/telemetry/{flight}/{leg}", _answer(watched, lambda w, p: w.telemetry(p["flight"], p["leg"]))),
        Route("/api/sky/{flight}", _answer(watched, lambda w, p: w.sky(p["flight"]))),
        Route("/api/bodies/{flight}", _answer(watched, lambda w, p: w.bodies(p["flight"]), "application/json")),
        Route("/api/mesh/{flight}/{part}", _answer(watched, lambda w, p: w.mesh(p["flight"], p["part"]), _GLB)),
        Route("/api/stars", _answer(watched, lambda w, _: w.stars())),
        Route("/api/towns", _answer(watched, lambda w, _: w.towns())),
        Route("/api/station/{flight}", _answer(watched, lambda w, p: w.station(p["flight"]))),
    ]
    return application("watch/watch.html", routes, names=names)


def _answer(watched: Watched, make: Make, media_type: str = "application/octet-stream") -> Any:
    """An endpoint that makes its answer beside the loop, so that nobody waits for another's."""

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse, Response

        try:
            asked = {**request.query_params, **request.path_params}
            content = await run_in_threadpool(make, watched, asked)
        except KazbekError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        return Response(content, media_type=media_type)

    return endpoint


def _history(watched: Watched, asked: dict[str, str]) -> bytes:
    return history(watched, asked["flight"], asked["channel"], asked)


def _page(name: str) -> Any:
    async def endpoint(_: Request) -> Response:
        from starlette.responses import FileResponse

        return FileResponse(static_folder() / name)

    return endpoint


def show(watched: Watched, at: Address, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Raises
    ------
    DataError
        a port that is taken.
    """
    bound = listening(at.host, at.port)
    threading.Thread(target=watched.prepare, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        serve(watch_app(watched, (*LOCAL_NAMES, at.host)), bound, ready)
