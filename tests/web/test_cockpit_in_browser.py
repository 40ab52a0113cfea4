"""The cockpit in a real browser, in lockstep: a pilot at the keyboard docks, one with a stubbed gamepad too.

The pilot reads what the page shows and presses keys; time passes only when the page asks for it, so that a slow machine
fails nothing. In outlines, as a browser without WebGL draws; the picture itself is looked at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from cockpit_server import serving
from headless import CHROMIUM, chromium

from kazbek.flight.docking.kernels import columns as col
from kazbek.web.cockpit.begin import Choice, begin
from kazbek.web.cockpit.log import digest
from kazbek.web.cockpit.session import Session, replay

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra dev)")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


class Seat:
    """A page in front of a pilot."""

    def __init__(self, browser: Any, address: str, *, outlines: bool = True, script: str = "", **context: Any) -> None:
        self.page = browser.new_context(**{"viewport": {"width": 900, "height": 700}, **context}).new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        if script:
            self.page.add_init_script(script)
        self.page.goto(f"http://{address}/{'?view=outline' if outlines else ''}")
        self.until("!!(window.cockpit && window.cockpit.snap())")
        self.held: set[str] = set()

    def until(self, condition: str, seconds: float = 60.0) -> None:
        for _ in range(int(seconds / 0.05)):
            if self.page.evaluate(condition):
                return
            time.sleep(0.05)
        raise AssertionError(f"never came true: {condition}")

    def snap(self) -> dict[str, float]:
        seen: dict[str, float] = self.page.evaluate("window.cockpit.snap()")
        return seen

    def step(self, ticks: int) -> dict[str, float]:
        seen: dict[str, float] = self.page.evaluate(f"window.cockpit.step({ticks})")
        return seen

    def hold(self, wanted: set[str]) -> None:
        for code in self.held - wanted:
            self.page.keyboard.up(code)
        for code in wanted - self.held:
            self.page.keyboard.down(code)
        self.held = wanted


def wishes(s: dict[str, float]) -> tuple[int, int, int]:
    """What a pilot who flies by the figures wants of the handle: fore, right, down. PORT y is to the ship's left."""
    x = s["tip.x"]
    speed = 0.12 if x < 3.0 else min(0.30, 0.12 + 0.006 * x)
    ahead = speed + s["u.x"]
    right = -(-s["p.y"] / 10.0 - s["u.y"])
    down = -s["p.z"] / 10.0 - s["u.z"]
    return _sign(ahead), _sign(right), _sign(down)


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.012 else (1 if value > 0 else -1)


KEYS = (("KeyS", "KeyW"), ("KeyA", "KeyD"), ("KeyR", "KeyF"))


def keyboard(seat: Seat, wanted: tuple[int, int, int]) -> None:
    seat.hold({KEYS[i][(sign + 1) // 2] for i, sign in enumerate(wanted) if sign})


def dock(seat: Seat, act: Any, most: int = 3000) -> dict[str, float]:
    s = seat.snap()
    for _ in range(most):
        if s["over"] >= 0 or s["part"] >= col.Part.CONTACT:
            break
        act(seat, wishes(s))
        s = seat.step(_ticks_to_next_look(s["tip.x"]))
    return s


def _ticks_to_next_look(x_m: float) -> int:
    """0.6 s near the port, then 2 s and 4 s: each look costs the browser some 40 ms, however long it flew."""
    return 48 if x_m < 5.0 else 160 if x_m < 60.0 else 320


def opened(scenario: str) -> Session:
    return begin(Choice(scenario=scenario), lambda _: None)


@pytest.mark.parametrize("scenario", ["50-m", pytest.param("200-m", marks=pytest.mark.slow)])
def test_a_pilot_at_the_keyboard_docks(browser: Any, scenario: str) -> None:
    session = opened(scenario)
    with serving(session) as address:
        seat = Seat(browser, address)
        s = dock(seat, keyboard)
        assert s["part"] in (col.Part.CONTACT, col.Part.LINKED), s
        seat.hold(set())
        for _ in range(5):
            s = seat.step(8000)
            if s["over"] >= 0:
                break
        seat.until("document.getElementById('sheet').open")
        sheet = seat.page.inner_text("#sheet")
        assert "Docked" in sheet
        assert "broken" not in sheet
        assert all(url.startswith((f"http://{address}/", "data:")) for url in seat.requests)
        assert not seat.complaints
    again = opened(scenario)
    replay(again, session.log.entries, session.tick)
    assert digest(again.near.s) == digest(session.near.s)  # the page's flight, without a page


@pytest.mark.slow
def test_two_fingers_dock(browser: Any) -> None:
    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address, has_touch=True)
        seat.page.keyboard.press("KeyT")
        line = seat.page.context.new_cdp_session(seat.page)
        push, fore = (seat.page.locator(f"#pad-{name}").bounding_box() for name in ("push", "fore"))
        held: list[tuple[int, int, int]] = [(0, 0, 0)]

        def touch(_: Seat, wanted: tuple[int, int, int]) -> None:
            if wanted == held[0]:
                return
            if any(held[0]):
                line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            held[0] = wanted
            ahead, right, down = wanted
            fingers = [{**place(fore, 0, -ahead), "id": 1}] if ahead else []
            if right or down:
                fingers.append({**place(push, right, down), "id": 2})
            if fingers:
                line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers})

        s = dock(seat, touch, 900)
        assert s["part"] in (col.Part.CONTACT, col.Part.LINKED), s
        assert not seat.complaints


