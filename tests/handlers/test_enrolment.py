"""Joining: from an invitation to a linked account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.verbs.joining import Join, JoinStep
from tests.asking import step_at
from tests.catalogues import said
from tests.handlers.joining import FIXED, NEWCOMER, code_of, join, linked
from tests.world import World, say

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as printed": lambda code: code,
    "in small letters": lambda code: code.lower(),
    "with spaces": lambda code: code.replace("-", " "),
    "run together": lambda code: code.replace("-", ""),
    "without its prefix": lambda code: code.removeprefix("MOI-"),
    "in small letters without prefix and dashes": lambda code: code.removeprefix("MOI-").replace("-", "").lower(),
    "with long dashes": lambda code: f"  {code.replace('-', '–')} ",
    "over two lines": lambda code: code[:8] + "\n" + code[8:],
    "in quotes": lambda code: f"“{code}”.",
    "in a sentence": lambda code: f"Mã mời của tôi là {code} ạ.",
    "with characters nobody sees": lambda code: code.replace("-", "\u200b-\u00a0"),
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


@pytest.mark.parametrize(
    "around", ["https://t.me/tro_ly_bot?start={token}", "Mời bấm (t.me/tro_ly_bot?start={token}).", "/start\n{token}",
               "/start\u00a0{token}", "/batdau\t{token}"],
)  # fmt: skip
async def test_a_link_that_is_pasted_leads_where_a_press_on_it_leads(joining: World, around: str) -> None:
    phone, token = joining.telegram.phone(NEWCOMER), joining.invite("AN").token

    await say(joining, phone, around.format(token=token), "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")

    assert linked(joining, NEWCOMER)


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


@pytest.mark.parametrize(
    "around",
    ["{code}", "Mã: {code}.", "https://t.me/tro_ly_bot?start={token}", "/start\n{token}", "/batdau\u00a0{code}"],
)
async def test_a_member_who_enters_a_code_of_his_own_keeps_it(world: World, around: str) -> None:
    an, issued = world.phone("AN"), world.invite("AN")

    await say(world, an, around.format(code=issued.code, token=issued.token))

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
