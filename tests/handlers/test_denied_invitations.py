"""An invitation that reached somebody else: asked once, locked for good, told to the desk, with a reason or without."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.verbs.joining import Join, JoinStep
from tests.catalogues import out_of_date, said
from tests.handlers.acts import press
from tests.handlers.joining import FIXED, NEWCOMER, code_of, join, linked
from tests.world import World, say

STRANGER = 987650001
DENIED = ("[Báo không đúng]", "[Khóa mã mời]")


async def test_it_is_asked_once_and_going_back_changes_nothing(joining: World) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")

    await say(joining, phone, code, "[Báo không đúng]")
    assert "Báo mã mời cấp cho Nguyễn Văn An là không đúng? Mã mời bị khóa và không mở lại được" in phone.last.text
    assert phone.last.labels == [said("‹ Back"), said("Lock the code")]
    assert joining.count("invitations", "locked_at IS NOT NULL") == 0
    assert joining.phone("CHI").messages == []

    await say(joining, phone, "[‹ Quay lại]")
    assert "Mã mời được cấp cho:" in phone.last.text
    await say(joining, phone, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
    assert linked(joining, NEWCOMER)


async def test_the_desk_is_told_at_once_even_where_no_reason_ever_comes(joining: World) -> None:
    phone, chi = joining.telegram.phone(STRANGER), joining.phone("CHI")

    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    assert phone.last.labels == [said("Give no reason")]
    assert joining.count("invitations", "locked_at IS NOT NULL") == 1
    assert chi.last.text == (
        "Mã mời của Nguyễn Văn An (Hiệp hội A) được mở bởi người báo không đúng thông tin; Hệ thống đã khóa mã lúc"
        " 08:15 ngày 16/11/2026. Đề nghị cấp mã mới."
    )


async def test_the_next_text_is_the_reason_and_reaches_the_desk_in_the_notice(joining: World) -> None:
    phone, chi = joining.telegram.phone(STRANGER), joining.phone("CHI")
    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    await say(joining, phone, "Tôi là Trần Văn Bé,\x00 gọi lại 0912345678")

    assert said("The reason is being sent to the Standing Body.") in phone.last.text
    assert [message.labels for message in chi.messages] == [[], [said("Issue invitation")]]
    assert chi.last.text.splitlines()[1] == "Lý do được nêu: Tôi là Trần Văn Bé, gọi lại 0912345678"


async def test_a_telephone_number_alone_is_a_reason_too(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)
    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    await say(joining, phone, "0912345678")

    assert joining.phone("CHI").last.text.endswith("Lý do được nêu: 0912345678")


async def test_a_long_reason_is_cut_to_five_hundred(joining: World) -> None:
    phone = joining.telegram.phone(STRANGER)
    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    await say(joining, phone, "dài " * 900)

    reason = joining.phone("CHI").last.text.partition("Lý do được nêu: ")[2]
    assert reason.endswith("…")
    assert 400 < len(reason) <= 500


async def test_only_the_first_text_is_the_reason(joining: World) -> None:
    phone, chi = joining.telegram.phone(STRANGER), joining.phone("CHI")
    await say(joining, phone, code_of(joining, "AN"), *DENIED, "Không phải tôi")
    told = len(chi.messages)

    await say(joining, phone, "Xin chào")

    assert FIXED in phone.last.text
    assert len(chi.messages) == told


async def test_what_is_typed_after_no_reason_was_given_is_none(joining: World) -> None:
    phone, chi = joining.telegram.phone(STRANGER), joining.phone("CHI")

    await say(joining, phone, code_of(joining, "AN"), *DENIED, "[Không nêu lý do]")
    assert said("The code stays locked; no reason was given.") in phone.last.text

    await say(joining, phone, "Xin chào")
    assert FIXED in phone.last.text
    assert len(chi.messages) == 1


async def test_a_day_later_a_text_is_no_reason_any_more(joining: World) -> None:
    phone, chi = joining.telegram.phone(STRANGER), joining.phone("CHI")
    await say(joining, phone, code_of(joining, "AN"), *DENIED)
    joining.clock.set(joining.clock.now() + timedelta(hours=24, seconds=1))

    await say(joining, phone, "Xin chào")

    assert FIXED in phone.last.text
    assert len(chi.messages) == 1


async def test_a_code_of_ones_own_is_taken_while_a_reason_is_awaited(joining: World) -> None:
    phone = joining.telegram.phone(NEWCOMER)
    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    await join(joining, phone, code_of(joining, "BICH"))

    assert linked(joining, NEWCOMER)
    assert len(joining.phone("CHI").messages) == 1


async def test_another_account_cannot_give_the_reason_or_settle_it(joining: World) -> None:
    phone, other, chi = joining.telegram.phone(STRANGER), joining.telegram.phone(STRANGER + 1), joining.phone("CHI")
    await say(joining, phone, code_of(joining, "AN"), *DENIED)

    await say(joining, other, "Một lý do khác")
    await press(joining, other, Join(JoinStep.NO_REASON).data)
    await say(joining, phone, "Lý do thật")

    assert FIXED in other.last.text
    assert chi.last.text.endswith("Lý do được nêu: Lý do thật")


async def test_who_denied_is_forgotten_with_the_reason(joining: World) -> None:
    for user, settled in ((STRANGER, "[Không nêu lý do]"), (STRANGER + 1, "Không phải tôi")):
        await say(joining, joining.telegram.phone(user), code_of(joining, "AN"), *DENIED, settled)

    assert joining.count("invitations", "locked_at IS NOT NULL AND offered_user IS NULL") == 2


async def test_the_button_of_the_notice_issues_a_new_code_that_works(joining: World) -> None:
    chi = joining.phone("CHI")
    await say(joining, joining.telegram.phone(STRANGER), code_of(joining, "AN"), *DENIED)

    await say(joining, chi, "[Cấp mã mời]")
    code = next(word for word in chi.last.text.split() if word.startswith("MOI-"))

    await join(joining, joining.telegram.phone(NEWCOMER), code.rstrip(","))
    assert linked(joining, NEWCOMER)


async def test_a_second_press_ends_no_code_that_was_just_issued(joining: World) -> None:
    chi = joining.phone("CHI")
    await say(joining, joining.telegram.phone(STRANGER), code_of(joining, "AN"), *DENIED)
    issue = chi.last.rows[0][0][1]
    await press(joining, chi, issue)

    assert out_of_date() in await press(joining, chi, issue)

    assert joining.count("invitations", "locked_at IS NULL AND expires_at > '2026-11-16T02'") == 1


async def test_the_button_of_the_notice_is_the_desks_alone(joining: World) -> None:
    await say(joining, joining.telegram.phone(STRANGER), code_of(joining, "AN"), *DENIED)
    issue = joining.phone("CHI").last.rows[0][0][1]
    an = joining.telegram.phone(NEWCOMER)
    await join(joining, an, code_of(joining, "BICH"))
    before = joining.count("invitations")

    await press(joining, an, issue)

    assert joining.count("invitations") == before
