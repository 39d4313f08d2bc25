"""The difficulties that a rule itself makes, by the criteria of Resolution No. 206/2025/QH15, as both files show them.

Where the desk has marked none there is no sentence and no sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.classifying import Criterion, Matter
from bot.domain.texts import N_, Text
from bot.exports.cells import Again, Cell, Column
from bot.exports.figures import as_written
from bot.exports.sentences import listed, scoped
from bot.exports.wording import vietnamese
from bot.screens.names import CRITERIA

_CRITERIA, _OUTSIDE = Matter.CRITERIA.value, Matter.OUTSIDE.value
_COLUMNS = (
    (N_("Annex column: number"), 5, Again.SAME),
    (N_("Annex column: code"), 14, Again.MARKED),
    (N_("Annex column: code in another system"), 20, Again.SAME),
    (N_("Annex column: member"), 22, Again.SAME),
    (N_("Conflict column: criteria"), 24, Again.NOTHING),
    (N_("Conflict column: documents and provisions"), 34, Again.NOTHING),
    (N_("Annex column: content"), 45, Again.NOTHING),
    (N_("Annex column: proposal"), 34, Again.NOTHING),
    (N_("Annex column: authority"), 20, Again.NOTHING),
)


def conflicts(snapshot: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the difficulties that a rule itself makes, in the order of the snapshot."""
    found: Sequence[Mapping[str, Any]] = snapshot.get("conflicts", ())
    return found


def paragraphs(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the Word paper says of them; nothing where there are none."""
    found = conflicts(snapshot)
    if not found:
        return
    lead = Text("Difficulties made by rules (Resolution No. 206/2025/QH15, Article 2): {n:count}", n=len(found))
    yield scoped(snapshot, vietnamese(lead))
    yield from listed([_line(each) for each in found])


def _line(each: Mapping[str, Any]) -> str:
    outside = Text(" ({code}) (document)", code=each[_OUTSIDE]) if each[_OUTSIDE] else None
    # A member's own words may end with a full stop; the item of the list has one.
    provisions = "; ".join(name.rstrip(" .;") for name in each["provisions"])
    named = Text("; {provisions} (document)", provisions=provisions) if provisions else None
    msgid = N_("{code}{outside}, {member}: {criteria}{named} (document)")
    names = {"code": each["code"], "outside": outside, "member": each["organisation"], "named": named}
    return vietnamese(Text(msgid, **names, criteria=_criteria(each)))


def _criteria(each: Mapping[str, Any]) -> str:
    return "; ".join(vietnamese(Text(CRITERIA[Criterion(name)])) for name in each[_CRITERIA])


def columns() -> list[Column]:
    """Return the columns of the sheet."""
    return [Column(vietnamese(Text(head)), width, again) for head, width, again in _COLUMNS]


def rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return one row for each of them."""
    return [
        [
            number,
            each["code"],
            each[_OUTSIDE],
            each["organisation"],
            _criteria(each),
            "\n".join(each["provisions"]),
            as_written(snapshot, each["content"]),
            as_written(snapshot, each["proposal"]),
            each[Matter.AGENCY.value],
        ]
        for number, each in enumerate(conflicts(snapshot), 1)
    ]
