"""What somebody of the cast owns, and a button of every verb that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act
from bot.domain.handling import WORDS, Verdict
from bot.domain.people import Role
from bot.domain.periods import Period
from bot.domain.preferences import PauseFor, QuietHours
from bot.domain.requests import VALID_FOR, RequestKind, RosterScope
from bot.domain.searching import LookupList
from bot.domain.seat_requests import SeatRequestKind
from bot.domain.secrecy import Mark
from bot.domain.tasks import TaskFilter
from bot.domain.turns import Turn, TurnKind
from bot.domain.verbs.alike import (
    AskCosign,
    AskCosignBack,
    CosignInstead,
    Example,
    OpenSharing,
    RevokeSharing,
    TakeCosignBack,
)
from bot.domain.verbs.desk import AcceptAdhoc, ShowAggregate
from bot.domain.verbs.difficulties import (
    AddToDifficulty,
    ListDossiers,
    MakeDossier,
    SayOfResult,
    SendResultFiles,
    ShowEvent,
    ShowWay,
)
from bot.domain.verbs.directory import (
    AnswerDirectory,
    ApplyRosterFile,
    AskEndDuty,
    AskUnlink,
    ConfirmRequest,
    EndDuty,
    IssueInvitation,
    ListMembers,
    OpenAddition,
    OpenHandover,
    RefuseRequest,
    ShowMember,
    ShowRequest,
    ShowRosterFile,
    Unlink,
)
from bot.domain.verbs.drafts import (
    AskDeleteDraft,
    DeleteDraft,
    ListDrafts,
    ShowSharedDraft,
    StartAdhoc,
    TakeDraft,
)
from bot.domain.verbs.joining import Address, AskAddress, ChooseAddress, Join, JoinStep
from bot.domain.verbs.lookup import AskLookup, ShowLookupEntry, ShowLookupList, ShowReport
from bot.domain.verbs.reporting import (
    AnswerForm,
    ChooseReport,
    ContinueDraft,
    DropKept,
    MoveDraft,
    OpenAdhoc,
    OpenNilReport,
    OpenReport,
)
from bot.domain.verbs.seats import (
    AskAbsence,
    AskExcuse,
    CancelTurn,
    ChooseExcuse,
    DeclineSeatRequest,
    GrantSeatRequest,
    ListSeatRequests,
    OpenSubstitute,
    ReceiveTurn,
    ShowSeatRequest,
    ShowTurn,
    WithdrawSeatRequest,
)
from bot.domain.verbs.secrecy import AnswerGuard, GuardStep
from bot.domain.verbs.settings import (
    AskLeaving,
    AskOfOwnData,
    AskSetting,
    ChooseLanguage,
    ChooseMorning,
    ChoosePause,
    ChooseQuiet,
    Consent,
    DataRequest,
    Language,
    Leave,
    Leaving,
    SendOwnData,
    Setting,
    ShowOwnData,
    ShowSettings,
)
from bot.domain.verbs.tasks import ListReportTasks, ListTasks, ShowStatement, ShowTask, StateTask
from bot.domain.verbs.versions import AmendReport, AskWithdrawal, ShowDifference, WithdrawReport
from bot.services.people import changes, roster
from bot.services.people.duties import Grant
from storage import difficulties, people, requests, seat_requests, secrecy, sharing, turns
from tests.handlers import (
    handling_rights,
    ladder_rights,
    lead_task_rights,
    leading_rights,
    notice_rights,
    other_rights,
    subtask_rights,
    task_rights,
    triage_rights,
)
from tests.handlers.cast import PERSONS
from tests.handlers.merging_rights import buttons_of_merging, of_another
from tests.handlers.roster_acts import NEWCOMER, TWO_ADMINS
from tests.handlers.submitted import buttons_of_approval
from tests.world import World


def ask(world: World, db: Database) -> int:
    """Let Nam, an administrator too, ask for what takes two."""
    nam = people.person_by_code(db, "NAM")
    assert nam is not None
    grant = Grant(replace(nam, id=0, full_name="Người mới"), Role.LEADER, "")
    now = world.clock.now()
    return requests.add_request(db, RequestKind.DUTY, grant.body, nam.id, now, now + VALID_FOR)


def hold_back(world: World, db: Database) -> list[int]:
    """Let everybody who is linked have sent something with a mark of secrecy."""
    accounts = db.conn.execute("SELECT id FROM accounts").fetchall()
    return [secrecy.add_refused(db, row["id"], "…", Mark.TOP, world.clock.now()).id for row in accounts]


def share_headlines(world: World, db: Database) -> None:
    """Let Chi have shared a headline of every difficulty."""
    chi = people.person_by_code(db, "CHI")
    assert chi is not None
    for (code,) in db.conn.execute("SELECT code FROM difficulties").fetchall():
        sharing.share(db, code, "Nộp lại giấy tờ đã có", "", chi.id, world.clock.now())


def preview_file(world: World, db: Database) -> int:
    """Let Mai have sent a roster file that puts somebody on the roster."""
    mai = people.person_by_code(db, "MAI")
    assert mai is not None
    unit = world.unit(db)
    lines = roster.read(TWO_ADMINS + NEWCOMER, world.rules.profile.bodies)
    found = changes.of_roster(unit, lines).as_plain()
    body = {"name": "danh-sach.csv", RosterScope.WHOLE.value: found, RosterScope.ADD.value: found}
    return requests.add_request(db, RequestKind.ROSTER, body, mai.id, unit.now, unit.now + VALID_FOR, asked=False)


def answer_all(world: World, db: Database) -> None:
    """Let there be a result of every difficulty that was sent."""
    result = DifficultyEvent(DifficultyAct.ANSWERED, world.clock.now(), "person:CHI", {WORDS: "Đã sửa quy định"})
    for row in db.conn.execute("SELECT code, report FROM difficulties").fetchall():
        difficulties.add_event(db, row["code"], row["report"], result)


def turn_seats(world: World, db: Database) -> None:
    """Let every member have asked to be excused, each from another report, and stand in for Chi on their own duty."""
    chi = people.person_by_code(db, "CHI")
    assert chi is not None
    (of_chi,) = people.duties_of(db, chi.id, world.unit(db).today)
    for number, code in enumerate(("AN", "BICH", "BINH"), 1):
        person = people.person_by_code(db, code)
        assert person is not None
        (duty,) = people.duties_of(db, person.id, world.unit(db).today)
        assert duty.seat is not None
        now = world.clock.now()
        seat_requests.add_request(
            db, SeatRequestKind.EXCUSE, duty.seat.id, f"2027-0{number}", {"reason": "Đang kiện toàn."}, person.id, now
        )
        begins, ends = world.unit(db).today, world.unit(db).today + timedelta(days=30)
        turn = Turn(
            0, TurnKind.SUBSTITUTE, duty.seat.id, chi.id, of_chi.id, person.id, duty.id, begins, ends, True, "test"
        )
        turns.mark(db, turns.add_turn(db, turn, now), "begun", now)


BUTTONS_OF_SETTINGS = (
    ShowSettings(),
    AskSetting(Setting.MORNING),
    ChooseMorning(1),
    ChooseQuiet(QuietHours.NIGHT),
    ChoosePause(PauseFor.NOT),
    ChooseLanguage(Language.VIETNAMESE),
    ShowOwnData(),
    SendOwnData(),
    AskOfOwnData(DataRequest.CORRECT, 0),
    Consent(),
    AskLeaving(Leaving.UNLINK),
    Leave(Leaving.UNLINK),
)


@dataclass(frozen=True)
class Things:
    """What somebody of the cast owns, as it can be named; what they do not own is empty."""

    buttons: Mapping[type[Verb], Verb]
    """A button of each verb that names what is theirs, and of each that names nothing."""
    words: Mapping[str, str]
    """What the screens call it."""


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb that names nothing anybody owns."""
    return [
        *other_rights.buttons_of_nobody(),
        Join(JoinStep.ENTER),
        ChooseAddress(Address.COMRADE),
        AskAddress(),
        *BUTTONS_OF_SETTINGS,
        ChooseReport(),
        DropKept(),
        ListDrafts(),
        ChooseExcuse(),
        ListSeatRequests(),
        ListTasks(TaskFilter.OPEN, 0),
        AskLookup(),
        ShowLookupList(LookupList.SENT, 0),
        ListDossiers(0),
        ShowAggregate(Period(2026, 11)),
        ListMembers(),
        OpenAddition(),
        ShowRequest(1),
        ConfirmRequest(1),
        RefuseRequest(2),
    ]


