"""Amending what was sent: the draft that a version is taken up in, and what another version changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.carrying import Carried, Said
from bot.domain.forms import At, Draft, Position
from bot.domain.questions import Question
from bot.domain.reports import Difficulty, Quarterly, Report, Urgency
from bot.domain.tasks import TaskState


def taken_up(draft: Draft, report: Report, carried: Sequence[Carried] = ()) -> Draft:
    """Return a draft that holds a version of a report with everything it says, in front of what the draft held.

    `carried` are the difficulties of earlier reports it begins with, and what the version says of them.

    Sending it makes the next version under the same code. It stands at its review, or at its opening where it has
    nothing to review.
    """
    sent = report.difficulties
    behind = len(draft.items)
    return replace(
        draft,
        rev=draft.rev + 1,
        turn=draft.turn + 1,
        position=Position(At.REVIEW if sent or report.said or draft.items else At.OPENING),
        items=(*(each.item for each in sent), *draft.items),
        files=(*(_own(each.attachments) for each in sent), *(draft.attached(n) for n in range(behind))),
        codes=(*(each.code for each in sent), *(draft.continues(n) for n in range(behind))),
        sources=(*({} for _ in sent), *draft.sources),
        opening=draft.opening or (report.urgency.value if report.urgency else ""),
        closing=draft.closing or (report.quarterly.opinion if report.quarterly else draft.closing),
        carried=tuple(carried),
        burst=None,
        report=report.code,
        base=report.version,
    )


def is_taken_up_from(draft: Draft, report: Report) -> bool:
    """Return whether a draft holds this very version, so that sending it makes the next one."""
    return draft.report == report.code and draft.base == report.version


def brought_up(draft: Draft, base: Report, newest: Report) -> Draft:
    """Return a draft that is taken up from the newest version instead of the one it was begun on.

    What it says stays as it was typed. Difficulties that have come since the base was sent are put behind, so that
    sending the draft withdraws none of which its writer knew nothing.
    """
    known = {each.code for each in base.difficulties} | set(draft.codes)
    since = [each for each in newest.difficulties if each.code not in known]
    here = len(draft.items)
    return replace(
        draft,
        rev=draft.rev + 1,
        turn=draft.turn + 1,
        position=Position(At.REVIEW if draft.items or since else At.OPENING),
        items=(*draft.items, *(each.item for each in since)),
        files=(*(draft.attached(n) for n in range(here)), *(_own(each.attachments) for each in since)),
        codes=(*(draft.continues(n) for n in range(here)), *(each.code for each in since)),
        burst=None,
        base=newest.version,
    )


def as_new(draft: Draft, base: Report | None) -> Draft:
    """Return a draft of a version of a report as one of a new report.

    Of what the `base` held, where that has been sent and stands, what was changed is left.
    """
    sent = {each.code: each for each in base.difficulties} if base else {}
    left = [n for n in range(len(draft.items)) if not _is_unchanged(draft, n, sent.get(draft.continues(n)))]
    return replace(
        draft,
        rev=draft.rev + 1,
        position=Position(At.REVIEW if left else At.OPENING),
        items=tuple(draft.items[n] for n in left),
        files=tuple(draft.attached(n) for n in left),
        sources=tuple(draft.sources[n] if n < len(draft.sources) else {} for n in left),
        codes=(),
        closing=None if base and base.quarterly and draft.closing == base.quarterly.opinion else draft.closing,
        burst=None,
        report="",
        base=0,
    )


def _own(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The rows of files are of a version; those of the next one are new."""
    return tuple(replace(each, id=0) for each in attachments)


def _is_unchanged(draft: Draft, number: int, sent: Difficulty | None) -> bool:
    return sent is not None and not _changes(sent, _as_difficulty(draft, number, sent.code))


def _as_difficulty(draft: Draft, number: int, code: str) -> Difficulty:
    return Difficulty(0, code, questions.kept(draft.items[number], {}), draft.attached(number))


@dataclass(frozen=True)
class Change:
    """An answer of a difficulty that another version gives otherwise."""

    question: Question
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """A difficulty that another version has too, and what it says otherwise."""

    difficulty: Difficulty
    """As the later version has it."""
    changes: Sequence[Change]
    added: Sequence[Attachment] = ()
    removed: Sequence[Attachment] = ()


