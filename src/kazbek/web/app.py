"""The application that every page of kazbek shares: static files, meshes, textures, and the page's own routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kazbek.base.data import bundled
from kazbek.base.errors import MissingExtra
from kazbek.web.guard import App, Guard

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1", "[::1]")
_TEXTURES = {"earth.jpg": "blue_marble.jpg"}


def static_folder() -> Path:
    """Where pages, scripts and bundles lie."""
    return Path(str(resources.files("kazbek.web").joinpath("static")))


def application(page: str, routes: Sequence[Any] = (), *, names: Iterable[str] = LOCAL_NAMES) -> App:
    """A guarded application with one page at its root.

    Parameters
    ----------
    page : file of the static folder that is served at ``/``
    routes : Starlette routes of the page itself
    names : host names under which it may be asked for

    Raises
    ------
    MissingExtra
        without ``pip install kazbek[web]``.
    """
    try:
        from starlette.applications import Starlette
        from starlette.responses import FileResponse
        from starlette.routing import Mount, Route
        from starlette.staticfiles import StaticFiles
    except ImportError:
        raise MissingExtra("web", "a page") from None

    async def root(_: Request) -> Response:
        return FileResponse(static_folder() / page)

    shared = [
        Route("/", root),
        Route("/mesh/{name}.glb", _mesh),
        Route("/texture/{name}", _texture),
        Mount("/static", StaticFiles(directory=static_folder())),
    ]
    return Guard(Starlette(routes=[*routes, *shared]), names)


async def _mesh(request: Request) -> Response:
    """A model as binary glTF, made on this machine and kept while the server lives."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse, Response

    from kazbek.web.meshes import MESHES, mesh

    name = request.path_params["name"]
    if name not in MESHES:
        return PlainTextResponse(f"no mesh {name}", status_code=404)
    return Response(await run_in_threadpool(mesh, name), media_type="model/gltf-binary")


async def _texture(request: Request) -> Response:
    from starlette.responses import PlainTextResponse, Response

    file = _TEXTURES.get(request.path_params["name"])
    if file is None:
        return PlainTextResponse("no such texture", status_code=404)
    return Response(bundled("textures", file).read_bytes(), media_type="image/jpeg")
