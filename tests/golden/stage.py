"""The stage of the golden story: the demonstration's people, a few more, and what is written down of what they see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from bot.clock import VN
from bot.data_source import load_demonstration
from bot.services import demonstration
from bot.services.people import enrolment, roster
from storage import people
from tests.golden.recording import PacelessClock, Recorder, without_secrets
from tests.telegram import Phone
from tests.world import START, World, toast, until

MORE_PEOPLE = """TT03,Anna Wilson,Officer,,en,080 00023,secretariat,,,
TT04,Peter Grant,Head of Unit,,en,080 00024,leader,,,
QT01,Trần Quản Trị,Kỹ sư,ong,vi,,admin,,,
TC17,Mary Lee,Counsellor,,en,024 0000 0102,principal,to_cong_tac,TCTBCT,Bộ Công Thương
TV02,Trần Đức Thịnh,Phó Tổng Thư ký,ong,vi,024 0000 0002,focal,hoi_dong_tu_van,VNBA,Hiệp hội Ngân hàng Việt Nam
TV09,Trịnh Thu Trang,Chuyên viên,,vi,,focal,hoi_dong_tu_van,VASEP,Hiệp hội Chế biến và Xuất khẩu Thủy sản Việt Nam
"""
MORE_TASKS = """NV-26-101,Văn bản số 101,Hoàn thiện dự thảo nghị định,TCTBNNMT,TCTBCT,day,10/11/2026,,,,,,
NV-26-102,Văn bản số 102,Kết nối dữ liệu chuyên ngành,TCTBCT TCTBNNMT,AMCHAM,day,30/12/2026,,,,,,
NV-26-103,Văn bản số 103,Rà soát thủ tục,TCTBNNMT TCTBCT,,day,31/10/2026,,,,01/10/2026,30/10/2026,Công văn số 12
NV-26-104,Văn bản số 104,Báo cáo hằng tháng,AMCHAM,VASEP,recurring,20,monthly,,,,,
NV-26-105,Văn bản số 105,Báo cáo hằng quý,VASEP,,recurring,,quarterly,Gửi bản ký số,,,,
NV-26-106,Văn bản số 106,Sơ kết cả năm,AMCHAM VASEP VCCI VITAS VLA,,year,2026,,,,,,
NV-26-107,Văn bản số 107,Việc không có thành viên chủ trì,,AMCHAM VASEP,day,18/11/2026,,,,,,
NV-26-108,Văn bản số 108,Cung cấp số liệu,AMCHAM,,day,12/11/2026,,,,,16/11/2026,
NV-26-110,Văn bản số 110,Theo dõi việc của bộ,TCTBNNMT,,day,18/11/2026,,,AMCHAM VASEP,,,
NV-26-109,Văn bản số 109,Cử chuyên gia,AMCHAM,,none,,,,,,13/11/2026,
"""
PHONES = {
    "TT01": 700002, "TT02": 700006, "TT03": 700011, "TT04": 700012, "QT01": 700013, "QT02": 700031,
    "TC16": 700005, "TC17": 700014,
    "TV01": 700001, "TV02": 700021, "TV05": 700024, "TV08": 700004, "TV09": 700022, "STRANGER": 700003,
    "TV10": 700025, "TV11": 700026, "TV12": 700027,
    "TV13": 700028, "FOREIGNER": 700023,
}  # fmt: skip
_NAMES = {user: who for who, user in PHONES.items()}
ENGLISH = ("TT03", "TT04", "QT02", "TC17", "TV08", "TV10", "TV12", "FOREIGNER")
GROUP = -500
"""The chat of the desk's group."""
CODE = re.compile(r"MOI-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")


