"""What becomes of an uploaded picture: its pixels stay, and nothing else does."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from services.plans.use_cases.photo_files import MOST_BYTES, PictureRefused, pictures, read_picture
from tests.plans.workshops.making import CANARY, picture_file, telling_photo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
GIF = picture_file("GIF")
ZIP = b"PK\x03\x04" + b"\x00" * 200


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def red_at(image: Image.Image, at: tuple[int, int]) -> bool:
    red, _green, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]  # Three numbers, as it is RGB.
    return bool(red > blue)


def claiming(width: int, height: int) -> bytes:
    """A few bytes that claim to unpack to a picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_in_two_sizes(form: str) -> None:
    picture = read_picture(picture_file(form, size=(3000, 1500)))

    large, small = shown(picture.large), shown(picture.small)
    assert (large.format, small.format) == ("JPEG", "JPEG")
    assert (large.size, small.size) == ((2560, 1280), (480, 240))
    assert (picture.width, picture.height) == large.size


def test_a_small_photo_is_not_blown_up() -> None:
    assert shown(read_picture(picture_file(size=(60, 40))).large).size == (60, 40)


def test_nothing_that_the_file_told_besides_its_pixels_is_kept() -> None:
    sent = telling_photo()
    assert sent.count(CANARY.encode()) == 3

    picture = read_picture(sent)

    for kept in (picture.large, picture.small):
        assert CANARY.encode() not in kept
        assert dict(shown(kept).getexif()) == {}
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(shown(kept).info)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, (60, 40), (10, 20)), (3, (60, 40), (50, 20)), (6, (40, 60), (20, 10)), (8, (40, 60), (20, 50))],
)
def test_a_photo_stands_upright_before_what_said_how_to_turn_it_is_gone(
    orientation: int, size: tuple[int, int], red: tuple[int, int]
) -> None:
    large = shown(read_picture(telling_photo(orientation)).large)

    assert large.size == size
    assert red_at(large, red)


def test_what_hides_behind_the_end_of_a_picture_is_gone() -> None:
    polyglot = picture_file("JPEG") + b"<script>alert(1)</script>" + ZIP

    picture = read_picture(polyglot)

    assert b"<script>" not in picture.large + picture.small
    assert b"PK\x03\x04" not in picture.large + picture.small


def test_what_could_be_seen_through_is_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(clear, "PNG")

    assert min(shown(read_picture(clear.getvalue()).large).getpixel((4, 4))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content", [SVG, GIF, ZIP, b"<html>", b"%PDF-1.7"], ids=["svg", "gif", "zip", "html", "pdf"]
)
def test_what_is_no_photo_is_refused_whatever_it_calls_itself(content: bytes) -> None:
    with pytest.raises(PictureRefused, match="JPEG, PNG or WebP"):
        read_picture(content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused(form: str) -> None:
    whole = picture_file(form, size=(600, 400), colour="green")

    with pytest.raises(PictureRefused, match=r"damaged|no photo"):
        read_picture(whole[: len(whole) // 2])


@pytest.mark.parametrize("side", [8001, 30_000, 2**31 - 1])
def test_a_small_file_that_claims_a_giant_picture_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, side: int
) -> None:
    monkeypatch.setattr(pictures, "_cleaned", lambda _opened: pytest.fail("It was unpacked"))

    with pytest.raises(PictureRefused, match="million pixels"):
        read_picture(claiming(side, side))


def test_a_picture_that_is_larger_than_its_data_is_refused() -> None:
    with pytest.raises(PictureRefused):
        read_picture(claiming(2000, 2000))


def test_a_file_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(PictureRefused, match="15 MB"):
        read_picture(picture_file() + b"\x00" * MOST_BYTES)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(PictureRefused, match="empty"):
        read_picture(b"")


@given(
    form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    damage=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=30),
)
def test_a_damaged_file_is_a_picture_or_refused_and_nothing_else(
    form: str, damage: list[tuple[float, int]]
) -> None:
    content = bytearray(picture_file(form, size=(40, 30)))
    for place, byte in damage:
        content[int(place * len(content))] = byte

    try:
        picture = read_picture(bytes(content))
    except PictureRefused:
        return
    assert shown(picture.large).format == "JPEG"
