"""What both files of a snapshot have in common: the same figures, the same annex rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import questions
from bot.domain.english import is_english
from bot.domain.texts import N_, Text
from bot.exports import classified
from bot.exports.wording import URGENCIES, instant, period_of, vietnamese

_LISTED_FROM = 3
"""The schema from which files stand in a list of their own and texts in English are marked."""
_EMPTY, _WITH_CODE = 15.0, 26.0
"""Millimetres: a column with nothing but its head, and one in whose lines a code of a report stays whole."""
_WRITTEN = frozenset(question.name for question in questions.texts() if not question.chosen)


@dataclass(frozen=True)
class Figures:
    """The counts of a snapshot. Seats: due = with_difficulties + nil + not_sent + excused.

    Difficulties: all of them = periodic_difficulties + adhoc_difficulties.
    """

    due: int
    with_difficulties: int
    nil: int
    not_sent: int
    excused: int
    difficulties: int
    late_difficulties: int
    adhoc_difficulties: int
    members: int
    """Members that named at least one difficulty."""
    adhoc: int
    """Ad hoc reports; a snapshot of before they were in it has none."""
    adhoc_members: int

    @property
    def periodic_difficulties(self) -> int:
        """Difficulties that stand in periodic reports."""
        return self.difficulties - self.adhoc_difficulties

    @property
    def sent(self) -> int:
        """Seats that reported, a nil report included."""
        return self.with_difficulties + self.nil


def figures(snapshot: Mapping[str, Any]) -> Figures:
    """Return the counts that every file of `snapshot` states."""
    ledger, difficulties, adhoc = snapshot["ledger"], snapshot["difficulties"], snapshot.get("adhoc", [])
    return Figures(
        due=ledger["due"],
        with_difficulties=ledger["reported"] + ledger["reported_late"],
        nil=ledger["nil"] + ledger["nil_late"],
        not_sent=ledger["open"] + ledger["drafting"] + ledger["missing"],
        excused=ledger["excused"],
        difficulties=len(difficulties),
        late_difficulties=sum(d["late"] for d in difficulties),
        adhoc_difficulties=sum(bool(d.get("adhoc")) for d in difficulties),
        members=len({d["seat"] for d in difficulties}),
        adhoc=len(adhoc),
        adhoc_members=len({each["seat"] for each in adhoc}),
    )


def difficulties_by_member(snapshot: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return how many difficulties each member named, in the order of the annex."""
    counts = Counter((d["seat"], d["organisation"]) for d in snapshot["difficulties"])
    return [(organisation, count) for (_, organisation), count in counts.items()]


def title(snapshot: Mapping[str, Any]) -> str:
    """Return the title that both files carry."""
    if snapshot["kind"] == "addendum":
        numbered = Text(
            "Addendum No. {number:count}: difficulties with administrative procedures, {period} (document title)",
            number=snapshot["addendum"],
            period=period_covered(snapshot),
        )
        return vietnamese(numbered)
    return vietnamese(
        Text("Difficulties with administrative procedures, {period} (document title)", period=period_covered(snapshot))
    )


def has_results(snapshot: Mapping[str, Any]) -> bool:
    """Return whether the snapshot has results of tasks at all."""
    return "tasks" in snapshot


def period_covered(snapshot: Mapping[str, Any]) -> Text:
    """Return the period as a title ends with it; in a quarter the results of tasks stand before it."""
    msgid = N_("and results of tasks, {period} (document title)") if has_results(snapshot) else N_("{period}")
    return Text(msgid, period=period_of(snapshot))


def annex_widths(snapshot: Mapping[str, Any]) -> Mapping[str, float]:
    """Return the columns of the annex in the Word paper, in millimetres; those of its schema.

    From schema 3 on a column that nobody filled in leaves its room to the content, and a note that names a report or
    says more than a few words has room for it.
    """
    layout = questions.ANNEX_LAYOUTS[snapshot["schema"]]
    widths = {name: width for name, (width, _) in layout.items() if width is not None}
    if not is_listed(snapshot):
        return widths
    noted = any(d.get("adhoc") or d.get("worded") for d in snapshot["difficulties"])
    least = {**dict.fromkeys(unanswered(snapshot), _EMPTY), **({"note": _WITH_CODE} if noted else {})}
    return shared(widths, least)


