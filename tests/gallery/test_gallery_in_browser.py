"""The gallery in a real browser: opened from disk, stepped through by keyboard, silent on network and console."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from headless import CHROMIUM, chromium
from PIL import Image

from kazbek.gallery.diagrams import Diagram
from kazbek.gallery.page import page as page_of
from kazbek.record.read import load_record
from kazbek.views.story.beats import strings

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)

PICTURES = 8


@pytest.fixture(scope="module")
def address(small_gallery: Path) -> str:
    """Opened from disk."""
    return small_gallery.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


class Watched:
    """A page that keeps account of what it asks for and complains about."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **context})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def open(self, address: str) -> Any:
        self.page.goto(address)
        self.page.wait_for_selector("figure.plate.shown")
        return self.page


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    watching = Watched(browser)
    yield watching
    watching.context.close()


def shown(page: Any) -> int:
    """The number of the one picture that is visible, its bytes loaded."""
    visible = [f for f in page.query_selector_all("figure.plate") if f.is_visible()]
    assert len(visible) == 1
    image = visible[0].query_selector("img")
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image)
    return int(visible[0].get_attribute("data-number"))


def test_every_picture_by_keyboard_without_a_word_to_anybody(watched: Watched, address: str) -> None:
    page = watched.open(address)
    for number in range(1, PICTURES + 1):
        assert shown(page) == number
        assert page.inner_text("#count") == f"{number} / {PICTURES}"
        page.keyboard.press("ArrowRight")
    assert shown(page) == PICTURES  # the last one stays
    page.keyboard.press("Home")
    assert shown(page) == 1
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == PICTURES - 1
    assert watched.complaints == []
    assert watched.requests
    assert all(url.startswith(("file:", "data:")) for url in watched.requests)


def test_an_instant_is_a_deep_link(watched: Watched, address: str) -> None:
    page = watched.open(f"{address}#t=2021-10-05T09:46:40.000000Z")
    assert shown(page) == 4  # the first loss of Kurs, exactly
    page = watched.open(f"{address}#t=2021-10-05T09:48:00Z")
    assert shown(page) == 4  # the last picture not after that instant
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#t=2021-10-05T09:50:00.000000Z")


def test_buttons_and_thumbnails_step_too(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.click("#on")
    assert shown(page) == 2
    page.click("#back")
    assert shown(page) == 1
    page.click('nav a[data-number="6"]')
    assert shown(page) == 6
    assert page.get_attribute('nav a[data-number="6"]', "aria-current") == "true"
    page.click("figure.shown > img")
    assert shown(page) == 7


SWIPE = """([dx, dy, fingers]) => {
    const target = document.querySelector("figure.shown img");
    const touch = (n, x, y) => new Touch({ identifier: n, target, clientX: x + 40 * n, clientY: y });
    const all = (x, y) => [...Array(fingers).keys()].map(n => touch(n, x, y));
    const send = (type, lists) => target.dispatchEvent(new TouchEvent(type, { ...lists, bubbles: true }));
    send("touchstart", { touches: all(300, 200), changedTouches: all(300, 200) });
    send("touchend", { changedTouches: all(300 + dx, 200 + dy) });
}"""


@pytest.mark.parametrize(
    ("moved", "number"),
    [((-120, 10, 1), 3), ((120, -10, 1), 1), ((-120, 200, 1), 2), ((-20, 0, 1), 2), ((-120, 0, 2), 2)],
)
def test_a_swipe_steps_and_a_scroll_or_a_pinch_does_not(
    browser: Any, address: str, moved: tuple[int, int, int], number: int
) -> None:
    watching = Watched(browser, has_touch=True)
    page = watching.open(address)
    page.keyboard.press("ArrowRight")
    page.evaluate(SWIPE, moved)
    assert shown(page) == number
    watching.context.close()


LETTERS = {  # whatever fonts a machine has: families, and wide and narrow letters of any of them
    "as they are": ":root {}",
    "a wide family": '* { font-family: "DejaVu Serif", "Verdana", serif !important }',
    "a narrow family": '* { font-family: "DejaVu Sans Condensed", "Arial Narrow", sans-serif !important }',
    "wide letters": "* { letter-spacing: 0.06em }",
}


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080), (1024, 768), (390, 844), (844, 390)])
def test_picture_caption_and_controls_fit_on_one_screen(
    browser: Any, address: str, width: int, height: int, letters: str
) -> None:
    """Without scrolling down, and nothing to be scrolled sideways, in any font."""
    watching = Watched(browser, viewport={"width": width, "height": height}, bypass_csp=True)
    page = watching.open(address)
    page.add_style_tag(content=LETTERS[letters])
    page.wait_for_function("document.querySelector('figure.shown img').complete")
    for selector in ("figure.shown > img", "figure.shown h3", "figure.shown .told", ".steps"):
        box = page.locator(selector).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height + 1, selector
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1, selector
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    watching.context.close()


