"""What somebody of the cast owns, and a button of every verb that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act
from bot.domain.people import Role
from bot.domain.periods import Period
from bot.domain.preferences import PauseFor, QuietHours
from bot.domain.requests import VALID_FOR, RequestKind, RosterScope
from bot.domain.searching import LookupList
from bot.domain.tasks import TaskFilter
from bot.domain.verbs.desk import AcceptAdhoc, ShowAggregate
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
    ShowCallList,
    ShowMember,
    ShowRequest,
    ShowRosterFile,
    Unlink,
)
from bot.domain.verbs.home import ShowHelp, ShowHome
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
from bot.services.people import changes, roster
from bot.services.people.duties import Grant
from storage import people, requests
from tests.handlers.cast import PERSONS
from tests.handlers.roster_acts import NEWCOMER, TWO_ADMINS
from tests.world import World


def ask(world: World, db: Database) -> int:
    """Let Nam, an administrator too, ask for what takes two."""
    nam = people.person_by_code(db, "NAM")
    assert nam is not None
    grant = Grant(replace(nam, id=0, full_name="Người mới"), Role.LEADER, "")
    now = world.clock.now()
    return requests.add_request(db, RequestKind.DUTY, grant.body, nam.id, now, now + VALID_FOR)


def preview_file(world: World, db: Database) -> int:
    """Let Mai have sent a roster file that puts somebody on the roster."""
    mai = people.person_by_code(db, "MAI")
    assert mai is not None
    unit = world.unit(db)
    lines = roster.read(TWO_ADMINS + NEWCOMER, world.rules.profile.bodies)
    found = changes.of_roster(unit, lines).as_plain()
    body = {"name": "danh-sach.csv", RosterScope.WHOLE.value: found, RosterScope.ADD.value: found}
    return requests.add_request(db, RequestKind.ROSTER, body, mai.id, unit.now, unit.now + VALID_FOR, asked=False)


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
        Join(JoinStep.ENTER),
        ChooseAddress(Address.COMRADE),
        AskAddress(),
        ShowHome(),
        ShowHelp(),
        *BUTTONS_OF_SETTINGS,
        ChooseReport(),
        DropKept(),
        ListTasks(TaskFilter.OPEN, 0),
        AskLookup(),
        ShowLookupList(LookupList.SENT, 0),
        ShowAggregate(Period(2026, 11)),
        ListMembers(),
        ShowCallList(0),
        OpenAddition(),
        ShowRequest(1),
        ConfirmRequest(1),
        RefuseRequest(2),
    ]


def buttons_of_person(person: int, account: int, duty: int) -> list[Verb]:
    """Return a button of each verb that names a person or what they hold."""
    return [
        OpenHandover(duty),
        AskEndDuty(duty, DirectoryView()),
        EndDuty(duty, DirectoryView()),
        ShowMember(person, DirectoryView()),
        IssueInvitation(person, 0, DirectoryView()),
        AskUnlink(person, DirectoryView()),
        Unlink(person, account, DirectoryView()),
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
    draft = number(f"SELECT id FROM drafts WHERE {own} AND seat IS NOT NULL")
    rev = number(f"SELECT rev FROM drafts WHERE {own} AND seat IS NOT NULL")
    form = number(f"SELECT id FROM drafts WHERE {own} AND seat IS NULL")
    form_rev = number(f"SELECT rev FROM drafts WHERE {own} AND seat IS NULL")
    file = number(f"SELECT id FROM requests WHERE kind = 'roster' AND by_person = {of_person}")
    duty = number(f"SELECT id FROM duties WHERE person = {of_person}")
    report = found(f"SELECT code FROM reports WHERE by_person = {of_person}")
    difficulty = found(
        f"SELECT d.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE by_person = {of_person}"
    )
    task = {"AN": "NV-26-038", "BICH": "NV-26-060", "BINH": "NV-26-060"}.get(code, "")
    task_id = number(f"SELECT id FROM tasks WHERE code = '{task}'")
    person = number("SELECT id FROM persons WHERE code = :code")
    account = number(f"SELECT id FROM accounts WHERE person = {of_person} AND unlinked_at IS NULL")
    buttons = [
        *buttons_of_nobody(),
        AnswerDirectory(form, form_rev, Act.BACK, 0),
        ShowRosterFile(file, RosterScope.WHOLE),
        ApplyRosterFile(file, RosterScope.WHOLE),
    ]
    buttons += buttons_of_person(person, account, duty) if person else ()
    if seat:
        buttons += [
            OpenReport(seat, Period(2026, 12)),
            OpenNilReport(seat, Period(2026, 12)),
            OpenAdhoc(seat),
            ContinueDraft(draft),
            MoveDraft(draft),
            AnswerForm(draft, rev, Act.CHOOSE, 0),
            ShowTask(task_id, TaskFilter.OPEN, 0),
            ListReportTasks(draft, 0),
            StateTask(seat, task_id),
            ShowStatement(report, 1, 1),
            ShowReport(difficulty),
            ShowLookupEntry(difficulty, LookupList.SENT, 0),
            AcceptAdhoc(report),
        ]
    name = found("SELECT full_name FROM persons WHERE code = :code")
    return Things(
        {type(verb): verb for verb in buttons}, {"person": code, "name": name, "task": task, "difficulty": difficulty}
    )
