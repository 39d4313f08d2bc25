"""The lines of an import, one after the other: accepted, left out, left for later; by the officer who began it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.clock import VN
from bot.domain.notice_forms import DEADLINE
from bot.domain.notice_lines import Decision, Line, NoticeImport
from bot.domain.people import Actor
from bot.errors import BotError
from bot.screens.tasks import notice_lines as line_wording
from bot.screens.tasks import notices as wording
from bot.services import home
from bot.services.people.duties import by, officer_only
from bot.services.reply import Reply, with_remark
from bot.services.tasks import notice_correcting
from bot.services.tasks.notice_lines import counts_on, counts_reports, readings, view_of
from bot.services.tasks.notice_parties import Directory
from bot.services.tasks.notice_reviewing import item, own, own_line, read_screen, review, waiting
from bot.services.upkeep.housekeeping import NOTICES_FOR
from storage import ledgers, notices, people, tasks
from storage.unit import Unit

_PER_PAGE = 6


def check(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Show the first line that waits for a decision, or the review where none does. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    return _next(unit, actor, notice, 0)


def show_line(unit: Unit, actor: Actor, line_id: int) -> Reply:
    """Show a line. Raises as `own` does."""
    notice, line = own_line(unit, actor, line_id)
    return item(unit, actor, notice, line)


def pass_line(unit: Unit, actor: Actor, line_id: int) -> Reply:
    """Show the next line that waits; this one stays as it is. Raises as `own` does."""
    notice, line = own_line(unit, actor, line_id)
    return _next(unit, actor, notice, line.place)


def accept(unit: Unit, actor: Actor, line_id: int, rev: int) -> Reply:
    """Accept a line as it was shown, or ask first what its deadline means. Raises as `own` does."""
    notice, line = own_line(unit, actor, line_id)
    if refused := _refused(unit, actor, notice, line, rev):
        return refused
    if not line.chosen.has_lead:
        return with_remark(item(unit, actor, notice, line), line_wording.no_lead())
    if line.asks_deadline:
        return _ask_deadline(unit, actor, notice, line)
    return _decide(unit, actor, notice, replace(line, decision=Decision.ACCEPTED, fault=""))


def drop(unit: Unit, actor: Actor, line_id: int, rev: int) -> Reply:
    """Leave a line out. Raises as `own` does."""
    notice, line = own_line(unit, actor, line_id)
    if refused := _refused(unit, actor, notice, line, rev):
        return refused
    return _decide(unit, actor, notice, replace(line, decision=Decision.DROPPED, fault=""))


def count_reports(unit: Unit, actor: Actor, line_id: int, rev: int, count: int) -> Reply:
    """Say whether periodic reports are the results of a recurring line, which has to be accepted after that.

    Raises as `own` does, and BotError("stale") where they cannot be.
    """
    notice, line = own_line(unit, actor, line_id)
    if refused := _refused(unit, actor, notice, line, rev):
        return refused
    if count > 1 or counts_reports(Directory.of(unit, notice.stated), line) is None:
        raise BotError("stale")
    said = replace(line, reports=bool(count), decision=Decision.OPEN, fault="", rev=line.rev + 1)
    notices.save_line(unit.db, said, unit.now)
    return with_remark(item(unit, actor, notice, said), line_wording.corrected())


def choose_deadline(unit: Unit, actor: Actor, line_id: int, rev: int, option: int) -> Reply:
    """Say what the deadline of a line means, and accept it; the last option is a day that is typed.

    Raises as `own` does, and BotError("stale") for an option that was not offered.
    """
    notice, line = own_line(unit, actor, line_id)
    if refused := _refused(unit, actor, notice, line, rev):
        return refused
    offered = readings(line.chosen)
    if not line.asks_deadline or option > len(offered) or not line.chosen.has_lead:
        raise BotError("stale")
    if option == len(offered):
        return notice_correcting.start(unit, actor, line_id, rev, DEADLINE)
    settled = replace(line, chosen=offered[option], settled=True, decision=Decision.ACCEPTED, fault="")
    return _decide(unit, actor, notice, settled)


def list_lines(unit: Unit, actor: Actor, notice_id: int, page: int) -> Reply:
    """Show a page of the lines; one that is not there shows the last. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    people.set_open_draft(unit.db, actor.account, None)
    lines = notices.lines_of(unit.db, notice.id)
    pages = max(1, -(-len(lines) // _PER_PAGE))
    page = min(page, pages - 1)
    shown = lines[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    return Reply(wording.listed(notice, shown, page, pages, len(lines)))


def show_review(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Show what would be assigned. Raises as `own` does."""
    return review(unit, actor, own(unit, actor, notice_id))


def supplement(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Go on with a notice that was imported before. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    notices.go_on(unit.db, notice.id, unit.now)
    return Reply(read_screen(notice, notices.lines_of(unit.db, notice.id)))


def imported(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Show what earlier imports of the same notice became. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    before = [each.id for each in notices.same(unit.db, notice.sign, notice.sha256) if each.id < notice.id]
    codes = notices.tasks_of(unit.db, before)
    found = [task for code in codes if (task := tasks.task_by_code(unit.db, code))]
    return Reply(wording.imported(notice, [(task.code, task.title) for task in found]))


def ask_abandon(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Ask whether an import is to be given up. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    return Reply(wording.ask_abandon(notice, len(notices.tasks_of(unit.db, [notice.id]))))


def abandon(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Give an import up; tasks that were assigned stay. Raises as `own` does."""
    notice = own(unit, actor, notice_id)
    notices.end(unit.db, notice.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, by(actor), "notice.abandoned", f"notice:{notice.id}")
    return Reply(wording.abandoned(notice))


def leave(unit: Unit, actor: Actor, notice_id: int) -> Reply:
    """Leave an import as it is. Raises as `own` does."""
    officer_only(unit, actor)
    notice = own(unit, actor, notice_id)
    until = (notice.touched_at + NOTICES_FOR).astimezone(VN).date()
    return with_remark(home.home(unit, actor), wording.kept(notice, until))


def _refused(unit: Unit, actor: Actor, notice: NoticeImport, line: Line, rev: int) -> Reply | None:
    """Show a line that is not what the button was pressed on, or that nothing can be decided of any more."""
    is_open = not line.task and line.decision is not Decision.BEFORE and line.passage is not None
    if line.rev == rev and is_open:
        return None
    return with_remark(item(unit, actor, notice, line), line_wording.moved_on())


def _decide(unit: Unit, actor: Actor, notice: NoticeImport, line: Line) -> Reply:
    notices.save_line(unit.db, replace(line, rev=line.rev + 1), unit.now)
    return _next(unit, actor, notice, line.place)


def _next(unit: Unit, actor: Actor, notice: NoticeImport, place: int) -> Reply:
    """Show the next line that waits, those before it after those behind it; the review where none does."""
    found = waiting(notices.lines_of(unit.db, notice.id))
    if not found:
        return review(unit, actor, notice)
    return item(unit, actor, notice, _behind(found, place))


def _behind(found: Sequence[Line], place: int) -> Line:
    return next((line for line in found if line.place > place), found[0])


def _ask_deadline(unit: Unit, actor: Actor, notice: NoticeImport, line: Line) -> Reply:
    people.set_open_draft(unit.db, actor.account, None)
    directory, total = Directory.of(unit, notice.stated), len(notices.lines_of(unit.db, notice.id))
    days = [counts_on(each, unit.today, unit.rules.calendar) for each in readings(line.chosen)]
    return Reply(line_wording.ask_deadline(view_of(unit, directory, line, total), days))