def test_the_slider_steps_by_one_and_says_where_it_is(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.focus("#time")
    page.keyboard.press("ArrowRight")
    assert shown(page) == 2
    page.keyboard.press("End")
    assert shown(page) == PICTURES
    assert page.get_attribute("#time", "aria-valuetext").startswith(f"{PICTURES} / {PICTURES}: Seats change ship")


def test_the_slide_show_goes_on_by_itself_until_somebody_steps(browser: Any, address: str) -> None:
    watching = Watched(browser)
    page = watching.page
    page.clock.install()
    watching.open(address)
    page.keyboard.press("Space")
    assert page.get_attribute("#play", "aria-label") == "Pause the slide show"
    for number in (2, 3):
        page.clock.run_for(20_000 if number == 3 else 2_600)
        assert shown(page) >= number
    page.keyboard.press("ArrowLeft")
    stopped = shown(page)
    page.clock.run_for(60_000)
    assert shown(page) == stopped
    assert page.get_attribute("#play", "aria-label") == "Play as a slide show"
    page.click("#play")
    page.clock.run_for(200_000)
    assert shown(page) == PICTURES  # and there it ends
    assert page.get_attribute("#play", "aria-label") == "Play as a slide show"
    watching.context.close()


def test_full_screen_overview_and_help_by_key(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement?.id === 'stage'")
    page.keyboard.press("ArrowRight")
    assert shown(page) == 2
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")
    page.keyboard.press("o")
    assert page.get_attribute("#overview", "aria-pressed") == "true"
    page.keyboard.press("o")
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("ArrowRight")  # belongs to the dialog now
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")
    assert shown(page) == 2
    assert watched.complaints == []


def test_the_next_picture_is_there_before_it_is_asked_for(watched: Watched, address: str) -> None:
    page = watched.open(address)
    second = "document.querySelector('figure[data-number=\"2\"] img')"
    assert not page.is_visible('figure[data-number="2"] img')
    page.wait_for_function(f"{second}.complete && {second}.naturalWidth > 0")


def test_the_choice_of_light_is_remembered(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.emulate_media(color_scheme="dark")
    page.click("#light")
    chosen = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == chosen


def test_every_control_can_be_reached_by_tab_and_has_a_name(watched: Watched, address: str) -> None:
    page = watched.open(address)
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached[:8] == ["overview", "full", "light", "keys", "back", "play", "on", "time"]
    for control in page.query_selector_all("button:not(dialog button), input"):
        assert control.get_attribute("aria-label")


def test_light_and_dark_differ_and_the_button_turns_them(watched: Watched, address: str) -> None:
    page = watched.open(address)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours[0] != colours[1]
    page.click("#light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colours[0]


def test_print_shows_every_picture(watched: Watched, address: str) -> None:
    page = watched.open(address)
    page.emulate_media(media="print")
    assert all(figure.is_visible() for figure in page.query_selector_all("figure.plate"))
    for selector in ("nav", ".steps", ".tools"):
        assert not page.is_visible(selector)


def test_without_a_script_all_pictures_are_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert all(figure.is_visible() for figure in page.query_selector_all("figure.plate"))
    assert all(heading.is_visible() for heading in page.query_selector_all(".chapter > h2"))
    assert not page.is_visible(".steps")
    assert not page.is_visible(".tools")
    context.close()


def test_diagrams_are_light_on_paper_and_dark_at_night(
    browser: Any, small_gallery: Path, small_record: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_gallery.parent, tmp_path / "g")
    for name in ("a.png", "a-dark.png", "b.png"):
        Image.new("RGB", (40, 20), "white").save(tmp_path / "g" / name)
    diagrams = [Diagram("a.png", (40, 20), "A", "a", "a-dark.png"), Diagram("b.png", (40, 20), "B", "b")]
    whole = page_of(load_record(small_record), [], diagrams, strings(), "en")
    (tmp_path / "g" / "other.html").write_text(whole, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "g" / "other.html").as_uri())
    for media, scheme, seen in (
        ("screen", "dark", "a-dark.png"),
        ("screen", "light", "a.png"),
        ("print", "dark", "a.png"),
    ):
        page.emulate_media(media=media, color_scheme=scheme)
        images = page.query_selector_all(".diagram img")
        assert [image.get_attribute("src") for image in images if image.is_visible()] == [seen, "b.png"]
        turned = page.evaluate("getComputedStyle(document.querySelector('.board img')).filter") != "none"
        assert turned == (media == "screen" and scheme == "dark")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(browser: Any, address: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")
    watching = Watched(
        browser, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce", viewport={"width": width, "height": 800}
    )
    page = watching.open(address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wrapper opens its own script by a path API that is on its way out
        found = axe.Axe().run(page)
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []
    watching.context.close()
