"""What both files of a snapshot have in common: the same figures, the same annex rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import questions
from bot.domain.english import is_english
from bot.domain.texts import Text
from bot.exports.wording import period_of, vietnamese

_LISTED_FROM = 3
"""The schema from which files stand in a list of their own and texts in English are marked."""
_WRITTEN = frozenset(question.name for question in questions.texts() if not question.chosen)


@dataclass(frozen=True)
class Figures:
    """The counts of a snapshot. Seats: due = with_difficulties + nil + not_sent + excused."""

    due: int
    with_difficulties: int
    nil: int
    not_sent: int
    excused: int
    difficulties: int
    late_difficulties: int
    members: int
    """Members that named at least one difficulty."""

    @property
    def sent(self) -> int:
        """Seats that reported, a nil report included."""
        return self.with_difficulties + self.nil


def figures(snapshot: Mapping[str, Any]) -> Figures:
    """Return the counts that every file of `snapshot` states."""
    ledger, difficulties = snapshot["ledger"], snapshot["difficulties"]
    return Figures(
        due=ledger["due"],
        with_difficulties=ledger["reported"] + ledger["reported_late"],
        nil=ledger["nil"] + ledger["nil_late"],
        not_sent=ledger["open"] + ledger["drafting"] + ledger["missing"],
        excused=ledger["excused"],
        difficulties=len(difficulties),
        late_difficulties=sum(d["late"] for d in difficulties),
        members=len({d["seat"] for d in difficulties}),
    )


def difficulties_by_member(snapshot: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return how many difficulties each member named, in the order of the annex."""
    counts = Counter((d["seat"], d["organisation"]) for d in snapshot["difficulties"])
    return [(organisation, count) for (_, organisation), count in counts.items()]


def title(snapshot: Mapping[str, Any]) -> str:
    """Return the title that the annex and both files carry."""
    if snapshot["kind"] == "addendum":
        numbered = Text(
            "Addendum No. {number:count}: difficulties with administrative procedures, {period} (document title)",
            number=snapshot["addendum"],
            period=period_of(snapshot),
        )
        return vietnamese(numbered)
    return vietnamese(
        Text("Difficulties with administrative procedures, {period} (document title)", period=period_of(snapshot))
    )


def annex_widths(snapshot: Mapping[str, Any]) -> Mapping[str, float]:
    """Return the columns of the annex in the Word paper, in millimetres; a frozen one keeps those of its schema."""
    layout = questions.ANNEX_LAYOUTS[snapshot["schema"]]
    return {name: width for name, (width, _) in layout.items() if width is not None}


def annex_heads(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the headings of the annex in Vietnamese."""
    return [vietnamese(Text(questions.annex_head(name))) for name in annex_widths(snapshot)]


def annex_rows(snapshot: Mapping[str, Any]) -> list[list[str]]:
    """Return one row per difficulty, in the order of the snapshot."""
    names = annex_widths(snapshot)
    return [
        [annex_cell(snapshot, name, number, d) for name in names]
        for number, d in enumerate(snapshot["difficulties"], 1)
    ]


def annex_cell(snapshot: Mapping[str, Any], name: str, number: int, difficulty: Mapping[str, Any]) -> str:
    """Return the text of a column of the annex; the outcome is not known yet."""
    if name == "note":
        return _note(difficulty, named=snapshot["schema"] < _LISTED_FROM)
    if name in ("number", questions.OUTCOME):
        return str(number) if name == "number" else ""
    return as_written(snapshot, difficulty[name]) if name in _WRITTEN else str(difficulty[name])


def as_written(snapshot: Mapping[str, Any], text: str) -> str:
    """Return what somebody wrote, marked where it is in English; older papers have no such mark."""
    if snapshot["schema"] < _LISTED_FROM or not is_english(text):
        return text
    return vietnamese(Text("(English in the original) {text}", text=text))


def lists_files(snapshot: Mapping[str, Any]) -> bool:
    """Return whether the files are listed below the annex; older ones name them in its last column."""
    return bool(snapshot["schema"] >= _LISTED_FROM and any(d.get("files") for d in snapshot["difficulties"]))


def _note(difficulty: Mapping[str, Any], *, named: bool) -> str:
    """Whether it was sent late, and its files, if any; an older snapshot knows of none."""
    notes, files = [], difficulty.get("files", ())
    if difficulty["late"]:
        notes.append(vietnamese(Text("Sent late (note in the annex)")))
    if files:
        listed = Text(
            "Attached files ({count:count}): {names} (note in the annex)", count=len(files), names="; ".join(files)
        )
        counted = Text("Attached files: {count:count} (note in the annex)", count=len(files))
        notes.append(vietnamese(listed if named else counted))
    return "\n".join(notes)
