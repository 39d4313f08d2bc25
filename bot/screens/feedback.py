"""What the papers of a period have of a member, as the member is told of it once they are frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.difficulties import DifficultyState
from bot.domain.periods import Period
from bot.domain.searching import LookupList
from bot.domain.texts import N_, Choice, Screen, Text, joined
from bot.domain.verbs.lookup import ShowLookupList
from bot.screens.names import STANDS


@dataclass(frozen=True)
class OwnPart:
    """How many difficulties a seat named, by where they stand; none where its report says that nothing arose."""

    organisation: str
    states: Mapping[DifficultyState, int]


def own_feedback(period: Period, total: int, parts: Sequence[OwnPart]) -> Screen:
    """One message to a person, whatever their seats."""
    summed = N_("For {period} the Standing Body has put together {total:count} new difficulties.")
    none = N_("For {period} no new difficulties were sent.")
    view = Choice(Text(N_("View the state")), ShowLookupList(LookupList.SENT, 0))
    named = any(part.states for part in parts)
    return Screen(
        (
            Text(N_("Dear {dear},")),
            Text(summed if total else none, period=period, total=total),
            *map(_part, parts),
            Text(N_("Thank you for the report.")),
        ),
        ((view,),) if named else (),
        silent=True,
    )


def _part(part: OwnPart) -> Text:
    if not part.states:
        return Text(N_("{organisation:organisation}: nothing new arose."), organisation=part.organisation)
    states = [Text(N_("{count:count} {state}"), count=part.states[s], state=Text(STANDS[s])) for s in _ordered(part)]
    return Text(
        N_("{organisation:organisation}: {total:count} difficulties, of which {states}."),
        organisation=part.organisation,
        total=sum(part.states.values()),
        states=joined(states, ", "),
    )


def _ordered(part: OwnPart) -> list[DifficultyState]:
    return [state for state in DifficultyState if part.states.get(state)]
