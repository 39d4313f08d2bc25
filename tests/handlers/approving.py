"""What principal and focal person of Hiệp hội B do over and over."""

from __future__ import annotations

from bot.domain.approving import Submission
from storage import submissions
from tests.handlers.acts import ADHOC, ADHOC_ITEM, TO_REVIEW
from tests.seen import Seen
from tests.telegram import Phone
from tests.world import World, say

REQUIRE = ("/duyet", "[Bật chế độ duyệt]")
SUBMIT = "[Trình duyệt]"
APPROVE = "[Duyệt, gửi]"
EARLY = (*ADHOC, "[Đề nghị xử lý sớm]", *ADHOC_ITEM)
DELEGATE = ("/duyet", "[Ủy quyền duyệt]", "[Trần Thị Bích]", "[Từ hôm nay]", "30/11/2026", "[Ủy quyền duyệt]")


async def required(world: World) -> tuple[Phone, Phone]:
    """Let Bình ask for approval; return his phone and Bích's."""
    binh, bich = world.phone("BINH"), world.phone("BICH")
    await say(world, binh, *REQUIRE)
    return binh, bich


async def submitted(world: World) -> tuple[Phone, Phone]:
    """Let Bích submit a report with one difficulty; return Bình's phone and hers."""
    binh, bich = await required(world)
    await say(world, bich, *TO_REVIEW, SUBMIT)
    return binh, bich


def the_submission(world: World) -> Submission:
    """Return the one submission there is, the last where there are several."""
    row = world.read.conn.execute("SELECT max(id) FROM submissions").fetchone()
    found = submissions.submission(world.read, row[0])
    assert found is not None
    return found


def cards(phone: Phone, words: str = "trình báo cáo") -> list[Seen]:
    """Return the messages of a phone that say these words."""
    return [message for message in phone.messages if words in message.text]


def audited(world: World, verb: str) -> list[str]:
    """Return who has done something, as the audit has it."""
    found = world.read.conn.execute("SELECT actor FROM audit WHERE verb = ? ORDER BY seq", [verb])
    return [row[0] for row in found]
