"""The site of the documentation: two launchers share one hall, from the page alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

pytest.importorskip("ortools")

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.ground.network import Launch
from kazbek.ground.plan import plan
from kazbek.ground.site_file import GroundSite
from kazbek.scheduling.units import PER_HOUR

PAGE = Path(__file__).parents[2] / "docs" / "ground.md"
FIRST = Launch("First", "crewed", dt.date(2021, 10, 5), Epoch.from_utc("2021-10-05T12:00:00Z"))


@pytest.fixture
def meadow(tmp_path: Path) -> Path:
    found = re.search(r"<!-- a site of one's own -->\n```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    file = tmp_path / "meadow.toml"
    file.write_text(found[1], encoding="utf-8")
    return file


def test_two_launchers_take_turns_in_the_one_hall(meadow):
    second = Launch("Second", "cargo", dt.date(2021, 10, 9), prefix="second/")
    planned = plan(GroundSite.named(str(meadow)), (FIRST, second))
    assert planned.proved
    ends = planned.starts["assembly"] + 72 * PER_HOUR
    assert planned.starts["second/assembly"] >= ends
    assert planned.rollout.utc[:16] == "2021-10-04T06:00"


def test_two_launches_on_one_day_name_the_pad_and_both_dates(meadow):
    second = Launch("Second", "cargo", dt.date(2021, 10, 5), prefix="second/")
    with pytest.raises(DataError) as fault:
        plan(GroundSite.named(str(meadow)), (FIRST, second))
    for fact in ("First lifts off on 2021-10-05", "Second lifts off on 2021-10-05", "there is 1 of pad"):
        assert fact in str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("needs = { hall = 1 }", "needs = { hal = 1 }", 'did you mean "hall"'),
        ('after = [{ id = "rollout" }]', 'after = [{ id = "rolout" }]', 'did you mean "rollout"'),
        ('id = "launch_day"', 'id = "launch"', "launch_day"),
        ("clock_h = { v = 7.0", "clok_h = { v = 7.0", 'did you mean "clock_h"'),
        ("soon = true", 'soon = "maybe"', "true or false"),
    ],
)
def test_a_slip_in_a_site_file_is_one_sentence(meadow, old, new, said):
    meadow.write_text(meadow.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        GroundSite.named(str(meadow))


def test_a_circle_in_the_network_names_its_lags(meadow):
    text = meadow.read_text(encoding="utf-8")
    text = text.replace("needs = { hall = 1 }", 'needs = { hall = 1 }\nafter = [{ id = "erection" }]', 1)
    meadow.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match='"assembly follows erection"') as fault:
        plan(GroundSite.named(str(meadow)), (FIRST,))
    assert "lifts off" not in str(fault.value)