def buttons_of_person(person: int, account: int, duty: int, refused: int) -> list[Verb]:
    """Return a button of each verb that names a person or what they hold."""
    return [
        OpenHandover(duty),
        OpenSubstitute(duty),
        AskEndDuty(duty, DirectoryView()),
        EndDuty(duty, DirectoryView()),
        ShowMember(person, DirectoryView()),
        IssueInvitation(person, 0, DirectoryView()),
        AskUnlink(person, DirectoryView()),
        Unlink(person, account, DirectoryView()),
        *other_rights.buttons_of_account(account),
        AnswerGuard(refused, GuardStep.SHOW),
    ]


def buttons_of_seat(seat: int, person: int, request: int, turn: int) -> list[Verb]:
    """Return a button of each verb that names a seat's request or turn."""
    return [
        AskExcuse(seat, Period(2026, 12)),
        AskAbsence(seat),
        WithdrawSeatRequest(request),
        ShowSeatRequest(request),
        DeclineSeatRequest(request),
        GrantSeatRequest(request),
        ShowTurn(turn),
        ReceiveTurn(turn),
        CancelTurn(turn),
        StartAdhoc(seat),
        *ladder_rights.buttons_of_seat(seat, person),
    ]


def buttons_of_draft(draft: int, rev: int) -> list[Verb]:
    """Return a button of each verb that names a draft."""
    return [
        ShowSharedDraft(draft),
        TakeDraft(draft, rev),
        AskDeleteDraft(draft),
        DeleteDraft(draft, rev),
        ContinueDraft(draft),
        MoveDraft(draft),
        AnswerForm(draft, rev, Act.CHOOSE, 0),
    ]


