"""What is asked about a difficulty, each question spelt once: how it is asked, kept, shown, printed.

The forms, the review, what the desk reads, the look-up, the audit, the search, the base, the snapshot and both papers
go through this table. A new question is a row of `QUESTIONS`, a column of the table `difficulties` in a migration,
and, where the annex shows it, a layout more in `ANNEX_LAYOUTS`. What is asked about a task has a table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.agencies import Agency, only
from bot.domain.attachments import FILES_MAX, SIZE_MAX
from bot.domain.forms import NOT_MEANT
from bot.domain.texts import N_, Text
from bot.domain.understood import CODES, PROVISIONS, columns_of
from bot.domain.understood import understood as understood_of

FIELD, PROCEDURE, LEGAL, FILES = "field", "procedure", "legal", "files"
"""The questions that have screens or a place of their own besides."""
CAUSE, OUTCOME = "cause", "outcome"
"""The question about a task that is put only where the task is late; the column of older annexes that is filled in."""


class ReportPart(StrEnum):
    """What of a report or difficulty is shown alone; the value stands in buttons."""

    CONTENT = "c"
    LEGAL = "l"
    AGENCY = "a"
    PROPOSAL = "p"
    DIFFICULTY = "w"
    """A difficulty whole, as the desk reads it."""
    OPINION = "o"
    """The free paragraph of a quarterly report."""
    UPDATES = "u"
    """What a report says of difficulties of earlier ones."""


@dataclass(frozen=True)
class Asking:
    """How one form asks a question. `extendable`: whether more may be written after the first message."""

    words: tuple[Text, ...]
    extendable: bool = False


@dataclass(frozen=True)
class Question:
    """One question about a difficulty. Labels and heads are msgids; lengths are in UTF-16 units."""

    name: str
    """Its key in drafts, in the audit and in snapshots, and its column in the base."""
    change: str
    """The button that opens it again."""
    periodic: Asking | None = None
    """How the monthly and the quarterly form ask it; None where they do not."""
    adhoc: Asking | None = None
    """How the ad hoc form asks it; None where it does not."""
    statement: Asking | None = None
    """How the form about a task asks it; None where it does not."""
    optional: bool = False
    skip: str = N_("Skip")
    """The button that leaves an optional question unanswered."""
    least: int = 0
    most: int = 0
    files_max: int = 0
    """Most files it takes; one that takes any takes no text, and what it keeps are attachments."""
    chosen: bool = False
    """Whether the answer is one of the fields, kept as its code."""
    line: str = ""
    """The line that shows the answer as the parameter `name`; empty where headings do."""
    in_heading: bool = False
    """Whether headings name the answer, so that the review and what the desk is sent have no line for it."""
    says_none: bool = False
    """Whether its line says so where nothing was answered; otherwise there is no line."""
    below_files: bool = False
    """Whether the review shows it below the number of files."""
    part: ReportPart | None = None
    """What it is called in buttons, where it is so long that it can be viewed alone."""
    view: str = ""
    """The button that shows it alone."""
    searched: bool = False
    names_agency: bool = False
    """Whether the answer may name an agency, whose code is then kept beside it."""
    head: str = ""
    """The head of its column in the annex, if it has one."""

    @property
    def code_name(self) -> str:
        """The key and the column of the code that is kept beside the answer."""
        return f"{self.name}_code"


_MORE = Text(N_("Messages sent right after each other are taken together; the next screen has the choice Write more."))
_WHICH_FIELD = Asking(
    (Text(N_("Which field does the difficulty belong to? You may also type its name, with or without accents.")),)
)
_ATTACH = Asking(
    (
        Text(
            N_(
                "Send photos or files to go with it (at most {most:count} files, each of at most {size:number} MB)."
                " Do not send documents that hold state secrets; personal data that are not needed should be covered."
            ),
            most=FILES_MAX,
            size=SIZE_MAX // 2**20,
        ),
    )
)

QUESTIONS: Sequence[Question] = (
    Question(
        name=FIELD,
        change=N_("Change field"),
        periodic=_WHICH_FIELD,
        adhoc=_WHICH_FIELD,
        chosen=True,
        in_heading=True,
        head=N_("Annex column: field"),
    ),
    Question(
        name=PROCEDURE,
        change=N_("Change procedure"),
        periodic=Asking(
            (
                Text(
                    N_(
                        "Please enter the name or the code of the administrative procedure. If the difficulty"
                        " is not tied to a particular one, choose Procedure not known."
                    )
                ),
            )
        ),
        optional=True,
        skip=N_("Procedure not known"),
        least=3,
        most=300,
        line=N_("Procedure: {procedure}"),
        in_heading=True,
        says_none=True,
        searched=True,
        head=N_("Annex column: procedure"),
    ),
    Question(
        name="content",
        change=N_("Change description"),
        periodic=Asking(
            (
                Text(
                    N_(
                        "Describe the difficulty: which rule or stage, in which locality, since when,"
                        " and with what effect."
                    )
                ),
                _MORE,
            ),
            extendable=True,
        ),
        adhoc=Asking(
            (Text(N_("What happened: where, since when, and what does it affect?")), _MORE),
            extendable=True,
        ),
        least=20,
        most=2000,
        line=N_("Difficulty: {content}"),
        part=ReportPart.CONTENT,
        view=N_("View description"),
        searched=True,
        head=N_("Annex column: content"),
    ),
    Question(
        name=LEGAL,
        change=N_("Change legal basis"),
        periodic=Asking(
            (Text(N_("The rule concerned, if you know it, for example: clause 2 Article 5 of Decree No. …/…/NĐ-CP.")),)
        ),
        optional=True,
        least=3,
        most=500,
        line=N_("Legal basis: {legal}"),
        says_none=True,
        part=ReportPart.LEGAL,
        view=N_("View legal basis"),
        searched=True,
        head=N_("Annex column: legal basis"),
    ),
    Question(
        name="agency",
        change=N_("Change authority"),
        periodic=Asking(
            (
                Text(
                    N_(
                        "The authority competent to decide, if it can be determined, for example: Ministry of Finance;"
                        " provincial People's Committee."
                    )
                ),
                Text(N_("It helps the Standing Body to forward the difficulty to the right authority.")),
            )
        ),
        optional=True,
        least=3,
        most=300,
        line=N_("Competent authority: {agency}"),
        part=ReportPart.AGENCY,
        view=N_("View authority"),
        searched=True,
        names_agency=True,
        head=N_("Annex column: authority"),
    ),
    Question(
        name="proposal",
        change=N_("Change proposal"),
        periodic=Asking((Text(N_("Your proposal for a solution.")),), extendable=True),
        adhoc=Asking(
            (
                Text(
                    N_("Your proposal for a solution, and the authority competent to decide (if it can be determined).")
                ),
            )
        ),
        least=10,
        most=2000,
        line=N_("Proposal: {proposal}"),
        below_files=True,
        part=ReportPart.PROPOSAL,
        view=N_("View proposal"),
        searched=True,
        head=N_("Annex column: proposal"),
    ),
    Question(
        name=FILES,
        change=N_("Change files"),
        periodic=_ATTACH,
        adhoc=_ATTACH,
        optional=True,
        skip=N_("No files"),
        files_max=FILES_MAX,
    ),
)
"""In the order in which they are asked."""

STATEMENT: Sequence[Question] = (
    Question(
        name="result",
        change=N_("Change result"),
        statement=Asking((Text(N_("What has been achieved so far? For example: what was issued, built, finished.")),)),
        optional=True,
        least=3,
        most=1000,
        line=N_("Result: {result}"),
        head=N_("Task column: result"),
    ),
    Question(
        name="document",
        change=N_("Change document"),
        statement=Asking(
            (Text(N_("The number, symbol and date of the document that shows the result, for example a decision.")),)
        ),
        optional=True,
        least=3,
        most=200,
        line=N_("Document: {document}"),
        head=N_("Task column: document"),
    ),
    Question(
        name=CAUSE,
        change=N_("Change cause"),
        statement=Asking((Text(N_("The deadline has passed or was not met. What caused the delay?")),)),
        optional=True,
        least=3,
        most=500,
        line=N_("Cause of delay: {cause}"),
        head=N_("Task column: cause of delay"),
    ),
)
"""What a seat may say of a task it leads or takes part in, in the order in which it is asked: kept in an event of the
task under these names, and read from there by whatever shows it."""

WORDS = Question(name="words", change=N_("Change content"), optional=True, least=3, most=2000)
"""What its sender says of a difficulty after it was sent, kept in the event."""

FIXED_HEADS: Mapping[str, str] = {
    "number": N_("Annex column: number"),
    "code": N_("Annex column: code"),
    "organisation": N_("Annex column: member"),
    OUTCOME: N_("Annex column: outcome"),
    "note": N_("Annex column: note"),
    "report": N_("Annex column: report code"),
    "kind": N_("Annex column: kind of report"),
    "sent_at": N_("Annex column: sent at"),
    "late": N_("Annex column: sent late"),
    "file_count": N_("Annex column: files"),
}
"""The heads of the columns of the annex that no question fills."""

ANNEX_LAYOUTS: Mapping[int, Mapping[str, tuple[float | None, int | None]]] = {
    1: {
        "number": (10.0, 5),
        "code": (27.0, 14),
        "organisation": (27.0, 20),
        FIELD: (20.0, 13),
        PROCEDURE: (27.0, 18),
        "legal": (28.0, 18),
        "content": (44.0, 36),
        "proposal": (36.0, 26),
        OUTCOME: (17.0, 11),
        "note": (16.0, 11),
    },
    2: {
        "number": (10.0, 5),
        "code": (27.0, 14),
        "organisation": (25.0, 18),
        FIELD: (18.0, 12),
        PROCEDURE: (23.0, 16),
        "legal": (28.0, 16),
        "content": (38.0, 32),
        "proposal": (32.0, 23),
        "agency": (20.0, 14),
        OUTCOME: (15.0, 11),
        "note": (16.0, 11),
    },
    3: {
        "number": (10.0, 5),
        "code": (25.0, 13),
        "report": (None, 13),
        "kind": (None, 8),
        "organisation": (24.0, 15),
        FIELD: (17.0, 10),
        PROCEDURE: (21.0, 13),
        "legal": (26.0, 14),
        "content": (57.0, 45),
        "proposal": (40.0, 32),
        "agency": (17.0, 12),
        "note": (15.0, None),
        "sent_at": (None, 16),
        "late": (None, 6),
        "file_count": (None, 6),
    },
}
"""The columns of the annex from left to right, by the schema of the snapshot: millimetres in the Word paper, where
they fill a landscape page (252), and characters in the workbook; None where a paper has no such column. A layout that
has been released is never changed, the next one is added: papers of frozen snapshots stay what they were."""


def schema() -> int:
    """Return the schema of the snapshots that are made now."""
    return max(ANNEX_LAYOUTS)


def periodic() -> Sequence[Question]:
    """Return what the monthly and the quarterly form ask."""
    return [question for question in QUESTIONS if question.periodic]


def adhoc() -> Sequence[Question]:
    """Return what the ad hoc form asks."""
    return [question for question in QUESTIONS if question.adhoc]


def named(name: str) -> Question:
    """Return a question of either table, or `WORDS`. Raises KeyError for a name that is in neither."""
    return {question.name: question for question in (*QUESTIONS, *STATEMENT, WORDS)}[name]


def texts() -> Sequence[Question]:
    """Return the questions that are answered with a text or a choice: all but the one for files."""
    return [question for question in QUESTIONS if not question.files_max]


def by_part(part: ReportPart) -> Question | None:
    """Return the question whose answer is this part, or None."""
    return next((question for question in QUESTIONS if question.part == part), None)


def columns() -> Sequence[str]:
    """Return what is kept of a difficulty under a name of its own: the answers, and the codes beside them."""
    codes = [question.code_name for question in QUESTIONS if question.names_agency]
    return [*(question.name for question in texts()), *codes, PROVISIONS, CODES]


def kept(item: Mapping[str, str], agencies: Mapping[str, Agency]) -> Mapping[str, str]:
    """Return everything that is kept of an item of a form, by `columns`; what was skipped or not asked is empty."""
    answers = {question.name: item.get(question.name, "") for question in texts()}
    codes = {q.code_name: only(agencies, answers[q.name]) for q in QUESTIONS if q.names_agency}
    return {**answers, **codes, **columns_of(understood(answers), item.get(NOT_MEANT, "").split("\n"))}


def understood(item: Mapping[str, str]) -> tuple[str, ...]:
    """Return the provisions and codes of procedures that the answers of an item name."""
    return understood_of(item, [question.name for question in QUESTIONS if question.searched], LEGAL, PROCEDURE)


def annex_head(name: str) -> str:
    """Return the msgid of the head of a column of the annex."""
    return FIXED_HEADS.get(name) or named(name).head
