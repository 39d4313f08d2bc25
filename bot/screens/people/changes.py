"""What a roster would change, in sentences: for the operator and for the desk alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.domain.people import Role
from bot.domain.rosters import Detail, Doubt, DoubtKind, Held, Preview, Standing
from bot.domain.texts import N_, NP_, Text, joined

MOST_OF_A_KIND = 20
"""So that what matters is not driven out of sight by a first roster of thousands."""

_DUTIES: Mapping[Role, str] = {
    Role.PRINCIPAL: N_("leader of {seat}"),
    Role.FOCAL: N_("focal person of {seat}"),
    Role.SECRETARIAT: N_("officer of the Standing Body"),
    Role.LEADER: N_("leader of the Standing Body"),
    Role.ADMIN: N_("administrator of the system"),
}
_DOUBTS: Mapping[DoubtKind, str] = {
    DoubtKind.NAME: N_("{code} has the same name as {other}"),
    DoubtKind.PHONE: N_("{code} has the same telephone number as {other}"),
    DoubtKind.SEAT: N_("the new seat code {code} differs from {other} in one letter"),
}


def lines(preview: Preview, most: int | None = MOST_OF_A_KIND) -> list[Text]:
    """Return the sentences, one a line; of each kind at most `most` entries, the others by their number."""
    return [
        *_kind(
            NP_("New: {count} person", "New: {count} persons", by="count"),
            [_joins(each) for each in preview.joining],
            most,
        ),
        *_kind(
            NP_("No duty any more: {count} person", "No duty any more: {count} persons", by="count"),
            [_leaves(each) for each in preview.leaving],
            most,
        ),
        *_kind(
            NP_("Other duties: {count} person", "Other duties: {count} persons", by="count"),
            [line for each in preview.moving for line in _moves(each)],
            most,
            len(preview.moving),
        ),
        *_kind(
            NP_("Other particulars: {count} code", "Other particulars: {count} codes", by="count"),
            [_details(code, list(each)) for code, each in groupby(preview.details, key=lambda detail: detail.code)],
            most,
        ),
        *_kind(
            NP_(
                "Afterwards nobody holds: {count} seat",
                "Afterwards nobody holds: {count} seats",
                by="count",
            ),
            [Text(N_("  {seat}"), seat=seat) for seat in preview.vacant],
            most,
        ),
        *_kind(
            NP_("Please look at: {count} code", "Please look at: {count} codes", by="count"),
            [_doubt(each) for each in preview.doubts],
            most,
        ),
        *_warnings(preview),
    ]


def _kind(heading: str, entries: Sequence[Text], most: int | None, count: int | None = None) -> Iterator[Text]:
    if not entries:
        return
    yield Text(heading, count=len(entries) if count is None else count)
    shown = entries[:most]
    yield from shown
    if further := len(entries) - len(shown):
        yield Text(N_("  … and {further:number} more"), further=further)


def _warnings(preview: Preview) -> Iterator[Text]:
    if preview.loses_secretariat:
        yield Text(N_("Afterwards there would be no officer of the Standing Body. This cannot be done."))
    elif not preview.secretariat_after:
        yield Text(N_("Note: there is no officer of the Standing Body; nobody would receive the reports."))
    if preview.ends_own:
        yield Text(N_("Note: a duty of your own would end."))


def _joins(each: Standing) -> Text:
    return Text(N_("  + {code} {name}: {duties}"), code=each.person_code, name=each.full_name, duties=_held(each.after))


def _leaves(each: Standing) -> Text:
    return Text(
        N_("  - {code} {name}: {duties}"), code=each.person_code, name=each.full_name, duties=_held(each.before)
    )


def _moves(each: Standing) -> Iterator[Text]:
    """What is over and what begins; what stays is not told."""
    ended = [duty for duty in each.before if duty not in each.after]
    given = [duty for duty in each.after if duty not in each.before]
    if ended and given:
        msgid = N_("  {code} {name}: {ended} -> {given}")
    else:
        msgid = N_("  {code} {name}: ends {ended}") if ended else N_("  {code} {name}: also {given}")
    yield Text(
        msgid,
        code=each.person_code,
        name=each.full_name,
        ended=_held(ended) if ended else None,
        given=_held(given) if given else None,
    )


def _held(duties: Sequence[Held]) -> Text:
    return joined([Text(_DUTIES[Role(duty.role)], seat=duty.seat_code) for duty in duties], ", ")


def _details(code: str, details: Sequence[Detail]) -> Text:
    changed = [
        Text(N_('{column} "{before}" -> "{after}"'), column=each.column, before=each.before, after=each.after)
        for each in details
    ]
    return Text(N_("  {code}: {changed}"), code=code, changed=joined(changed, "; "))


def _doubt(each: Doubt) -> Text:
    return Text(N_("  {doubt}"), doubt=Text(_DOUBTS[each.kind], code=each.code, other=each.other))
