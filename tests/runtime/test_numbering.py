"""Where there are no buttons each choice is a line with what is typed for it, and the whole of it fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.characters import utf16_length
from bot.domain.forms import Act
from bot.domain.keywords import command_of, word_of
from bot.domain.people import Reader
from bot.domain.periods import Period
from bot.domain.texts import Choice, Screen, Text, Weight
from bot.domain.verbs.answering import AskSnooze
from bot.domain.verbs.home import ShowHelp, ShowHome
from bot.domain.verbs.reporting import AnswerForm, OpenNilReport, OpenReport
from bot.i18n import plain
from bot.runtime.numbering import rendered, with_lines
from bot.runtime.ports import PLAINEST
from bot.services import choosing
from tests.world import World

NOVEMBER = Period.parse("2026-11")
READER = Reader()


def form(act: Act, index: int = 0) -> AnswerForm:
    return AnswerForm(7, 1, act, index)


def choice(label: str, verb: object, weight: Weight = Weight.PLAIN) -> Choice:
    return Choice(Text("{text}", text=label), verb, weight)  # type: ignore[arg-type]


REVIEW = Screen(
    (Text("{text}", text="Kiểm tra trước khi gửi"),),
    (
        (choice("Gửi báo cáo", form(Act.SEND), Weight.SEND),),
        (choice("Sửa mục 1", form(Act.OPEN_ITEM)), choice("Sửa mục 2", form(Act.OPEN_ITEM, 1))),
        (choice("Thêm vướng mắc", form(Act.ADD_ITEM)), choice("Lưu nháp, thoát", form(Act.EXIT))),
        (choice("Xem hướng dẫn", ShowHelp()), choice("Bỏ hẳn", ShowHome(), Weight.DESTRUCTIVE)),
        (choice("‹ Quay lại", form(Act.BACK)),),
    ),
)


def lines(world: World, screen: Screen, limit: int = 2000) -> list[str]:
    body = rendered(screen, READER, replace(PLAINEST, text_limit=limit))
    rows, words = body["rows"], body["words"]
    listed = choosing.number(world.unit(), "plain", "an", rows, counting_on=False, words=words)  # type: ignore[arg-type]
    text = plain(with_lines(body, listed))
    assert utf16_length(text) <= limit
    return text.splitlines()


def test_every_choice_has_its_number_its_word_or_its_label(empty_world: World) -> None:
    assert lines(empty_world, REVIEW)[-8:] == [
        "GUI. Gửi báo cáo",
        "SUA 1. Sửa mục 1",
        "SUA 2. Sửa mục 2",
        "THEM. Thêm vướng mắc",
        "LUU. Lưu nháp, thoát",
        "1. Xem hướng dẫn",
        "“Bỏ hẳn”",
        "0. ‹ Quay lại",
    ]


def test_where_a_text_is_awaited_no_choice_is_a_digit(empty_world: World) -> None:
    shown = lines(empty_world, replace(REVIEW, awaits_text=True))

    assert shown[-3:] == ["“Xem hướng dẫn”", "“Bỏ hẳn”", "QUAY LAI. ‹ Quay lại"]
    assert not any(line[:1].isdecimal() for line in shown)


def test_a_word_that_two_choices_would_have_is_nobodys(empty_world: World) -> None:
    rows = tuple((choice(f"Báo cáo {n}", OpenReport(n, NOVEMBER)),) for n in range(2))

    assert lines(empty_world, Screen((), rows))[-2:] == ["1. Báo cáo 0", "2. Báo cáo 1"]


@pytest.mark.parametrize("limit", [700, 900, 2000])
def test_a_long_screen_is_cut_so_that_all_its_choices_stay(empty_world: World, limit: int) -> None:
    long = replace(REVIEW, lines=(Text("{text}", text="ữ" * 3000),))

    shown = lines(empty_world, long, limit)

    assert "GUI. Gửi báo cáo" in shown
    assert "0. ‹ Quay lại" in shown


def test_a_screen_without_choices_is_shown_as_it_is() -> None:
    body = rendered(Screen((Text("{text}", text="Đã nhận"),)), READER, PLAINEST)

    assert plain(with_lines(body, [])) == "Đã nhận"


@pytest.mark.parametrize(
    ("verb", "word"),
    [
        (OpenReport(1, NOVEMBER), "BAO CAO"),
        (OpenNilReport(1, NOVEMBER), "KHONG PHAT SINH"),
        (AskSnooze(739_000, 540), "HEN"),
        (form(Act.NOTHING), "KHONG PHAT SINH"),
        (form(Act.SKIP), "BO QUA"),
        (form(Act.FILES_COMPLETE), "XONG"),
        (form(Act.COMPLETE), ""),
        (form(Act.CHOOSE, 3), ""),
        (ShowHome(), ""),
    ],
)
def test_the_words_of_choices(verb: OpenReport, word: str) -> None:
    assert word_of(verb.data) == word


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("BAO CAO", "baocao"), ("Báo  cáo", "baocao"), (" trợ giúp ", "trogiup"), ("cài đặt", "caidat"),
        ("báo cáo tháng 11", ""), ("", ""), ("baocao", ""),
    ],
)  # fmt: skip
def test_a_command_is_asked_for_by_its_words_alone(typed: str, command: str) -> None:
    assert command_of(typed) == command
