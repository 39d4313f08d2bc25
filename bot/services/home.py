"""The main screen and help."""

from __future__ import annotations

from bot.domain.people import Actor, Role
from bot.screens import home as wording
from bot.screens.tasks import summary
from bot.services.reply import Reply
from bot.services.standing import seat_periods
from bot.services.tasks.listing import sees_all, under_way
from storage import drafts, people
from storage.unit import Unit


def home(unit: Unit, actor: Actor) -> Reply:
    """What is due and which draft is open. The next typed text belongs to no draft."""
    people.set_open_draft(unit.db, actor.account, None)
    several = len(actor.seats) > 1
    own = drafts.live_drafts(unit.db, actor.person.id)
    lines = [
        wording.seat_line(s.seat.organisation if several else "", s.schedule, s.state, s.report, unit.now, unit.today)
        for s in seat_periods(unit, actor)
    ]
    tasks = under_way(unit, actor)
    if tasks:
        lines.append(summary(len(tasks), sum(t.soon for t in tasks), sum(t.overdue for t in tasks)))
    lines += [wording.draft_line(unit.rules.report_form, draft) for draft in own]
    if not actor.duties:
        lines.append(wording.no_duty(unit.rules.profile))
    screen = wording.home(
        unit.rules.profile,
        lines,
        own,
        may_report=bool(actor.seats),
        of_desk=Role.SECRETARIAT in actor.roles,
        has_tasks=bool(tasks),
    )
    return Reply(screen)


def help_(unit: Unit, actor: Actor) -> Reply:
    """What can be done, and where to turn to."""
    people.set_open_draft(unit.db, actor.account, None)
    of_desk = Role.SECRETARIAT in actor.roles
    may_read = bool(actor.seats) or sees_all(actor)
    return Reply(wording.help_(unit.rules.profile, may_report=bool(actor.seats), may_read=may_read, of_desk=of_desk))


def stray_file(actor: Actor) -> Reply:
    """Say that a file belongs to no open form."""
    return Reply(wording.stray_file(may_report=bool(actor.seats)))


def unknown(actor: Actor) -> Reply:
    """Say that a request was not understood."""
    return Reply(wording.unknown(may_report=bool(actor.seats)))
