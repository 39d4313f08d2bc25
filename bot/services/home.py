"""The main screen and help."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties import keeps_roster
from bot.domain.people import Actor, Role
from bot.domain.reports import Filed
from bot.domain.texts import Row, Text
from bot.screens import home as wording
from bot.screens.reporting.own_drafts import line as draft_line
from bot.screens.reporting.submitted import Waiting, to_submission, waits_line
from bot.screens.reporting.written import kept_line
from bot.screens.tasks.listing import summary
from bot.services import outlook
from bot.services.desk import broadcasting, queue, releasing
from bot.services.overview import beside, is_leader, overview
from bot.services.people import seat_requests
from bot.services.reply import Reply, with_remark
from bot.services.reporting import keeping
from bot.services.reporting.submitting import plain
from bot.services.reporting.waiting import proxies, waiting
from bot.services.standing import seat_periods
from bot.services.tasks import desk_page, notice_sending
from bot.services.tasks.listing import sees_all, under_way
from bot.services.upkeep import missed
from storage import approvals, filed, people, submissions
from storage.unit import Unit

_LATEST_OF_ALL, _LATEST_OWN = 5, 3
_OUT_OF_REACH = 3
"""So many persons out of reach are named; the others stand in the list of members."""


def home(unit: Unit, actor: Actor) -> Reply:
    """What is due and which draft is open, or a leader's overview. The next typed text belongs to no draft."""
    if is_leader(actor):
        return overview(unit, actor)
    people.set_open_draft(unit.db, actor.account, None)
    several = len(actor.seats) > 1
    own, periods = [*waiting(unit, actor), *proxies(unit, actor)], seat_periods(unit, actor)
    lines = [
        wording.seat_line(
            s.seat.organisation if several else "",
            s.schedule,
            s.state,
            s.report,
            s.adhoc,
            unit.now,
            unit.rules.calendar.working_days_between(unit.today, s.schedule.due_on),
            s.waiting_since,
        )
        for s in periods
    ]
    tasks = under_way(unit, actor)
    if tasks:
        lines.append(summary(len(tasks), sum(t.soon for t in tasks), sum(t.overdue for t in tasks)))
    submitted = _submitted(unit, actor)
    lines += [waits_line(each, decides=decides) for each, decides in submitted if decides or each.schedule is None]
    lines += [draft_line(each) for each in own]
    kept = keeping.kept(unit, actor)
    lines += [kept_line(kept)] if kept else []
    latest = _latest(unit, actor, [s.report.code for s in periods if s.report])
    lines += wording.latest_lines(latest, of_several=several or sees_all(actor))
    if sees_all(actor):
        lines += missed.lines(unit, _OUT_OF_REACH)
    said, offered = seat_requests.member_parts(unit, actor)
    if Role.SECRETARIAT in actor.roles:
        for lines_of, rows_of in _desk_parts(unit, actor):
            said, offered = [*said, *lines_of], [*offered, *rows_of]
    asked, to_lead = beside(unit, actor)
    said, offered = [*said, *asked], [*offered, *to_lead]
    lines += said
    if not actor.duties:
        lines.append(wording.no_duty(unit.rules.profile))
    screen = wording.home(
        unit.rules.profile,
        lines,
        own,
        [report.code for report in latest],
        may_report=bool(actor.seats),
        may_read=bool(actor.seats) or sees_all(actor),
        of_desk=Role.SECRETARIAT in actor.roles,
        of_roster=keeps_roster(actor.roles),
        has_tasks=bool(tasks),
        kept=bool(kept),
        waiting=[to_submission(each, decides=decides) for each, decides in submitted],
        beside=offered,
    )
    return Reply(screen)


def _desk_parts(unit: Unit, actor: Actor) -> Sequence[tuple[Sequence[Text], Sequence[Row]]]:
    return (
        queue.desk_parts(unit),
        desk_page.desk_parts(unit),
        releasing.desk_parts(unit),
        seat_requests.desk_parts(unit),
        notice_sending.desk_parts(unit, actor),
        broadcasting.desk_parts(),
    )


def _submitted(unit: Unit, actor: Actor) -> list[tuple[Waiting, bool]]:
    """What waits for approval of the actor's seats, and whether it is the actor who decides."""
    found = submissions.waiting(unit.db, [seat.id for seat in actor.seats])
    decides = {
        seat: approvals.authority(unit.db, seat, actor.person.id, unit.today) is not None
        for seat in {each.seat for each in found}
    }
    return [(plain(unit, each), decides[each.seat]) for each in found]


def _latest(unit: Unit, actor: Actor, named: Sequence[str]) -> list[Filed]:
    """The reports filed last: everybody's where the actor sees them all, else those of their seats not yet `named`."""
    if sees_all(actor):
        return filed.latest(unit.db, None, (), _LATEST_OF_ALL)
    return filed.latest(unit.db, [seat.id for seat in actor.seats], named, _LATEST_OWN)


def help_(unit: Unit, actor: Actor) -> Reply:
    """What can be done, and where to turn to."""
    people.set_open_draft(unit.db, actor.account, None)
    screen = wording.help_(unit.rules.profile, unit.rules.reminders, actor.roles, may_report=bool(actor.seats))
    return Reply(outlook.with_next(unit, actor, screen) if actor.seats else screen)


def stray_file(actor: Actor) -> Reply:
    """Say that a file belongs to no open form."""
    return Reply(wording.stray_file(may_report=bool(actor.seats)))


def with_stray_file(reply: Reply) -> Reply:
    """Say besides that the file which came with what is answered has not been stored."""
    return with_remark(reply, wording.STRAY_FILE)


def unknown(actor: Actor) -> Reply:
    """Say that a request was not understood."""
    return Reply(wording.unknown(may_report=bool(actor.seats)))
