"""Who stands behind a report, wherever it names its sender."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.origins import Origin, Source
from bot.domain.people import Person
from bot.domain.reports import Approval, Report, Via
from bot.domain.texts import N_, Text

_PROXY = N_("{sender}, entered by the Standing Body in the member's place{came}")
_SAID: Mapping[Approval, str] = {
    Approval.NONE: "{sender}",
    Approval.GIVEN: N_("{sender}, approved by: {approver}"),
    Approval.UNREACHABLE: N_("{sender}, without approval, as nobody who approves could be reached"),
    Approval.URGENT: N_("{sender}, urgent, without waiting for approval"),
}


def signature(report: Report, persons: Mapping[int, Person]) -> Text:
    """Name who sent a report and who approved it, or say that it was not, or that the desk entered it.

    `persons` are those of `Report.signers` at least.
    """
    endorsed, sender = report.endorsed, persons[report.person].full_name
    if endorsed.via is Via.PROXY:
        came = Text(N_(" ({came})"), came=came_by(endorsed.origin)) if endorsed.origin else None
        return Text(_PROXY, sender=sender, came=came)
    approver = persons[endorsed.approved_by].full_name if endorsed.approved_by else None
    return Text(_SAID[endorsed.approval], sender=sender, approver=approver)


SOURCES: Mapping[Source, str] = {
    Source.LETTER: N_("by letter"),
    Source.EMAIL: N_("by e-mail"),
    Source.PHONE: N_("by telephone"),
    Source.IN_PERSON: N_("in person"),
    Source.OTHER: N_("by another way"),
}


def came_by(origin: Origin) -> Text:
    """How a report came to the desk, which entered it; a letter with its number and its day."""
    if not origin.number:
        return Text(SOURCES[origin.source])
    dated = Text(N_(" of {day:date}"), day=origin.dated) if origin.dated else None
    return Text(N_("letter {number}{dated}"), number=origin.number, dated=dated)


def member_of(report: Report, organisation: str) -> Text:
    """Name the member whose report it is, and say where the desk entered it."""
    entered = N_("{organisation} (entered by the Standing Body)")
    return Text(entered if report.endorsed.via is Via.PROXY else "{organisation}", organisation=organisation)


def is_plain(report: Report) -> bool:
    """Return whether there is nothing to say of who stands behind a report but its sender."""
    return report.endorsed.via is Via.SELF and report.endorsed.approval is Approval.NONE
