"""Whatever the desk and the members do, in whatever order: every step holds, and every paper adds up."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.channels.telegram.client import CAPABILITIES
from bot.clock import VN
from bot.domain.classifying import Criterion
from bot.domain.handling import Verdict, asked_about, newest
from bot.domain.people import MEMBER_ROLES, Actor, Caller, Seat
from bot.domain.periods import Period
from bot.domain.reports import Urgency
from bot.errors import BotError
from bot.runtime.postbox import enqueue
from bot.services.desk import merging, previewing, releasing
from bot.services.difficulties import accepting, acts, correcting, directing, saying
from bot.services.difficulties.cases import case_of
from bot.services.reply import Reply
from storage import people, releases
from storage.rows import rows
from storage.unit import Unit
from tests.acceptance.desk_months import Office
from tests.acceptance.desk_script import DESK, LEADER
from tests.acceptance.every_step import faults
from tests.filed import file_adhoc, file_report
from tests.world import running

STEPS = 90
SPANS = (
    *[timedelta(seconds=30)] * 3,
    timedelta(minutes=6),
    timedelta(minutes=6),
    timedelta(hours=3),
    timedelta(days=1),
)
FIELDS = ("dat_dai", "dau_tu", "thue_hai_quan", "lao_dong", "moi_truong")
WORDS = "Doanh nghiệp phải nộp lại giấy tờ đã có trên cơ sở dữ liệu ({number})."


class Chance:
    """Chooses what is done next, and to what."""

    def __init__(self, unit: Unit, rng: random.Random, users: dict[str, int]) -> None:
        self.unit, self.rng, self._users = unit, rng, users

    def actor(self, code: str) -> Actor:
        user = str(self._users[code])
        found = people.find_actor(self.unit.db, Caller("telegram", user, user), self.unit.today)
        assert found is not None
        return found

    def code(self) -> str:
        found = [row["code"] for row in rows(self.unit.db, "SELECT DISTINCT code FROM difficulties ORDER BY code")]
        return self.rng.choice(found) if found else "VM-2611-001"

    def seat(self) -> tuple[Seat, int]:
        seats = [seat for seat in people.seats_ever(self.unit.db) if seat.body == "hoi_dong_tu_van"]
        seat = self.rng.choice(seats)
        return seat, people.persons_of_seat(self.unit.db, seat.id, MEMBER_ROLES, self.unit.today)[0]

    def holder(self, code: str) -> Actor:
        """Somebody of the seat that sent a difficulty."""
        case = case_of(self.unit, code)
        assert case is not None
        person = people.persons_of_seat(self.unit.db, case.seat.id, MEMBER_ROLES, self.unit.today)[0]
        return self.actor(people.persons_by_id(self.unit.db, [person])[person].code)

    def items(self) -> list[dict[str, str]]:
        words = WORDS.format(number=self.rng.randint(1, 999))
        count = self.rng.choice((0, 1, 1, 2))
        return [{"field": self.rng.choice(FIELDS), "content": words, "proposal": "Bãi bỏ."} for _ in range(count)]


def report(chance: Chance) -> Reply:
    seat, person = chance.seat()
    sent = rows(chance.unit.db, "SELECT 1 FROM reports WHERE seat = :seat AND period IS NOT NULL", seat=seat.id)
    if not sent:
        file_report(chance.unit, seat, person, Period(2026, 11), chance.items())
    return Reply()


def adhoc(chance: Chance) -> Reply:
    seat, person = chance.seat()
    items = chance.items()
    if items:
        file_adhoc(chance.unit, seat, person, Urgency.URGENT, items[0], ())
    return Reply()


def by_desk(act: Callable[..., Reply], *rest: object) -> Callable[[Chance], Reply]:
    return lambda chance: act(chance.unit, chance.actor(DESK), chance.code(), *rest)


def seen(chance: Chance) -> tuple[str, int]:
    """A difficulty and its newest event, as a screen names it."""
    code = chance.code()
    case = case_of(chance.unit, code)
    return code, newest(case.events) if case else 0


def undo(chance: Chance) -> Reply:
    """Of what was done last: of anything else it is too late, mostly."""
    last = rows(chance.unit.db, "SELECT difficulty FROM difficulty_events ORDER BY id DESC LIMIT 1")
    case = case_of(chance.unit, last[0]["difficulty"]) if last else None
    return accepting.undo(chance.unit, chance.actor(DESK), case.code, newest(case.events)) if case else Reply()


def mark(chance: Chance) -> Reply:
    code, number = seen(chance)
    return correcting.mark(chance.unit, chance.actor(DESK), code, chance.rng.choice(list(Criterion)), number)


def merge(chance: Chance) -> Reply:
    return merging.merge(chance.unit, chance.actor(DESK), chance.code(), chance.code())


def urge(chance: Chance) -> Reply:
    return directing.urge(chance.unit, chance.actor(LEADER), *seen(chance))


def say(chance: Chance) -> Reply:
    code = chance.code()
    case = case_of(chance.unit, code)
    if case is None:
        return Reply()
    verdict, number = chance.rng.choice((Verdict.SOLVED, Verdict.PARTLY_SOLVED)), asked_about(case.events)
    return saying.say_of_result(chance.unit, chance.holder(code), code, number, verdict)


def release(chance: Chance) -> Reply:
    fixed = releases.waiting(chance.unit.db, "2026-11")
    if fixed is None:
        return Reply()
    made = previewing.preview(chance.unit, fixed)
    return releasing.release(chance.unit, chance.actor(DESK), Period.parse(fixed.period), made.fingerprint)


ACTS: Sequence[Callable[[Chance], Reply]] = (
    *[report] * 6, adhoc, *[undo] * 3, mark, merge, merge, urge, say, say, say, release,
    by_desk(acts.accept), by_desk(acts.accept), by_desk(acts.accept), by_desk(acts.ask_back, "địa phương"),
    by_desk(acts.forward, "Bộ Tài chính"), by_desk(acts.forward, "Bộ Xây dựng"), by_desk(acts.answer, "Đã sửa đổi"),
    by_desk(acts.answer, "Đã bãi bỏ"), by_desk(acts.answer, "Đã hướng dẫn"), by_desk(acts.give_back, "Thiếu thủ tục"),
    by_desk(acts.not_accept, "Không thuộc TTHC"), by_desk(acts.close, "Hết hiệu lực"), by_desk(acts.reopen, "Nhầm"),
    by_desk(merging.part),
)  # fmt: skip


def span(office: Office, rng: random.Random) -> timedelta:
    """So much time passes, and the night with it: then nobody is told of anything."""
    passed = rng.choice(SPANS)
    then = (office.kept.now + passed).astimezone(VN)
    return passed if 7 <= then.hour < 21 else passed + timedelta(hours=11)


def attempt(office: Office, act: Callable[[Chance], Reply], rng: random.Random, step: int, db: Database) -> None:
    unit = office.unit(db)
    reply = act(Chance(unit, rng, office.users))
    enqueue(unit, reply.notices, f"random:{step}", {"telegram": CAPABILITIES})


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_done_in_whatever_order_every_step_holds(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for names in ("releasing.NAMES", "papers.NAMES"):
        monkeypatch.setattr(f"bot.services.desk.{names}", ())  # building the files is tested elsewhere
    office, rng, done = Office(tmp_path), random.Random(seed), 0
    async with running(office):
        for step in range(STEPS):
            try:
                await office.writer.write(partial(attempt, office, rng.choice(ACTS), rng, step))
                done += 1
            except BotError:
                pass  # not open to it now; nothing may have changed
            await office.pass_time(span(office, rng))
            assert faults(office.unit(), office.kept) == [], f"step {step}"

    kinds = {row["kind"] for row in rows(office.read, "SELECT DISTINCT kind FROM difficulty_events")}
    office.close()
    assert done > STEPS / 5, "most of what was tried was not open"
    assert len(kinds) > 6, "little has happened"
