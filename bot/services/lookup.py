"""Finding by code what somebody may see."""

from __future__ import annotations

from bot.domain import questions
from bot.domain.characters import clean, cut
from bot.domain.codes import read_code
from bot.domain.difficulties import DifficultyState, current_state
from bot.domain.people import Actor
from bot.domain.questions import ReportPart
from bot.domain.reports import Report
from bot.domain.texts import Text
from bot.errors import BotError
from bot.screens import desk as desk_wording
from bot.screens import lookup as wording
from bot.screens.reporting import answers, quarterly
from bot.screens.reporting.acceptance import Acceptance
from bot.services.reply import Reply
from bot.services.tasks.listing import detail, may_see, sees_all
from storage import difficulties, people, receptions, reports, tasks
from storage.unit import Unit

_TYPED_LENGTH = 40


def ask(unit: Unit, actor: Actor) -> Reply:
    """Ask for a code. The next typed text belongs to no draft, so a code in it is looked up."""
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.ask())


def find(unit: Unit, actor: Actor, typed: str) -> Reply:
    """Show what has this code.

    Raises BotError("not_found") for what is not there, is not theirs, or is no code at all: the answer is the same.
    """
    code = read_code(typed)
    answer = _found(unit, actor, code) if code else None
    if answer is None:
        raise BotError("not_found", typed=cut(clean(typed), _TYPED_LENGTH))
    return answer


def show(unit: Unit, actor: Actor, code: str) -> Reply:
    """Show the report or the difficulty with this code. Raises BotError("not_found") as `find` does."""
    answer = _sent(unit, actor, code)
    if answer is None:
        raise BotError("not_found", typed=code)
    return answer


def show_part(unit: Unit, actor: Actor, code: str, part: ReportPart, version: int | None) -> Reply:
    """Show a part of a report or difficulty alone, as this version had it, and say if that is not the last word.

    Without a version it is the live one. Raises BotError("stale") for what is not there or not theirs.
    """
    source = _source(unit, actor, code, version)
    if source is None:
        raise BotError("stale")
    found, remark = next((d for d in source.difficulties if d.code == code), None), _remark(unit, source, code)
    if source.code == code and source.quarterly and part == ReportPart.OPINION:
        return Reply(kept=quarterly.opinion(source, remark), aside=True)
    if found and part == ReportPart.DIFFICULTY:
        return Reply(kept=desk_wording.difficulty_in_full(unit.rules.fields, source, found, remark), aside=True)
    question = questions.by_part(part)
    if found is None or question is None:
        raise BotError("stale")
    return Reply(kept=answers.alone(found, question, remark), aside=True)


def _remark(unit: Unit, source: Report, code: str) -> tuple[Text, ...]:
    """What became of a version, and of the difficulty with this code if it is one; nothing where it is live."""
    live = reports.report_by_code(unit.db, source.code)
    if live is None:
        return (wording.withdrawn(source),)
    if live.version == source.version:
        return ()
    events = difficulties.events_in_report(unit.db, source.code).get(code)
    if events and current_state(events) is DifficultyState.WITHDRAWN:
        return (wording.taken_out(source, live, code),)
    return (wording.superseded(source, live),)


def _found(unit: Unit, actor: Actor, code: str) -> Reply | None:
    if code.startswith("NV-"):
        task = tasks.task_by_code(unit.db, code)
        return detail(unit, actor, task) if task and may_see(actor, task) else None
    return _sent(unit, actor, code)


def _sent(unit: Unit, actor: Actor, code: str) -> Reply | None:
    source = _source(unit, actor, code)
    if source is None:
        return None
    # The form is out of sight now: what is typed next must not go into it.
    people.set_open_draft(unit.db, actor.account, None)
    seat = people.seat_by_id(unit.db, source.seat)
    assert seat is not None
    fields = unit.rules.fields
    for difficulty in source.difficulties:
        if difficulty.code == code:
            return Reply(wording.difficulty(difficulty, source, seat.organisation, fields))
    sender = people.person_by_id(unit.db, source.person).full_name
    return Reply(wording.report(source, seat.organisation, sender, fields, _acceptance(unit, source)))


def _acceptance(unit: Unit, source: Report) -> Acceptance | None:
    if source.urgency is None:
        return None
    taken = receptions.reception(unit.db, source.code)
    if taken.accepted_at is None or taken.accepted_by is None:
        return None
    return Acceptance(people.person_by_id(unit.db, taken.accepted_by).full_name, taken.accepted_at)


def _source(unit: Unit, actor: Actor, code: str, version: int | None = None) -> Report | None:
    """The report with this code, or with a difficulty of this code, if it may be seen; the live one or a version."""
    of = reports.report_of_difficulty if code.startswith("VM-") else reports.report_by_code
    found = of(unit.db, code, version)
    own = found is not None and found.seat in (seat.id for seat in actor.seats)
    return found if found and (own or sees_all(actor)) else None
