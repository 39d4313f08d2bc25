"""Photos lose what they tell, and nothing else."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.pictures import read
from tests.contents import photo, place_in


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return image.tobytes()


def orientation(content: bytes) -> int:
    with Image.open(io.BytesIO(content)) as image:
        return int(image.getexif().get(0x0112, 1))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_place_and_the_camera_go_and_the_picture_stays_as_it_was(form: str) -> None:
    content = photo(place=True, form=form)
    assert place_in(content)

    found = read(content)

    assert place_in(found.bare) == {}
    assert b"Nokia" not in found.bare
    assert pixels(found.bare) == pixels(content)
    assert (found.width, found.height) == (8, 6)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_tells_nothing_stays_the_same_bytes(form: str) -> None:
    content = photo(form=form)

    assert read(content).bare == content


@pytest.mark.parametrize("turned", range(2, 9))
def test_which_side_is_up_stays(turned: int) -> None:
    found = read(photo(place=True, turned=turned), turned)

    assert orientation(found.bare) == turned
    assert place_in(found.bare) == {}


def test_what_is_hung_behind_a_picture_goes_such_as_the_film_of_a_phone() -> None:
    content = photo()

    assert read(content + b"\x00\x00\x00\x18ftypmp42 and where it was taken").bare == content


def test_words_in_comments_and_in_other_segments_go() -> None:
    content = photo()
    told = b"Ba Dinh, Ha Noi"
    for mark in (b"\xff\xed", b"\xff\xfe", b"\xff\xe1"):
        segment = mark + struct.pack(">H", len(told) + 2) + told
        assert read(content[:2] + segment + content[2:]).bare == content


@given(st.binary(max_size=300), st.integers(0, 700))
@settings(max_examples=500)
def test_broken_pictures_are_refused_or_read_and_nothing_else_is_raised(noise: bytes, at: int) -> None:
    for content in (photo(place=True), photo(place=True, form="PNG")):
        try:
            read(content[:at] + noise)
        except ValueError:
            continue
