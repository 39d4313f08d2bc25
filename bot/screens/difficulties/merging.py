"""Difficulties that are followed together: what looks like one, what is merged, who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.alike import Reason
from bot.domain.difficulties import DifficultyEvent, DifficultyState
from bot.domain.duplicates import Duplicate
from bot.domain.forms import Draft
from bot.domain.handling import Case
from bot.domain.merging import SEEN_BY_ALL, Cluster, Unmergeable
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.merging import AskMerge, Merge, OpenMerging, Unmerge
from bot.screens.difficulties.standing import STATES, happened, standing
from bot.screens.reporting.acts import send

_HOME = Choice(Text(N_("Main screen")), ShowHome())
_MERGE = Text(N_("Merge difficulties"))
_NAMED = 8
"""So many of what is followed together are named, the others counted."""
_REASONS: Mapping[Reason, str] = {
    Reason.PROCEDURE: N_("the same procedure"),
    Reason.PROVISION: N_("the same provision"),
    Reason.WORDS: N_("similar words"),
}


@dataclass(frozen=True)
class Like:
    """A difficulty that may be about the same thing, as it is listed; `state` where it stands."""

    code: str
    organisation: str
    content: str
    state: DifficultyState
    likeness: Duplicate


@dataclass(frozen=True)
class Together:
    """What is followed with a difficulty, as the desk sees it."""

    cluster: Cluster
    organisations: Mapping[int, str]
    """Of the seats, by id."""
    bodies: Mapping[str, int]
    """How many stand behind it of each kind of member, by its name."""


def likeness(found: Duplicate) -> Text:
    """How much alike two are, and why."""
    percent = Text(N_("{percent} % alike"), percent=found.percent)
    if not found.reasons:
        return percent
    return Text(N_("{percent}: {reasons}"), percent=percent, reasons=_joined(found.reasons))


def _joined(reasons: Sequence[Reason]) -> Text:
    template = ", ".join(f"{{r{number}}}" for number in range(len(reasons)))
    return Text(template, **{f"r{number}": Text(_REASONS[reason]) for number, reason in enumerate(reasons)})


def for_desk(screen: Screen, case: Case, likes: Sequence[Like], together: Together, *, may_merge: bool) -> Screen:
    """Return the page of a difficulty with what may be the same as it, and what is followed with it."""
    lines = [
        Text(N_("May be the same: {code} ({likeness})"), code=each.code, likeness=likeness(each.likeness))
        for each in likes
    ]
    rows: list[Row] = []
    if may_merge:
        rows.append((Choice(_MERGE, OpenMerging(case.code)),))
    if together.cluster.members:
        lines += _together(together)
        rows += _parting(together, case.code)
    return replace(screen, lines=(*screen.lines, *lines), rows=(*rows, *screen.rows))


def for_leader(screen: Screen, together: Together) -> Screen:
    """Return the page of a difficulty with what is followed with it, and no acts."""
    lines = _together(together) if together.cluster.members else []
    return replace(screen, lines=(*screen.lines, *lines))


def _together(together: Together) -> list[Text]:
    cluster = together.cluster
    lines = [Text(N_("Followed together with {head}, {weight}:"), head=cluster.head, weight=_weight(together))]
    for source in cluster.sources[:_NAMED]:
        organisation = Excerpt(together.organisations[source.seat])
        lines.append(Text(N_("- {code}: {organisation}"), code=source.code, organisation=organisation))
    left = len(cluster.sources) - _NAMED
    if left > 0:
        lines.append(Text(N_("- and {count:count} more"), count=left))
    return lines


def _weight(together: Together) -> Text:
    members = members_of(together.cluster.weight)
    if len(together.bodies) < 2:
        return members
    kinds = list(together.bodies.items())
    template = "; ".join(f"{{k{n}}}: {{n{n}:count}}" for n in range(len(kinds)))
    named: dict[str, object] = {}
    for number, (kind, count) in enumerate(kinds):
        named |= {f"k{number}": kind, f"n{number}": count}
    return Text(N_("{members} ({kinds})"), members=members, kinds=Text(template, **named))


def members_of(weight: int) -> Text:
    """How many members stand behind it."""
    return Text(NP_("{weight:count} member", "{weight:count} members", by="weight"), weight=weight)


def _parting(together: Together, code: str) -> list[Row]:
    """One that was merged can be parted from its head; on the page of the head each of those that are named."""
    named = [each.code for each in together.cluster.members[:_NAMED]]
    parted = named if code == together.cluster.head else [code]
    choices = [Choice(Text(N_("Part {code}"), code=each), Unmerge(each)) for each in parted]
    rows: list[Row] = [tuple(choices[number : number + 2]) for number in range(0, len(choices), 2)]
    if code != together.cluster.head:
        head = together.cluster.head
        rows.append((Choice(Text(N_("View {code}"), code=head), ShowReport(head)),))
    return rows


def for_member(screen: Screen, head: Case, weight: int) -> Screen:
    """Return the page of a difficulty of theirs that was merged, with the way of its head as far as all may see it."""
    lines = [
        BLANK,
        Text(
            N_("Followed together with {head}, {members}; state: {state}."),
            head=head.code,
            members=members_of(weight),
            state=standing(head.events),
        ),
        *_way(head.events),
    ]
    return replace(screen, lines=(*screen.lines, *lines))


def _way(events: Sequence[DifficultyEvent]) -> list[Text]:
    """Without names: those of the desk stand in one's own way, and another sender's never do."""
    return [
        Text(N_("- {at:date}: {what}"), at=event.at, what=happened(events, number, {}))
        for number, event in enumerate(events)
        if event.act in SEEN_BY_ALL
    ]


def draft_screen(draft: Draft, case: Case, likes: Sequence[Like]) -> Screen:
    """The nearest ones with the question for a code."""
    heading = Text(N_("<b>Merge {code}</b>"), code=draft.subject)
    lines = [heading, Text(N_("Difficulty: {content}"), content=Excerpt(case.difficulty.answers["content"]))]
    rows: list[Row] = []
    if likes:
        lines += [BLANK, Text(N_("Most like it:"))]
        for number, each in enumerate(likes, 1):
            lines += _listed(number, each)
        choices = [
            Choice(Text(N_("Choose {number}"), number=number), AskMerge(draft.subject, each.code))
            for number, each in enumerate(likes, 1)
        ]
        rows = [tuple(choices[number : number + 3]) for number in range(0, len(choices), 3)]
    lines += [
        BLANK,
        Text(
            N_("Please choose one, or enter the code of the difficulty that {code} is to be followed with."),
            code=draft.subject,
        ),
    ]
    return Screen(tuple(lines), (*rows, (_keep(draft.subject),)))


def _listed(number: int, each: Like) -> tuple[Text, Text]:
    title = Text(
        N_("{number}. {code} – {organisation} ({likeness}), {state}"),
        number=number,
        code=each.code,
        organisation=Excerpt(each.organisation),
        likeness=likeness(each.likeness),
        state=Text(STATES[each.state]),
    )
    return title, Text(N_("{text}"), text=Excerpt(each.content))


def question(code: str, head: str, named: str, weight: int) -> tuple[Text, ...]:
    """What merging does; where another one was named, which is followed with the head, that is said."""
    told = Text(
        N_(
            "Merge {code} into {head}? Its source, its own words and the number of members behind it are kept in full"
            " (after it: {members})."
        ),
        code=code,
        head=head,
        members=members_of(weight),
    )
    if named == head:
        return (told,)
    return (
        Text(N_("{named} is followed together with {head}, so that this is done with {head}."), named=named, head=head),
        told,
    )


def ask(code: str, head: str, named: str, weight: int) -> Screen:
    """Whether a difficulty is merged into the one that was chosen."""
    return Screen(question(code, head, named, weight), ((_keep(code), Choice(_MERGE, Merge(code, named))),))


def ask_typed(draft: Draft, head: str, named: str, weight: int) -> Screen:
    """The same, of a code that was typed."""
    lines = question(draft.subject, head, named, weight)
    return Screen(lines, ((_keep(draft.subject), send(draft, _MERGE)), (_again(draft),)))


def refused_typed(draft: Draft, why: Text) -> Screen:
    """What was typed is nothing that it can be merged into."""
    return Screen((why,), ((_again(draft), _keep(draft.subject)),))


def _keep(code: str) -> Choice:
    return Choice(Text(N_("Keep apart")), ShowReport(code))


def _again(draft: Draft) -> Choice:
    return Choice(Text(N_("Choose another one")), OpenMerging(draft.subject))


def refusal(why: Unmergeable, code: str, named: str, state: Text | None = None) -> Text:
    """Why nothing was merged."""
    return Text(_REFUSALS[why], code=code, named=named, state=state)


_REFUSALS: Mapping[Unmergeable, str] = {
    Unmergeable.ITSELF: N_("{code} cannot be merged into itself. Nothing was changed."),
    Unmergeable.CYCLE: N_("{named} is followed together with {code} already. Nothing was changed."),
    Unmergeable.ENDED: N_("{code} stands at: {state}. This cannot be done to it now. Nothing was changed."),
    Unmergeable.HEAD_ENDED: N_("{named} stands at: {state}. Nothing can be merged into it now. Nothing was changed."),
    Unmergeable.UNKNOWN: N_('There is no difficulty "{named}". Nothing was changed.'),
}


def done(code: str, head: str, *, told: bool) -> Text:
    """What has been done, above the page that follows."""
    if told:
        return Text(N_("{code} is followed together with {head}; its member is being told."), code=code, head=head)
    return Text(
        N_(
            "{code} is followed together with {head}. Nobody of the member can be reached through the system; please"
            " call."
        ),
        code=code,
        head=head,
    )


def parted(code: str, head: str, *, told: bool) -> Text:
    """What has been done, above the page that follows."""
    if told:
        return Text(N_("{code} is parted from {head}; its member is being told."), code=code, head=head)
    return Text(
        N_("{code} is parted from {head}. Nobody of the member can be reached through the system; please call."),
        code=code,
        head=head,
    )


def done_before(code: str) -> Text:
    """A second press of the last button."""
    return Text(N_("This was done for {code}. It need not be chosen again."), code=code)


def gone(code: str) -> Screen:
    """The difficulty was withdrawn, or merged or ended by somebody else, while the form was open."""
    return Screen((Text(N_("There is something newer on {code}; nothing was merged."), code=code),), ((_HOME,),))


def merged(case: Case, head: str, weight: int) -> Screen:
    """What those who hold the seat are told, once."""
    said = Text(
        N_(
            "Difficulty {code} is followed together with {head}, as both are about the same ({members} behind it)."
            " What {organisation} wrote is kept as it is."
        ),
        code=case.code,
        head=head,
        members=members_of(weight),
        organisation=case.seat.organisation,
    )
    return Screen((said,), ((_status(case),),), silent=True)


def unmerged(case: Case, head: str) -> Screen:
    """What those who hold the seat are told where it is parted again."""
    said = Text(
        N_("Difficulty {code} is followed by itself again, not with {head} any more. State: {state}."),
        code=case.code,
        head=head,
        state=standing(case.events),
    )
    return Screen((said,), ((_status(case),),), silent=True)


def _status(case: Case) -> Choice:
    return Choice(Text(N_("View status")), ShowReport(case.code))


def spread(code: str, *, reached: bool, told: int, untold: Sequence[str]) -> Text:
    """What was done to a head with all that is followed with it; of what nobody can be reached is named."""
    names = [*([] if reached else [code]), *untold]
    if not names:
        return Text(N_("{code}: recorded; with it {told:count} more members are being told."), code=code, told=told)
    msgid = N_("{code}: recorded; with it {told:count} more are told. Nobody can be reached of {names}; please call.")
    return Text(msgid, code=code, told=told, names=", ".join(names[:_NAMED]))
