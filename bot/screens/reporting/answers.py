"""The lines that show the answers about one difficulty, by the table of questions: before it is sent and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.domain import questions
from bot.domain.attachments import Attachment
from bot.domain.forms import NOT_MEANT, Form
from bot.domain.questions import Question
from bot.domain.reports import Difficulty
from bot.domain.texts import N_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.lookup import ShowReport
from bot.screens.reporting import attachments

NOT_GIVEN = Text(N_("not given"))
_NOT_ENTERED = Text(N_("not entered yet"))


def review(form: Form, item: Mapping[str, str], files: Sequence[Attachment]) -> Sequence[Text]:
    """The answers of an item as far as the form asks for them, and the files that go with it."""
    asked = [questions.named(step.name) for step in form.steps]
    shown = [question for question in asked if not question.in_heading]
    above, below = ([q for q in shown if q.below_files is where] for where in (False, True))
    dropped = item.get(NOT_MEANT, "").split("\n")
    meant = [each for each in form.understood(item) if each not in dropped]
    return (*_lines(above, item), *_understood(meant), *attachments.named_or_none(files), *_lines(below, item))


def submitted(
    form: Form, item: Mapping[str, str], files: Sequence[Attachment], view: Callable[[Question], Choice]
) -> Sequence[Text]:
    """The answers of an item of a report that waits for approval, each to be viewed alone where it is long."""
    asked = [questions.named(step.name) for step in form.steps]
    shown = [question for question in asked if not question.in_heading]
    return (*_lines(shown, item, view), *attachments.named_or_none(files))


def brief(asked: Sequence[Question], difficulty: Difficulty, view: Choice) -> Sequence[Text]:
    """What the desk is sent of a difficulty below its heading; `view` shows it in full."""
    lines = _lines([q for q in asked if not q.in_heading], difficulty.answers, lambda _: view)
    return (*lines, *_understood((*difficulty.provisions, *difficulty.procedure_codes)))


def full(difficulty: Difficulty, version: int) -> Sequence[Text]:
    """All answers of a version, each of which can be viewed alone where it is long, and the files by name and hash."""

    def view(question: Question) -> Choice:
        return Choice(Text(question.view), ShowReport(difficulty.code, question.part, version))

    lines = _lines(questions.texts(), difficulty.answers, view)
    read = _understood((*difficulty.provisions, *difficulty.procedure_codes))
    return (*lines, *read, *attachments.named(difficulty.attachments), *attachments.hashes(difficulty.attachments))


def _understood(found: Sequence[str]) -> Sequence[Text]:
    """What is understood of the words: it stands beside them and takes the place of none."""
    return (Text(N_("Understood: {provisions}"), provisions=Excerpt("; ".join(found))),) if found else ()


def alone(difficulty: Difficulty, question: Question, remark: Sequence[Text] = ()) -> Screen:
    """One answer of a difficulty; `remark` says what became of the version it is of."""
    heading, text = Text(N_("<b>{code}</b>"), code=difficulty.code), difficulty.answers[question.name]
    return Screen((heading, *remark, Text(N_("{text}"), text=text or NOT_GIVEN)))


def _lines(
    shown: Sequence[Question], answers: Mapping[str, str], view: Callable[[Question], Choice] | None = None
) -> Iterator[Text]:
    """Yield a line for each question that has one; `view` is the choice offered where a long answer was cut."""
    for question in shown:
        answer = answers.get(question.name, "")
        said: object = answer
        if question.optional and not answer:
            said = NOT_GIVEN if question.says_none else None
        elif not answer:
            said = _NOT_ENTERED  # in a draft: it cannot be sent like that
        elif question.part:
            said = Excerpt(answer, view(question) if view else None)
        if question.line and said is not None:
            yield Text(question.line, **{question.name: said})
