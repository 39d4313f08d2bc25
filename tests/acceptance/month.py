"""Ten days of the demonstration: the real program on its files, a Telegram that outlives it, a script of members.

`python -m tests.acceptance.month DIR SEED` lives through them in processes that are killed, several a day, and prints
for each death what was on its way, as JSON.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.clock import VN
from bot.data_source import load_demonstration
from bot.services import demonstration
from storage.unit import Unit
from tests.acceptance.played import Act, Fate, Played, one_life, stock, warm_up
from tests.asking import answered

END = datetime(2026, 11, 26, 18, tzinfo=VN)
FIVE_MINUTES = timedelta(minutes=5)
STRANGER = 700003
USERS = {
    "TV01": 700001,
    "TT01": 700002,
    "TT02": 700006,
    "TC16": 700005,
    "TV08": 700004,
    **{f"TV0{n}": 700100 + n for n in range(2, 8)},
}
"""Everybody of the demonstration's roster."""
CONTENT = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu."
PROPOSAL = "Đề nghị bãi bỏ thành phần hồ sơ này."
REPORT = (
    "/baocao",
    "[Báo cáo tháng 11]",
    "[Khai vướng mắc]",
    *answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL),
    "[Gửi báo cáo]",
)
OPENED = REPORT.index("[Khai vướng mắc]")
CARRYING_REPORT = (*REPORT[:OPENED], "[Tiếp tục báo cáo]", *REPORT[OPENED:])
"""The report of a seat whose difficulties of earlier periods have no result yet."""
NIL = ("/baocao", "[November report]", "[Go on with report]", "[Report nothing new]", "[Send report]")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in Viet Nam."""
    return datetime.combine(date(2026, 11, day), time(hour, minute), VN)


ACTS = [
    *(Act(at(18, 10), "TV05", what) for what in CARRYING_REPORT),
    *(Act(at(20, 17, 30), "TV08", what) for what in NIL),
    *(Act(at(24, 9), "TV01", what) for what in REPORT),
]
"""What members do, in order of time; nobody else does anything."""


DEATHS_A_DAY = 2
BUSY = [
    *((at(day, 8, 30), 12) for day in range(16, 27)),
    *((at(day, 17), 24) for day in (23, 25)),
    *((act.at, 90) for act in ACTS if act.what == "/baocao"),
]
"""From when on, and within how many points, the program dies."""


def instants(after: datetime, until: datetime) -> list[datetime]:
    """Return every full five minutes later than `after`, up to and including `until`; every tick is due at one."""
    first = after + FIVE_MINUTES - (after - datetime.min.replace(tzinfo=UTC)) % FIVE_MINUTES
    return [first + number * FIVE_MINUTES for number in range((until - first) // FIVE_MINUTES + 1)]


class Month(Played):
    """The demonstration's world."""

    end, acts, users = END, ACTS, USERS

    def fill(self, unit: Unit) -> None:
        demonstration.seed(unit, load_demonstration(), "telegram")

    def next_moment(self, after: datetime) -> datetime:
        moments = (*filter(_matters, instants(after, END)), *(act.at for act in ACTS), END)
        return min(moment for moment in moments if moment > after)


def _matters(moment: datetime) -> bool:
    """Whether to stop here: of a night only at the backup, as what comes hourly is made up for in the morning."""
    local = moment.astimezone(VN)
    return 7 <= local.hour < 19 or (local.hour, local.minute) == (2, 30)


def main(arguments: list[str]) -> None:
    """Live through the days in processes that are killed; print a line of JSON for each death."""
    directory, rng = Path(arguments[0]), random.Random(arguments[1])
    warm_up(Month, directory)
    for day in range(16, 27):
        for _ in range(DEATHS_A_DAY):
            moment, points = rng.choice([moment for moment in BUSY if moment[0].day == day])
            status = one_life(Month, directory, Fate(moment, rng.randint(1, points)))
            assert status == -signal.SIGKILL, f"the program of day {day} ended by itself with {status}"
            print(json.dumps(stock(directory)), flush=True)
    assert one_life(Month, directory, Fate()) == 0


if __name__ == "__main__":
    main(sys.argv[1:])
