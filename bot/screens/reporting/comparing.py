"""What an amendment that waits for approval would change of what was sent, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.amendments import Difference
from bot.domain.fields import Field
from bot.domain.questions import ReportPart
from bot.domain.reports import Difficulty, Report
from bot.domain.texts import N_, Choice, Screen, Text
from bot.domain.verbs.approving import ReadSubmission
from bot.screens.reporting import difference
from bot.screens.reporting.submitted import Waiting, read, read_heading


@dataclass(frozen=True)
class Waits:
    """A version that was not sent: what is new in it has numbers instead of codes."""

    submission: int
    codes: Sequence[str]
    """Of its items, in their order."""

    def name(self, difficulty: Difficulty) -> object:
        """Return the number of its item."""
        return Text(N_("item {number}"), number=self._number(difficulty.code))

    def whole(self, _difficulty: Difficulty, /) -> Choice:
        """Return the choice that reads all that waits."""
        return read(self.submission)

    def part(self, label: Text, code: str, part: ReportPart) -> Choice:
        """Return the choice that shows one text; of the report as a whole everything."""
        if not code:
            return Choice(label, ReadSubmission(self.submission))
        return Choice(label, ReadSubmission(self.submission, self._number(code), part))

    def _number(self, code: str) -> int:
        return self.codes.index(code) + 1


def screen(waiting: Waiting, after: Report, found: Difference, fields: Mapping[str, Field]) -> Screen:
    """What was sent beside what waits: what comes, what goes, and every answer that differs, before and now."""
    before = waiting.amends
    assert before is not None  # nothing else is compared
    compared = N_("Compared with what was sent at {at:stamp}; first received at {first:stamp}.")
    waits = Waits(waiting.submission.id, [each.code for each in after.difficulties])
    return Screen(
        (
            read_heading(waiting),
            Text(compared, at=before.sent_at, first=before.filed_at),
            *difference.lines(before, after, found, fields, waits),
        ),
        ((read(waiting.submission.id),),),
    )
