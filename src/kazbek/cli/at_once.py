"""``kazbek campaign status DIR`` answered before the library of the command line is there.

That library and what it brings along take some 0.2 s to import, the answer on ten thousand runs 0.1 s.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kazbek.campaign.store import Store


def status_asked(arguments: Sequence[str]) -> tuple[Path, bool] | None:
    """The folder, and whether JSON is wanted; None for any other command line, and for one that is wrong."""
    words = [word for word in arguments if word != "--json"]
    if len(words) != 3 or words[:2] != ["campaign", "status"] or words[2].startswith("-"):
        return None
    return Path(words[2]), len(arguments) > len(words)


def told(store: Store, as_json: bool) -> int:
    """The status of a campaign; 1 where runs could not be flown to an end."""
    from kazbek.campaign.status import status_of
    from kazbek.cli.output import lines, printed
    from kazbek.views.campaign.status import status_text

    found = status_of(store)
    if as_json:
        printed(found.json())
    else:
        lines(status_text(store.folder, found))
    return 1 if found.failed else 0