def is_listed(snapshot: Mapping[str, Any]) -> bool:
    """Return whether the annex has files in a list of their own, and no wider columns than its texts need."""
    return bool(snapshot["schema"] >= _LISTED_FROM)


def unanswered(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the columns of the annex that an optional question has and nobody filled in."""
    optional = [question.name for question in questions.texts() if question.optional]
    return [name for name in optional if not any(d.get(name) for d in snapshot["difficulties"])]


def shared(widths: Mapping[str, float], wanted: Mapping[str, float]) -> dict[str, float]:
    """Return `widths` with some columns as they are wanted; what they leave goes to the content, or comes from it."""
    found = {name: wanted.get(name, width) for name, width in widths.items()}
    return {**found, "content": found["content"] + sum(widths.values()) - sum(found.values())}


def annex_heads(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the headings of the annex in Vietnamese."""
    return [vietnamese(Text(questions.annex_head(name))) for name in annex_widths(snapshot)]


def annex_rows(snapshot: Mapping[str, Any]) -> list[list[str]]:
    """Return one row per difficulty, in the order of the snapshot."""
    names = annex_widths(snapshot)
    return [
        [annex_cell(snapshot, name, number, printed) for name in names]
        for number, printed in enumerate(map(as_printed, snapshot["difficulties"]), 1)
    ]


def as_printed(difficulty: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a difficulty as the report says it: in the wording of the desk, where there is one."""
    return {**difficulty, **difficulty.get("worded", {})}


def worded(difficulty: Mapping[str, Any]) -> str:
    """Return the wording of the desk as one text, with its proposal below it; empty where there is none."""
    found = difficulty.get("worded")
    if not found:
        return ""
    proposal = found.get("proposal")
    below = [vietnamese(Text("Proposal: {proposal} (below a wording)", proposal=proposal))] if proposal else []
    return "\n".join([found["content"], *below])


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
    return is_listed(snapshot) and any(d.get("files") for d in snapshot["difficulties"])


def files_of(difficulty: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the files of a difficulty, each with its SHA-256, empty where it is not stored or was frozen without."""
    names = difficulty.get("files", ())
    return list(zip(names, difficulty.get("file_hashes", [""] * len(names)), strict=True))


def amended(each: Mapping[str, Any]) -> list[str]:
    """Return what is remarked of a report, or of what stands in it, where an amendment took the first version's place.

    An older snapshot knows of none.
    """
    found = each.get("amended")
    if not found:
        return []
    said = Text("amended, No. {version:count}, at {at:stamp}", version=found["version"], at=instant(found["at"]))
    return [vietnamese(said)]


def _note(difficulty: Mapping[str, Any], *, named: bool) -> str:
    """In what it was sent if not in a periodic report, or whether late, and its files.

    An older snapshot knows of no files and no ad hoc reports.
    """
    notes, files = [], difficulty.get("files", ())
    if difficulty.get("adhoc"):
        urgency, code = URGENCIES[difficulty["adhoc"]], difficulty["report"]
        sent = Text("Ad hoc report ({urgency}), {code} (note in the annex)", urgency=Text(urgency), code=code)
        notes.append(vietnamese(sent))
    if difficulty["late"]:
        notes.append(vietnamese(Text("Sent late (note in the annex)")))
    notes += classified.notes(difficulty)
    if into := difficulty.get("merged_into"):
        notes.append(vietnamese(Text("Merged into {code} (note in the annex)", code=into)))
    # An older snapshot does not know of it.
    if difficulty.get("members", 1) > 1:
        behind = Text("{members:count} members stand behind it (note in the annex)", members=difficulty["members"])
        notes.append(vietnamese(behind))
    if came := difficulty.get("came"):
        notes.append(vietnamese(Text("Came to the Standing Body {came} (note in the annex)", came=came)))
    if found := difficulty.get("result_files"):
        notes.append(vietnamese(Text("Files with the result: {count:count} (note in the annex)", count=found)))
    notes += [note[:1].upper() + note[1:] for note in amended(difficulty)]
    if difficulty.get("worded"):
        notes.append(vietnamese(Text("Worded by the Standing Body; as sent in the workbook (note in the annex)")))
    if files:
        listed = Text(
            "Attached files ({count:count}): {names} (note in the annex)", count=len(files), names="; ".join(files)
        )
        counted = Text("Attached files: {count:count} (note in the annex)", count=len(files))
        notes.append(vietnamese(listed if named else counted))
    return "\n".join(notes)
