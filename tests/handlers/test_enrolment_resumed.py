"""Whoever left the way in goes on where it was left, and nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.handlers.joining import FIXED, NEWCOMER, code_of, linked
from tests.world import World, say


@pytest.mark.parametrize("command", ["/batdau", "/start"])
@pytest.mark.parametrize("left", [("[Để sau]",), (), ("[Để sau]", "xin chào")])
async def test_who_put_the_consent_off_is_asked_for_it_again_and_for_no_code(
    joining: World, command: str, left: tuple[str, ...]
) -> None:
    phone = joining.telegram.phone(NEWCOMER)
    await say(joining, phone, code_of(joining, "AN"), "[Xác nhận đúng]", *left)

    await say(joining, phone, command)

    assert "Đồng ý, tiếp tục" in phone.last.labels
    assert FIXED not in phone.last.text
    await say(joining, phone, "[Đồng ý, tiếp tục]")
    assert linked(joining, NEWCOMER)


async def test_who_has_not_said_whose_invitation_it_is_is_asked_that_again(joining: World) -> None:
    phone = joining.telegram.phone(NEWCOMER)
    await say(joining, phone, code_of(joining, "AN"))

    await say(joining, phone, "/batdau")

    assert "Xác nhận đúng" in phone.last.labels
    assert "Đồng ý, tiếp tục" not in phone.last.labels


async def test_another_account_goes_on_with_nothing(joining: World) -> None:
    phone, other = joining.telegram.phone(NEWCOMER), joining.telegram.phone(NEWCOMER + 1)
    await say(joining, phone, code_of(joining, "AN"), "[Xác nhận đúng]", "[Để sau]")

    await say(joining, other, "/batdau")

    assert FIXED in other.last.text
    assert not linked(joining, NEWCOMER + 1)


@pytest.mark.parametrize("ended", ["expired", "anew", "denied", "shown to another"])
async def test_an_invitation_that_has_ended_is_gone_on_with_by_nobody(joining: World, ended: str) -> None:
    phone, code = joining.telegram.phone(NEWCOMER), code_of(joining, "AN")
    await say(joining, phone, code, "[Xác nhận đúng]", "[Để sau]")
    match ended:
        case "expired":
            joining.clock.set(joining.clock.now() + timedelta(hours=73))
        case "anew":
            joining.invite("AN")
        case "denied":
            await say(joining, phone, code, "[Báo không đúng]", "[Khóa mã mời]", "không phải tôi")
        case "shown to another":
            await say(joining, joining.telegram.phone(NEWCOMER + 1), code)

    await say(joining, phone, "/batdau")

    assert FIXED in phone.last.text
    assert not linked(joining, NEWCOMER)
