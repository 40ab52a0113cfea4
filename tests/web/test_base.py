"""What every page's server holds to: itself only, no foreign host, no inline script, one sentence for a taken port."""

from __future__ import annotations

import socket

import pytest
from asgi import get

from kazbek.base.errors import DataError
from kazbek.web.app import application, static_folder
from kazbek.web.clock import StepClock
from kazbek.web.guard import allowed_host, allowed_origin
from kazbek.web.server import listening

APP = application("cockpit.html")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8137", "", "[", "kazbek"])
def test_a_foreign_host_is_refused(host: str) -> None:
    assert get(APP, "/static/vendor/uplot.css", host=host).status_code in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1:8137x", "null", "http://127.0.0.1:9"])
def test_a_foreign_origin_is_refused(origin: str) -> None:
    assert get(APP, "/static/vendor/uplot.css", headers={"origin": origin}).status_code == 403


def test_the_page_s_own_origin_and_programs_are_served() -> None:
    for headers in ({}, {"origin": "http://127.0.0.1:8137"}):
        answer = get(APP, "/static/vendor/uplot.css", headers=headers)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/mesh/../x.glb", "/texture/../app.py"])
def test_nothing_outside_the_static_folder_is_served(path: str) -> None:
    assert get(APP, path).status_code == 404


def test_meshes_are_glb_and_textures_pictures() -> None:
    ship = get(APP, "/mesh/ship.glb")
    assert ship.content[:4] == b"glTF"
    assert get(APP, "/texture/earth.jpg").content[:2] == b"\xff\xd8"
    assert get(APP, "/mesh/shuttle.glb").status_code == 404


def test_no_file_of_the_static_folder_asks_for_anything_outside() -> None:
    for file in static_folder().iterdir():
        if file.suffix in (".html", ".js", ".css"):
            text = file.read_text(encoding="utf-8")
            assert "http://" not in text.replace("http://www.w3.org", "")
            assert "https://" not in text
            assert "<script>" not in text
            assert " style=" not in text


def test_hosts_and_origins() -> None:
    assert allowed_host("localhost:80", ["localhost"])
    assert allowed_host("[::1]:80", ["::1"])
    assert not allowed_host("localhost.example:80", ["localhost"])
    assert allowed_origin(None, "localhost:80")
    assert not allowed_origin("http://localhost:81", "localhost:80")


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(DataError, match="give another port"):
            listening("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(DataError, match="cannot listen at"):
        listening("203.0.113.7", 0)
    listening("127.0.0.1", 0).close()


def test_a_clock_owes_no_step_twice_and_skips_none() -> None:
    now = [0.0]
    clock = StepClock(0.0125, now=lambda: now[0])
    taken = 0
    for _ in range(1000):
        now[0] += 0.00731
        taken += clock.due()
    assert taken == int(1000 * 0.00731 / 0.0125)
    clock.paused = True
    now[0] += 10.0
    assert clock.due() == 0
    clock.paused, clock.speed = False, 4.0
    now[0] += 0.1
    assert clock.due() == pytest.approx(32, abs=1)
    now[0] += 5.0
    assert clock.due() == pytest.approx(80, abs=1)  # a quarter of a second at four times; the rest is given up
    assert clock.slowed_s == pytest.approx(4.75)
