"""How a task went, as a report states it in the chat: a line below the task, nothing where nothing has happened."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.courses import Stage
from bot.domain.stated_courses import Went
from bot.domain.texts import N_, Excerpt, Text, joined
from bot.screens.names import STAGE_NAMES
from bot.screens.tasks.courses import percent


def went_lines(went: Went | None) -> Sequence[Text]:
    """Return the line that says how a task went."""
    if went is None:
        return ()
    parts = [*_progress(went), *_extensions(went), *_result(went)]
    if went.stage is Stage.NEW and not parts:
        return ()
    stage = Text(STAGE_NAMES[went.stage])
    return (Text(N_("{stage}{parts}. (how a task went)"), stage=stage, parts=_behind(parts)),)


def _behind(parts: Sequence[Text]) -> Text | None:
    return Text(N_("; {parts} (how a task went)"), parts=joined(parts, "; ")) if parts else None


def _progress(went: Went) -> list[Text]:
    said = went.progress
    if said is None:
        return []
    far = [percent(said.percent)] if said.percent is not None else []
    if said.figure is not None and went.target is not None:
        reached = N_("{figure:number}/{target:number} {unit}")
        far.append(Text(reached, figure=said.figure, target=went.target, unit=went.unit))
    words = [Text(N_("{words} (how a task went)"), words=Excerpt(said.words))] if said.words else []
    msgid = N_("progress {far} ({day:date}) (how a task went)")
    return [Text(msgid, far=joined([*far, *words], ", "), day=said.at)]


def _extensions(went: Went) -> list[Text]:
    put_off = N_("extended {n:count} times, first deadline {day:date} (how a task went)")
    found = []
    if went.extensions and went.first_due_on:
        found.append(Text(put_off, n=went.extensions, day=went.first_due_on))
    elif went.extensions:
        found.append(Text(N_("extended {n:count} times (how a task went)"), n=went.extensions))
    if went.asked:
        found.append(Text(N_("an extension to {day:date} is asked for (how a task went)"), day=went.asked.to))
    return found


def _result(went: Went) -> list[Text]:
    if not went.result:
        return []
    return [Text(N_("confirmed result: {result} (how a task went)"), result=Excerpt(went.result))]
