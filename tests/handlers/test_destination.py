"""A receipt says into which paper a report goes, and that is where it is found."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.clock import VN
from bot.domain.people import Reader
from bot.domain.periods import Period
from bot.i18n import translate
from bot.services.reporting.destination import paper_of
from tests.handlers.acts import LATE, NIL, SENT, SENT_ADHOC
from tests.handlers.turning import CLOSE, turn_to
from tests.world import World, say

INTO_DIGEST = (
    "Nội dung được chuyển Cơ quan thường trực và đưa vào bản tổng hợp tháng 11/2026, lập lúc 17:00 thứ Hai, ngày"
    " 23/11/2026, để báo cáo cấp có thẩm quyền."
)
INTO_ADDENDUM = (
    "Bản tổng hợp tháng 11/2026 đã lập lúc 17:00 ngày 23/11/2026. Nội dung được chuyển Cơ quan thường trực và đưa vào"
    " phụ lục bổ sung số 01, lập lúc 17:00 thứ Tư, ngày 25/11/2026."
)


async def test_until_the_digest_is_made_a_report_goes_into_it_late_or_not(world: World) -> None:
    an, bich = world.phone("AN"), world.phone("BICH")
    await say(world, an, *SENT)
    world.clock.set(LATE)

    await say(world, bich, *NIL)

    assert INTO_DIGEST in an.last.text
    assert INTO_DIGEST in bich.last.text


async def test_after_the_digest_it_goes_into_the_addendum_that_is_made_then(world: World) -> None:
    an, lan = world.phone("AN"), world.phone("LAN")
    await turn_to(world, 23, CLOSE)
    await turn_to(world, 24, time(9))

    await say(world, an, *SENT)
    assert INTO_ADDENDUM in an.last.text

    await turn_to(world, 25, CLOSE)
    addendum = next(message.text for message in lan.messages if "Phụ lục bổ sung số 01" in message.text)
    assert "01 báo cáo" in addendum
    assert world.count("digests", "number = 1 AND body LIKE '%BC-2611-001%'") == 1


def test_at_the_very_hour_a_report_goes_into_the_digest_as_long_as_none_is_frozen(still_world: World) -> None:
    still_world.clock.set(LATE.replace(hour=17, minute=0, second=30))

    said = paper_of(still_world.unit(), Period(2026, 11))

    assert translate(said, Reader()) == INTO_DIGEST


@pytest.mark.parametrize(
    ("at", "paper"),
    [
        (
            datetime(2026, 12, 14, 23, 59, tzinfo=VN),
            "bản tổng hợp tháng 12/2026, lập lúc 17:00 thứ Ba, ngày 22/12/2026",
        ),
        (
            datetime(2026, 12, 15, 0, 0, tzinfo=VN),
            "bản tổng hợp tháng 01/2027, lập lúc dự kiến 17:00 thứ Sáu, ngày 22/01/2027",
        ),
    ],
)
async def test_an_ad_hoc_report_goes_into_the_papers_of_the_window_it_was_sent_in(
    world: World, at: datetime, paper: str
) -> None:
    an = world.phone("AN")
    world.clock.set(at)

    await say(world, an, *SENT_ADHOC)

    assert f"đưa vào {paper}" in next(message.text for message in an.messages if "DX-2612-001" in message.text)
