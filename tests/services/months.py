"""Months one after the other, played without a chat: what is filed, what the desk does, and the papers, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.clock import VN, FixedClock
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.operations import Piece
from bot.domain.periods import Cadence, Period
from bot.domain.reports import Quarterly
from bot.services import digesting
from bot.services.standing import period_schedule
from storage import difficulties, people, reports
from storage.unit import Unit
from tests.filed import file_report
from tests.world import World

BEGAN = datetime(2025, 11, 1, 9, tzinfo=VN)
"""Before the first data window of 2026."""
COUNCIL, GROUP = "hoi_dong_tu_van", "to_cong_tac"
_HEAD = "person_code,full_name,title,address,language,phone,role,body,seat_code,organisation\n"
_MEMBERS = "".join(f"{code},Người {code},,,vi,,focal,{COUNCIL},S{code},Hiệp hội {code}\n" for code in "ABCD")
ROSTER = _HEAD + _MEMBERS + f"G,Người G,,,vi,,focal,{GROUP},SG,Bộ G\nCHI,Phạm Thu Chi,,,vi,,secretariat,,,\n"
ROSTER += "LAN,Hoàng Thị Lan,,,vi,,leader,,,\n"
Item = Mapping[str, str]


def item(field: str = "dat_dai", **more: str) -> Item:
    """A difficulty as a form has it."""
    return {"field": field, "content": "Phải nộp lại giấy tờ.", "proposal": "Đề nghị bỏ.", **more}


def year(path: Path, profile: str = "vpcp-2023", roster: str = ROSTER) -> World:
    """Return a world in which nothing was reported yet, a month before the first window of 2026."""
    world = World(path, profile=profile, clock=FixedClock(BEGAN))
    world.import_roster(roster)
    return world


def play(
    world: World,
    period: Period,
    filed: Mapping[str, Sequence[Item] | None],
    handled: Mapping[str, DifficultyAct] | None = None,
    *,
    late: Sequence[str] = (),
    frozen: bool = True,
    opinions: Mapping[str, Quarterly] | None = None,
) -> None:
    """Play a period: what members file by the code of their seat, what is done to difficulties, the frozen papers.

    No items are a nil report; those that are `late` file after the deadline and before the papers.
    """
    schedule = period_schedule(world.unit(), period)

    def work(db: Database) -> None:
        for place, (seat, items) in enumerate(filed.items()):
            day = schedule.due_at + (timedelta(hours=1) if seat in late else -timedelta(days=2))
            _file(world.unit(db), day + timedelta(seconds=place), seat, period, items or (), (opinions or {}).get(seat))
        for place, (code, act) in enumerate((handled or {}).items()):
            at = schedule.digest_at - timedelta(hours=2) + timedelta(seconds=place)
            handle(db, code, act, at)
        if frozen:
            for at in (schedule.digest_at, schedule.stop_at):
                for piece in digesting.make_due(replace(world.unit(db), now=at)):
                    if isinstance(piece, Piece):
                        piece.work()

    world.write_now(work)
    world.clock.set(schedule.stop_at)


def _file(unit: Unit, at: datetime, seat: str, period: Period, items: Sequence[Item], more: Quarterly | None) -> None:
    body = GROUP if period.cadence is Cadence.QUARTER else COUNCIL
    found = next(each for each in people.seats_of_body(unit.db, body) if each.code == seat)
    person = people.person_by_code(unit.db, seat.removeprefix("S"))
    assert person is not None
    file_report(replace(unit, now=at), found, person.id, period, items, quarterly=more)


def handle(db: Database, code: str, act: DifficultyAct, at: datetime, **detail: str) -> None:
    """Let the desk do something to a difficulty."""
    report = reports.report_of_difficulty(db, code)
    assert report is not None
    difficulties.add_event(db, code, report.id, DifficultyEvent(act, at, "person:CHI", detail))
