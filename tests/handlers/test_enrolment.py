"""Joining: from an invitation to a linked account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.domain.verbs import Join, JoinStep
from tests.asking import step_at
from tests.catalogues import said
from tests.telegram import Phone
from tests.world import ROSTER, World, running, say

NEWCOMER = 201
STRANGER = 987650001
WRONG = "MOI-2222-3333-44"
FIXED = "Kênh này dành cho thành viên"


@pytest.fixture
async def joining(still_world: World) -> AsyncIterator[World]:
    """A running world in which only Chi at the desk is linked."""
    still_world.link("CHI")
    async with running(still_world):
        yield still_world


def code_of(world: World, person: str) -> str:
    return world.invite(person).code


def linked(world: World, user: int) -> bool:
    return world.count("accounts", f"user_key = '{user}' AND unlinked_at IS NULL") == 1


async def join(world: World, phone: Phone, code: str) -> None:
    await say(world, phone, code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as printed": lambda code: code,
    "in small letters": lambda code: code.lower(),
    "with spaces": lambda code: code.replace("-", " "),
    "run together": lambda code: code.replace("-", ""),
    "without its prefix": lambda code: code.removeprefix("MOI-"),
    "in small letters without prefix and dashes": lambda code: code.removeprefix("MOI-").replace("-", "").lower(),
    "with long dashes": lambda code: f"  {code.replace('-', '–')} ",
    "over two lines": lambda code: code[:8] + "\n" + code[8:],
}


async def test_a_code_is_known_however_it_is_spelt(joining: World) -> None:
    code = code_of(joining, "AN")

    for number, (how, spelt) in enumerate(SPELLINGS.items()):
        phone = joining.telegram.phone(NEWCOMER + number)
        await say(joining, phone, spelt(code))

        assert "Mã mời được cấp cho:\nNguyễn Văn An\nChánh Văn phòng" in phone.last.text, how
        assert "Hiệp hội A" in phone.last.text
        assert phone.last.labels == [said("Confirm"), said("Report a mistake")]


async def test_the_link_of_an_invitation_leads_where_its_code_leads(joining: World) -> None:
    phone, token = joining.telegram.phone(NEWCOMER), joining.invite("AN").token

    await say(joining, phone, f"/start {token}", "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    assert linked(joining, NEWCOMER)
    assert "Đã liên kết tài khoản của Nguyễn Văn An lúc 08:15 thứ Hai, ngày 16/11/2026." in phone.last.text
    assert "tháng 11/2026: 17:00 thứ Sáu, ngày 20/11/2026" in phone.last.text


async def test_nothing_is_linked_before_consent_and_consent_is_kept_with_version_and_time(joining: World) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    consents = joining.count("consents")

    await say(joining, phone, code, "[Xác nhận đúng]")
    assert said("<b>Notice before use</b>") in phone.last.text
    assert not linked(joining, NEWCOMER)

    await say(joining, phone, "[Để sau]", "[Đọc lại thông báo]")
    assert not linked(joining, NEWCOMER)
    assert joining.count("consents") == consents

    await say(joining, phone, "[Đồng ý, tiếp tục]")
    row = joining.read.conn.execute("SELECT * FROM consents ORDER BY id DESC LIMIT 1").fetchone()
    assert linked(joining, NEWCOMER)
    assert row["version"] == joining.rules.profile.notice_version
    assert row["at"] == "2026-11-16T01:15:00.000000Z"
    assert joining.count("audit", "verb = 'account.linked' AND actor = 'person:AN'") == 1


async def test_the_form_of_address_is_asked_for_where_the_roster_left_it_empty(joining: World) -> None:
    phone = joining.telegram.phone(NEWCOMER)

    await join(joining, phone, code_of(joining, "BICH"))
    assert 'Chưa chọn thì Hệ thống dùng "Quý thành viên"' in phone.last.text

    await say(joining, phone, "[Bà]")
    assert "Đã liên kết tài khoản của Trần Thị Bích" in phone.last.text
    assert joining.count("persons", "code = 'BICH' AND honorific = 'ba'") == 1


async def test_the_form_of_address_is_not_asked_for_where_the_roster_names_it(joining: World) -> None:
    phone = joining.telegram.phone(NEWCOMER)

    await join(joining, phone, code_of(joining, "AN"))

    assert "xưng hô" not in " ".join(message.text for message in phone.messages)
    assert phone.last.labels == ["Gửi báo cáo", said("Main screen")]


async def test_a_wrong_code_is_repeated_to_whoever_typed_it(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)

    await say(joining, phone, WRONG)

    assert 'Chưa tìm thấy mã mời "MOI-2222-3333-44"' in phone.last.text
    assert phone.last.labels == [said("Enter the code"), said("Ask how to get a code")]


async def test_an_unknown_link_asks_for_the_code(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)

    await say(joining, phone, "/start nothing_like_a_token_0")

    assert "Chưa tìm thấy liên kết mời này" in phone.last.text


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


async def test_not_me_locks_the_code_and_tells_the_desk(joining: World) -> None:
    phone, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")

    await say(joining, phone, code, "[Báo không đúng]")
    assert "Hệ thống đã khóa mã mời này và báo Cơ quan thường trực" in phone.last.text
    assert "Mã mời của Nguyễn Văn An (Hiệp hội A)" in joining.phone("CHI").last.text

    await say(joining, phone, code)
    assert "Mã mời này đã bị khóa" in phone.last.text
    assert joining.count("invitations", "offered_user IS NOT NULL") == 0


async def test_a_locked_code_links_nobody_even_after_it_was_confirmed(joining: World) -> None:
    phone, code = joining.telegram.phone(STRANGER), code_of(joining, "AN")
    await say(joining, phone, code, "[Xác nhận đúng]")

    phone.press(Join(JoinStep.DENY).data)
    phone.press(Join(JoinStep.AGREE).data)
    await joining.settle()

    assert not linked(joining, STRANGER)


async def test_a_member_who_enters_a_code_of_his_own_keeps_it(world: World) -> None:
    an, code = world.phone("AN"), code_of(world, "AN")

    await say(world, an, code)

    assert (
        said("This account is linked to {full_name} already. The code was not used.", full_name="Nguyễn Văn An")
        in an.last.text
    )
    assert world.count("invitations", "used_at IS NULL AND offered_user IS NULL") == 1


@pytest.mark.parametrize("by_link", [False, True])
async def test_a_member_who_enters_somebody_elses_code_stays_who_he_is(world: World, by_link: bool) -> None:
    an, issued = world.phone("AN"), world.invite("BICH")

    await say(world, an, f"/start {issued.token}" if by_link else issued.code)

    assert "được cấp cho người khác nên không có thay đổi" in an.last.text
    assert world.count("accounts", "user_key = '101' AND person = (SELECT id FROM persons WHERE code = 'AN')") == 1


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


async def test_after_fifty_wrong_codes_typed_codes_pause_and_the_desk_is_told_once(joining: World) -> None:
    phone, issued = joining.telegram.phone(NEWCOMER), joining.invite("AN")

    await fifty_wrong_codes(joining)
    await say(joining, phone, issued.code)
    await say(joining, joining.telegram.phone(STRANGER + 77), WRONG, WRONG)

    told = [message.text for message in joining.phone("CHI").messages if "nhập sai mã mời" in message.text]
    assert len(told) == 1
    assert "Có 50 lần nhập sai mã mời trong 01 giờ (đến 08:15 ngày 16/11/2026)." in told[0]
    assert "tạm dừng nhận mã nhập bằng tay và đã báo Cơ quan thường trực" in phone.last.text


async def test_while_typed_codes_pause_links_still_work_and_after_an_hour_codes_do(joining: World) -> None:
    an, bich = joining.telegram.phone(NEWCOMER), joining.telegram.phone(NEWCOMER + 1)
    token, code = joining.invite("AN").token, code_of(joining, "BICH")
    await fifty_wrong_codes(joining)

    await say(joining, an, f"/start {token}", "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
    assert linked(joining, NEWCOMER)

    joining.clock.set(joining.clock.now() + timedelta(hours=1))
    await join(joining, bich, code)
    assert linked(joining, NEWCOMER + 1)


async def test_one_account_cannot_pause_everybodys_codes_with_links_it_made_up(joining: World) -> None:
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
        JoinStep.AGREE,
    ):
        stranger.press(Join(step).data)
        await joining.settle()

    assert all(FIXED in message.text for message in stranger.messages)
    assert len(stranger.messages) == 8
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

    for step in (JoinStep.CONFIRM, JoinStep.AGREE, JoinStep.DENY):
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


async def test_a_new_phone_takes_the_link_and_the_old_one_is_told(world: World) -> None:
    old, new = world.phone("AN"), world.telegram.phone(NEWCOMER)

    await say(world, new, code_of(world, "AN"))
    assert "Người này đang liên kết với một thiết bị hoặc ứng dụng khác" in new.last.text
    await say(world, new, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    assert "Tài khoản của Ông đã được chuyển sang thiết bị hoặc ứng dụng khác lúc 08:15" in old.last.text
    assert linked(world, NEWCOMER)
    assert not linked(world, 101)
    await say(world, old, "/batdau")
    assert FIXED in old.last.text


async def test_a_draft_waits_for_its_person_on_the_new_phone(world: World) -> None:
    old, new = world.phone("AN"), world.telegram.phone(NEWCOMER)
    await say(world, old, "/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", "[Đất đai]")

    await join(world, new, code_of(world, "AN"))
    await say(world, new, "/batdau", "[Viết tiếp tháng 11]")

    assert f"{step_at('procedure')} – Đất đai" in new.last.text


async def test_consent_pressed_twice_links_once(joining: World) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    await say(joining, phone, code, "[Xác nhận đúng]")

    phone.press(Join(JoinStep.AGREE).data)
    phone.press(Join(JoinStep.AGREE).data)
    await joining.settle()

    assert linked(joining, NEWCOMER)
    assert joining.count("consents") == 2  # Chi's and this one
