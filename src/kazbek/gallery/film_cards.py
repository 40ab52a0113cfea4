"""The lettering of the film: captions over a dark foot, the title and the end."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

Size = tuple[int, int]  # columns, rows

_SERIFS = ("Georgia.ttf", "georgia.ttf", "DejaVuSerif.ttf", "LiberationSerif-Regular.ttf", "times.ttf")
_WHITE, _SOFT, _AMBER = "#ffffff", "#d6d3cb", "#e8b06e"
_PLAIN = str.maketrans({"−": "-", "–": "-", "’": "'", "\u00a0": " ", "\u202f": " "})
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def caption(kicker: str, title: str, lines: Sequence[str], size: Size) -> Image.Image:
    """A transparent foot that darkens downwards: chapter, title and small lines over it."""
    columns, rows = size
    foot = Image.new("RGBA", size)
    shade = Image.linear_gradient("L").resize((columns, round(0.42 * rows))).point(lambda v: v * 0.72)
    foot.paste((0, 0, 0, 255), (0, rows - shade.height), shade)
    draw, left = ImageDraw.Draw(foot), 0.045 * columns
    y = rows * (0.93 - 0.052 * len(lines) - 0.085)
    _line(draw, (left, y - 0.048 * rows), kicker, rows / 26, _AMBER)
    _line(draw, (left, y), title, rows / 14, _WHITE)
    for number, line in enumerate(lines):
        _line(draw, (left, y + rows * (0.092 + 0.052 * number)), line, rows / 24, _SOFT)
    return foot


def card(heading: str, paragraphs: Sequence[str], size: Size, behind: Image.Image | None = None) -> Image.Image:
    """A heading and its lines over a dimmed, blurred picture, or over black."""
    columns, rows = size
    page = Image.new("RGB", size)
    if behind is not None:
        soft = behind.convert("RGB").resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(rows / 90))
        page.paste(ImageEnhance.Brightness(soft).enhance(0.36))
    draw, left = ImageDraw.Draw(page), 0.08 * columns
    text = [(line, rows / 11, _WHITE) for line in _wrapped(heading, rows / 11, 0.84 * columns)]
    for paragraph in paragraphs:
        lines = _wrapped(paragraph, rows / 24, 0.84 * columns)
        text += [("", rows / 40, _SOFT), *((line, rows / 24, _SOFT) for line in lines)]
    height = sum(1.35 * size_px for _, size_px, _ in text)
    y = (rows - height) / 2.0
    for line, size_px, colour in text:
        _line(draw, (left, y), line, size_px, colour)
        y += 1.35 * size_px
    return page


def _wrapped(text: str, size_px: float, width_px: float) -> list[str]:
    """Lines that fit the width."""
    font, _ = _font(max(round(size_px), 8))
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _line(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size_px: float, colour: str) -> None:
    font, whole = _font(max(round(size_px), 8))
    draw.text(at, text.translate(_SPACES) if whole else _plain(text), font=font, fill=colour)


@functools.lru_cache(maxsize=16)
def _font(size_px: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """A serif of the system that has all letters, else Pillow's own, which has the plain ones only."""
    for name in _SERIFS:
        try:
            return ImageFont.truetype(name, size_px), True
        except OSError:
            continue
    return ImageFont.load_default(size_px), False


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c if ord(c) < 128 or c in "°·" else "?" for c in letters if not unicodedata.combining(c))
