"""A base in which every way a task can go has one: several leads, agencies without a seat, put off, held, ended."""

from __future__ import annotations

from datetime import date

from bot.domain.courses import Lead
from bot.services.tasks import deciding, working
from bot.services.tasks.working import Result
from tests.services.courses import OUTSIDE, Desk, a_task
from tests.world import World

TOTAL, TASKS, CANCELLED = 10, 8, 1
BUCKETS = {"done_on_time": 1, "done_late": 1, "open_in_time": 4, "open_overdue": 3, "no_deadline": 1}
LATE = {"NV-26-002": 2, "NV-26-005": 1}
"""How many courses of each of these tasks are overdue."""
_WORDS = "Đang chờ ý kiến Bộ Tư pháp."


def told(world: World) -> Desk:
    """Tell it all by the services from Monday, 16 November 2026 on, and stand on Wednesday, 2 December."""
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        world.link(code)
    desk = Desk(world)
    first = _assign(desk)
    lead_a, lead_b = Lead(desk.seat("HIEPHOIA")), Lead(desk.seat("HIEPHOIB"))
    desk.task_id = first + 1
    outside = Lead(agency=OUTSIDE)
    desk.does("CHI", lambda u, a: working.progress(u, a, desk.task_id, outside, 40, _WORDS))
    desk.does("AN", lambda u, a: working.progress(u, a, desk.task_id, lead_a, 80, _WORDS))
    _put_off(desk, first + 2, lead_a)
    desk.task_id = first + 6
    desk.does("CHI", lambda u, a: deciding.cancel(u, a, desk.task_id, "Đã có văn bản thay thế."))
    desk.task_id = first + 7
    desk.does("CHI", lambda u, a: deciding.suspend(u, a, desk.task_id, "Chờ luật."))
    desk.turn(17)
    _report(desk, "AN", first, lead_a)
    _confirm(desk, lead_a)
    desk.turn(18)
    _report(desk, "BICH", first + 3, lead_b)
    desk.turn(19)
    _report(desk, "AN", first + 8, lead_a)
    _confirm(desk, lead_a)
    desk.turn(2, 12)
    return desk


def _assign(desk: Desk) -> int:
    """Assign them all; return the id of the first."""
    first = desk.assign(a_task(desk, "HIEPHOIA", "HIEPHOIB", due=date(2026, 12, 31))).id
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 25), outside=(OUTSIDE,)))
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 25), target=342, unit="phản ánh, kiến nghị"))
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 11, 20)))
    desk.assign(a_task(desk, "HIEPHOIB", due=date(2026, 11, 20)))
    desk.assign(a_task(desk, "HIEPHOIB", due=None))
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 6)))
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 18)))
    desk.assign(a_task(desk, "HIEPHOIA", due=date(2026, 11, 17)))
    return first


def _put_off(desk: Desk, task: int, lead: Lead) -> None:
    """The second deadline is in force, and a third is asked for."""
    desk.task_id = task
    reason = "Chờ 05 địa phương."
    desk.does("AN", lambda u, a: working.ask_extension(u, a, task, lead, date(2026, 12, 15), reason))
    newest = desk.course(lead).newest
    desk.does("CHI", lambda u, a: deciding.grant(u, a, task, lead, newest))
    desk.does("AN", lambda u, a: working.ask_extension(u, a, task, lead, date(2026, 12, 25), reason))
    desk.does("AN", lambda u, a: working.progress(u, a, task, lead, None, "", 120))


def _report(desk: Desk, who: str, task: int, lead: Lead) -> None:
    desk.task_id = task
    result = Result("Đã ban hành.", "Quyết định số 15/QĐ-BTP", date(2026, 11, 16))
    desk.does(who, lambda u, a: working.report(u, a, task, lead, result))


def _confirm(desk: Desk, lead: Lead) -> None:
    newest = desk.course(lead).newest
    desk.does("CHI", lambda u, a: deciding.confirm(u, a, desk.task_id, lead, newest))
