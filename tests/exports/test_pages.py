"""Lines end where an editor would end them, and no line is thought to be shorter than it is printed."""

from __future__ import annotations

import io
import tomllib

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from bot.exports import docx
from bot.exports.measure import height, wrapped
from bot.exports.pages import broken
from tests.exports.samples import snapshot
from tests.exports.test_docx import PROFILES

PORTRAIT, LANDSCAPE = 165 / 25.4 * 72, 252 / 25.4 * 72
"""Points between the margins."""


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("BÁO CÁO", PORTRAIT),
        ("Tình hình gửi báo cáo và khó khăn, vướng mắc|về thủ tục hành chính của các thành viên", PORTRAIT),
        ("quý IV/2026 của thành viên Tổ công tác cải cách thủ tục hành chính|của Thủ tướng Chính phủ", PORTRAIT),
        (
            "quý IV/2026 của thành viên Tổ công tác triển khai Đề án 06;"
            "|cải cách thủ tục hành chính, chuyển đổi số gắn với Đề án 06",
            PORTRAIT,
        ),
        ("CỤC TRƯỞNG CỤC KIỂM SOÁT|THỦ TỤC HÀNH CHÍNH", PORTRAIT / 2),
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", PORTRAIT / 2),
        ("TỔNG HỢP KHÓ KHĂN, VƯỚNG MẮC VỀ THỦ TỤC HÀNH CHÍNH THÁNG 11/2026", LANDSCAPE),
    ],
)
def test_a_title_is_broken_between_its_phrases(text: str, room: float) -> None:
    assert broken(text.replace("|", " "), room, 14 * 1.06) == text.replace("|", "\n")


@given(st.text(alphabet="aă ớĐ1;,", max_size=200), st.floats(20, 600))
def test_a_break_takes_the_place_of_a_space_and_of_nothing_else(text: str, room: float) -> None:
    assert broken(text, room, 14).replace("\n", " ") == text


@pytest.mark.parametrize("name", [path.stem for path in sorted(PROFILES.glob("*.toml"))])
@pytest.mark.parametrize("body", ["to_cong_tac", "hoi_dong_tu_van"])
def test_no_line_of_the_titles_of_the_shipped_profiles_is_a_word_or_two(name: str, body: str) -> None:
    profile = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    data = snapshot(1)
    data["body"]["name"] = profile["bodies"][body]["name"]["vi"]
    data["office"] |= {key: profile["office"][key] for key in ("addressee", "signatory", "recipients")}

    paragraphs = Document(io.BytesIO(docx.build(data))).paragraphs

    titles = [p.text for p in paragraphs if p.style and p.style.name in ("Report title", "Addressee")]
    lines = [line for title in titles for line in title.split("\n")]
    assert len(titles) == 2
    assert all(len(line.split()) >= 4 for line in lines)
    assert not any(line.endswith((" và", " về", " của", " Đề án", " với")) for line in lines)


@given(st.text(), st.floats(30, 400))
def test_the_lines_of_a_text_one_after_the_other_are_the_text(text: str, room: float) -> None:
    assert "".join(wrapped(text, room, 11)) == text


def test_a_line_ends_at_a_space_at_a_line_break_and_within_a_word_that_fits_in_no_line() -> None:
    assert list(wrapped("một hai ba", 40, 11)) == ["một hai ", "ba"]
    assert list(wrapped("một\n\nhai", 400, 11)) == ["một\n", "\n", "hai"]
    assert list(wrapped("đđđđđđ", 17, 11)) == ["đđđ", "đđđ"]
    assert list(wrapped("01\u00a0Điều", 30, 11)) == ["01\u00a0Điề", "u"]


def test_letters_of_other_fonts_make_a_line_taller() -> None:
    assert height(["手続き"], 11) > height(["thủ tục"], 11) == pytest.approx(15)
