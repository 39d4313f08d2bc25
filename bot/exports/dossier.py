"""What both files of a dossier have in common: its titles and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain import questions
from bot.domain.periods import Period
from bot.domain.questions import STATEMENT
from bot.domain.tasks import Bucket, Part
from bot.domain.texts import N_, Text
from bot.exports.annex import WORDED_HEAD
from bot.exports.carried import since
from bot.exports.cells import Cell
from bot.exports.tasks import BUCKETS
from bot.exports.wording import URGENCIES, instant, period_of, vietnamese
from bot.screens.names import PART_NAMES

_WORDED_PROPOSAL = N_("Dossier: proposal in the wording of the desk")
NUMBER = N_("Annex column: number")
REPORT_HEADS = (
    NUMBER,
    N_("Dossier column: report"),
    N_("Dossier column: kind"),
    N_("Dossier column: version"),
    N_("Dossier column: sent at"),
    N_("Dossier column: sender"),
    N_("Dossier column: content"),
    N_("Dossier column: state"),
)
TASK_HEADS = (
    NUMBER,
    N_("Task column: code"),
    N_("Task column: title"),
    N_("Task column: part"),
    N_("Task column: deadline"),
    N_("Task column: state"),
    N_("Task column: done on"),
    N_("Dossier column: recorded result"),
)
WAY_HEADS = (NUMBER, N_("Annex column: code"), N_("Dossier column: at"), N_("Dossier column: what happened"))


def title(snapshot: Mapping[str, Any]) -> str:
    """Return the title that both files carry."""
    named = Text(
        N_("Dossier of {organisation}: reports, difficulties and tasks, {period} (document title)"),
        organisation=snapshot["seat"]["organisation"],
        period=period_of(snapshot),
    )
    return vietnamese(named)


def heads(msgids: Sequence[str]) -> list[str]:
    """Return the headings of a list in Vietnamese."""
    return [vietnamese(Text(msgid)) for msgid in msgids]


def report_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return a row for every version that was sent, as they came."""
    return [
        [
            number,
            report["code"],
            _kind(report),
            report["version"],
            instant(report["sent_at"]),
            report["sender"],
            _content(report),
            _state(report),
        ]
        for number, report in enumerate(snapshot["reports"], 1)
    ]


def _kind(report: Mapping[str, Any]) -> str:
    if report["kind"]:
        urgency = URGENCIES[report["kind"]]
        return vietnamese(Text(N_("ad hoc, {urgency} (dossier)"), urgency=Text(urgency)))
    late = N_("periodic, late (dossier)") if report["late"] else N_("periodic, on time (dossier)")
    return vietnamese(Text(late))


def _content(report: Mapping[str, Any]) -> str:
    codes, said = report["difficulties"], report.get("said", ())
    named = Text(N_("{count:count} difficulties: {codes} (dossier)"), count=len(codes), codes=", ".join(codes))
    # A report may say nothing but what has become of earlier difficulties; that is not the same as nothing new.
    new = [vietnamese(named)] if codes else []
    nothing = [vietnamese(Text(N_("nothing new (dossier)")))] if report["nil"] or not (codes or said) else []
    changes = [report["changes"]] if report.get("changes") else []
    return "\n".join((*new, *nothing, *said, *changes))


def _state(report: Mapping[str, Any]) -> str:
    if report["withdrawn_at"]:
        return vietnamese(Text(N_("withdrawn at {at:stamp} (dossier)"), at=instant(report["withdrawn_at"])))
    if report["superseded_at"]:
        return vietnamese(Text(N_("replaced at {at:stamp} (dossier)"), at=instant(report["superseded_at"])))
    return vietnamese(Text(N_("in force (dossier)")))


def opinions(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the free paragraphs of quarterly reports in force."""
    live = [report for report in snapshot["reports"] if not (report["superseded_at"] or report["withdrawn_at"])]
    return [report["opinion"] for report in live if report["opinion"]]


def asked(difficulty: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the answers about a difficulty, each with the head of its column in the annex; without its field."""
    named = [question for question in questions.texts() if question.head and not question.chosen]
    return [(vietnamese(Text(each.head)), difficulty[each.name]) for each in named if difficulty.get(each.name)]


def wording(difficulty: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return how the desk worded a difficulty for the document, each part with its label; nothing where it did not."""
    found, labels = difficulty.get("worded", {}), {"content": WORDED_HEAD, "proposal": _WORDED_PROPOSAL}
    return [(vietnamese(Text(label)), found[name]) for name, label in labels.items() if found.get(name)]


def raised(difficulty: Mapping[str, Any]) -> tuple[int, Period] | None:
    """Return how often a difficulty was raised and since when; None where an older snapshot does not say."""
    if "since" not in difficulty:
        return None
    return difficulty["times"], since(difficulty)


def task_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return a row for every task of the seat, as it stood when the dossier was made."""
    return [
        [
            number,
            task["code"],
            task["title"],
            vietnamese(Text(PART_NAMES[Part(task["part"])])),
            _day(task["due_on"]),
            vietnamese(Text(BUCKETS[Bucket(task["bucket"])])),
            _day(task["done_on"]),
            task["recorded"],
        ]
        for number, task in enumerate(snapshot["tasks"], 1)
    ]


def stated_heads() -> list[str]:
    """Return the heads of what the member says of a task."""
    return [vietnamese(Text(question.head)) for question in STATEMENT]


def stated(task: Mapping[str, Any]) -> list[str]:
    """Return what the member says of a task, in the order of the heads."""
    return [task[question.name] for question in STATEMENT]


def way_rows(snapshot: Mapping[str, Any]) -> list[list[Cell]]:
    """Return a row for everything that happened to each difficulty."""
    happened = [(difficulty["code"], event) for difficulty in snapshot["difficulties"] for event in difficulty["way"]]
    return [[number, code, instant(event["at"]), event["what"]] for number, (code, event) in enumerate(happened, 1)]


def made(snapshot: Mapping[str, Any]) -> str:
    """Return the line that says when and for whom a dossier was made."""
    said = N_(
        "Made by the system at {taken:stamp} at the request of {by}; {standing_body} is the standing body. It takes the"
        " place of no official document."
    )
    return vietnamese(
        Text(
            said,
            taken=instant(snapshot["taken_at"]),
            by=snapshot["by"],
            standing_body=snapshot["standing_body"],
        )
    )


def _day(iso: str | None) -> Cell:
    return date.fromisoformat(iso) if iso else ""
