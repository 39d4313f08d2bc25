"""Whatever members send and the desk does: a leader is told the figures that the papers hold at the same moment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import UNRESOLVED, DifficultyAct, DifficultyState
from bot.domain.leading import Breakdown
from bot.domain.people import Actor, Caller, Honorific, Person, Reader, Role
from bot.domain.periods import Period
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.exports.snapshot import Snapshot
from bot.i18n import translate
from bot.services import overview
from bot.services.desk import merging
from bot.services.desk.reconciling import faults_of
from bot.services.desk.snapshots import make_snapshot
from bot.services.difficulties import acts, directing
from bot.services.leading import lists
from bot.services.reply import Reply
from bot.services.standing import period_schedule, window
from storage import people, seat_requests
from storage.unit import Unit
from tests.filed import file_report
from tests.world import START, World

NOVEMBER = Period(2026, 11)
FIELDS, AGENCIES = ("dat_dai", "dau_tu", "xay_dung"), ("", "Bộ Tài chính", "Bộ Xây dựng")
ITEMS = st.tuples(st.sampled_from(FIELDS), st.sampled_from(AGENCIES))
SENT = st.lists(st.one_of(st.sampled_from(["nothing", "excused"]), st.lists(ITEMS, max_size=3)), min_size=4, max_size=4)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "forward", "answer", "close", "refuse", "merge", "part", "ask", "direct"]),
        st.integers(1, 9),
        st.integers(1, 9),
    ),
    max_size=12,
)


class _Undo(Exception):  # noqa: N818 - it is no error
    """Ends an example, so that the next begins with the same base."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Four seats that have sent nothing; Chi is at the desk, Lan leads."""
    world = World(tmp_path_factory.mktemp("leading"))
    world.write_now(lambda db: _fill(world.unit(db)))
    yield world
    world.close()


def _fill(unit: Unit) -> None:
    for number, (code, role) in enumerate((("CHI", Role.SECRETARIAT), ("LAN", Role.LEADER)), 1):
        person = people.put_person(unit.db, Person(0, code, code.title(), "", Honorific.NONE, "vi", ""))
        people.add_duty(unit.db, person, None, role, START.date())
        people.link_account(unit.db, Caller("telegram", str(number), str(number)), person, unit.now)
    people.put_person(unit.db, Person(0, "AN", "An", "", Honorific.NONE, "vi", ""))
    for number in range(4):
        people.put_seat(unit.db, f"S{number}", "hoi_dong_tu_van", f"Hội {number}", START.date().replace(year=2020))


def _actor(unit: Unit, number: str) -> Actor:
    actor = people.find_actor(unit.db, Caller("telegram", number, number), unit.today)
    assert actor is not None
    return actor


def _send(unit: Unit, sent: Sequence[str | list[tuple[str, str]]]) -> None:
    an = people.person_by_code(unit.db, "AN")
    assert an is not None
    for seat, what in zip(people.seats_of_body(unit.db, "hoi_dong_tu_van"), sent, strict=True):
        if what == "excused":
            seat_requests.excuse(unit.db, seat.id, NOVEMBER.iso, "", an.id, unit.now)
        elif not isinstance(what, str):
            items = [{"field": f, "content": "Nộp lại giấy tờ", "proposal": "Bãi bỏ", "agency": a} for f, a in what]
            file_report(unit, seat, an.id, NOVEMBER, items)


def _do(unit: Unit, step: tuple[str, int, int]) -> None:
    act, number, other = step
    chi, code, into = _actor(unit, "1"), f"VM-2611-{number:03}", f"VM-2611-{other:03}"
    try:
        match act:
            case "accept":
                acts.accept(unit, chi, code)
            case "forward":
                acts.forward(unit, chi, code, "Bộ Tài chính", START.date().replace(day=10))
            case "answer":
                acts.answer(unit, chi, code, "Đã sửa quy định")
            case "close":
                acts.close(unit, chi, code, "Đã hết hiệu lực")
            case "refuse":
                acts.not_accept(unit, chi, code, "Không thuộc phạm vi")
            case "merge":
                merging.merge(unit, chi, code, into)
            case "part":
                merging.part(unit, chi, code)
            case "ask":
                case = acts.open_case(unit, chi, code, DifficultyAct.PROPOSED)
                directing.ask(unit, chi, case, acts.saying("Giao Bộ Tài chính"))
            case _:
                directing.agree(unit, _actor(unit, "2"), code, number)
    except BotError as refused:
        assert refused.code in ("difficulty_moved_on", "not_found", "stale")  # noqa: PT017 - some steps are refused


def _told(screen: Screen | None) -> str:
    assert screen is not None
    return "\n".join(translate(line, Reader()) for line in screen.lines)


def _number(told: str, before: str) -> int:
    found = re.search(re.escape(before) + r"(\d+)", told)
    return int(found[1]) if found else 0


def _play(unit: Unit, sent: Sequence[str | list[tuple[str, str]]], steps: Sequence[tuple[str, int, int]]) -> None:
    _send(unit, sent)
    for step in steps:
        _do(unit, step)
    snapshot = make_snapshot(unit, window(unit, period_schedule(unit, NOVEMBER)))
    _same(_told(overview.situation(unit, _actor(unit, "2")).screen), snapshot)
    for by, name in ((Breakdown.FIELD, "fields"), (Breakdown.AGENCY, "agencies")):
        _same_parts(lists.breakdown(unit, _actor(unit, "2"), NOVEMBER, by, 0), snapshot, name)
    raise _Undo


def _same(told: str, snapshot: Snapshot) -> None:
    """Each figure that a leader is told is counted by hand in the rows of the snapshot."""
    states = Counter(seat["state"] for seat in snapshot["seats"])
    rows = [DifficultyState(each["state"]) for each in snapshot["difficulties"]]
    now_open, merged = sum(state in UNRESOLVED for state in rows), rows.count(DifficultyState.MERGED)
    ended = len(rows) - now_open - merged
    nil = states["nil"] + states["nil_late"]
    sent = states["reported"] + states["reported_late"] + nil

    assert faults_of(snapshot) == []
    assert f"Thành viên: {sent:02}/{len(snapshot['seats']):02} đã gửi" in told
    assert _number(told, "trong đó ") == nil
    assert (f"{states['excused']:02} được miễn" in told) == bool(states["excused"])
    assert (f"{states['open']:02} chưa gửi" in told) == bool(states["open"])
    assert _number(told, "đang theo dõi: ") == now_open == snapshot["reckoning"]["open"]
    assert _number(told, "mới trong kỳ: ") == len(rows)
    assert _number(told, "Kết thúc trong kỳ: ") == ended
    assert ("tỷ lệ đã xử lý" in told) == bool(ended + now_open)
    assert _number(told, "quá thời hạn trả lời: ") == rows.count(DifficultyState.FORWARDED)


def _same_parts(reply: Reply, snapshot: Snapshot, name: str) -> None:
    counted = [int(n) for n in re.findall(r": (\d+), đang theo dõi", _told(reply.screen))]

    assert sorted(counted) == sorted(each["count"] for each in snapshot[name])
    assert sum(counted) == len(snapshot["difficulties"])


@settings(max_examples=40, deadline=None)
@given(SENT, STEPS)
def test_a_leader_is_told_the_figures_of_the_papers(
    office: World, sent: list[str | list[tuple[str, str]]], steps: list[tuple[str, int, int]]
) -> None:
    ended = office.write_now(lambda db: office.unit(db).attempt(partial(_play, office.unit(db), sent, steps)))

    if not isinstance(ended, _Undo):
        raise ended