@dataclass(frozen=True)
class Difference:
    """What a version of a report changes of the one before."""

    added: Sequence[Difficulty]
    withdrawn: Sequence[Difficulty]
    changed: Sequence[Changed]
    urgency: tuple[Urgency, Urgency] | None = None
    """From which to which."""
    opinion: tuple[str, str] | None = None
    """The free paragraph, from which to which."""
    nil: tuple[bool, bool] | None = None
    """Whether it said, and says, that nothing new arose; None where that has not changed."""
    tasks: bool = False
    """Whether tasks are stated otherwise."""
    said: Sequence[Said] = ()
    """What is said of difficulties of earlier reports and was not, or otherwise."""
    unsaid: Sequence[Said] = ()
    """What was said of such, and is no longer."""

    @property
    def is_nothing(self) -> bool:
        """Whether both versions say the same."""
        return not (
            self.added
            or self.withdrawn
            or self.changed
            or self.urgency
            or self.opinion is not None
            or self.nil
            or self.tasks
            or self.said
            or self.unsaid
        )


def foreseen(draft: Draft, base: Report, *, nil: bool, tasks: Sequence[TaskState]) -> Report:
    """Return what sending a draft would make of the version it amends; `nil`: that there is nothing new.

    What is new in it has no code yet, but the number of its item (`item_code`).
    """
    numbers = () if nil else range(len(draft.items))
    found = tuple(_as_difficulty(draft, n, draft.continues(n) or item_code(n)) for n in numbers)
    said = () if nil else draft.statements
    return replace(
        base,
        version=base.version + 1,
        nil=base.urgency is None and not found and not said,
        difficulties=found,
        said=said,
        urgency=Urgency(draft.opening) if base.urgency else None,
        quarterly=Quarterly(tuple(tasks), draft.closing or "") if base.quarterly else None,
    )


def item_code(number: int) -> str:
    """Return what stands for the code of an item that has none yet; the first has number 0."""
    return f"#{number + 1}"


def difference(before: Report, after: Report) -> Difference:
    """Return what `after` changes of `before`; difficulties are the same by their code."""
    old = {each.code: each for each in before.difficulties}
    kept = {each.code for each in after.difficulties}
    both = [(old[each.code], each) for each in after.difficulties if each.code in old]
    urgency = (before.urgency, after.urgency) if before.urgency and after.urgency else None
    said = [each.quarterly.opinion if each.quarterly else "" for each in (before, after)]
    stated = [each.quarterly.tasks if each.quarterly else () for each in (before, after)]
    return Difference(
        added=[each for each in after.difficulties if each.code not in old],
        withdrawn=[each for each in before.difficulties if each.code not in kept],
        changed=[found for earlier, later in both if (found := _changes(earlier, later))],
        urgency=urgency if urgency and urgency[0] is not urgency[1] else None,
        opinion=(said[0], said[1]) if said[0] != said[1] else None,
        nil=(before.nil, after.nil) if before.nil != after.nil else None,
        tasks=stated[0] != stated[1],
        said=[each for each in after.said if each not in before.said],
        unsaid=[each for each in before.said if each.code not in {other.code for other in after.said}],
    )


def new_files(before: Report, after: Report) -> Mapping[str, Sequence[Attachment]]:
    """Return the files that a later version has and the one before had not, by the code of the difficulty."""
    known = {each.code: {_name(file) for file in each.attachments} for each in before.difficulties}
    return {
        each.code: [file for file in each.attachments if _name(file) not in known.get(each.code, ())]
        for each in after.difficulties
    }


def _changes(before: Difficulty, after: Difficulty) -> Changed | None:
    asked = [(q, before.answers.get(q.name, ""), after.answers.get(q.name, "")) for q in questions.texts()]
    changes = [Change(*each) for each in asked if each[1] != each[2]]
    old, new = ([_name(file) for file in each.attachments] for each in (before, after))
    added = [file for file in after.attachments if _name(file) not in old]
    removed = [file for file in before.attachments if _name(file) not in new]
    return Changed(after, changes, added, removed) if changes or added or removed else None


def _name(file: Attachment) -> tuple[str, str, str]:
    """What makes a file the same one; what was written under it is part of it."""
    return file.channel, file.ref, file.caption
