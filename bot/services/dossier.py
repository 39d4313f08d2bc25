"""The dossier of a seat: all it filed in a period, what came of it, and its tasks, as files for those who hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import VN
from bot.domain import questions
from bot.domain.amendments import difference
from bot.domain.correcting import corrected
from bot.domain.difficulties import INTERNAL, DifficultyAct, DifficultyEvent
from bot.domain.following import first_period, times_raised
from bot.domain.handling import opinion
from bot.domain.operations import SendFile, Topic, TopicKind
from bot.domain.people import Actor, Seat
from bot.domain.periods import Period, data_window
from bot.domain.questions import STATEMENT
from bot.domain.reports import Difficulty, Report
from bot.domain.tasks import Task
from bot.errors import BotError
from bot.exports import DOSSIER, dossier_file_name
from bot.exports.snapshot import canonical, sha256
from bot.exports.wording import vietnamese
from bot.screens import dossier as wording
from bot.screens.difficulties import notices
from bot.screens.difficulties.standing import happened, result_text, standing
from bot.screens.reporting.amending import called, summary
from bot.screens.reporting.attachments import described
from bot.screens.reporting.carrying import said_lines
from bot.screens.reporting.signing import signature
from bot.screens.reporting.went import went_lines
from bot.services.desk.snapshots import PROVISIONAL
from bot.services.desk.worded import as_worded
from bot.services.difficulties.cases import names_of
from bot.services.reply import Reply
from bot.services.reporting.quarterly import state_of
from bot.services.standing import period_schedule
from storage import difficulties, dossiers, people, snapshots, task_events, tasks, wordings
from storage.dossiers import SentVersion
from storage.rows import iso, maybe_iso_day
from storage.unit import Unit

PER_PAGE = 6


def choose(unit: Unit, actor: Actor, page: int) -> Reply:
    """Show a page of the periods of the actor's seats, the newest first; one that is not there shows the last."""
    people.set_open_draft(unit.db, actor.account, None)
    offered = [(seat, period) for seat in actor.seats for period in _periods(unit, seat)]
    offered.sort(key=lambda each: (each[1].first_day, -each[0].rank), reverse=True)
    pages = max(1, -(-len(offered) // PER_PAGE))
    number = min(page, pages - 1)
    here = offered[number * PER_PAGE : (number + 1) * PER_PAGE]
    return Reply(wording.choose(here, number, pages, name_members=len(actor.seats) > 1))


def make(unit: Unit, actor: Actor, seat_id: int, period: Period) -> Reply:
    """Send the files of a seat and a period. Raises BotError("stale") for one that is not theirs or not offered."""
    seat = next((seat for seat in actor.seats if seat.id == seat_id), None)
    if seat is None or period not in _periods(unit, seat):
        raise BotError("stale")
    people.set_open_draft(unit.db, actor.account, None)
    snapshot = make_dossier(unit, seat, period, actor.person.full_name)
    number = snapshots.add_snapshot(unit.db, period.iso, unit.now, canonical(snapshot), sha256(snapshot))
    caption = wording.caption(period, seat.organisation, unit.now, sha256(snapshot))
    topic = Topic(TopicKind.DOSSIER, {"period": period.iso})
    files = tuple(
        SendFile(actor.to, f"make:{name}:{PROVISIONAL}:{number}", dossier_file_name(name, snapshot), caption, topic)
        for name in DOSSIER
    )
    return Reply(wording.made(period, seat.organisation), notices=files)


def _periods(unit: Unit, seat: Seat) -> list[Period]:
    """The periods from the one in which a seat sent its first report to the one whose data are gathered now."""
    cadence = unit.rules.profile.bodies[seat.body].cadence
    period = Period.containing(unit.today, cadence)
    first = dossiers.first_sent(unit.db, seat.id)
    # The report for a period is sent after its data have ended, and so in the window of the next one.
    oldest = Period.containing(first.astimezone(VN).date(), cadence).previous() if first else period.previous()
    found = [period]
    while found[-1] > oldest:
        found.append(found[-1].previous())
    return found


def make_dossier(unit: Unit, seat: Seat, period: Period, by: str) -> dict[str, object]:
    """Return what a seat filed in a period as plain data: every version, every difficulty with its way, its tasks.

    Of difficulties also those from before of which something was heard in the time of the period.
    """
    since, until = data_window(period)
    sent = dossiers.versions_of_seat(unit.db, seat.id, period.iso, since, until)
    codes = dossiers.touched(unit.db, seat.id, [each.report.id for each in sent], since, until)
    body = unit.rules.profile.bodies[seat.body]
    return {
        "schema": 1,
        "kind": "dossier",
        "taken_at": iso(unit.now),
        "by": by,
        "period": {"year": period.year, "number": period.number, "cadence": period.cadence.value},
        "seat": {"code": seat.code, "organisation": seat.organisation, "body": body.name.vi},
        "standing_body": unit.rules.profile.office.standing_body.vi,
        "reports": _reports(unit, period, sent),
        "difficulties": _difficulties(unit, codes),
        "tasks": [_task(unit, seat, task, said) for task, said in _tasks(unit, seat)],
    }


def _reports(unit: Unit, period: Period, sent: Sequence[SentVersion]) -> list[dict[str, object]]:
    signers = people.persons_by_id(unit.db, frozenset[int]().union(*(each.report.signers for each in sent)))
    due_at = period_schedule(unit, period).due_at
    return [
        {
            "code": each.report.code,
            "version": each.report.version,
            "kind": each.report.urgency.value if each.report.urgency else "",
            "sent_at": iso(each.report.sent_at),
            "sender": vietnamese(signature(each.report, signers)),
            "late": not each.report.urgency and each.report.filed_at > due_at,
            "nil": each.report.nil,
            "difficulties": [difficulty.code for difficulty in each.report.difficulties],
            "said": [vietnamese(line) for line in said_lines(each.report.said)],
            "changes": _changes(sent, each.report),
            "opinion": each.report.quarterly.opinion if each.report.quarterly else "",
            "superseded_at": _maybe(each.superseded_at),
            "withdrawn_at": _maybe(each.withdrawn_at),
        }
        for each in sent
    ]


def _changes(sent: Sequence[SentVersion], after: Report) -> str:
    """What a version changes of the one that it amends; nothing of one that amends none."""
    code, number = after.code, after.version - 1
    before = next((e.report for e in sent if e.report.code == code and e.report.version == number), None)
    return vietnamese(summary(difference(before, after))) if before and after.is_amendment else ""


def _maybe(at: datetime | None) -> str | None:
    return iso(at) if at else None


def _difficulties(unit: Unit, codes: Sequence[str]) -> list[dict[str, object]]:
    events, texts = difficulties.events_of(unit.db, codes), dossiers.newest_texts(unit.db, codes)
    names = names_of(unit, [event for of in events.values() for event in of])
    worded = wordings.wordings_of(unit.db, codes)
    found = [(code, *texts[code], events.get(code, ())) for code in codes]
    return [
        {**_difficulty(unit, report, corrected(each, came), came, names), **as_worded(worded, each)}
        for code, report, each, came in found
    ]


def _difficulty(
    unit: Unit,
    report: Report,
    difficulty: Difficulty,
    events: Sequence[DifficultyEvent],
    names: Mapping[str, str],
) -> dict[str, object]:
    said, since = opinion(events), first_period(difficulty.code)
    return {
        "code": difficulty.code,
        "report": vietnamese(called(report)),
        **difficulty.answers,
        questions.FIELD: unit.rules.fields[difficulty.field].name.vi,
        "files": [vietnamese(name) for name in described(difficulty.attachments)],
        "file_hashes": [each.sha256 for each in difficulty.attachments],
        "times": times_raised(events),
        "since": {"year": since.year, "number": since.number, "cadence": since.cadence.value},
        "state": vietnamese(standing(events)),
        "result": next((vietnamese(result_text(e)) for e in reversed(events) if e.act is DifficultyAct.ANSWERED), ""),
        "verdict": vietnamese(notices.opinion(said, names.get(said.actor, ""))) if said else "",
        "way": [
            {"at": iso(event.at), "act": event.act.value, "what": vietnamese(happened(events, number, names))}
            for number, event in enumerate(events)
            if event.act not in (DifficultyAct.UNDONE, *INTERNAL)
        ],
    }


def _tasks(unit: Unit, seat: Seat) -> list[tuple[Task, Mapping[str, str]]]:
    said = task_events.statements(unit.db, seat.id)
    found = [task for done in (False, True) for task in tasks.tasks_of_seats(unit.db, [seat.id], done=done)]
    found.sort(key=lambda task: task.code)
    return [(task, said[task.code].answers if task.code in said else {}) for task in found]


def _task(unit: Unit, seat: Seat, task: Task, said: Mapping[str, str]) -> dict[str, object]:
    """A task as its seat states it: its own course where it leads, the task as a whole where it does not."""
    state = state_of(unit, seat.id, task)
    assert state.went is not None
    return {
        "code": task.code,
        "title": task.title,
        "part": state.part.value,
        "due_on": maybe_iso_day(state.due_on),
        "bucket": state.bucket.value,
        "done_on": maybe_iso_day(state.done_on),
        "recorded": state.went.result,
        "went": [vietnamese(line) for line in went_lines(replace(state.went, result=""))],
        **{question.name: said.get(question.name, "") for question in STATEMENT},
    }
