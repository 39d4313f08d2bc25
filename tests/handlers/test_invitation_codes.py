"""Codes that let nobody in: wrong, expired, used, locked, guessed at or forged."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from bot.domain.operations import Lane
from bot.domain.verbs.joining import Join, JoinStep
from storage import outbox
from storage.rows import iso
from tests.catalogues import part, said
from tests.handlers.joining import FIXED, NEWCOMER, code_of, join, linked
from tests.world import ROSTER, START, World, say

STRANGER = 987650001
WRONG = "MOI-2222-3333-44"
DENIED = ("[Báo không đúng]", "[Khóa mã mời]")


async def test_a_wrong_code_is_repeated_to_whoever_typed_it(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)

    await say(joining, phone, WRONG)

    assert 'Chưa tìm thấy mã mời "MOI-2222-3333-44"' in phone.last.text
    assert phone.last.labels == [said("Enter the code"), said("Ask how to get a code")]


async def test_an_unknown_link_asks_for_the_code(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)

    await say(joining, phone, "/start nothing_like_a_token_0")

    assert part("This invitation link is not known. Please enter the invitation code instead.") in phone.last.text


async def test_an_expired_code_says_so(joining: World) -> None:
    phone, issued = joining.telegram.phone(NEWCOMER), joining.invite("AN")
    joining.clock.set(issued.expires_at)

    await say(joining, phone, issued.code)

    assert "Mã mời này đã hết hạn lúc 08:15 ngày 19/11/2026." in phone.last.text
    assert not linked(joining, NEWCOMER)


async def test_consent_given_after_the_code_expired_links_nothing(joining: World) -> None:
    phone, issued = joining.telegram.phone(NEWCOMER), joining.invite("AN")
    await say(joining, phone, issued.code, "[Xác nhận đúng]")
    joining.clock.set(issued.expires_at)

    await say(joining, phone, "[Đồng ý, tiếp tục]")

    assert FIXED in phone.last.text
    assert not linked(joining, NEWCOMER)


async def test_an_earlier_code_ends_when_a_new_one_is_issued(joining: World) -> None:
    phone, earlier = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    joining.clock.set(joining.clock.now() + timedelta(hours=1))
    code_of(joining, "AN")

    await say(joining, phone, earlier)

    assert "Mã mời này đã hết hạn lúc 09:15 ngày 16/11/2026." in phone.last.text


async def test_the_code_of_somebody_who_is_no_longer_on_the_roster_says_that_it_expired(joining: World) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    joining.import_roster("\n".join(line for line in ROSTER.splitlines() if not line.startswith("AN,")))

    await say(joining, phone, code)

    assert "Mã mời này đã hết hạn" in phone.last.text


async def test_a_used_code_says_when_it_was_used(joining: World) -> None:
    code = code_of(joining, "AN")
    await join(joining, joining.telegram.phone(NEWCOMER), code)
    other = joining.telegram.phone(STRANGER)

    await say(joining, other, code)

    assert "Mã mời này đã được sử dụng lúc 08:15 ngày 16/11/2026" in other.last.text
    assert not linked(joining, STRANGER)


async def test_a_locked_code_says_so_and_links_nobody(joining: World) -> None:
    phone, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")
    await say(joining, phone, code, *DENIED, "[Không nêu lý do]", code)

    assert part("This invitation code has been locked. Please call {phone} to be issued a new one.") in phone.last.text
    assert not linked(joining, STRANGER)


async def test_a_locked_code_links_nobody_even_after_it_was_confirmed(joining: World) -> None:
    phone, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")
    await say(joining, phone, code, "[Xác nhận đúng]")

    phone.press(Join(JoinStep.LOCK).data)
    phone.press(Join(JoinStep.AGREE).data)
    await joining.settle()

    assert not linked(joining, STRANGER)


async def test_a_member_who_enters_a_code_nobody_issued_is_told_so(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, WRONG)

    assert "Chưa tìm thấy mã mời" in an.last.text


async def test_after_five_wrong_codes_an_account_waits_a_quarter_of_an_hour(joining: World) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    await say(joining, phone, *[WRONG] * 5)
    assert "Chưa tìm thấy mã mời" in phone.last.text

    await say(joining, phone, code)
    assert "Đã nhập sai 05 lần" in phone.last.text
    assert "tạm dừng nhận mã đến 08:30" in phone.last.text

    joining.clock.set(joining.clock.now() + timedelta(minutes=14, seconds=59))
    await say(joining, phone, code)
    assert "tạm dừng nhận mã đến 08:30" in phone.last.text

    joining.clock.set(joining.clock.now() + timedelta(seconds=1))
    await join(joining, phone, code)
    assert linked(joining, NEWCOMER)


async def test_one_account_that_waits_holds_up_nobody_else(joining: World) -> None:
    code = code_of(joining, "AN")
    await say(joining, joining.telegram.phone(STRANGER), *[WRONG] * 6)

    await join(joining, joining.telegram.phone(NEWCOMER), code)

    assert linked(joining, NEWCOMER)


async def fifty_wrong_codes(world: World) -> None:
    for user in range(10):
        for _ in range(5):
            world.telegram.phone(STRANGER + user).send(WRONG)
    await world.settle()


async def test_after_fifty_wrong_codes_of_strangers_a_right_one_works_and_the_desk_is_told_once(joining: World) -> None:
    phone, issued = joining.telegram.phone(NEWCOMER), joining.invite("AN")

    await fifty_wrong_codes(joining)
    await say(joining, joining.telegram.phone(STRANGER + 77), WRONG, WRONG)
    await join(joining, phone, issued.code)

    assert linked(joining, NEWCOMER)
    assert [message.text.splitlines() for message in joining.phone("CHI").messages] == [
        [
            "Có 50 lần nhập sai mã mời trong 01 giờ (đến 08:15 ngày 16/11/2026).",
            "Mã đúng và liên kết mời vẫn dùng được; tài khoản nhập sai 05 lần phải chờ 15 phút. Nếu tình trạng này tiếp"
            " diễn, đề nghị báo người vận hành Hệ thống.",
        ]
    ]


async def test_where_wrong_codes_go_on_the_desk_is_told_anew_after_an_hour_and_not_before(joining: World) -> None:
    for minutes in (0, 30, 61):
        joining.clock.set(START + timedelta(minutes=minutes))
        await fifty_wrong_codes(joining)

    told = [message.text for message in joining.phone("CHI").messages]
    assert [text.partition(" lần")[0] for text in told] == ["Có 50", "Có 51"]


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "091 234 5678",
        "2345678923",
        "MOI-0912-3456-78",
        "MOI-7K2Q-94XM-3O",
        "MOI-7K2Q-94XM-3",
        "NGHIDINH09",
    ],
)
async def test_what_can_be_no_code_is_answered_and_never_counted(joining: World, typed: str) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")

    await say(joining, phone, *[typed] * 6)
    assert f'"{typed}" không phải là mã mời. Mã mời có 10 ký tự sau MOI' in phone.last.text
    assert joining.count("code_attempts") == 0

    await join(joining, phone, code)
    assert linked(joining, NEWCOMER)


async def test_telephone_numbers_typed_by_fifty_strangers_tell_the_desk_nothing(joining: World) -> None:
    for user in range(50):
        joining.telegram.phone(STRANGER + user).send("0912345678")
    await joining.settle()

    await join(joining, joining.telegram.phone(NEWCOMER), code_of(joining, "AN"))

    assert linked(joining, NEWCOMER)
    assert joining.phone("CHI").messages == []


async def test_links_that_were_made_up_are_not_counted(joining: World) -> None:
    guesser, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")
    for number in range(25):
        guesser.send(f"/start made_up_token_number_{number}")
    await joining.settle()

    assert joining.count("code_attempts") == 0
    await join(joining, joining.telegram.phone(NEWCOMER), code)
    assert linked(joining, NEWCOMER)


async def test_forged_buttons_of_an_account_that_was_offered_nothing_link_nothing(joining: World) -> None:
    code_of(joining, "AN")
    stranger = joining.telegram.phone(STRANGER)

    for step in (
        JoinStep.AGREE,
        JoinStep.CONFIRM,
        JoinStep.AGREE,
        JoinStep.NOTICE,
        JoinStep.AGREE,
        JoinStep.LATER,
        JoinStep.DENY,
        JoinStep.BACK,
        JoinStep.LOCK,
        JoinStep.NO_REASON,
        JoinStep.AGREE,
    ):
        stranger.press(Join(step).data)
        await joining.settle()

    assert all(FIXED in message.text for message in stranger.messages)
    assert len(stranger.messages) == 11
    assert joining.count("accounts") == 1
    assert joining.count("invitations", "confirmed_at IS NOT NULL OR locked_at IS NOT NULL") == 0


async def test_consent_before_the_person_was_confirmed_links_nothing(joining: World) -> None:
    phone, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")
    await say(joining, phone, code)

    phone.press(Join(JoinStep.AGREE).data)
    await joining.settle()

    assert FIXED in phone.last.text
    assert not linked(joining, STRANGER)


async def test_another_account_cannot_go_on_with_somebodys_offer(joining: World) -> None:
    invited, other = joining.telegram.phone(NEWCOMER), joining.telegram.phone(STRANGER)
    await say(joining, invited, code_of(joining, "AN"), "[Xác nhận đúng]")

    for step in (JoinStep.CONFIRM, JoinStep.AGREE, JoinStep.DENY, JoinStep.LOCK):
        other.press(Join(step).data)
        await joining.settle()
    assert not linked(joining, STRANGER)

    await say(joining, invited, "[Đồng ý, tiếp tục]")
    assert linked(joining, NEWCOMER)


async def test_whoever_opens_a_code_last_is_the_only_one_who_can_go_on_with_it(joining: World) -> None:
    first, second = joining.telegram.phone(NEWCOMER), joining.telegram.phone(NEWCOMER + 1)
    code = code_of(joining, "AN")
    await say(joining, first, code, "[Xác nhận đúng]")
    await say(joining, second, code)

    first.press(Join(JoinStep.AGREE).data)
    second.press(Join(JoinStep.AGREE).data)
    await joining.settle()

    assert not linked(joining, NEWCOMER)
    assert not linked(joining, NEWCOMER + 1)


@pytest.mark.parametrize("state", ["queued", "retry", "unknown"])
async def test_what_waits_for_a_former_phone_does_not_reach_it_any_more(joining: World, state: str) -> None:
    old, new = joining.telegram.phone(NEWCOMER), joining.telegram.phone(NEWCOMER + 1)
    await join(joining, old, code_of(joining, "AN"))
    later = joining.clock.now() + timedelta(hours=1)
    await joining.writer.write(lambda db: waiting(joining, db, state, later))

    await join(joining, new, code_of(joining, "AN"))
    joining.clock.set(later)
    joining.app.wake()
    await joining.settle()

    assert joining.count("outbox", "dedupe_key = 'waiting' AND state = 'cancelled'") == 1
    assert not any("Chỉ dành cho" in message.text for message in old.messages)
    assert joining.count("outbox", "dedupe_key LIKE 'account-left:%' AND state = 'sent'") == 1


def waiting(world: World, db: Database, state: str, at: datetime) -> None:
    """Put something for An's account into the outbox that is to leave later."""
    (account,) = db.conn.execute("SELECT id FROM accounts WHERE user_key = ?", [str(NEWCOMER)]).fetchone()
    body = {"runs": [["", "Chỉ dành cho ông An"]], "rows": [], "silent": False}
    envelope = outbox.Envelope("waiting", "telegram", str(NEWCOMER), account, Lane.BULK, "send", body)
    outbox.put(db, envelope, world.clock.now())
    db.conn.execute("UPDATE outbox SET state = ?, next_at = ? WHERE dedupe_key = 'waiting'", [state, iso(at)])
