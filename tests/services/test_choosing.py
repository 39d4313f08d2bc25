"""Choices as numbers, and numbers as choices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.domain.people import Caller
from bot.domain.writing import READ_AFTER
from bot.services import choosing
from storage import choices, people
from storage.choices import Numbered
from tests import housekeeping
from tests.world import START, USERS, World

CALLER = Caller("plain", "an", "an")
SCREEN = [[["Gửi báo cáo", "k"]], [["Tra cứu", "s"], ["Trợ giúp", "g"]]]
CARD = [[["Mở báo cáo", "n:1:2026-11"]]]


def show(
    world: World, rows: choosing.Rows, *, live: bool, at: datetime = START, counting_on: bool | None = None
) -> list[Numbered]:
    """Let a message arrive in the chat, which counts on unless it has buttons; return what it offers."""
    counting_on = not live if counting_on is None else counting_on

    def work(db: Database) -> list[Numbered]:
        unit = world.unit(db)
        listed = choosing.number(unit, "plain", "an", rows, counting_on=counting_on)
        choosing.offer(unit, "plain", "an", None, listed, live=live, counting_on=counting_on, at=at)
        return listed

    listed: list[Numbered] = world.write_now(work)
    return listed


def chosen(world: World, typed: str, caller: Caller = CALLER, at: datetime = START + READ_AFTER) -> str | None:
    return choosing.chosen(world.unit(), caller, typed, at)


@pytest.mark.parametrize(
    ("typed", "data"),
    [("1", "k"), (" 2. ", "s"), ("3", "g"), ("Tra cứu", "s"), ("TRO GIUP", "g"), ("4", None), ("0", None), ("", None)],
)
def test_a_number_or_a_label_is_the_choice_and_nothing_else_is(
    empty_world: World, typed: str, data: str | None
) -> None:
    show(empty_world, SCREEN, live=True)

    assert chosen(empty_world, typed) == data


def test_a_new_screen_ends_what_was_offered_before(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)
    show(empty_world, CARD, live=False)

    show(empty_world, [], live=True)

    assert [chosen(empty_world, str(number)) for number in range(1, 5)] == [None] * 4


def test_what_is_pushed_counts_on_and_leaves_the_screens_numbers_alone(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)

    pushed = [show(empty_world, CARD, live=False) for _ in range(2)]

    assert [[each.number for each in listed] for listed in pushed] == [[4], [5]]
    assert (chosen(empty_world, "1"), chosen(empty_world, "5")) == ("k", "n:1:2026-11")


SECOND = timedelta(seconds=1)
ARRIVED = START + timedelta(minutes=10)


@pytest.mark.parametrize("typed", ["4", "4.", "Mở báo cáo"])
@pytest.mark.parametrize("before", [timedelta(minutes=5), SECOND, timedelta(), SECOND - READ_AFTER])
def test_what_was_typed_before_a_pushed_card_could_be_read_chooses_nothing_of_it(
    empty_world: World, typed: str, before: timedelta
) -> None:
    show(empty_world, SCREEN, live=True)
    show(empty_world, CARD, live=False, at=ARRIVED)

    assert chosen(empty_world, typed, at=ARRIVED - before) is None
    assert chosen(empty_world, typed, at=ARRIVED + READ_AFTER) == "n:1:2026-11"


def test_where_there_are_buttons_a_number_is_of_the_message_that_had_been_read(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)
    show(empty_world, CARD, live=False, at=ARRIVED, counting_on=False)
    show(empty_world, [[["Xem nhiệm vụ", "t"]]], live=False, at=ARRIVED + READ_AFTER, counting_on=False)

    assert [chosen(empty_world, "1", at=ARRIVED + n * READ_AFTER) for n in (0, 1, 2)] == ["k", "n:1:2026-11", "t"]
    assert [chosen(empty_world, "2", at=ARRIVED + n * READ_AFTER) for n in (0, 1, 2)] == ["s", None, None]
    assert chosen(empty_world, "tra cứu", at=ARRIVED + 2 * READ_AFTER) == "s"


WORDED = [[["Lưu nháp, thoát", "f:1:1:s:0"], ["‹ Quay lại", "f:1:1:b:0"], ["Giữ nguyên", "f:1:1:h:0"]]]


def worded(world: World, *words: str) -> None:
    """Let a screen arrive whose choices have words."""

    def work(db: Database) -> None:
        unit = world.unit(db)
        listed = choosing.number(unit, "plain", "an", WORDED, counting_on=False, words=words)
        choosing.offer(unit, "plain", "an", None, listed, live=True, counting_on=False, at=START)

    world.write_now(work)


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("LUU", "f:1:1:s:0"), ("lưu.", "f:1:1:s:0"), ("0", "f:1:1:b:0"), ("Quay lại", "f:1:1:b:0"),
        ("“giữ nguyên”", "f:1:1:h:0"), ("1", None), ("-1", None), ("lưu lại", None),
    ],
)  # fmt: skip
def test_a_word_or_a_label_is_the_choice_where_it_has_no_number(
    empty_world: World, typed: str, data: str | None
) -> None:
    worded(empty_world, "LUU", "0", "")

    assert chosen(empty_world, typed) == data


def test_below_a_screen_that_awaits_a_text_a_card_has_no_number(empty_world: World) -> None:
    worded(empty_world, "LUU", "QUAY LAI", "")

    (card,) = show(empty_world, CARD, live=False)

    assert card.number == choices.NO_NUMBER
    assert [chosen(empty_world, typed, at=START + 2 * READ_AFTER) for typed in ("0", "1", "2")] == [None] * 3
    assert chosen(empty_world, "mở báo cáo", at=START + 2 * READ_AFTER) == "n:1:2026-11"
    assert chosen(empty_world, "LUU", at=START + 2 * READ_AFTER) == "f:1:1:s:0"


def test_a_word_of_an_earlier_screen_is_over(empty_world: World) -> None:
    worded(empty_world, "LUU", "0", "")
    show(empty_world, SCREEN, live=True)

    assert [chosen(empty_world, word, at=START + 2 * READ_AFTER) for word in ("LUU", "0")] == [None] * 2


def test_choices_from_before_their_times_were_kept_are_still_understood(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)
    cut = "(SELECT json_group_array(json_array(value->>0, value->>1, value->>2)) FROM json_each(offered))"
    empty_world.write_now(lambda db: db.conn.execute(f"UPDATE choices SET offered = {cut}"))

    assert chosen(empty_world, "2") == "s"


def test_a_message_without_choices_changes_none(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)

    show(empty_world, [], live=False)

    assert chosen(empty_world, "1") == "k"


def test_a_chat_that_is_only_pushed_to_starts_again_before_its_numbers_need_more_room(empty_world: World) -> None:
    wide = [[["Mở", f"h:{n}"]] for n in range(300)]

    listed = [show(empty_world, wide, live=False) for _ in range(4)]

    assert [each[0].number for each in listed] == [1, 301, 601, 1]
    assert chosen(empty_world, "900") is None


def test_another_chat_or_another_channel_offers_nothing_of_it(empty_world: World) -> None:
    show(empty_world, SCREEN, live=True)

    assert chosen(empty_world, "1", Caller("plain", "bich", "bich")) is None
    assert chosen(empty_world, "1", Caller("zalo", "an", "an")) is None


@pytest.mark.parametrize(("days", "left"), [(2, ["member", "stranger", "unlinked"]), (4, ["member"])])
def test_what_a_stranger_was_offered_goes_with_his_invitation_and_a_members_stays(
    still_world: World, days: int, left: list[str]
) -> None:
    still_world.link("AN")
    still_world.link("CHI")

    def work(db: Database) -> None:
        accounts = {"member": USERS["AN"], "unlinked": USERS["CHI"], "stranger": None}
        for name, user in accounts.items():
            found = db.conn.execute("SELECT id FROM accounts WHERE user_key = ?", [str(user)]).fetchone()
            account = found[0] if found else None
            choices.put_offered(db, name, account, [Numbered(1, "Gửi báo cáo", "k")], START)
        people.unlink_account(db, db.conn.execute("SELECT max(id) FROM accounts").fetchone()[0], START)

    still_world.write_now(work)

    still_world.write_now(
        lambda db: housekeeping.clean_up(replace(still_world.unit(db), now=START + timedelta(days=days)))
    )

    chats = still_world.read.conn.execute("SELECT chat FROM choices ORDER BY chat").fetchall()
    assert [row[0] for row in chats] == left