def buttons_of_form(draft: int, rev: int) -> list[Verb]:
    """What is offered in a form of no seat, and to leaders beside theirs."""
    return [AnswerDirectory(draft, rev, Act.BACK, 0), *leading_rights.buttons_of_nobody(draft, rev)]


def buttons_of_task(seat: int, draft: int, task: int) -> list[Verb]:
    """What is offered about a task of a seat, and about the quarterly report that states it."""
    own = [ShowTask(task, TaskFilter.OPEN, 0), ListReportTasks(draft, 0), StateTask(seat, task)]
    more = [*subtask_rights.buttons_of_task(seat, task), *lead_task_rights.buttons_of_task(task)]
    return [*own, *task_rights.buttons_of_task(seat, task), *more]


def buttons_of_report(report: str) -> list[Verb]:
    """What is offered about a report that was sent."""
    return [
        ShowStatement(report, 1, 1),
        AcceptAdhoc(report),
        *handling_rights.buttons_of_report(report),
        AmendReport(report),
        AskWithdrawal(report),
        WithdrawReport(report),
        ShowDifference(report, 1),
    ]


def buttons_of_difficulty(difficulty: str) -> list[Verb]:
    """What is offered about a difficulty that was sent."""
    return [
        ShowReport(difficulty),
        ShowLookupEntry(difficulty, LookupList.SENT, 0),
        ShowWay(difficulty, 0),
        ShowEvent(difficulty, 2),
        AddToDifficulty(difficulty),
        SayOfResult(difficulty, 2, Verdict.SOLVED),
        SendResultFiles(difficulty, 2),
        *handling_rights.buttons_of_difficulty(difficulty),
        *leading_rights.buttons_of_difficulty(difficulty),
        OpenSharing(difficulty),
        RevokeSharing(difficulty),
    ]


