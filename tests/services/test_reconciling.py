"""The figures of a paper are those of its rows, whatever was done; where they are not, the rows are named."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.clock import VN
from bot.domain.carrying import Said
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.handling import INTO
from bot.domain.periods import Period
from bot.domain.reconciling import Mismatch
from bot.domain.reports import Report
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import ADDENDUM, make_snapshot
from bot.services.standing import period_schedule, window
from storage import difficulties, people, reports, sharing
from storage.sharing import Cosign
from tests.services.test_window import filed, sent
from tests.world import ROSTER, World

NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
BEGIN = datetime(2026, 11, 16, 9, tzinfo=VN)
THIRD = "MAI,Đỗ Thị Mai,Chánh Văn phòng,ba,vi,,focal,hoi_dong_tu_van,HIEPHOIC,Hiệp hội C\n"
DESK_ACTS = (
    DifficultyAct.ACCEPTED,
    DifficultyAct.ACCEPTED,
    DifficultyAct.NOT_SOLVED,
    DifficultyAct.ASKED,
    DifficultyAct.FORWARDED,
    DifficultyAct.ANSWERED,
    DifficultyAct.NOT_ACCEPTED,
    DifficultyAct.CLOSED,
    DifficultyAct.LAPSED,
    DifficultyAct.REOPENED,
    DifficultyAct.UNMERGED,
    DifficultyAct.UNMERGED,
)


class Play:
    """Two months in which anybody does anything, one act every three hours."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice, self.now = world, random.Random(seed), BEGIN
        self.period = NOVEMBER
        world.import_roster(ROSTER + THIRD)

    def act(self) -> None:
        """Do one thing, whatever it is."""
        self.now += timedelta(hours=self.dice.choice((1, 2, 6)))
        self.world.clock.set(self.now)
        act = self.dice.choice((self.file, self.amend, self.withdraw, *(self.handle,) * 4, self.merge, self.cosign))
        act()

    def file(self) -> None:
        seat = self.dice.choice(("HIEPHOIA", "HIEPHOIB"))
        if self.dice.random() < 0.2:
            sent(self.world, self.now, seat)
        elif not any(self._seat(report) == seat for report in self._live()):
            filed(self.world, self.now, seat, self.dice.randrange(4), self.period)

    def amend(self) -> None:
        report = self._any(self._live())
        if report:
            kept = [d for d in report.difficulties if self.dice.random() < 0.7]
            earlier = [e for e in self._codes() if f"-{self.period.code}-" not in e]
            said = [Said(code, DifficultyAct.SOLVED) for code in earlier if self.dice.random() < 0.3]
            nil = not kept and not said
            after = replace(report, difficulties=tuple(kept), said=tuple(said), nil=nil, sent_at=self.now)
            self.world.write_now(lambda db: reports.add_version(db, after))

    def withdraw(self) -> None:
        report = self._any(self._live())
        if report and self.dice.random() < 0.1:
            self.world.write_now(lambda db: reports.withdraw(db, report.code, self.now, report.person))

    def handle(self) -> None:
        code = self._any(self._codes()[:8])
        if code:
            self._event(code, DifficultyEvent(self.dice.choice(DESK_ACTS), self.now, "person:CHI"))

    def take_up_again(self) -> None:
        """Whatever became of them, the desk goes on with all of the first month but the first."""
        for code in self._codes()[1:]:
            for act in (DifficultyAct.UNMERGED, DifficultyAct.REOPENED):
                self._event(code, DifficultyEvent(act, self.now, "person:CHI"))

    def merge(self) -> None:
        """Also of what is merged already, into itself through others, and back out of it."""
        code, into = self._any(self._codes()), self._any(self._codes())
        if code and into and code != into:
            self._event(code, DifficultyEvent(DifficultyAct.MERGED, self.now, "person:CHI", {INTO: into}))

    def cosign(self) -> None:
        code = self._any(self._codes())
        if code:
            seat = self._any([s.id for s in people.seats_of_body(self.world.read, "hoi_dong_tu_van")])
            self.world.write_now(lambda db: sharing.add_cosign(db, Cosign(code, seat, 1, self.now, "")))

    def _event(self, code: str, event: DifficultyEvent) -> None:
        report = reports.report_of_difficulty(self.world.read, code)
        if report:
            self.world.write_now(lambda db: difficulties.add_event(db, code, report.id, event))

    def _live(self) -> list[Report]:
        return reports.reports_of_period(self.world.read, self.period.iso)

    def _seat(self, report: Report) -> str:
        return people.seats_by_id(self.world.read, {report.seat})[report.seat].code

    def _codes(self) -> list[str]:
        found = self.world.read.query("SELECT DISTINCT code FROM difficulties ORDER BY code")
        return [row["code"] for row in found]

    def _any(self, things: Any) -> Any:
        return self.dice.choice(list(things)) if things else None


def snapshots_of(world: World) -> Iterator[dict[str, Any]]:
    """What could be released now: of both months, and the addendum to nothing."""
    unit = world.unit()
    for period in (NOVEMBER, DECEMBER):
        found = window(unit, period_schedule(unit, period))
        yield make_snapshot(unit, found)
        yield make_snapshot(unit, found, ADDENDUM, added=found.without({r.reference for _, r in found.reports[:1]}))


def test_every_paper_reconciles_after_every_act_and_a_tampered_one_names_its_rows(empty_world: World) -> None:
    play = Play(empty_world, 17)
    terms: set[str] = set()
    weights: set[int] = set()
    for number in range(120):
        if number == 60:
            play.period = DECEMBER
            play.now = datetime(2026, 12, 15, 8, tzinfo=VN)
            play.take_up_again()
        play.act()
        for snapshot in snapshots_of(empty_world):
            assert faults_of(snapshot) == [], (number, snapshot["period"]["code"], snapshot["kind"])
            terms |= {term for term, n in snapshot["reckoning"].items() if n}
            weights |= {each["members"] for each in snapshot["difficulties"]}

    assert terms >= {"carried", "new", "reopened", "closed", "merged", "unmerged", "open"}
    assert weights >= {1, 2, 3}

    (december,) = [each for each in snapshots_of(empty_world) if each["kind"] != ADDENDUM][1:]
    for change, mismatch, row in tampered(december):
        found = faults_of(change)
        assert mismatch in {each.mismatch for each in found}, mismatch
        assert row in {named for each in found for named in each.rows}, (mismatch, found)


def tampered(snapshot: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Mismatch, str]]:
    """A paper with one thing changed in it, what that is found out as, and the row that is named."""
    seat, line = snapshot["seats"][0]["organisation"], snapshot["difficulties"][0]["code"]

    def changed() -> dict[str, Any]:
        copy: dict[str, Any] = json.loads(json.dumps(snapshot))
        return copy

    one = changed()
    one["seats"][0]["state"] = ""
    yield one, Mismatch.STATELESS, seat
    one = changed()
    one["seats"].append(one["seats"][0])
    yield one, Mismatch.SEAT_TWICE, seat
    one = changed()
    one["seats"][0]["report"] = None if one["seats"][0]["report"] else "BC-2612-009"
    yield one, Mismatch.REPORT, seat
    one = changed()
    one["difficulties"].append(one["difficulties"][0])
    yield one, Mismatch.LINE_TWICE, line
    one = changed()
    one["reckoning"]["new"] += 1
    yield one, Mismatch.LINES, line
    one = changed()
    weighty = next(each for each in one["difficulties"] if each["members"] > 1)
    weighty["members"] += 1
    yield one, Mismatch.WEIGHT, weighty["sources"][0]
