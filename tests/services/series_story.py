"""A recurring task, and the tick that makes its occurrences, by the services alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.deadlines import DeadlineKind, Recurrence
from bot.domain.tasks import Task
from bot.services import occurring
from bot.services.tasks import deciding
from storage import series as stored
from storage import tasks
from tests.services.courses import Act, Desk, a_task


def a_series(desk: Desk, *leads: str, day: str = "20", recurrence: Recurrence = Recurrence.MONTHLY) -> Task:
    """Return a recurring task that seats lead by their codes."""
    kind = DeadlineKind.RECURRING
    return replace(a_task(desk, *leads), deadline_kind=kind, deadline=day, recurrence=recurrence, title="Tổng hợp")


def tick(desk: Desk) -> Sequence[str]:
    """Let the tick run; return the codes of the series that it had something to do for."""

    def work(db: object) -> list[str]:
        done = []
        for piece in occurring.make_due(desk.world.unit(db)):  # type: ignore[arg-type]
            assert piece.work() == ()  # nobody is told of an occurrence
            done.append(str(piece.about))
        return done

    found: list[str] = desk.world.write_now(work)
    return found


def made(desk: Desk) -> list[Task]:
    """Return the occurrences of the series, the earliest first."""
    ids = stored.occurrence_ids(desk.world.read, desk.task_id)
    found = tasks.tasks_by_id(desk.world.read, ids)
    return [found[each] for each in reversed(ids)]


def periods(desk: Desk) -> list[str]:
    """Return the periods of the occurrences, in order."""
    return [each.period for each in made(desk)]


def whole(desk: Desk, act: object) -> Act:
    """Return an act of the desk on the series as a whole."""
    return lambda unit, actor: act(unit, actor, desk.task_id, "Vì sao.")  # type: ignore[operator]


def changed(desk: Desk, **what: object) -> Act:
    """Return a change of what the series says."""
    after = replace(desk.task, **what)  # type: ignore[arg-type]
    return lambda unit, actor: deciding.change(unit, actor, desk.task_id, after, "Vì sao.")
