"""What the desk says of a difficulty otherwise than its sender, or besides: on its page and in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain import correcting
from bot.domain.classifying import AFTER, ANSWERED, BEFORE, MATTER, NAMES, Criterion, Matter
from bot.domain.correcting import criteria_in, said_of
from bot.domain.difficulties import DifficultyEvent
from bot.domain.fields import Field
from bot.domain.reports import Difficulty
from bot.domain.texts import N_, Choice, Excerpt, Label, Text, joined
from bot.screens.names import CRITERIA, MATTERS
from bot.screens.reporting.answers import NOT_GIVEN

_LINES: Mapping[Matter, str] = {
    Matter.FIELD: N_("the Standing Body corrected the field: {before} → {after}{by}"),
    Matter.PROCEDURE: N_("the Standing Body corrected the procedure: {before} → {after}{by}"),
    Matter.AGENCY: N_("the Standing Body corrected the agency in charge: {before} → {after}{by}"),
    Matter.TITLE: N_("the Standing Body gave the title: {after}{by}"),
    Matter.CAUSE: N_("the Standing Body named the cause: {after}{by}"),
    Matter.AFFECTED: N_("the Standing Body named who is affected: {after}{by}"),
    Matter.CRITERIA: N_("the Standing Body marked difficulties made by rules: {after}{by}"),
    Matter.OUTSIDE: N_("the Standing Body entered the code in another system: {after}{by}"),
}


def line_of(event: DifficultyEvent) -> str:
    """The line of the way for a correction, as a msgid; it takes `before`, `after` and `by`."""
    is_same = event.detail[BEFORE] == event.detail[AFTER]
    return N_("the Standing Body agreed to: {after}{by}") if is_same else _LINES[Matter(str(event.detail[MATTER]))]


def both_of(event: DifficultyEvent, view: Choice | None = None) -> Mapping[str, object]:
    """What a correction put in the place of what, under the names that its line has for them."""
    names = event.detail.get(NAMES)
    if isinstance(names, Sequence) and not isinstance(names, str):
        of_before, of_after = ([str(name) for name in half] for half in (names[:2], names[2:]))
        return {BEFORE: Label(*of_before), AFTER: Label(*of_after)}
    matter = Matter(str(event.detail.get(MATTER, Matter.TITLE)))
    return {key: shown(matter, str(event.detail.get(key, "")), {}, view) for key in (BEFORE, AFTER)}


def shown(matter: Matter, value: str, fields: Mapping[str, Field], view: Choice | None = None) -> object:
    """How something is classified, in words."""
    if not value:
        return NOT_GIVEN
    if matter is Matter.CRITERIA:
        return named(criteria_in(value))
    return fields[value].name if value in fields else Excerpt(value, view)


def named(criteria: Sequence[Criterion]) -> Text:
    """Criteria by their names; at least one."""
    return joined([Text(CRITERIA[each]) for each in criteria], "; ")


def lines(difficulty: Difficulty, fields: Mapping[str, Field]) -> Sequence[Text]:
    """What the desk says of a difficulty, and what its sender had chosen instead; nothing where it says nothing."""
    desk, own = difficulty.classified, difficulty.own
    found = [Text(_SAID[matter], said=Excerpt(said)) for matter, said in desk.beside.items() if matter in _FIRST]
    corrected = [matter for matter in ANSWERED if matter.value in desk.chosen]
    found += [chosen_line(matter, own.answers[matter.value], fields) for matter in corrected]
    if desk.criteria:
        found.append(
            Text(N_("Difficulty made by rules (Resolution 206/2025/QH15): {criteria}."), criteria=named(desk.criteria))
        )
    found += [Text(_SAID[matter], said=Excerpt(said)) for matter, said in desk.beside.items() if matter not in _FIRST]
    return found


_SAID: Mapping[Matter, str] = {
    Matter.TITLE: N_("Title given by the desk: {said}"),
    Matter.CAUSE: N_("Cause, as the desk says: {said}"),
    Matter.AFFECTED: N_("Who is affected, as the desk says: {said}"),
    Matter.OUTSIDE: N_("Code in another system: {said}"),
}
_FIRST = frozenset({Matter.TITLE})


def chosen_line(matter: Matter, said: str, fields: Mapping[str, Field]) -> Text:
    """What the member had chosen where the desk has corrected it."""
    return Text(
        N_("The member chose: {matter}: {said}"), matter=Text(MATTERS[matter]), said=shown(matter, said, fields)
    )


def overruled(difficulty: Difficulty, events: Sequence[DifficultyEvent], fields: Mapping[str, Field]) -> Sequence[Text]:
    """To the desk: that its member has said something else since it was corrected, which counts."""
    msgid = N_(
        "On {at:date} the {matter} was corrected to {after}; since then the member has entered {said}, which now"
        " counts. Please correct it again where needed."
    )
    found = [(each, Matter(str(each.detail[MATTER]))) for each in correcting.overruled(difficulty, events)]
    return [
        Text(
            msgid,
            at=each.at,
            matter=Text(MATTERS[matter]),
            after=both_of(each)["after"],
            said=shown(matter, said_of(difficulty, matter), fields),
        )
        for each, matter in found
    ]
