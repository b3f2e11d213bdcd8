"""Draws what might have hung on the wall, so that the demo shows photos of nobody."""

import io

from PIL import Image, ImageDraw, ImageFont

SIZE = (1600, 1100)
PAPER, INK = "#f6f1e4", "#30302c"
_COLOURS = ("#f7d94c", "#8fd0f0", "#f5a8b8", "#b7dd8a")
_COLUMNS = (
    ("In three years", ("Safe, clean,\nworth a visit",)),
    ("In a year", ("Posts on the\nflat route", "A pocket\nwood grows", "One joint\nbid")),
    ("By summer", ("Boards at the\nthree gates", "A calendar in\nfour languages")),
    ("Now", ("Walk every\nWednesday", "First litter\npick", "Who answers\nfor what?")),
)


def notes() -> bytes:
    """Return a picture of paper notes in columns, from the vision back to today."""
    sheet = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(sheet)
    title, words = ImageFont.load_default(48), ImageFont.load_default(40)
    for number, (heading, lines) in enumerate(_COLUMNS):
        left = 50 + number * 385
        draw.text((left, 50), heading, INK, title)
        for row, line in enumerate(lines):
            top = 160 + row * 300
            draw.rectangle((left, top, left + 330, top + 250), _COLOURS[(number + row) % len(_COLOURS)])
            draw.multiline_text((left + 24, top + 60), line, INK, words, spacing=14)
    return _png(sheet)


def brook() -> bytes:
    """Return a picture such as people draw together: what is good along the brook, and what is in the way."""
    sheet = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(sheet)
    words = ImageFont.load_default(44)
    draw.line([(0, 700), (350, 620), (800, 720), (1250, 610), (1600, 690)], "#5aa9d6", 110, "curve")
    for left, top in ((120, 330), (330, 270), (1050, 260), (1330, 320)):
        draw.rectangle((left + 55, top + 130, left + 85, top + 260), "#7a5a3a")
        draw.ellipse((left, top, left + 140, top + 170), "#6fae5b")
    draw.arc((640, 540, 980, 860), 180, 360, "#8a6b4a", 28)
    draw.rectangle((1180, 780, 1420, 960), "#1c1c1c")
    for place, text in (
        ((90, 900), "the birds!"),
        ((640, 420), "we meet here"),
        ((1130, 980), "too dark"),
        ((420, 960), "who picks this up?"),
    ):
        draw.text(place, text, INK, words)
    return _png(sheet)


def _png(sheet: Image.Image) -> bytes:
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
