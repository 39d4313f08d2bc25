"""An import of one's own: its lines, a line as it is shown, and what would be assigned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zlib import crc32

from bot.domain.deadlines import DeadlineKind
from bot.domain.notice_lines import Decision, Line, NoticeImport, as_plain, leaves_at
from bot.domain.people import MEMBER_ROLES, Actor
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens.tasks import notice_lines as line_wording
from bot.screens.tasks import notices as wording
from bot.screens.tasks.notices import Counts
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from bot.services.tasks.notice_lines import counts_reports, view_of
from bot.services.tasks.notice_parties import Directory
from storage import addressees, notices, people
from storage.unit import Unit


def own(unit: Unit, actor: Actor, notice_id: int) -> NoticeImport:
    """Return an import that the actor began.

    Raises BotError: rights; stale for one that there is not; notice_of_another; notice_ended where it has ended.
    """
    notice = own_ever(unit, actor, notice_id)
    if notice.ended_at is not None:
        raise BotError("notice_ended")
    return notice


def own_ever(unit: Unit, actor: Actor, notice_id: int) -> NoticeImport:
    """Return an import that the actor began, whatever became of it. Raises as `own`, but for one that has ended."""
    officer_only(unit, actor)
    notice = notices.import_by_id(unit.db, notice_id)
    if notice is None:
        raise BotError("stale")
    if notice.person != actor.person.id:
        by = people.person_by_id(unit.db, notice.person).full_name
        raise BotError("notice_of_another", full_name=by, at=notice.begun_at)
    return notice


def own_line(unit: Unit, actor: Actor, line_id: int) -> tuple[NoticeImport, Line]:
    """Return a line of an import that the actor began. Raises as `own` does."""
    officer_only(unit, actor)
    line = notices.line_by_id(unit.db, line_id)
    if line is None:
        raise BotError("stale")
    return own(unit, actor, line.notice), line


def item(unit: Unit, actor: Actor, notice: NoticeImport, line: Line) -> Reply:
    """Show a line; what is typed next belongs to no form."""
    people.set_open_draft(unit.db, actor.account, None)
    total = len(notices.lines_of(unit.db, notice.id))
    return Reply(line_wording.item(view_of(unit, Directory.of(unit, notice.stated), line, total)))


def review(unit: Unit, actor: Actor, notice: NoticeImport) -> Reply:
    """Show what would be assigned now."""
    people.set_open_draft(unit.db, actor.account, None)
    lines = notices.lines_of(unit.db, notice.id)
    accepted = to_assign(lines)
    directory = Directory.of(unit, notice.stated)
    codes = {code for line in accepted for code in (*line.chosen.lead, *line.chosen.coordinating)}
    seats = [seat.id for seat in directory.there(sorted(codes))]
    told = addressees.holders_of_seats(unit.db, seats, MEMBER_ROLES, unit.today)
    found = wording.Review(
        counts(accepted),
        sum(line.decision is Decision.DROPPED for line in lines),
        len(waiting(lines)),
        len(told),
        leaves_at(unit.now, unit.rules.calendar),
        seen(notice, accepted),
        [line.place for line in accepted if counts_reports(directory, line)],
    )
    return Reply(wording.review(notice, found))


def read_screen(notice: NoticeImport, lines: Sequence[Line]) -> Screen:
    """Return what was read of a notice."""
    before = sum(line.decision is Decision.BEFORE for line in lines)
    return wording.read(notice, counts([line for line in lines if line.decision is not Decision.BEFORE]), before)


def to_assign(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that were accepted and are no tasks yet."""
    return [line for line in lines if line.decision is Decision.ACCEPTED and not line.task]


def waiting(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that nobody has decided about."""
    return [line for line in lines if line.decision is Decision.OPEN]


def counts(lines: Sequence[Line]) -> Counts:
    """Return how many lines are tasks, and how many recurring ones."""
    recurring = sum(line.chosen.kind is DeadlineKind.RECURRING for line in lines)
    return Counts(len(lines) - recurring, recurring)


def seen(notice: NoticeImport, accepted: Sequence[Line]) -> int:
    """Return by what a review is known: what it would assign, under which document."""
    shown = [notice.basis, *([line.id, line.rev, as_plain(line.chosen)] for line in accepted)]
    return crc32(json.dumps(shown, sort_keys=True).encode())
