"""What happened to a task, as its dossier says it: who, and what, with every word that was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.domain import questions
from bot.domain.courses import DATED, DOCUMENT, DONE_ON, FIGURE, IN_NAME, PERCENT, RESULT, TO, WORDS, TaskAct
from bot.domain.texts import N_, Text
from bot.exports.wording import vietnamese

Event = Mapping[str, Any]
_NAMES: Mapping[TaskAct, str] = {
    TaskAct.CREATED: N_("Assigned (event of a task)"),
    TaskAct.IMPORTED: N_("Changed by a list (event of a task)"),
    TaskAct.CHANGED: N_("Changed (event of a task)"),
    TaskAct.SUSPENDED: N_("Suspended (event of a task)"),
    TaskAct.RESUMED: N_("Taken up again (event of a task)"),
    TaskAct.CANCELLED: N_("Cancelled, no longer followed (event of a task)"),
    TaskAct.DONE: N_("Recorded as done (event of a task)"),
    TaskAct.STATED: N_("Stated in the report (event of a task)"),
    TaskAct.RECEIVED: N_("Receipt confirmed (event of a task)"),
    TaskAct.PROGRESSED: N_("Progress (event of a task)"),
    TaskAct.REPORTED: N_("Reported as done (event of a task)"),
    TaskAct.CONFIRMED: N_("Result confirmed (event of a task)"),
    TaskAct.RETURNED: N_("Result returned (event of a task)"),
    TaskAct.EXTENSION_ASKED: N_("Extension asked for (event of a task)"),
    TaskAct.EXTENSION_GRANTED: N_("Extension granted (event of a task)"),
    TaskAct.EXTENSION_REFUSED: N_("Extension refused (event of a task)"),
    TaskAct.ASKED: N_("Question (event of a task)"),
    TaskAct.REPLIED: N_("Answer (event of a task)"),
}


def who(snapshot: Mapping[str, Any], event: Event) -> str:
    """Return who did it: a person for a lead, or the Standing Body, with the person's name where that may be seen."""
    lead, name = event["lead"], event["who"]
    if event["of_desk"]:
        by = snapshot["standing_body"]
        return f"{by} ({name})" if name else by
    if event["said"].get(IN_NAME):
        in_name = N_("{name}, in the name of {lead} (event of a task)")
        return vietnamese(Text(in_name, name=name or snapshot["standing_body"], lead=lead))
    return f"{name} ({lead})" if name and lead else name or lead


def what(event: Event) -> str:
    """Return what was done and said, a line for each thing."""
    act = TaskAct(event["act"])
    name = vietnamese(Text(_NAMES[act]))
    lines = list(_LINES.get(act, _words)(event["said"]))
    if event["files"]:
        files = N_("Files: {names} (event of a task)")
        lines.append(vietnamese(Text(files, names="; ".join(map(_file, event["files"])))))
    return "\n".join([f"{name}." if not lines else f"{name}:", *lines])


def _file(file: Mapping[str, str]) -> str:
    name = file["name"] or vietnamese(Text(N_("a picture (event of a task)")))
    return f"{name} (SHA-256: {file['sha256'][:16]})" if file["sha256"] else name


def _words(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get(WORDS):
        yield said[WORDS]


def _progress(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get(PERCENT) is not None:
        yield vietnamese(Text(N_("{number:number}%"), number=said[PERCENT]))
    if said.get(FIGURE) is not None:
        yield vietnamese(Text(N_("Reached: {figure:number} (event of a task)"), figure=said[FIGURE]))
    yield from _words(said)


def _result(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get(DONE_ON):
        yield vietnamese(Text(N_("Done on: {day:date} (event of a task)"), day=_day(said[DONE_ON])))
    if said.get(RESULT):
        yield said[RESULT]
    if said.get(DOCUMENT):
        of_day = N_("Document: {document}, of {day:date} (event of a task)")
        alone = N_("Document: {document} (event of a task)")
        dated = {"day": _day(said[DATED])} if said.get(DATED) else {}
        yield vietnamese(Text(of_day if dated else alone, document=said[DOCUMENT], **dated))
    yield from _words(said)


def _extension(said: Mapping[str, Any]) -> Iterator[str]:
    yield vietnamese(Text(N_("To: {day:date} (event of a task)"), day=_day(said[TO])))
    yield from _words(said)


def _statement(said: Mapping[str, Any]) -> Iterator[str]:
    for question in questions.STATEMENT:
        if said.get(question.name):
            yield vietnamese(Text(question.line, **{question.name: said[question.name]}))


def _changes(said: Mapping[str, Any]) -> Iterator[str]:
    """What was and what is, of the texts that everybody reads; who has which part stands in the dossier as it is."""
    labels = {
        "title": N_("Content (task dossier)"),
        "basis": N_("Assigned by (task dossier)"),
        "deadline": N_("Deadline (task dossier)"),
    }
    for name, label in labels.items():
        if name in said:
            was = N_("{label}: from {before} to {after} (event of a task)")
            before, after = said[name]["from"] or "–", said[name]["to"] or "–"
            yield vietnamese(Text(was, label=Text(label), before=before, after=after))
    yield from _words(said)


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


_LINES: Mapping[TaskAct, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    TaskAct.CREATED: lambda _said: iter(()),
    TaskAct.IMPORTED: _changes,
    TaskAct.CHANGED: _changes,
    TaskAct.DONE: _result,
    TaskAct.CANCELLED: _result,
    TaskAct.PROGRESSED: _progress,
    TaskAct.REPORTED: _result,
    TaskAct.CONFIRMED: _result,
    TaskAct.EXTENSION_ASKED: _extension,
    TaskAct.EXTENSION_GRANTED: _extension,
    TaskAct.STATED: _statement,
}
