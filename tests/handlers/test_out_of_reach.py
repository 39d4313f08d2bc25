"""Who could not be reached learns what was missed, once; meanwhile the desk and the operator see who misses what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendMessage
from sqlite_utils import Database

from bot.domain.people import Caller
from storage import invitations, people
from tests.handlers.acts import NIL, SENT, SENT_ADHOC, bring_roster
from tests.seen import Seen
from tests.telegram import Phone
from tests.world import ROSTER, USERS, World, say

BLOCKED = TelegramForbiddenError(SendMessage(chat_id=1, text=""), "Forbidden: bot was blocked by the user")
ROSTER_OF_TWO_OFFICERS = ROSTER + "DUNG,Lê Dũng,Chuyên viên,,vi,,secretariat,,,\n"
MISSED = "chưa đến được"


def lists(phone: Phone) -> list[Seen]:
    """The lists of what was missed that a phone shows."""
    return [seen for seen in phone.messages if MISSED in seen.text]


def link(world: World, db: Database, code: str) -> None:
    """Link somebody while the program runs."""
    person, user = people.person_by_code(db, code), str(USERS[code])
    assert person is not None
    account = people.link_account(db, Caller("telegram", user, user), person.id, world.clock.now())
    invitations.add_consent(db, account, world.rules.profile.notice_version, world.clock.now())


async def block(world: World, phone: Phone) -> None:
    """Let somebody block the bot, which notices it when it next says something."""
    phone.fails_with(BLOCKED)
    phone.send("/trogiup")
    await world.settle()


async def test_reports_filed_while_an_officer_had_blocked_the_bot_are_listed_when_they_are_back(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await block(world, chi)
    await say(world, an, *SENT)
    await say(world, world.phone("BICH"), *SENT_ADHOC)
    assert all("-2611-" not in seen.text for seen in chi.messages)

    await say(world, chi, "/start")

    (found,) = lists(chi)
    assert "Từ 08:15 ngày 16/11/2026, 02 tin chưa đến được đồng chí" in found.text
    assert "• 08:15 ngày 16/11, Hiệp hội A: bản sao báo cáo BC-2611-001" in found.text
    assert found.text.index("DX-2611-001") < found.text.index("BC-2611-001")
    assert found.labels == ["Xem DX-2611-001", "Xem BC-2611-001"]
    await say(world, chi, "[Xem BC-2611-001]")
    assert "BC-2611-001" in chi.last.text
    assert "Hiệp hội A" in chi.last.text


@pytest.mark.parametrize(
    "act", ["/trogiup", "Xin chào", "MOI-7K2Q-94XM-3P", "/baocao"], ids=["command", "words", "code", "refused"]
)
async def test_whatever_is_written_counts_as_a_return_an_error_too(world: World, act: str) -> None:
    chi = world.phone("CHI")
    await block(world, chi)
    await say(world, world.phone("AN"), *NIL)

    await say(world, chi, act)

    assert len(lists(chi)) == 1


async def test_a_press_counts_as_a_return(world: World) -> None:
    chi = world.phone("CHI")
    await say(world, chi, "/start")
    await block(world, chi)
    await say(world, world.phone("AN"), *NIL)

    await say(world, chi, "[Xem hướng dẫn]")

    assert len(lists(chi)) == 1


async def test_what_was_listed_is_not_listed_again_after_another_absence(world: World) -> None:
    chi = world.phone("CHI")
    await block(world, chi)
    await say(world, world.phone("AN"), *NIL)
    await say(world, chi, "/start", "/start")
    world.clock.set(world.clock.now() + timedelta(hours=1))
    await block(world, chi)
    await say(world, world.phone("BICH"), *NIL)

    await say(world, chi, "/start")

    first, second = lists(chi)
    assert "BC-2611-001" in first.text
    assert "BC-2611-001" not in second.text
    assert "BC-2611-002" in second.text


async def test_a_list_that_does_not_arrive_is_part_of_the_next_one(world: World) -> None:
    chi = world.phone("CHI")
    await block(world, chi)
    await say(world, world.phone("AN"), *NIL)
    chi.fails_with(BLOCKED, BLOCKED, BLOCKED)
    await say(world, chi, "Xin chào")
    chi.telegram.failures.clear()
    assert lists(chi) == []
    await say(world, world.phone("BICH"), *NIL)

    await say(world, chi, "/start")

    (found,) = lists(chi)
    assert "BC-2611-001" in found.text
    assert "BC-2611-002" in found.text


async def test_a_member_who_was_out_of_reach_at_the_moment_of_an_ad_hoc_receipt_sees_its_code(world: World) -> None:
    an = world.phone("AN")
    await say(world, an, *SENT_ADHOC[:-1])
    an.fails_with(*[BLOCKED] * 3)
    await say(world, an, SENT_ADHOC[-1])
    an.telegram.failures.clear()
    assert all("DX-2611-001" not in seen.text for seen in an.messages)

    await say(world, an, "/start")

    (found,) = lists(an)
    assert "biên nhận báo cáo DX-2611-001" in found.text
    assert found.labels == ["Xem DX-2611-001"]


async def test_a_sender_out_of_reach_learns_that_the_report_was_accepted_meanwhile(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT_ADHOC)
    await block(world, an)
    world.clock.set(world.clock.now() + timedelta(minutes=1))
    await say(world, chi, "[Tiếp nhận]")

    await say(world, an, "/start")

    (found,) = lists(an)
    assert "xử lý báo cáo DX-2611-001" in found.text


async def test_a_leader_out_of_reach_learns_of_what_was_brought_to_the_leaders(world: World) -> None:
    lan = world.phone("LAN")
    await block(world, lan)
    await say(world, world.phone("AN"), *SENT_ADHOC)
    world.clock.set(world.clock.now() + timedelta(hours=5))
    await world.app.catch_up()

    await say(world, lan, "/start")

    (found,) = lists(lan)
    assert "DX-2611-001" in found.text


async def test_whoever_missed_nothing_gets_no_list(world: World) -> None:
    bich = world.phone("BICH")
    await block(world, bich)
    await say(world, world.phone("AN"), *SENT)

    await say(world, bich, "/start")

    assert lists(bich) == []
    assert world.count("accounts", "missed_since IS NOT NULL OR reach <> 'ok'") == 0


async def test_a_member_s_list_names_nothing_of_other_members(world: World) -> None:
    bich, an = world.phone("BICH"), world.phone("AN")
    await say(world, bich, *SENT_ADHOC[:-1])
    bich.fails_with(*[BLOCKED] * 3)
    await say(world, bich, SENT_ADHOC[-1])
    bich.telegram.failures.clear()
    await say(world, an, *SENT)

    await say(world, bich, "/start")

    (found,) = lists(bich)
    assert "Hiệp hội A" not in found.text
    assert "BC-2611-001" not in found.text


async def test_a_long_absence_is_counted_and_the_rest_stands_behind_a_number(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await block(world, chi)
    for _ in range(12):
        await say(world, an, *SENT_ADHOC)

    await say(world, chi, "/start")

    (found,) = lists(chi)
    assert "12 tin chưa đến được" in found.text
    assert found.text.count("\n• ") == 10
    assert "… và 02 tin khác." in found.text


async def test_the_list_is_in_the_language_of_its_reader(world: World) -> None:
    await bring_roster(world, ROSTER.replace("CHI,Phạm Thu Chi,Chuyên viên,,vi", "CHI,Phạm Thu Chi,Chuyên viên,,en"))
    chi = world.phone("CHI")
    await block(world, chi)
    await say(world, world.phone("AN"), *NIL)

    await say(world, chi, "/start")

    assert any("1 message has not reached you since 08:15" in seen.text for seen in chi.messages)


async def test_the_other_officers_are_told_with_each_report_who_has_not_got_it(world: World) -> None:
    await bring_roster(world, ROSTER_OF_TWO_OFFICERS)
    await world.writer.write(lambda db: link(world, db, "DUNG"))
    chi, dung = world.phone("CHI"), world.phone("DUNG")
    await block(world, chi)

    await say(world, world.phone("AN"), *NIL)
    assert "Chưa gửi được bản này đến: Phạm Thu Chi" in dung.last.text
    await say(world, dung, "/start")

    assert (
        "Phạm Thu Chi không nhận được tin từ 08:15 ngày 16/11/2026: 01 tin, gồm báo cáo BC-2611-001." in dung.last.text
    )


async def test_home_lists_the_latest_reports_ad_hoc_ones_too(world: World) -> None:
    an, chi = world.phone("AN"), world.phone("CHI")
    await say(world, an, *SENT)
    await say(world, an, *SENT_ADHOC)

    await say(world, an, "/start")
    await say(world, chi, "/start")
    await say(world, world.phone("BICH"), "/start")

    assert "• DX-2611-001 (đột xuất), 08:15 ngày 16/11/2026" in an.last.text
    assert "• BC-2611-001" not in an.last.text  # it stands with its period
    assert "Xem DX-2611-001" in an.last.labels
    assert "• DX-2611-001 (đột xuất), Hiệp hội A, 08:15 ngày 16/11/2026" in chi.last.text
    assert "• BC-2611-001, Hiệp hội A, 08:15 ngày 16/11/2026" in chi.last.text
    assert "2611-001" not in world.phone("BICH").last.text


async def test_a_message_that_was_refused_for_its_words_puts_nobody_out_of_reach(world: World) -> None:
    chi = world.phone("CHI")
    chi.fails_with(TelegramBadRequest(SendMessage(chat_id=1, text=""), "Bad Request: message text is empty"))

    await say(world, chi, "/trogiup", "/start")

    assert lists(chi) == []