def things_of(world: World, who: str) -> Things:
    """Return what somebody owns at this moment."""
    code = PERSONS.get(who, "")

    def found(sql: str) -> str:
        row = world.read.conn.execute(sql, {"code": code}).fetchone()
        return str(row[0]) if row else ""

    def number(sql: str) -> int:
        return int(found(sql) or 0)

    of_person = "(SELECT id FROM persons WHERE code = :code)"
    seat = number(f"SELECT seat FROM duties WHERE person = {of_person} AND seat IS NOT NULL")
    own = f"person = {of_person} AND closed_at IS NULL"
    draft = number(f"SELECT id FROM drafts WHERE {own} AND kind = 'report'")
    rev = number(f"SELECT rev FROM drafts WHERE {own} AND kind = 'report'")
    form = number(f"SELECT id FROM drafts WHERE {own} AND seat IS NULL AND kind NOT IN ('task_assigning', 'broadcast')")
    form_rev = number(f"SELECT rev FROM drafts WHERE id = {form}")
    file = number(f"SELECT id FROM requests WHERE kind = 'roster' AND by_person = {of_person}")
    duty = number(f"SELECT id FROM duties WHERE person = {of_person}")
    report = found(f"SELECT code FROM reports WHERE by_person = {of_person}")
    request = number(f"SELECT id FROM seat_requests WHERE by_person = {of_person}")
    turn = number(f"SELECT id FROM turns WHERE to_person = {of_person}")
    sent = f"reports r ON r.id = d.report WHERE by_person = {of_person}"
    difficulty = found(f"SELECT d.code FROM difficulties d JOIN {sent}")
    other = of_another(world, code)
    task = {"AN": "NV-26-038", "BICH": "NV-26-060", "BINH": "NV-26-060"}.get(code, "")
    task_id = number(f"SELECT id FROM tasks WHERE code = '{task}'")
    person = number("SELECT id FROM persons WHERE code = :code")
    account = number(f"SELECT id FROM accounts WHERE person = {of_person} AND unlinked_at IS NULL")
    refused = number(f"SELECT id FROM refused_texts WHERE account = {account}")
    buttons = [
        *buttons_of_nobody(),
        *buttons_of_form(form, form_rev),
        ShowRosterFile(file, RosterScope.WHOLE),
        ApplyRosterFile(file, RosterScope.WHOLE),
    ]
    buttons += buttons_of_person(person, account, duty, refused) if person else ()
    buttons += [*buttons_of_approval(world, code, seat), *notice_rights.buttons_of_import(world)]
    if seat:
        buttons += [
            OpenReport(seat, Period(2026, 12)),
            OpenNilReport(seat, Period(2026, 12)),
            OpenAdhoc(seat),
            *buttons_of_seat(seat, person, request, turn),
            *buttons_of_draft(draft, rev),
            *buttons_of_task(seat, draft, task_id),
            *buttons_of_report(report),
            *buttons_of_difficulty(difficulty),
            *triage_rights.buttons_of_difficulty(world, difficulty, seat),
            *buttons_of_merging(difficulty, other),
            MakeDossier(seat, Period(2026, 12)),
            AskCosign(draft, rev, 0, difficulty),
            CosignInstead(draft, rev, Example.KEEP),
            AskCosignBack(difficulty),
            TakeCosignBack(difficulty),
        ]
    name = found("SELECT full_name FROM persons WHERE code = :code")
    words = {"person": code, "name": name, "task": task, "difficulty": difficulty, "other": other}
    return Things({type(verb): verb for verb in buttons}, words)