class Stage:
    """A running world and the record of what its people did and saw."""

    def __init__(self, path: Path, profile: str, *, waits: bool = False) -> None:
        """`waits`: whether reports can be withdrawn, so that the desk gets its copies later."""
        self.telegram = Recorder()
        clock = PacelessClock(START)
        self.world = World(path, profile=profile, telegram=self.telegram, clock=clock, waits=waits)
        self.roster = load_demonstration().roster_csv + MORE_PEOPLE
        self.blocks: list[str] = [f"##### profile {profile}"]
        self._phones: dict[str, Phone] = {}

    def seed(self) -> None:
        """Fill the base as the sandbox does, with a few more people and tasks."""
        shipped = load_demonstration()
        tasks = shipped.tasks_csv.rstrip("\n") + "\n" + MORE_TASKS
        given = replace(shipped, roster_csv=self.roster, tasks_csv=tasks)
        self.world.write_now(lambda db: demonstration.seed(self.world.unit(db), given, "telegram"))

    async def begin(self) -> None:
        """Wait until the program has started."""
        await until(lambda: self.world.count("meta", "name = 'invitation_link:telegram'") == 1)
        await until(lambda: self.world.count("ticks") >= 5)
        await self.settle()
        self.note("the program starts")

    def phone(self, who: str) -> Phone:
        """Return somebody's phone."""
        if who not in self._phones:
            lang = "en" if who in ENGLISH else "vi"
            self._phones[who] = Phone(self.telegram, PHONES[who], language_code=lang)
        return self._phones[who]

    async def do(self, who: str, *acts: str | Callable[[], object]) -> None:
        """Send texts (`[Label]` is a button) or call what sends something else; write down what follows each."""
        phone = self.phone(who)
        for act in acts:
            pressed = isinstance(act, str) and act.startswith("[") and act.endswith("]")
            if callable(act):
                act()
                what = "sends something"
            elif pressed:
                phone.tap(act[1:-1])
                what = f"presses {act}"
            else:
                phone.send(act)
                what = f"types {_short(act)}"
            await self.settle()
            words = await toast(phone) if pressed else ""
            self.note(f"{who} {what}", words)

    async def in_group(self, who: str, *acts: str) -> None:
        """Write or press (`[Label]` is a button) in the group of the desk; write down what follows each."""
        phone, chat = self.phone(who), {"id": GROUP, "type": "group", "title": "Nhóm"}
        for act in acts:
            if act.startswith("["):
                phone.press(*self._button(act[1:-1]), chat=chat)
            else:
                phone.send(act, chat=chat)
            await self.settle()
            # A code is drawn by lot.
            what = f"presses {act}" if act.startswith("[") else f"types {act.partition(' ')[0]!r}"
            self.note(f"{who} {what} in the group", await toast(phone) if act.startswith("[") else "")

    def _button(self, label: str) -> tuple[str, int]:
        """Return what the newest button with a label in the group carries, and the message that has it."""
        for seen in reversed(self.telegram.chats.get(GROUP, [])):
            for shown, data in (button for row in seen.rows for button in row):
                if shown == label:
                    return data, seen.id
        raise AssertionError(label)

    def data(self, who: str, label: str) -> str:
        """Return what a button on the newest message that has it carries, to press it once it is gone."""
        for seen in reversed(self.phone(who).messages):
            for shown, data in (button for row in seen.rows for button in row):
                if shown == label:
                    return data
        raise AssertionError(label)

    async def press_data(self, who: str, data: str) -> None:
        """Press a button that was there before."""
        phone = self.phone(who)
        phone.press(data)
        await self.settle()
        self.note(f"{who} presses an older button", await toast(phone))

    async def turn(self, at: datetime | timedelta) -> None:
        """Turn the clock to an instant, or on; run what is due and write down what follows."""
        now = self.world.clock.now()
        self.note(await self._turn(now + at if isinstance(at, timedelta) else at))

    async def turn_until(self, at: datetime, came: Callable[[], object], what: str) -> None:
        """Turn the clock; write down what follows once something that goes on beside the ticks has come about."""
        turned = await self._turn(at)
        await until(came)
        await self.settle()
        self.blocks.append(f"=== {turned}")
        self.note(what)

    async def _turn(self, at: datetime) -> str:
        self.world.clock.set(at)
        # What a turn brings to a chat comes of several ticks: its order is not to depend on how fast they are.
        with patch("storage.outbox.sendable", return_value=[]):
            await self.world.app.ticker.run_ticks(at)
        self.world.app.wake()
        await self.settle()
        return f"it is {at.astimezone(VN):%d/%m/%Y %H:%M:%S}"

    async def day(self, day: int, month: int, hour: int = 8, minute: int = 30) -> None:
        """Turn the clock to a time of 2026."""
        await self.turn(datetime(2026, month, day, hour, minute, tzinfo=VN))

    @property
    def backed_up(self) -> bool:
        """Whether no backup is under way."""
        facts = dict(self.world.read.conn.execute("SELECT name, value FROM meta WHERE name LIKE 'backup_%'").fetchall())
        return facts.get("backup_due") == facts.get("backup_done")

    async def settle(self) -> None:
        """Wait until everything has been handled and answered."""
        await self.world.settle()

    def note(self, what: str, toast: str = "") -> None:
        """Write down what followed."""
        self.blocks.append(f"=== {without_secrets(what)}")
        if toast:
            self.blocks.append(f"over the button: {without_secrets(toast)}")
        self.blocks += [f"to {_named(chat)}, {block}" for chat, block in self.telegram.take()]

    async def invite(self, who: str) -> enrolment.Issued:
        """Issue an invitation as the verb does."""

        def work(db: object) -> enrolment.Issued:
            person = people.person_by_code(db, who)  # type: ignore[arg-type]
            assert person is not None
            return enrolment.issue(self.world.unit(db), person, "operator")  # type: ignore[arg-type]

        return await self.world.writer.write(work)

    async def bring_roster(self, text: str) -> None:
        """Import another roster while the program runs."""
        lines = roster.read(text, self.world.rules.profile.bodies)
        await self.world.writer.write(lambda db: roster.write(self.world.unit(db), lines, "operator"))
        await self.settle()
        self.note("another roster is imported")

    async def join(self, who: str, *after: str) -> None:
        """Join with a code of one's own."""
        agree = ("[Confirm]", "[Agree and continue]") if who in ENGLISH else ("[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
        await self.do(who, (await self.invite(who)).code, *agree, *after)

    def text(self) -> str:
        """Return the record."""
        return "\n".join(self.blocks) + "\n"


def name_of(chat: str) -> str:
    """Return who a chat belongs to; without one, everybody's."""
    return _named(int(chat)) if chat else "everybody"


def _named(chat: int) -> str:
    return "the group" if chat == GROUP else _NAMES.get(chat, str(chat))


def _short(text: str) -> str:
    return repr(text) if len(text) <= 120 else f"{text[:60]!r}… ({len(text)} characters)"
