"""What is wrong with a list, as it is told: few faults one by one, many of them by their reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from bot.domain.texts import N_, NP_, Text

Fault = tuple[int, Text]
"""The number of a line and what is wrong with it."""

MOST_FAULTS_ALONE = 60
MOST_REASONS = 40


def alone(number: int, reason: Text, sheet: str) -> Text:
    """Return what is wrong with one line."""
    if sheet:
        return Text(N_('sheet "{sheet}", line {number}: {reason}'), sheet=sheet, number=number, reason=reason)
    return Text(N_("line {number}: {reason}"), number=number, reason=reason)


def grouped(faults: Sequence[Fault], sheet: str) -> list[Text]:
    """Return each reason once with all of its lines; of reasons beyond the most there may be, their lines alone."""
    by_reason: dict[str, list[Fault]] = {}
    for fault in faults:
        # Texts of one sentence have one hash: as keys, thousands of them would be compared with one another.
        by_reason.setdefault(repr(fault[1]), []).append(fault)
    groups = sorted(by_reason.values(), key=lambda group: (-len(group), group[0][0]))
    told = [_group(group, sheet) for group in groups[:MOST_REASONS]]
    if rest := list(chain.from_iterable(groups[MOST_REASONS:])):
        further = NP_(
            "{count} further error, on the line {lines}: please mend those above, then check again to see it.",
            "{count} further errors, on the lines {lines}: please mend those above, then check again to see them.",
            by="count",
        )
        told.append(Text(further, count=len(rest), lines=numbers(number for number, _ in rest)))
    return told


def numbers(lines: Iterable[int]) -> str:
    """Return numbers in their order, with those that follow one another as one range: 3, 5–9."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(set(lines)):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def _group(group: Sequence[Fault], sheet: str) -> Text:
    if len(group) == 1:
        return alone(*group[0], sheet)
    lines, reason = numbers(number for number, _ in group), group[0][1]
    if sheet:
        msgid = N_('sheet "{sheet}", {count} lines: {reason} (lines {lines})')
        return Text(msgid, sheet=sheet, count=len(group), reason=reason, lines=lines)
    return Text(N_("{count} lines: {reason} (lines {lines})"), count=len(group), reason=reason, lines=lines)
