"""Lists of the reports that were sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.periods import Period
from bot.domain.reports import Report
from bot.domain.searching import LookupList
from bot.domain.texts import N_, NP_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowLookupEntry, ShowLookupList
from bot.screens.lookup import LOOK_UP, by_number, lists, page_of, turning
from bot.screens.reporting.acceptance import URGENCY_NAMES
from bot.screens.reporting.amending import called

_HOME = Choice(Text(N_("Main screen")), ShowHome())
_HEADINGS = {
    LookupList.SENT: N_("<b>Reports sent</b>{page}"),
    LookupList.ADHOC: N_("<b>Ad hoc reports</b>{page}"),
}
_NOTHING = {
    LookupList.SENT: N_("No report has been sent so far."),
    LookupList.ADHOC: N_("No ad hoc report has been sent so far."),
}


@dataclass(frozen=True)
class Entry:
    """A report as it is listed: its member where the reader has several, who accepted it if somebody has."""

    report: Report
    organisation: str
    officer: str
    adhoc: Sequence[str] = ()
    """The codes of what the member sent ad hoc in the window of a periodic report."""


def sent(which: LookupList, here: Sequence[Entry], page: int, pages: int, *, sees_all: bool) -> Screen:
    """A page of reports, the newest first; entries are numbered as their choices are."""
    others = [choice for choice in lists(sees_all=sees_all) if choice.verb != ShowLookupList(which, 0)]
    below = ((*others, LOOK_UP), (_HOME,))
    if not here:
        return Screen((Text(_NOTHING[which]),), below)
    lines = [_line(number, entry) for number, entry in enumerate(here, 1)]
    choices = by_number([ShowLookupEntry(entry.report.code, which, page) for entry in here])
    turns = turning(which, page, pages)
    heading = Text(_HEADINGS[which], page=page_of(page, pages))
    return Screen((heading, *lines), (*choices, *((turns,) if turns else ()), *below))


def _line(number: int, entry: Entry) -> Text:
    report = entry.report
    what = Text(URGENCY_NAMES[report.urgency]) if report.urgency else Period.parse(report.period)
    return Text(
        N_("{number}. {code} – {what} – {member}sent {at:stamp}, {state}"),
        number=number,
        code=called(report),
        what=what,
        member=Text(N_("{organisation}, "), organisation=Excerpt(entry.organisation)) if entry.organisation else None,
        at=report.sent_at,
        state=_handling(entry.officer) if report.urgency else _content(report, entry.adhoc),
    )


def _handling(officer: str) -> Text:
    return Text(N_("accepted by {officer} for handling"), officer=officer) if officer else Text(N_("not accepted yet"))


def _content(report: Report, adhoc: Sequence[str]) -> Text:
    if report.nil and adhoc:
        return Text(N_("nothing new beyond ad hoc report {adhoc}"), adhoc=", ".join(adhoc))
    if report.nil:
        return Text(N_("nothing new"))
    if not report.difficulties:
        return Text(N_("updates of earlier difficulties: {count:count}"), count=len(report.said))
    msgid = NP_("{count:count} difficulty", "{count:count} difficulties", by="count")
    return Text(msgid, count=len(report.difficulties))
