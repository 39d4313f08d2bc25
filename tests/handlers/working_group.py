"""The working group: its members, their tasks and what they report for a quarter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.people import Caller
from bot.services.tasks import importing
from storage import invitations, people
from tests.handlers.acts import ONE
from tests.task_world import HEADER
from tests.telegram import Phone
from tests.world import World

MEMBERS = """GIAP,Đỗ Văn Giáp,Thứ trưởng,ong,vi,,principal,to_cong_tac,BOA,Bộ A
HOA,Vũ Thị Hoa,Vụ trưởng,ba,vi,,focal,to_cong_tac,BOB,Bộ B
"""
TASKS = f"""{HEADER},done_on
NV-26-101,Văn bản số 1,Hoàn thiện dự thảo nghị định,BOA,BOB,day,10/11/2026,,,
NV-26-102,Văn bản số 2,Kết nối dữ liệu,BOB,BOA,day,30/12/2026,,,
NV-26-103,Văn bản số 3,Rà soát thủ tục,BOA,,day,31/10/2026,,,30/10/2026
NV-26-104,Văn bản số 4,Việc của quý trước,BOA,,day,31/07/2026,,,30/07/2026
NV-26-105,Văn bản số 5,Việc của Hiệp hội,HIEPHOIA,,day,31/12/2026,,,
"""
OPINION = "Đề nghị tập huấn trực tuyến hằng quý cho cán bộ cấp xã."
OPEN = ("/baocao", "[Báo cáo quý IV]")
TO_OPINION = (*OPEN, "[Khai vướng mắc]", *ONE)
SENT = (*TO_OPINION, OPINION, "[Gửi báo cáo]")
NIL = (*OPEN, "[Báo không phát sinh]", "[Bỏ qua]", "[Gửi báo cáo]")


def link(world: World, code: str, user: int) -> Phone:
    def work(db: Any) -> None:
        person = people.person_by_code(db, code)
        assert person is not None
        account = people.link_account(db, Caller("telegram", str(user), str(user)), person.id, world.clock.now())
        invitations.add_consent(db, account, world.rules.profile.notice_version, world.clock.now())

    world.write_now(work)
    return world.telegram.phone(user)


def import_tasks(world: World, text: str = TASKS) -> None:
    world.write_now(
        lambda db: importing.write(world.unit(db), importing.read(text, importing.names(world.unit())), "test")
    )


async def turn(world: World, at: datetime) -> None:
    """Turn the clock, run what is due, wait until it has been sent."""
    world.clock.set(at)
    world.clock.pace_by_itself()
    await world.app.ticker.run_ticks(at)
    await world.settle()
