"""No sentence that is put together of parts says a stop, a comma or a semicolon twice, or begins with one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_DOUBLED = re.compile(r"(?<!\.)\.\.(?!\.)|;\s*;|,\s*,|[;,:]\.|\.[;,]|\s[.;,:](?:\s|$)|\(\s*\)|[;:,]\s*[;:,]")
"""Three dots are an omission; a name such as "Co., Ltd." has its own marks."""
_SHOWN = re.compile(r"^(?:  \| |\w+ (?:vi|en) -(?: toast)?: )(.*)$", re.MULTILINE)
"""A line of a message, or a sentence of the list of errors."""


def marks(text: str) -> list[str]:
    """Return the lines people were shown in which a mark stands where none belongs."""
    return [line for line in _SHOWN.findall(text) if _DOUBLED.search(line)]


@pytest.mark.parametrize("name", ["screens.txt", "house.txt", "office.txt", "errors.txt"])
def test_nothing_that_was_shown_doubles_a_mark(name: str) -> None:
    text = (HERE / name).read_text(encoding="utf-8")

    assert len(_SHOWN.findall(text)) > 50
    assert marks(text) == []


@pytest.mark.parametrize(
    "line",
    ["Đã gửi..", "Đất đai 01; ; Đầu tư 02", "Thuế , hải quan", "hết hạn ;", "gồm:.", "A, , B", "tệp ()", "A;. B"],
)
def test_a_doubled_mark_is_found(line: str) -> None:
    assert marks(f"sends:\n  | {line}\n") == [line]


@pytest.mark.parametrize(
    "line", ["Đề nghị bãi bỏ… Mời xem.", "17:00 ngày 20/11.", "Điều 5; khoản 2.", "tệp 0.pdf; 1.pdf.", "chờ..."]
)
def test_a_sound_sentence_is_left_alone(line: str) -> None:
    assert marks(f"sends:\n  | {line}\n") == []
