"""The tasks that a notice seems to assign, as the list that `import-tasks` takes; a clerk corrects it first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency, KnownSeat, current
from bot.domain.characters import cut
from bot.domain.deadlines import DeadlineKind
from bot.domain.notice_parties import COUNCIL, WORKING_GROUP
from bot.domain.notices import Confidence, Named, Notice, Proposal
from bot.domain.tasks import is_code
from bot.domain.texts import N_, Text
from bot.errors import BotError
from bot.services.tasks.importing import COLUMNS, FORM

_MOST = FORM.most_characters
_HEADER = (*COLUMNS, "assigned_on")


@dataclass(frozen=True)
class Known:
    """Who can be named in the list: agencies, and the seats they have.

    `today` is the day of the notice, where it has one: who was merged since was there then.
    """

    agencies: Mapping[str, Agency]
    seats: Sequence[KnownSeat]
    today: date

    def cell(self, named: Iterable[Named]) -> list[str]:
        """Return what a list has for those who are named: seats, or bodies for all of theirs; none of a group."""
        found: list[str] = []
        for each in named:
            found += [each.code] if each.code in (WORKING_GROUP, COUNCIL) else self._seats(each.code)
        return list(dict.fromkeys(found))

    def _seats(self, agency: str) -> list[str]:
        """The seats of an agency, or of who had followed it, in the Working Group, or else wherever there is one."""
        if not agency:
            return []
        named = current(self.agencies, agency, self.today).code
        exact = [seat for seat in self.seats if seat.agency == named]
        own = exact or [seat for seat in self.seats if current(self.agencies, seat.agency, self.today).code == named]
        return [seat.code for seat in own if seat.body == WORKING_GROUP] or [seat.code for seat in own]


def numbered(first: str, count: int) -> list[str]:
    """Return so many codes from the first on. Raises BotError("task_code_bad") for one that is none."""
    if not is_code(first):
        raise BotError("task_code_bad", code=first)
    head, year, number = first.split("-")
    return [f"{head}-{year}-{int(number) + at:03}" for at in range(count)]


def listed(notice: Notice, basis: str, codes: Sequence[str], known: Known, notes: Sequence[str]) -> str:
    """Return the proposals as CSV; a cell that is not known is empty, and the clerk fills it in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for proposal, code, note in zip(notice.proposals, codes, notes, strict=True):
        due = proposal.due.reading if proposal.due else None
        lead = known.cell(proposal.lead)
        helping = [each for each in known.cell(proposal.coordinating) if each not in lead]
        row = [code, basis, proposal.title, " ".join(lead), " ".join(helping)]
        kind = due.kind if due else DeadlineKind.NONE
        row += [kind.value, due.deadline if due else "", due.recurrence.value if due else "", note]
        row.append(f"{notice.stated:%d/%m/%Y}" if notice.stated else "")
        writer.writerow([cut(cell, _MOST) for cell in row])
    return out.getvalue()


def remarks(proposal: Proposal, known: Known) -> list[Text]:
    """Return what the note of a line says: who is named and could not be put in, and what is to be looked at."""
    found = []
    for msgid, named in ((_LEAD, proposal.lead), (_HELP, proposal.coordinating)):
        unknown = "; ".join(each.words for each in named if not known.cell([each]))
        if unknown:
            found.append(Text(msgid, who=unknown))
    if proposal.quantities:
        found.append(Text(N_("Figures: {figures}."), figures="; ".join(each.words for each in proposal.quantities)))
    how = [each.confidence for each in proposal.lead] + ([proposal.due.confidence] if proposal.due else [])
    if Confidence.DOUBTFUL in how:
        found.append(Text(N_("To be checked: carried over from what it stands under.")))
    return found


_LEAD = N_("Lead, as the text says: {who}.")
_HELP = N_("Supporting, as the text says: {who}.")
