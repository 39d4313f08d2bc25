"""Finding by code, or by words, what somebody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.clock import VN
from bot.domain import questions
from bot.domain.amendments import difference
from bot.domain.characters import clean, cut, utf16_length
from bot.domain.codes import read_code
from bot.domain.difficulties import INTERNAL, DifficultyEvent, DifficultyState, current_state
from bot.domain.directing import may_direct
from bot.domain.handling import Case, accepted_together
from bot.domain.people import Actor, Role
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.reports import Report
from bot.domain.searching import QUERY_LENGTH, LookupList
from bot.domain.texts import Choice, Row, Screen, Text
from bot.domain.triage import QueueView
from bot.errors import BotError
from bot.screens import desk as desk_wording
from bot.screens import lookup as wording
from bot.screens import sharing as sharing_wording
from bot.screens import triage as triage_wording
from bot.screens.difficulties import classifying
from bot.screens.difficulties import directing as directing_wording
from bot.screens.difficulties import handling as handling_wording
from bot.screens.difficulties import result_files as files_wording
from bot.screens.difficulties import standing as way_wording
from bot.screens.reporting import amending, answers, quarterly
from bot.screens.reporting import carrying as carrying_wording
from bot.screens.reporting import difference as differing
from bot.screens.reporting.carrying import Going
from bot.screens.reporting.signing import signature
from bot.services import report_lists, searching
from bot.services.desk import claims, opened
from bot.services.desk.classifying import of_report
from bot.services.difficulties import clusters, suggesting, worded
from bot.services.difficulties.cases import case_in, cases_of, names_of, topic_of
from bot.services.reply import Reply
from bot.services.reporting import carrying
from bot.services.reporting.acceptance import acceptance_of
from bot.services.reporting.versions import window_of, withdrawable
from bot.services.standing import beside
from bot.services.tasks import linking
from bot.services.tasks.listing import may_see, sees_all
from bot.services.tasks.page import detail
from storage import difficulties, notes, people, reports, sharing, tasks
from storage.unit import Unit

_TYPED_LENGTH = 40
_AWAITED_FOR = timedelta(hours=1)
"""Later than this a text is hardly meant as the answer to the question."""


def ask(unit: Unit, actor: Actor) -> Reply:
    """Ask what to look up. The next typed text belongs to no draft: see `awaits`."""
    people.ask_for_query(unit.db, actor.account, unit.now)
    return Reply(wording.ask(sees_all=sees_all(actor)))


def awaits(unit: Unit, actor: Actor, typed: str) -> bool:
    """Return whether a text answers the question what to look up, or says what to look for instead of what was found.

    Not where another screen has come since, nor an hour later; nor what is too long to be looked for.
    """
    asked = actor.lookup_asked_at
    lately = asked is not None and unit.now - asked <= _AWAITED_FOR
    return lately and actor.open_draft is None and utf16_length(clean(typed)) <= QUERY_LENGTH


def find(unit: Unit, actor: Actor, typed: str) -> Reply:
    """Show what has this code, or what the words find where it is none.

    Raises BotError("not_found") for a code that is not there or is not theirs: the answer is the same.
    """
    code = read_code(typed)
    if code is None:
        return searching.search_for(unit, actor, typed)
    answer = _found(unit, actor, code)
    if answer is None:
        raise BotError("not_found", typed=cut(clean(typed), _TYPED_LENGTH))
    return answer


def show_list(unit: Unit, actor: Actor, which: LookupList, page: int) -> Reply:
    """Show a page of a list; one that is not there any more shows the last. Raises BotError("stale") as `results`."""
    if which is LookupList.RESULTS:
        return searching.results(unit, actor, page)
    return report_lists.show(unit, actor, which, page)


def show_entry(unit: Unit, actor: Actor, code: str, which: LookupList, page: int) -> Reply:
    """Show what has this code, with the way back to a list. Raises BotError("not_found") as `find` does."""
    return show_with(unit, actor, code, wording.back_to(which, page))


def show(unit: Unit, actor: Actor, code: str) -> Reply:
    """Show the report or the difficulty with this code. Raises BotError("not_found") as `find` does."""
    answer = _sent(unit, actor, code)
    if answer is None:
        raise BotError("not_found", typed=code)
    return answer


def show_with(unit: Unit, actor: Actor, code: str, back: Choice) -> Reply:
    """Show what has this code, with the way back to another screen. Raises BotError("not_found") as `find` does."""
    answer = _found(unit, actor, code, back)
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
    opened.note(unit, actor, source)
    found, remark = next((d for d in source.difficulties if d.code == code), None), _remark(unit, source, code)
    if source.code == code and source.quarterly and part == ReportPart.OPINION:
        return Reply(kept=quarterly.opinion(source, remark), aside=True)
    if source.code == code and source.said and part == ReportPart.UPDATES:
        return Reply(kept=carrying_wording.alone(source, remark), aside=True)
    if found and part == ReportPart.DIFFICULTY:
        return Reply(kept=desk_wording.difficulty_in_full(unit.rules.fields, source, found, remark), aside=True)
    question = questions.by_part(part)
    if found is None or question is None:
        raise BotError("stale")
    return Reply(kept=answers.alone(found, question, remark), aside=True)


def show_statement(unit: Unit, actor: Actor, code: str, place: int, version: int) -> Reply:
    """Show what a version of a report says of a task, by its place, and say if that version is not the last word.

    Raises BotError("stale") for what is not there or not theirs.
    """
    source = _source(unit, actor, code, version)
    stated = source.quarterly.tasks if source and source.code == code and source.quarterly else ()
    found = next(iter(stated[place - 1 : place]), None)
    if source is None or found is None or found.statement is None:
        raise BotError("stale")
    opened.note(unit, actor, source)
    return Reply(kept=quarterly.statement(source, found, _remark(unit, source, code)), aside=True)


def show_way(unit: Unit, actor: Actor, code: str, page: int) -> Reply:
    """Show a page of what happened to a difficulty. Raises BotError("stale") for what is not there or not theirs."""
    events = events_seen(unit, actor, code)
    people.set_open_draft(unit.db, actor.account, None)
    screen = way_wording.way_screen(code, events, names_of(unit, events), page, inside=sees_all(actor))
    return Reply(linking.beside_way(unit, code, screen))


def show_event(unit: Unit, actor: Actor, code: str, number: int) -> Reply:
    """Show what event `number` of a difficulty says, the first being 1. Raises BotError("stale") as `show_way`."""
    events = events_seen(unit, actor, code)
    if not 1 <= number <= len(events) or (events[number - 1].act in INTERNAL and not sees_all(actor)):
        raise BotError("stale")
    return Reply(kept=way_wording.event_screen(code, events, number, names_of(unit, events)), aside=True)


def events_seen(unit: Unit, actor: Actor, code: str) -> tuple[DifficultyEvent, ...]:
    """Return what happened to a difficulty that they may see. Raises BotError("stale") for any other."""
    if _source(unit, actor, code) is None:
        raise BotError("stale")
    events = difficulties.events_of(unit.db, [code]).get(code)
    if events is None:
        raise BotError("stale")  # the code of a report
    return events


def show_difference(unit: Unit, actor: Actor, code: str, version: int) -> Reply:
    """Show what a version of a report changes of the one before.

    Raises BotError("stale") for what is not there, not theirs, or a first version.
    """
    after, before = _source(unit, actor, code, version), _source(unit, actor, code, version - 1)
    if after is None or before is None or after.code != code:
        raise BotError("stale")
    opened.note(unit, actor, after)
    seat, sender = (
        people.seat_by_id(unit.db, after.seat),
        signature(after, people.persons_by_id(unit.db, after.signers)),
    )
    assert seat is not None
    found = difference(before, after)
    screen = differing.screen(before, after, found, seat.organisation, sender, unit.rules.fields)
    return Reply(kept=screen, aside=True)


def _remark(unit: Unit, source: Report, code: str) -> tuple[Text, ...]:
    """What became of a version, and of the difficulty with this code if it is one; nothing where it is live."""
    live = reports.report_by_code(unit.db, source.code)
    if live is None:
        return (wording.withdrawn(source),)
    if live.version == source.version:
        return ()
    events = difficulties.events_of(unit.db, [code]).get(code)
    if events and current_state(events) is DifficultyState.WITHDRAWN:
        return (wording.taken_out(source, live, code),)
    return (wording.superseded(source, live),)


def _found(unit: Unit, actor: Actor, code: str, back: Choice | None = None) -> Reply | None:
    if code.startswith("NV-"):
        task = tasks.task_by_code(unit.db, code)
        return detail(unit, actor, task, back) if task and may_see(actor, task) else None
    return _sent(unit, actor, code, back)


def _sent(unit: Unit, actor: Actor, code: str, back: Choice | None = None) -> Reply | None:
    source = _source(unit, actor, code)
    if source is None:
        return _cosigned(unit, actor, code, back)
    # The form is out of sight now: what is typed next must not go into it.
    people.set_open_draft(unit.db, actor.account, None)
    opened.note(unit, actor, source)
    seat = people.seat_by_id(unit.db, source.seat)
    assert seat is not None
    fields = unit.rules.fields
    if any(difficulty.code == code for difficulty in source.difficulties):
        case = case_in(unit, source, code)
        own = seat.id in (each.id for each in actor.seats)
        screen = wording.difficulty(case, fields, names_of(unit, case.events), back, own=own, inside=sees_all(actor))
        screen = files_wording.beside(screen, case)
        view, desk = triage_wording.view_of(back), Role.SECRETARIAT in actor.roles
        if Role.LEADER in actor.roles and may_direct(case.events):
            screen = directing_wording.beside(screen, code)
        screen = worded.beside(unit, actor, case, screen)
        screen = clusters.beside(unit, actor, case, sharing_wording.beside(screen, standing_of(unit, code), desk=desk))
        screen = claims.beside(unit, actor, linking.beside(unit, actor, case, screen), case, view)
        return Reply(
            handling_wording.beside(screen, case, at_desk(unit, case, view)) if desk else screen, topic=topic_of(case)
        )
    sender = signature(source, people.persons_by_id(unit.db, source.signers))
    adhoc = beside(unit, [source])[source.code]
    events = difficulties.events_of(unit.db, [each.code for each in source.difficulties])
    source, standings = of_report(source, events), _standings(events)
    going = Going(carrying.followed(unit, source.seat, Period.parse(source.period))) if source.said else Going()
    acceptance, acts = acceptance_of(unit, source), _acts(unit, actor, source)
    screen = wording.report(source, seat.organisation, sender, fields, acceptance, back, adhoc, standings, going, acts)
    return Reply(_for_desk(unit, source, screen) if Role.SECRETARIAT in actor.roles else screen)


def at_desk(unit: Unit, case: Case, view: QueueView | None = None) -> handling_wording.AtDesk:
    """Return what the desk sees of a difficulty besides what it says; `view`: the part of the queue it came from."""
    received = case.events[0].at.astimezone(VN).date()
    by = unit.rules.calendar.working_day_after(received, unit.rules.profile.forward_within)
    codes = [each.code for each in case.report.difficulties]
    following = next(iter(codes[codes.index(case.code) + 1 :]), "")
    kept = len(notes.notes_of(unit.db, case.code))
    overruled = classifying.overruled(case.difficulty.own, case.events, unit.rules.fields)
    suggested = suggesting.suggestion(unit, case)
    return handling_wording.AtDesk(unit.now, unit.today, by, following, kept, suggested, overruled, view)


def _for_desk(unit: Unit, source: Report, screen: Screen) -> Screen:
    """The screen of a report with what the desk can do with all of it; an ad hoc one is accepted on its card."""
    if source.urgency:
        return screen
    cases = cases_of(unit, source)
    waiting = sum(case.state is DifficultyState.SENT for case in cases)
    return handling_wording.of_report(screen, source, waiting, undo=bool(accepted_together(cases, unit.now)))


def _standings(events: Mapping[str, Sequence[DifficultyEvent]]) -> Mapping[str, Text]:
    """Where those of these difficulties stand of which something has become."""
    found = {code: way_wording.become_of(of) for code, of in events.items()}
    return {code: said for code, said in found.items() if said}


def _cosigned(unit: Unit, actor: Actor, code: str, back: Choice | None) -> Reply | None:
    """What somebody who co-signed a difficulty of another may see of it."""
    cosign = sharing.cosign_of(unit.db, code, [seat.id for seat in actor.seats])
    if cosign is None:
        return None
    people.set_open_draft(unit.db, actor.account, None)
    seat = next(seat for seat in actor.seats if seat.id == cosign.seat)
    standing = standing_of(unit, code)
    return Reply(sharing_wording.cosigned(standing, seat.organisation, cosign.at, cosign.example, back))


def standing_of(unit: Unit, code: str) -> sharing_wording.Standing:
    """Return who stands behind a difficulty, and what is shared of it."""
    signed, shared = sharing.cosigns(unit.db, [code])[code], next(iter(sharing.shared(unit.db, code)), None)
    examples = [each.example for each in signed if each.example]
    return sharing_wording.Standing(
        code,
        clusters.weights(unit, [code])[code],
        shared.headline if shared else "",
        shared.answer if shared else "",
        examples,
    )


def _acts(unit: Unit, actor: Actor, source: Report) -> Row:
    """What those whose report it is can do with it."""
    if source.seat not in (seat.id for seat in actor.seats):
        return ()
    is_closed = bool(source.period) and unit.now >= window_of(unit, source).stop_at
    return () if is_closed else amending.acts(source, withdrawable(unit, source))


def _source(unit: Unit, actor: Actor, code: str, version: int | None = None) -> Report | None:
    """The report with this code, or with a difficulty of this code, if it may be seen; the live one or a version.

    What was withdrawn before anybody else had opened it is its seat's alone.
    """
    of = reports.report_of_difficulty if code.startswith("VM-") else reports.report_by_code
    found = of(unit.db, code, version)
    own = found is not None and found.seat in (seat.id for seat in actor.seats)
    if found is None or own:
        return found
    return found if sees_all(actor) and not reports.was_withdrawn(unit.db, found.code, found.version) else None
