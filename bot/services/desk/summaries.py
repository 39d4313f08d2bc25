"""A snapshot as it is told in a chat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bot.domain.difficulties import DifficultyAct
from bot.domain.periods import SeatState
from bot.domain.reports import Urgency
from bot.domain.task_counts import of_plain
from bot.domain.tasks import Bucket
from bot.domain.texts import Text
from bot.exports.carried import reckoning
from bot.screens.reporting.quarterly import total_of
from bot.screens.summary import Summary
from bot.screens.tasks import counted
from storage.unit import Unit

_UNSENT = (SeatState.OPEN, SeatState.DRAFTING, SeatState.MISSING)


def summary_of(unit: Unit, snapshot: dict[str, Any]) -> Summary:
    """Return what is told of a snapshot; one of before ad hoc reports were in it tells of none."""
    members: dict[SeatState, list[str]] = defaultdict(list)
    for seat in snapshot["seats"]:
        reason = " ".join(str(seat.get("reason", "")).split())
        named = f"{seat['organisation']} ({reason})" if reason else seat["organisation"]
        members[SeatState(seat["state"])].append(named)
    adhoc: dict[Urgency, list[str]] = defaultdict(list)
    for each in snapshot.get("adhoc", ()):
        adhoc[Urgency(each["urgency"])].append(f"{each['code']} ({each['organisation']})")
    said: dict[DifficultyAct, list[str]] = defaultdict(list)
    for each in snapshot.get("carried", ()):
        if each["said"]:
            said[DifficultyAct(each["said"])].append(each["code"])
    fields = unit.rules.fields
    return Summary(
        members=members,
        fields=[(Text("{field}", field=fields[each["code"]].name), each["count"]) for each in snapshot["fields"]],
        adhoc=adhoc,
        adhoc_difficulties=sum(bool(each.get("adhoc")) for each in snapshot["difficulties"]),
        unrepresented=[
            seat["organisation"]
            for seat in snapshot["seats"]
            if SeatState(seat["state"]) in _UNSENT and not seat.get("represented", True)
        ],
        tasks=(*_followed(snapshot), *total_of([Bucket(task["bucket"]) for task in snapshot.get("tasks", ())])),
        reckoning=reckoning(snapshot),
        said=said,
        worded=sum(bool(each.get("worded")) for each in (*snapshot["difficulties"], *snapshot.get("carried", ()))),
        remarks=snapshot.get("remarks", ""),
    )


def _followed(snapshot: dict[str, Any]) -> Sequence[Text]:
    """The figures of all tasks; nothing of papers of before these were in them."""
    found = snapshot.get("courses")
    return counted.lines(of_plain(found["figures"])) if found else ()
