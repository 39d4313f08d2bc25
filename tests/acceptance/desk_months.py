"""Two months of the desk with the forty-five seats of the shipped roster.

`python -m tests.acceptance.desk_months DIR SEED` lives through them in processes that are killed once a working day,
and prints for each death what was on its way, as JSON.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from sqlite_utils import Database

from bot.clock import VN
from bot.services.people import roster
from bot.services.tasks import importing
from storage.rows import change, rows
from storage.unit import Unit
from tests.acceptance.desk_script import BEHIND_THE_BACK, CHANGED, Script, december, november
from tests.acceptance.every_step import faults
from tests.acceptance.played import Act, Fate, Played, one_life, stock, warm_up

ROSTER = (Path(__file__).parents[2] / "bot" / "data" / "full_roster.csv").read_text(encoding="utf-8")
TASKS = f"""{",".join(importing.COLUMNS)},done_on
NV-26-101,Văn bản số 1,Hoàn thiện dự thảo nghị định,TCTBTC,TCTBTP,day,30/11/2026,,,
NV-26-102,Văn bản số 2,Kết nối dữ liệu đất đai,TCTBTNMT,TCTBCA,day,30/12/2026,,,
NV-26-103,Văn bản số 3,Rà soát thủ tục xây dựng,TCTBXD,,day,31/10/2026,,,30/10/2026
"""
"""The first is late from December on, the second runs, the third was done in time."""
END = datetime(2026, 12, 29, 18, tzinfo=VN)
POINTS = 40
"""Within how many points of the first act of a day the program dies."""


def _people() -> dict[str, int]:
    codes = [line.split(",", 1)[0] for line in ROSTER.splitlines()[1:]]
    return {code: 710001 + number for number, code in enumerate(codes)}


def _acts() -> list[Act]:
    script = Script()
    november(script)
    december(script)
    return script.acts


class Office(Played):
    """The desk and everybody who reports to it."""

    profile = "btp-2026"
    end = END
    acts = _acts()
    users: ClassVar[dict[str, int]] = _people()

    def fill(self, unit: Unit) -> None:
        roster.write(unit, roster.read(ROSTER, self.rules.profile.bodies), "test")
        importing.write(unit, importing.read(TASKS, importing.names(unit)), "test")

    def next_moment(self, after: datetime) -> datetime:
        moment = super().next_moment(after)
        while not (self._is_of_work(moment) or moment == self.end):
            moment = super().next_moment(moment)
        return moment

    def _is_of_work(self, moment: datetime) -> bool:
        """Whether to stop here: what comes hourly is made up for in the morning of the next working day."""
        local = moment.astimezone(VN)
        is_working = self.rules.calendar.is_working(local.date())
        return (is_working and 7 <= local.hour < 19) or any(act.at == moment for act in self.acts)

    async def _tick(self) -> None:
        self.write_now(self._behind_the_back)
        await super()._tick()

    def _behind_the_back(self, db: Database) -> None:
        """For some minutes a report says something else than was sent, by nobody the program knows."""
        code, was = CHANGED
        since, until = BEHIND_THE_BACK
        says = f"{was} (sửa)" if since <= self.clock.now() < until else was
        change(
            db,
            """UPDATE difficulties SET content = :says
               WHERE code = :code AND content LIKE :was || '%' AND content <> :says""",
            says=says,
            code=code,
            was=was,
        )


class WatchedOffice(Office):
    """Where everything is looked at whenever an act has changed anything of a report or a difficulty."""

    def __init__(self, path: Path, fate: Fate | None = None) -> None:
        super().__init__(path, fate)
        self.wrong: list[str] = []
        """What did not hold after an act."""
        self.looks = 0
        self._looked_at: tuple[object, ...] = ()

    async def after_act(self, act: Act) -> None:
        mark = rows(self.read, "SELECT (SELECT max(id) FROM reports), (SELECT max(id) FROM difficulty_events)")[0]
        if tuple(mark) != self._looked_at:
            self._looked_at = tuple(mark)
            self.looks += 1
            self.wrong += [f"{act.at:%d/%m %H:%M} {act.what}: {fault}" for fault in faults(self.unit(), self.kept)]


def days() -> list[date]:
    """The days on which somebody does something."""
    return sorted({act.at.astimezone(VN).date() for act in Office.acts})


def main(arguments: list[str]) -> None:
    """Live through the months in processes that are killed; print a line of JSON for each death."""
    directory, rng = Path(arguments[0]), random.Random(arguments[1])
    warm_up(Office, directory)
    for day in days():
        moments = [act.at for act in Office.acts if act.at.astimezone(VN).date() == day]
        status = one_life(Office, directory, Fate(rng.choice(moments[: len(moments) // 2 + 1]), rng.randint(1, POINTS)))
        assert status == -signal.SIGKILL, f"the program of {day} ended by itself with {status}"
        print(json.dumps(stock(directory)), flush=True)
    assert one_life(Office, directory, Fate()) == 0


if __name__ == "__main__":
    main(sys.argv[1:])
