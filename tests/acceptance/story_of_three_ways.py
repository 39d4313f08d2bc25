"""One story of a member, told on any way there is, or on several by turns; the desk reads it on Telegram.

The clock of the program is turned to the same times in every telling, so that what differs does so by the way alone.
"""

from __future__ import annotations

import re
from datetime import time

from tests.acceptance.left_by_the_story import FIRST, REPORT, WORK, Told, what_is_left
from tests.acceptance.three_ways import House, Member
from tests.asking import answered
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL
from tests.handlers.turning import CLOSE, turn_to
from tests.handlers.versioned import AMEND, REWRITTEN, SEND
from tests.world import World, say

SLOW = "Thời hạn giải quyết hồ sơ kéo dài do phải lấy ý kiến nhiều cơ quan trong cùng một bước."
WHERE = "Tại các tỉnh Bắc Ninh, Hưng Yên, từ tháng 8/2026."
RESULT = "Đã ban hành danh mục 42 thủ tục."
CODE = re.compile(r"MOI-\w{4}-\w{4}-\w{2}")
JOIN = ("[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
DRAFT = ("/baocao", "[Báo cáo tháng 11]")


async def tell(place: House, *names: str) -> Told:
    """Tell the story by these ways."""
    world, member = place.world, Member(place.world, [place.way(name) for name in names])
    await enrol(member)
    await turn_to(world, 17)
    await report(member)
    await ask(world)
    await answer(member)
    await amend(member)
    await work(member)
    await turn_to(world, 23, CLOSE)
    return await what_is_left(member)


async def enrol(member: Member) -> None:
    """An joins by an invitation, and links his other ways with codes of his own."""
    first, *others = member.ways
    await say(member.world, first.phone, "Xin chào", member.world.invite("AN").code, *JOIN)
    for other in others:
        await say(member.world, first.phone, "/caidat", "[Kênh nhận tin]", "[Liên kết kênh khác]")
        code = [found[0] for text in first.shown() if (found := CODE.search(text))][-1]
        await say(member.world, other.phone, code, *JOIN)


async def report(member: Member) -> None:
    """A report of two difficulties, the first with a file."""
    field_, *rest = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, before="files")
    await member.step(*OPEN, field_)
    for each in rest:
        await member.go_on(DRAFT, each)
    await member.go_on(DRAFT)
    await member.attach()
    await member.go_on(DRAFT, "[Gửi tệp xong]")
    await member.go_on(DRAFT, "[Thêm vướng mắc]", *answered(field="[Đầu tư]", content=SLOW, proposal=PROPOSAL))
    await member.go_on(DRAFT, "[Gửi báo cáo]")


async def ask(world: World) -> None:
    """The desk asks for more about the first difficulty."""
    await turn_to(world, 17, time(9))
    desk = ("[Đề nghị bổ sung]", "[Chọn 1]", "[Bỏ qua]", "[Gửi đề nghị]")
    await say(world, world.phone("CHI"), f"/tracuu {FIRST}", *desk)
    await turn_to(world, 17, time(9, 30))


async def answer(member: Member) -> None:
    """What was asked for is told."""
    back = (f"/tracuu {FIRST}", "[Bổ sung nội dung]")
    await member.step(*back)
    await member.go_on(back, WHERE)
    await member.go_on(back, "[Gửi bổ sung]")


async def amend(member: Member) -> None:
    """The first difficulty is worded anew."""
    back = (f"/tracuu {REPORT}", AMEND)
    await member.step(*back)
    await member.go_on(back, *REWRITTEN)
    await member.go_on(back, SEND)


async def work(member: Member) -> None:
    """The task: receipt, progress, a result, which the desk confirms."""
    page, world = f"/tracuu {WORK}", member.world
    await turn_to(world, 18, time(9))
    await member.step(page, "[Xác nhận đã nhận]")
    await member.step(page, "[Cập nhật tiến độ]", "[75%]")
    back = (page, "[Báo hoàn thành]")
    await member.step(*back, RESULT)
    await member.go_on(back, "15/QĐ-BTP", "17/11/2026")
    await member.go_on(back, "[Không kèm tệp]")
    await member.go_on(back, "[Gửi kết quả]")
    await turn_to(world, 18, time(9, 30))
    await say(world, world.phone("CHI"), "[Xác nhận xong]")
    await turn_to(world, 18, time(10))
