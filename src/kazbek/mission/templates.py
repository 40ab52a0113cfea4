"""A programme of one's own: commented templates of every data file a mission names, laid out in a new folder."""

from __future__ import annotations

import re
from pathlib import Path

from kazbek.base.data import bundled
from kazbek.base.errors import DataError
from kazbek.base.files import written_whole
from kazbek.base.places import check_new_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_PLACEHOLDER = "PROGRAMME"


def new_programme(name: str, folder: Path | None = None) -> list[Path]:
    """Lay out a launcher, a pad, a ship, its capsule, a station with its orbit, a way there, a zone and a mission.

    All of them are invented and fly as they are; each says in comments what its figures mean.

    Parameters
    ----------
    name : of the programme, in the files and of the folder
    folder : where to write; a folder of that name in the current one without it

    Returns
    -------
    list of Path
        the files, the mission first

    Raises
    ------
    DataError
        a name that cannot be one of a mission, or a folder with something in it.
    """
    if not _NAME.fullmatch(name):
        raise DataError(f'the name "{name[:60]}"', allowed="up to 40 letters, digits, hyphens and underscores")
    place = folder or Path(name)
    check_new_folder(place, "out")
    place.mkdir(parents=True, exist_ok=True)
    templates = sorted(bundled("templates", "programme").iterdir(), key=lambda file: file.name)
    files = []
    for template in templates:
        if template.name.endswith((".toml", ".tle")):
            text = template.read_text(encoding="utf-8").replace(_PLACEHOLDER, name)
            with written_whole(place / template.name) as fresh:
                fresh.write_text(text, encoding="utf-8", newline="\n")
            files.append(place / template.name)
    return sorted(files, key=lambda file: (file.stem != "mission", file.name))
