"""The gallery in a real browser: opened from disk, stepped through by keyboard, silent on network and console."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)

PICTURES = 8
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]


@pytest.fixture(scope="module")
def address(small_gallery: Path) -> str:
    """Opened from disk."""
    return small_gallery.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """A page that keeps account of what it asks for and complains about."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1000, "height": 800}, **context)
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
    page.click("nav li:nth-child(6) a")
    assert shown(page) == 6
    assert page.get_attribute("nav li:nth-child(6) a", "aria-current") == "true"


def test_a_swipe_steps(browser: Any, address: str) -> None:
    watching = Watched(browser, has_touch=True)
    page = watching.open(address)
    page.evaluate("""() => {
        const touch = x => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 100 });
        document.body.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(300)], bubbles: true }));
        document.body.dispatchEvent(new TouchEvent("touchend", { changedTouches: [touch(100)], bubbles: true }));
    }""")
    assert shown(page) == 2
    watching.context.close()


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
    assert not page.is_visible("nav")


def test_without_a_script_all_pictures_are_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert all(figure.is_visible() for figure in page.query_selector_all("figure.plate"))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")
    watching = Watched(browser, color_scheme=scheme, bypass_csp=True)
    page = watching.open(address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wrapper opens its own script by a path API that is on its way out
        found = axe.Axe().run(page)
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []
    watching.context.close()