def place(box: dict[str, float], right: int, down: int) -> dict[str, float]:
    """A point of a round pad, well off its middle on the side that is wanted."""
    return {
        "x": box["x"] + box["width"] * (0.5 + 0.33 * right),
        "y": box["y"] + box["height"] * (0.5 + 0.33 * down),
    }


def test_a_gamepad_docks_and_touch_pushes(browser: Any) -> None:
    stub = """
      window.stick = {axes: [0, 0, 0, 0], buttons: Array.from({length: 17}, () => ({pressed: false, value: 0}))};
      const pad = {connected: true, mapping: '', axes: window.stick.axes, buttons: window.stick.buttons};
      navigator.getGamepads = () => [null, pad];
    """

    def pad(seat: Seat, wanted: tuple[int, int, int]) -> None:
        ahead, right, down = wanted
        seat.page.evaluate(
            "([f, r, d]) => { stick.axes[0] = r; stick.axes[1] = d; stick.buttons[7].value = f > 0 ? 1 : 0;"
            " stick.buttons[6].value = f < 0 ? 1 : 0; window.cockpit.redraw(); }",
            [ahead, right, down],
        )

    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address, script=stub)
        assert dock(seat, pad)["part"] in (col.Part.CONTACT, col.Part.LINKED)
    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address)
        seat.page.keyboard.press("KeyT")
        box = seat.page.locator("#pad-fore").bounding_box()
        seat.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
        seat.page.mouse.down()
        s = seat.step(160)
        seat.page.mouse.up()
        assert s["a.0"] == 1.0
        assert s["u.x"] < -0.04
        assert seat.step(16)["a.0"] == 0.0


def test_reload_resumes_pause_changes_no_bit_and_a_failure_is_told(browser: Any) -> None:
    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address)
        seat.hold({"KeyW"})
        seat.step(160)
        seat.hold(set())
        seat.step(16)
        before = digest(session.near.s)
        seat.page.keyboard.press("KeyP")
        seat.page.reload()
        seat.until("!!(window.cockpit && window.cockpit.snap())")
        assert seat.snap()["tick"] == 176
        assert digest(session.near.s) == before
        seat.until("document.getElementById('state').textContent.startsWith('player')")
        seat.page.click("#instructor summary")
        seat.page.click("#failures button:has-text('probe')")
        seat.step(16)
        assert session.near.s[col.PROBE_DEAD] == 1.0
        seat.until("document.getElementById('log').textContent.includes('fails')")


def test_the_picture_is_not_blank_and_the_page_is_for_everybody(browser: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")
    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address, outlines=False, bypass_csp=True)
        seat.until("!!window.cockpit.view() && window.cockpit.view().loaded >= 2")
        shades = seat.page.evaluate(
            """() => { window.cockpit.redraw(); const c = document.getElementById('scene');
            const k = document.createElement('canvas');
            k.width = k.height = 64; const p = k.getContext('2d'); p.drawImage(c, 0, 0, 64, 64);
            return new Set([...p.getImageData(0, 0, 64, 64).data]).size; }"""
        )
        assert shades > 30
        assert seat.page.evaluate("window.cockpit.view().triangles()") > 50_000
        for panel in ("help", "settings", "instructor"):
            seat.page.click(f"#{panel} summary")
        found = axe.Axe().run(seat.page)
        serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
        assert not serious, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious]


def test_keys_sticks_and_palette_are_the_player_s_own_and_time_goes_back(browser: Any) -> None:
    stub = """
      window.stick = {axes: [0, 0, 0, 0], buttons: [{pressed: false, value: 0}]};
      navigator.getGamepads = () => [null, {connected: true, index: 1, mapping: '', ...window.stick}];
    """
    session = opened("50-m")
    with serving(session) as address:
        seat = Seat(browser, address, script=stub)
        page = seat.page
        page.click("#settings summary")
        page.click("#remap button:has-text('ahead: W')")
        page.keyboard.press("KeyI")
        page.click("#sticks-map button:has-text('roll right')")
        page.evaluate("stick.axes[3] = -1")
        seat.until("document.getElementById('sticks-map').textContent.includes('roll right: device 2, axis 4')")
        page.evaluate("stick.axes[3] = 0")
        page.select_option("#choices select >> nth=0", "blue")
        page.select_option("#choices select >> nth=1", "none")
        page.reload()
        seat.until("!!(window.cockpit && window.cockpit.snap())")
        assert page.evaluate("document.body.dataset.palette") == "blue"
        assert not page.is_visible("#chart")
        seat.hold({"KeyI"})
        assert seat.step(160)["a.0"] == 1.0  # the player's own key
        seat.hold({"KeyW"})
        assert seat.step(16)["a.0"] == 0.0
        seat.hold(set())
        page.evaluate("stick.axes[3] = -1; window.cockpit.redraw()")
        assert seat.step(16)["a.3"] == 1.0  # moved the way that was asked for, it rolls right
        page.evaluate("stick.axes[3] = 0; window.cockpit.redraw()")
        seat.step(3000)
        page.keyboard.press("Backspace")
        seat.until(f"window.cockpit.snap().tick === {176 + 16 + 3000 - 2400}")
        page.click("#keys button:has-text('Ghost')")
        seat.until("document.getElementById('log').textContent.includes('reference flight is shown')")
        assert not seat.complaints
