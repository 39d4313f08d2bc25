"""Print how long the program takes to start with ten open drafts and with 10,000, and whether all of them resume.

    .venv/bin/python scripts/measure_drafts.py [DRAFTS]

Both bases have the same 500 members, all linked. A start brings the schema up to date, opens the base, puts the
program together and runs the ticks that came due while it was down, an hour; the channel is not called. What is
printed is the median of several starts, in turn of the one and of the other, and the process as a whole, which begins
with the same imports: seconds of the processor, so that what else the machine does is not measured.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlite_utils import Database

from bot.clock import VN, FixedClock
from bot.config import Settings, load_key
from bot.domain.forms import At, Position
from bot.domain.people import MEMBER_ROLES, Caller
from bot.runtime.app import App
from bot.services.people import roster
from bot.services.reporting import forms
from bot.services.rules import load_rules
from bot.verbs.opening import bring_up_to_date
from main import build_app
from storage import drafts, people
from storage.database import Writer, migrate, open_for_writing
from storage.unit import Rules, Unit

FEW, MANY, MEMBERS, STARTS = 10, 10_000, 500, 7
BEGAN = datetime(2026, 11, 16, 8, 15, tzinfo=VN)
DOWN_FOR = timedelta(hours=1)
_TOKEN = "42:" + "measure_" * 4
ITEM = {"field": "dat_dai", "content": "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có."}


def rows() -> str:
    """Return the roster of both bases."""
    lines = [",".join(roster.COLUMNS), "CQ,Lý Thị Mận,Chuyên viên,ba,vi,,secretariat,,,"]
    lines += [f"P{n},Nguyễn Văn {n},Phó phòng,ong,vi,,focal,hoi_dong_tu_van,S{n},Hội {n}" for n in range(MEMBERS)]
    return "\n".join(lines)


def fill(unit: Unit, count: int) -> None:
    """Put the roster, the accounts and so many open drafts into a base."""
    roster.write(unit, roster.read(rows(), unit.rules.profile.bodies), "measure")
    everybody = [person for person in people.all_persons(unit.db, unit.today) if person.code.startswith("P")]
    seats = {}
    for number, person in enumerate(everybody, 1):
        people.link_account(unit.db, Caller("telegram", str(number), str(number)), person.id, unit.now)
        (seats[person.id],) = people.seats_of_person(unit.db, person.id, MEMBER_ROLES, unit.today)
    for number in range(count):
        person = everybody[number % MEMBERS]
        subject = str(number // MEMBERS + 2)
        begun = drafts.add_draft(unit.db, person.id, seats[person.id], "adhoc", subject, "", unit.now)
        position = Position(At.STEP, 0, "proposal")
        drafts.save_draft(unit.db, replace(begun, rev=1, position=position, items=(ITEM,), opening="khan"), unit.now)


def start(directory: Path, rules: Rules, at: datetime) -> float:
    """Start the program on a base; return the seconds of work until its ticks have caught up."""
    began = time.process_time()
    bring_up_to_date(directory)
    writer, clock = Writer(open_for_writing(directory / "bot.db")), FixedClock(at)
    app = build_app(Settings(bot_token=_TOKEN), directory, clock, rules, writer)
    asyncio.run(_catch_up(app, writer, at))
    taken = time.process_time() - began
    app.close()
    writer.close()
    return taken


async def _catch_up(app: App, writer: Writer, at: datetime) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(writer.run())
        await app.ticker.run_ticks(at)
        running.cancel()


def resumed(db: Database, unit: Unit) -> int:
    """Take every draft up as its writer would; return how many show the question where they were left."""
    shown = 0
    for number in range(1, MEMBERS + 1):
        actor = people.find_actor(db, Caller("telegram", str(number), str(number)), unit.today)
        assert actor is not None
        for draft in drafts.live_drafts(db, actor.person.id):
            screen = forms.resume(unit, actor, draft.id).screen
            shown += bool(screen and screen.rows and draft.position.step == "proposal")
    return shown


def imports() -> float:
    """Return the seconds of work that a process takes to import what a start imports."""
    code = "import main, bot.verbs.run, handlers.dispatch, bot.services.reporting.forms, bot.channels.telegram.client"
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])  # noqa: S603 - our own code
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(many: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as place:
        bases = {count: Path(place) / str(count) for count in (FEW, many)}
        for count, directory in bases.items():
            directory.mkdir()
            migrate(directory / "bot.db")
            rules = load_rules("vpcp-2023", load_key(directory), BEGAN.date())
            writer = Writer(open_for_writing(directory / "bot.db"))
            writer.write_now(lambda db, count=count, rules=rules: fill(Unit(db, BEGAN, rules), count))  # type: ignore[misc]
            writer.close()
            start(directory, rules, BEGAN)  # the first one plans what later ones find
        taken: dict[int, list[float]] = {count: [] for count in bases}
        for number in range(1, STARTS + 1):
            for count, directory in bases.items():
                rules = load_rules("vpcp-2023", load_key(directory), BEGAN.date())
                taken[count].append(start(directory, rules, BEGAN + number * DOWN_FOR))
        before = median(imports() for _ in range(3))
        few, much = median(taken[FEW]), median(taken[many])
        for count, found in ((FEW, few), (many, much)):
            print(f"{count} open drafts: start {found:.3f} s, with the imports {before + found:.3f} s")
        print(
            f"more by {100 * (much / few - 1):.1f} %, with the imports by {100 * (much - few) / (before + few):.1f} %"
        )
        db = open_for_writing(bases[many] / "bot.db")
        writer = Writer(db)
        count = writer.write_now(lambda db: resumed(db, Unit(db, BEGAN + STARTS * DOWN_FOR, rules)))
        print(f"resumed after the last start: {count} of {many}")
        writer.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
