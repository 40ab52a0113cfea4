"""The live page as a folder that opens from disk, without a server: page, script, style and the record's tables."""

from __future__ import annotations

import base64
import gzip
import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kazbek.base.data import bundled as data_file
from kazbek.base.files import clear_strays, hold
from kazbek.base.places import check_new_folder, writing
from kazbek.web.app import static_folder
from kazbek.web.watch.bundle import bundled
from kazbek.web.watch.packing import packed
from kazbek.web.watch.watched import Watched

_APART = ".kazbek-watch-"  # begins the name of the folder in which a page is made
_PLAIN = ("station", "company", "ship", "folded")  # without their small detail
_MAP_px = 2048  # columns of the Earth's picture, of the bundled one's 5400
_SCRIPT = '<script type="module" src="/static/watch/watch.js"></script>'
_SCRIPTS = '<script src="data.js" defer></script>\n    <script src="page.js" defer></script>'


def export_page(watched: Watched, folder: Path, progress: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write the page into a new or empty folder; `index.html` opens in any browser.

    Raises
    ------
    DataError
        the folder holds something, or cannot be written.
    """
    check_new_folder(folder, "export")
    with writing(f"into {folder}", "export"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear_strays(folder.parent, _APART)
        with TemporaryDirectory(prefix=_APART, dir=folder.parent) as apart:
            held, page = hold(Path(apart)), Path(apart) / folder.name
            page.mkdir()
            _write(watched, page, progress)
            if folder.exists():
                folder.rmdir()
            page.rename(folder)
            if held is not None:
                held.let_go()
    return sorted(folder.iterdir())


def _write(watched: Watched, folder: Path, progress: Callable[[str], None]) -> None:
    static = static_folder()
    page = (static / "watch" / "watch.html").read_text(encoding="utf-8").replace(_SCRIPT, _SCRIPTS)
    page = page.replace("/static/vendor/uplot.css", "uplot.css").replace("/static/watch/watch.css", "watch.css")
    (folder / "index.html").write_text(page, encoding="utf-8")
    shutil.copy(static / "vendor" / "uplot.css", folder / "uplot.css")
    shutil.copy(static / "watch" / "watch.css", folder / "watch.css")
    (folder / "page.js").write_text(bundled(static, "watch/watch.js"), encoding="utf-8")
    with (folder / "data.js").open("w", encoding="utf-8") as file:
        file.write("globalThis.kazbekFiles = {};\n")
        for line in _lines(watched, progress):
            file.write(line)


def _lines(watched: Watched, progress: Callable[[str], None]) -> Iterator[str]:
    """An assignment per file, each content once: gzip in base64; `=` before the name of one that is the same."""
    first: dict[bytes, str] = {}
    for path, content in _files(watched, progress):
        if content in first:
            value = f"={first[content]}"
        else:
            first[content] = path
            value = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
        yield f"kazbekFiles[{json.dumps(path)}] = {json.dumps(value)};\n"
    picture = base64.b64encode(_map()).decode("ascii")
    yield f'kazbekFiles["/texture/earth.jpg"] = "{picture}";\n'


def _files(watched: Watched, progress: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """What the page would ask its server for."""
    yield "/api/mission", watched.mission()
    yield "/api/stars", watched.stars()
    yield "/api/towns", watched.towns()
    assert watched.record is not None
    for name, flight in watched.record.items():
        progress(name)
        yield f"/api/sky/{name}", watched.sky(name)
        yield f"/api/station/{name}", packed(watched.station_columns(name), small=True)
        yield f"/api/bodies/{name}", watched.bodies(name)
        for leg in flight:
            yield f"/api/telemetry/{name}/{leg}", packed(watched.table(name, leg), small=True)
        for part in watched.cast(name):
            yield f"/api/mesh/{name}/{part}", watched.mesh(name, part, plain=part in _PLAIN)


def _map() -> bytes:
    """The Earth's picture, smaller."""
    from PIL import Image

    with data_file("textures", "blue_marble.jpg").open("rb") as file:
        picture = Image.open(file).convert("RGB").resize((_MAP_px, _MAP_px // 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=76)
    return out.getvalue()
