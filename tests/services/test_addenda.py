"""Whatever is sent, and whenever: every report stands in one frozen paper, and the papers add up to the ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.clock import VN
from bot.domain.operations import Piece
from bot.domain.periods import Period, SeatState
from bot.domain.reports import Urgency
from bot.services import digesting
from bot.services.standing import period_schedule, window
from storage import people
from storage.unit import Unit
from tests.filed import file_adhoc, file_report
from tests.world import World

NOVEMBER = Period(2026, 11)
SEATS = 5
HEADER = "person_code,full_name,title,address,language,phone,role,body,seat_code,organisation\n"
ROSTER = HEADER + "".join(f"P{n},Người {n},,,vi,,focal,hoi_dong_tu_van,S{n},Hiệp hội {n}\n" for n in range(SEATS))
FIELDS = ("dat_dai", "xay_dung", "bat_dong_san")
OPENS, STOPS = datetime(2026, 10, 10, tzinfo=VN), datetime(2026, 11, 25, 16, 59, tzinfo=VN)
HOURS = int((STOPS - OPENS) / timedelta(hours=1))


@dataclass(frozen=True)
class Sent:
    """A report of a seat at an instant; with an urgency it is ad hoc and has one difficulty."""

    at: datetime
    seat: int
    fields: Sequence[str]
    urgency: Urgency | None = None


INSTANTS = st.integers(0, HOURS).map(lambda hours: OPENS + timedelta(hours=hours))
PERIODIC = st.builds(
    Sent,
    INSTANTS.filter(lambda at: at >= datetime(2026, 10, 15, tzinfo=VN)),
    st.integers(0, SEATS - 1),
    st.lists(st.sampled_from(FIELDS), max_size=3),
)
URGENT = st.builds(
    Sent,
    INSTANTS,
    st.integers(0, SEATS - 1),
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=1),
    st.sampled_from(Urgency),
)
EVENTS = st.tuples(
    st.lists(PERIODIC, max_size=SEATS, unique_by=lambda sent: sent.seat), st.lists(URGENT, max_size=4)
).map(lambda both: sorted([*both[0], *both[1]], key=lambda sent: sent.at))


def file(unit: Unit, sent: Sent) -> None:
    seat = people.seats_of_body(unit.db, "hoi_dong_tu_van")[sent.seat]
    person = people.person_by_code(unit.db, f"P{sent.seat}")
    assert person is not None
    items = [{"field": field, "content": "Nội dung.", "proposal": "Đề nghị."} for field in sent.fields]
    if sent.urgency:
        file_adhoc(unit, seat, person.id, sent.urgency, items[0], ())
    else:
        file_report(unit, seat, person.id, NOVEMBER, items)


def play(world: World, events: Sequence[Sent]) -> list[dict[str, Any]]:
    """Let the reports come and the aggregates be frozen; return what was frozen of November."""
    schedule = period_schedule(world.unit(), NOVEMBER)
    ticks = [schedule.digest_at, schedule.stop_at]

    def work(db: Database) -> None:
        for at, sent in sorted([*((tick, None) for tick in ticks), *((s.at, s) for s in events)], key=lambda e: e[0]):
            unit = replace(world.unit(db), now=at)
            if sent:
                file(unit, sent)
            else:
                tick(unit)

    world.write_now(work)
    found = world.read.conn.execute("SELECT body FROM digests WHERE period = '2026-11' ORDER BY number")
    return [json.loads(row["body"]) for row in found]


def listed(snapshot: dict[str, Any]) -> set[str]:
    """The reports whose difficulties a paper lists, and the nil ones it counts as its own."""
    own = snapshot.get("added")
    if own is not None:
        return set(own)
    return {s["report"] for s in snapshot["seats"] if s["report"]} | {each["code"] for each in snapshot["adhoc"]}


@given(EVENTS)
@settings(max_examples=40)
def test_the_digest_and_its_addenda_come_to_the_ledger_at_the_close(events: Sequence[Sent]) -> None:
    with TemporaryDirectory() as directory:
        world = World(Path(directory))
        world.import_roster(ROSTER)

        frozen = play(world, events)

        schedule = period_schedule(world.unit(), NOVEMBER)
        unit = replace(world.unit(), now=schedule.stop_at)
        at_close = window(unit, schedule)
        world.close()

    digest, last = frozen[0], frozen[-1]
    assert sum(len(listed(each)) for each in frozen) == len(at_close.reports)
    assert set().union(*map(listed, frozen)) == {report.code for _, report in at_close.reports}
    difficulties = [d["code"] for each in frozen for d in each["difficulties"]]
    assert sorted(difficulties) == sorted(d.code for _, report in at_close.reports for d in report.difficulties)
    if len(frozen) > 1:
        assert last["after"]["difficulties"] == len(difficulties)
        naming = [report for _, report in at_close.reports if report.urgency is not None or not report.nil]
        assert last["after"]["reports"] + last["after"]["adhoc"] == len(naming)
        fields = Counter[str]()
        for each in frozen:
            fields.update({field["code"]: field["count"] for field in each["fields"]})
        assert {field["code"]: field["count"] for field in last["after"]["fields"]} == dict(fields)
        assert last["ledger"] == ledger_of([row.state for row in at_close.rows])
    for each in frozen:
        periodic = [d for d in each["difficulties"] if d["adhoc"] is None]
        adhoc = [code for report in each["adhoc"] for code in report["difficulties"]]
        assert len(periodic) + len(adhoc) == len(each["difficulties"]) == sum(f["count"] for f in each["fields"])
        assert not any(d["late"] for d in each["difficulties"] if d["adhoc"])
    in_window = [s for s in events if s.urgency and Period.containing(s.at.date(), NOVEMBER.cadence) == NOVEMBER]
    assert len(digest["adhoc"]) == len(in_window)


def ledger_of(states: Sequence[SeatState]) -> dict[str, int]:
    counts = {state.value: states.count(state) for state in SeatState if state is not SeatState.NOT_DUE}
    return {"due": len(states), **counts}


def test_what_a_digest_of_before_did_not_know_of_stands_in_an_addendum(empty_world: World) -> None:
    empty_world.import_roster(ROSTER)
    urgent = Sent(datetime(2026, 11, 2, 9, tzinfo=VN), 0, ["dat_dai"], Urgency.URGENT)
    schedule = period_schedule(empty_world.unit(), NOVEMBER)

    def work(db: Database) -> None:
        file(replace(empty_world.unit(db), now=urgent.at), urgent)
        tick(replace(empty_world.unit(db), now=schedule.digest_at))
        (body,) = db.execute("SELECT body FROM digests").fetchone()
        old = json.loads(body)
        del old["adhoc"]
        old |= {"difficulties": [], "fields": []}
        for seat in old["seats"]:
            del seat["adhoc"], seat["represented"]
        db.execute("UPDATE digests SET body = ?", [json.dumps(old)])
        tick(replace(empty_world.unit(db), now=schedule.stop_at))

    empty_world.write_now(work)

    _, addendum = (json.loads(row[0]) for row in empty_world.read.execute("SELECT body FROM digests ORDER BY number"))
    assert [report["code"] for report in addendum["adhoc"]] == addendum["added"] == ["DX-2611-001"]
    assert len(addendum["difficulties"]) == 1


def tick(unit: Unit) -> None:
    for piece in digesting.make_due(unit):
        if isinstance(piece, Piece):
            piece.work()
