"""What the screens of a cabin show: figures of the record in the panel file's words, the Earth in the periscope."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kazbek.base.types import Bytes, Floats
from kazbek.catalogue.panel import Panel
from kazbek.gallery.moment import Moment
from kazbek.pictures.air import sky
from kazbek.pictures.camera.screen import Screen
from kazbek.pictures.models.aboard import panel as board
from kazbek.pictures.render.tone_curve import printed

_PAGE = (360, 272)  # columns, rows
_INK, _DIM, _BACK = (150, 235, 190), (88, 150, 140), (10, 22, 30)
_ROUND_px = 420
_FIELD_frac, _RING_frac = 0.62, (0.72, 0.98)  # radii of the field and of the ring, of the screen's
_EXPOSURE = 0.10


def screens(now: Moment, C_ITRF_CABIN: Floats, panel: Panel, portable: bool) -> tuple[Screen, ...]:
    """Every screen that is lit, in the axes of the cabin."""
    rows = _figures(now, panel)
    pages = {"InPU-1": _page(rows[:3]), "InPU-2": _page(rows)}
    shown = [_on_board(name, page) for name, page in pages.items()]
    shown.append(_on_board("periscope", periscope(now, C_ITRF_CABIN, panel), round_=True))
    return (*shown, *((_on_console(_page(rows[-2:])),) if portable else ()))


def _on_board(name: str, picture: Bytes, *, round_: bool = False) -> Screen:
    (left, up), (wide, high) = board.SCREENS[name]
    corner = board.on_the_board(left + 0.5 * wide, up + 0.5 * high, 0.021)
    across = board.on_the_board(left - 0.5 * wide, up + 0.5 * high, 0.021) - corner
    down = board.on_the_board(left + 0.5 * wide, up - 0.5 * high, 0.021) - corner
    return Screen(corner, across, down, picture, round_)


def _on_console(picture: Bytes) -> Screen:
    (left, up), (wide, high) = board.CONSOLE_SCREEN
    corner = board.on_the_console(left + 0.5 * wide, up + 0.5 * high, 0.010)
    across = board.on_the_console(left - 0.5 * wide, up + 0.5 * high, 0.010) - corner
    return Screen(corner, across, board.on_the_console(left + 0.5 * wide, up - 0.5 * high, 0.010) - corner, picture)


def _figures(now: Moment, panel: Panel) -> list[tuple[str, str]]:
    """Label and figure of what the panel's page lists and the record knows."""
    known = {"time": now.epoch.utc[11:19]}
    if now.r_RTN_m is not None:
        known["range"] = f"{np.linalg.norm(now.r_RTN_m) / 1000.0:.1f}"
    for label, channel, scale, digits in (("propellant", "propellant_kg", 1.0, 0), ("rate", "range_rate_m_s", 1.0, 2)):
        if channel in now.channels:
            known[label] = f"{scale * now.channels[channel]:.{digits}f}"
    return [(_label(panel, key), known[key]) for key in panel.labels if key in known]


def _label(panel: Panel, key: str) -> str:
    """The panel's own English label, or its key where that has letters the figures' font lacks."""
    own, _, unit = panel.labels[key][0].partition(", ")
    return f"{own if own.isascii() else key} {unit}".strip()


def _page(rows: list[tuple[str, str]]) -> Bytes:
    """A page of a display: labels small, figures large."""
    page = Image.new("RGB", _PAGE, _BACK)
    draw, step = ImageDraw.Draw(page), (_PAGE[1] - 24) / max(len(rows), 1)
    small, large = ImageFont.load_default(22), ImageFont.load_default(min(54.0, 0.62 * step))
    for number, (label, figure) in enumerate(rows):
        y = 14 + step * number
        draw.text((16, y), label, font=small, fill=_DIM)
        draw.text((_PAGE[0] - 16, y + 0.98 * step), figure, font=large, fill=_INK, anchor="rs")
        draw.line((10, y + step - 2, _PAGE[0] - 10, y + step - 2), fill=(30, 66, 70), width=2)
    return np.asarray(page)


def periscope(now: Moment, C_ITRF_CABIN: Floats, panel: Panel) -> Bytes:
    """The sight turned to the Earth: what lies below in its field, and the horizon all round in its ring."""
    x, y = np.meshgrid(*(2.0 * ((np.arange(_ROUND_px) + 0.5) / _ROUND_px) - 1.0,) * 2)
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    ring_rad = np.radians(panel.periscope.ring_deg.v) if panel.periscope.ring_deg else 0.0
    off = np.radians(panel.periscope.field_deg.v / 2.0) * away / _FIELD_frac
    inner, outer = _RING_frac
    ring = (away >= inner) & (away <= outer) & (ring_rad > 0.0) & (np.abs(np.sin(4.0 * turn)) > 0.35)
    off = np.where(ring, ring_rad - np.radians(9.0) * (outer - away) / (outer - inner), off)
    seen = (away <= _FIELD_frac) | ring
    ahead, right = np.sin(off) * -np.sin(turn), np.sin(off) * np.cos(turn)
    rays = np.stack((ahead, -right, -np.cos(off)), axis=-1)[seen] @ C_ITRF_CABIN.T
    picture = np.zeros((_ROUND_px, _ROUND_px, 3))
    picture[seen] = sky.radiance(now.origin_km, rays, now.to_sun_ITRF)
    grey = printed(picture, _EXPOSURE) @ np.array((0.30, 0.59, 0.11))
    lines = seen & ((np.abs(x) < 0.006) | (np.abs(y) < 0.006)) & (away <= _FIELD_frac)
    shown: Bytes = np.where(lines[..., None], 20, grey[..., None] * (0.88, 1.0, 0.90)).astype(np.uint8)
    return shown
