"""Acts that are taken back: whatever happens, a difficulty has one state and one way to it, as if they never were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.difficulties import (
    DONE_AT,
    UNDOES,
    UNRESOLVED,
    DifficultyAct,
    DifficultyEvent,
    DifficultyState,
    as_they_stand,
    current_state,
)
from bot.domain.following import times_raised
from bot.domain.handling import (
    HELD,
    UNTIL,
    Verdict,
    asked_about,
    asked_until,
    awaits_forwarding,
    is_solved,
    may_be_added_to,
    may_say,
    newest,
    open_acts,
    open_to_desk,
    opinion,
    revocable,
    silent_until,
)

AT = datetime(2026, 11, 16, tzinfo=UTC)
WAIT = timedelta(minutes=5)
RULES = (
    current_state,
    newest,
    asked_about,
    asked_until,
    silent_until,
    is_solved,
    opinion,
    may_be_added_to,
    open_acts,
    awaits_forwarding,
    times_raised,
)
_OF_OTHERS = (DifficultyAct.SUPPLEMENTED, DifficultyAct.RAISED_AGAIN, DifficultyAct.LAPSED)


def event(act: DifficultyAct, at: datetime, *, desk: bool) -> DifficultyEvent:
    detail = {UNTIL: (at + timedelta(days=14)).isoformat()}
    return DifficultyEvent(act, at, "person:CHI", detail | ({HELD: (at + WAIT).isoformat()} if desk else {}))


_TOLD_AT_ONCE = (DifficultyAct.MERGED, DifficultyAct.UNMERGED)


def undone(taken_back: DifficultyEvent, at: datetime) -> DifficultyEvent:
    detail = {UNDOES: taken_back.act.value, DONE_AT: taken_back.at.isoformat()}
    return DifficultyEvent(DifficultyAct.UNDONE, at, "person:LAN", detail)


def options(written: list[DifficultyEvent]) -> list[tuple[DifficultyAct, bool]]:
    """What can happen now: acts of the desk, and of others."""
    events = as_they_stand(written)
    # Who is followed with whom is told at once, and parted by another act.
    desk = [(act, act not in _TOLD_AT_ONCE) for act in DifficultyAct if open_to_desk(act, events)]
    number = asked_about(events)
    said = [(verdict.act, False) for verdict in Verdict if number and may_say(events, number, verdict)]
    others = [(act, False) for act in _OF_OTHERS if _may_happen(act, events)]
    return [*desk, *said, *others]


def _may_happen(act: DifficultyAct, events: tuple[DifficultyEvent, ...]) -> bool:
    if act is DifficultyAct.LAPSED:
        return asked_until(events) is not None
    return may_be_added_to(events) if act is DifficultyAct.SUPPLEMENTED else current_state(events) in UNRESOLVED


@given(st.data())
@settings(max_examples=300)
def test_after_each_act_and_undo_there_is_one_state_and_one_way_from_sent_to_it(data: st.DataObject) -> None:
    now, written = AT, [event(DifficultyAct.SENT, AT, desk=False)]
    for _ in range(data.draw(st.integers(0, 12))):
        # Some acts come so fast after each other that several can be taken back, the newest first.
        now += timedelta(minutes=data.draw(st.sampled_from((1, 2, 30))))
        before = as_they_stand(written)
        number = revocable(before, now)
        if number and data.draw(st.booleans()):
            written.append(undone(before[number - 1], now))
            events = as_they_stand(written)
            without = [*written[: number - 1], *written[number:-1]]
            # As if it had never been; only the numbers of what stands before and behind it stay.
            assert [e for e in events if e.act is not DifficultyAct.UNDONE] == [
                e for e in as_they_stand(without) if e.act is not DifficultyAct.UNDONE
            ]
            assert events[number - 1].act is DifficultyAct.UNDONE
            assert revocable(events, now) != number
            assert current_state(events) is current_state(before[: number - 1])
        elif found := options(written):
            act, desk = data.draw(st.sampled_from(found))
            written.append(event(act, now, desk=desk))
            assert revocable(as_they_stand(written), now) == (len(written) if desk else 0)
            _undo_leaves_no_trace(written, now)
        _has_one_way(written)


def _undo_leaves_no_trace(written: list[DifficultyEvent], now: datetime) -> None:
    """Whatever is asked of the events is answered after an undo as it was before the act."""
    before, act = as_they_stand(written[:-1]), written[-1]
    after = as_they_stand([*written, undone(act, now)])
    for rule in RULES:
        assert rule(after) == rule(before), rule
    assert [open_to_desk(act, after) for act in DifficultyAct] == [open_to_desk(act, before) for act in DifficultyAct]


def _has_one_way(written: list[DifficultyEvent]) -> None:
    """What stands leads step by step from "sent" to the state, each step from the state that the one before left."""
    way = [each for each in as_they_stand(written) if each.act is not DifficultyAct.UNDONE]
    states = [current_state(way[:n]) for n in range(1, len(way) + 1)]

    assert len(as_they_stand(written)) == len(written)
    assert (way[0].act, states[0]) == (DifficultyAct.SENT, DifficultyState.SENT)
    assert states[-1] is current_state(as_they_stand(written))
    assert all(open_to_desk(each.act, way[:place]) for place, each in enumerate(way) if place and HELD in each.detail)


def test_what_was_done_twice_at_one_instant_is_taken_back_once_for_each_undo() -> None:
    twice = [event(DifficultyAct.SENT, AT, desk=False), *(event(DifficultyAct.FORWARDED, AT, desk=True),) * 2]
    back = undone(twice[-1], AT)

    assert [e.act.value for e in as_they_stand([*twice, back])] == ["sent", "forwarded", "undone", "undone"]
    assert [e.act.value for e in as_they_stand([*twice, back, back])] == ["sent", *["undone"] * 4]
