"""What kind of picture a file is, read from its first bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.images import Image, image
from tests.sandbox.pictures import gif, jpeg, png, webp

sides = st.integers(1, 16_383)


@given(sides, sides)
def test_the_size_is_read_in_every_form(width: int, height: int) -> None:
    assert image(png(width, height)) == Image("image/png", width, height)
    assert image(jpeg(width, height)) == Image("image/jpeg", width, height)
    assert image(gif(width, height)) == Image("image/gif", width, height)
    for form in (b"VP8 ", b"VP8L", b"VP8X"):
        assert image(webp(form, width, height)) == Image("image/webp", width, height)


@given(st.binary(max_size=40), st.sampled_from([b"", png(1, 1), jpeg(1, 1), gif(1, 1), webp(b"VP8L", 1, 1)]))
def test_no_file_however_broken_stops_the_server(tail: bytes, head: bytes) -> None:
    for cut in range(len(head) + 1):
        found = image(head[:cut] + tail)
        assert found is None or found.mime.startswith("image/")


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(1, 1, True), (1, 20, True), (1, 21, False), (9999, 500, False), (9500, 500, True), (9501, 500, False)],
)
def test_a_photo_is_neither_too_long_nor_too_large(width: int, height: int, fits: bool) -> None:
    assert Image("image/png", width, height).fits_a_photo is fits
