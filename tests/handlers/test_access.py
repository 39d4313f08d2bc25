"""Who may use which command and which button: everything that is not granted here is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from itertools import product, zip_longest
from pathlib import Path

import pytest

from bot.domain.buttons import Verb
from bot.domain.directory import DirectoryView
from bot.domain.forms import Act
from bot.domain.periods import Period
from bot.domain.questions import ReportPart
from bot.domain.searching import LookupList
from bot.domain.tasks import TaskFilter
from bot.domain.verbs import (
    VERBS,
    AcceptAdhoc,
    Address,
    AnswerForm,
    AskAddress,
    AskLookup,
    AskUnlink,
    ChooseAddress,
    ChooseReport,
    ContinueDraft,
    DropKept,
    IssueInvitation,
    Join,
    JoinStep,
    ListMembers,
    ListReportTasks,
    ListTasks,
    MoveDraft,
    OpenAdhoc,
    OpenNilReport,
    OpenReport,
    ShowAggregate,
    ShowHelp,
    ShowHome,
    ShowLookupEntry,
    ShowLookupList,
    ShowMember,
    ShowReport,
    ShowStatement,
    ShowTask,
    StateTask,
    Unlink,
)
from handlers.access import COMMANDS
from tests.asking import step_at
from tests.catalogues import out_of_date, said
from tests.handlers.acts import CLOSED, OPEN, SENT_ADHOC, press
from tests.handlers.cast import (
    CAST,
    DESK,
    EVERYBODY,
    GRANTED,
    LEADER,
    LINKED,
    MEMBERS,
    NOBODY,
    PERSONS,
    READERS,
    REFUSALS,
    Served,
    alike,
    phone_of,
    rows_of_members,
    texts,
)
from tests.task_world import import_tasks
from tests.world import ROSTER, World, running, say

MAY_SAY: Mapping[str, Served] = {
    "start": alike(EVERYBODY),
    "batdau": alike(EVERYBODY),
    "trogiup": alike(LINKED),
    "help": alike(LINKED),
    "baocao": alike(MEMBERS),
    "report": alike(MEMBERS),
    "nhiemvu": alike(READERS),
    "tasks": alike(READERS),
    "tracuu": (MEMBERS, DESK | LEADER),
    "search": (MEMBERS, DESK | LEADER),
    "tonghop": alike(DESK | LEADER),
    "digest": alike(DESK | LEADER),
    "thanhvien": alike(DESK),
    "members": alike(DESK),
}
"""Everybody in the table of commands."""

MAY_PRESS: Mapping[type[Verb], Served] = {
    Join: alike(frozenset({"stranger"})),
    ChooseAddress: alike(LINKED),
    AskAddress: alike(LINKED),
    ShowHome: alike(LINKED),
    ShowHelp: alike(LINKED),
    ChooseReport: alike(MEMBERS),
    MoveDraft: (MEMBERS, NOBODY),
    ContinueDraft: (MEMBERS, NOBODY),
    DropKept: alike(MEMBERS),
    AnswerForm: (MEMBERS, NOBODY),
    OpenReport: (MEMBERS, NOBODY),
    OpenNilReport: (MEMBERS, NOBODY),
    OpenAdhoc: (MEMBERS, NOBODY),
    ListReportTasks: alike(NOBODY),
    StateTask: alike(NOBODY),
    ShowStatement: alike(NOBODY),
    ListTasks: alike(READERS),
    ShowTask: (MEMBERS, DESK | LEADER),
    ShowReport: (MEMBERS, DESK | LEADER),
    AskLookup: alike(READERS),
    ShowLookupList: alike(READERS),
    ShowLookupEntry: (MEMBERS, DESK | LEADER),
    AcceptAdhoc: (NOBODY, DESK),
    ShowAggregate: alike(DESK | LEADER),
    ListMembers: alike(DESK),
    ShowMember: alike(DESK),
    IssueInvitation: alike(DESK),
    AskUnlink: (NOBODY, DESK),
    Unlink: (NOBODY, DESK),
}
"""Every verb of the registry, pressed in this order: a draft is moved into December, then written on.

The members are the council's, whose reports say nothing of tasks; those of the working group are in test_task_results.
"""

SERVED: Mapping[str | type[Verb], str] = {
    "start": "Trợ lý Tổ công tác",
    "batdau": "Trợ lý Tổ công tác",
    "trogiup": "Hướng dẫn",
    "help": "Hướng dẫn",
    "baocao": "Gửi báo cáo",
    "report": "Gửi báo cáo",
    "nhiemvu": "Nhiệm vụ đang thực hiện",
    "tasks": "Nhiệm vụ đang thực hiện",
    "tracuu": "{difficulty} – Đất đai",
    "search": "{difficulty} – Đất đai",
    "tonghop": "Tổng hợp khó khăn, vướng mắc",
    "digest": "Tổng hợp khó khăn, vướng mắc",
    "thanhvien": "Danh sách thành viên",
    "members": "Danh sách thành viên",
    Join: "Kênh này dành cho thành viên",
    ChooseAddress: "Đã liên kết tài khoản của",
    AskAddress: "Mời chọn cách xưng hô",
    ShowHome: "Trợ lý Tổ công tác",
    DropKept: "Trợ lý Tổ công tác",
    ShowHelp: "Hướng dẫn",
    ChooseReport: "Gửi báo cáo",
    MoveDraft: f"tháng 12/2026 – vướng mắc số 1 – {step_at('field')}",
    ContinueDraft: f"tháng 12/2026 – vướng mắc số 1 – {step_at('field')}",
    AnswerForm: f"tháng 12/2026 – vướng mắc số 1 – {step_at('procedure')}",
    OpenReport: f"tháng 12/2026 – vướng mắc số 1 – {step_at('procedure')}",
    OpenNilReport: "không phát sinh",
    OpenAdhoc: "Mức độ đề nghị xử lý",
    ListTasks: "Nhiệm vụ đang thực hiện",
    ShowTask: "{task} – ",
    ShowReport: "{difficulty} – Đất đai",
    AskLookup: "Mời nhập từ khóa",
    ShowLookupList: "Báo cáo đã gửi",
    ShowLookupEntry: "{difficulty} – Đất đai",
    AcceptAdhoc: "Người tiếp nhận: Phạm Thu Chi",
    ShowAggregate: "Tổng hợp khó khăn, vướng mắc",
    ListMembers: "Danh sách thành viên",
    ShowMember: "{name} ({person})",
    IssueInvitation: "Đã tạo mã mời cho {name}",
    AskUnlink: "Hủy liên kết tài khoản của {name}?",
    Unlink: "Đã hủy liên kết tài khoản của {name}",
}
"""Words that only somebody who is served can see."""
SAID_OVER_THE_BUTTON = frozenset({AcceptAdhoc, DropKept})
"""Verbs that serve with a remark over the button."""


def test_every_command_has_its_row_here() -> None:
    assert set(MAY_SAY) == set(COMMANDS)


def test_every_verb_has_its_row_here() -> None:
    assert set(MAY_PRESS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_ownership_only_takes_away_from_what_a_verb_grants(verb: type[Verb]) -> None:
    own, others = MAY_PRESS[verb]

    assert own | others <= GRANTED[verb.access]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Every member has sent an ad hoc report and has a draft for November; Mai is the admin. It is told once."""
    world = World(tmp_path_factory.mktemp("told"))
    world.import_roster(ROSTER + "MAI,Lý Thị Mai,Quản trị viên,,vi,,admin,,,\n")
    import_tasks(world)
    for code in PERSONS.values():
        world.link(code)
    asyncio.run(tell(world))
    world.close()
    return world


async def tell(world: World) -> None:
    async with running(world):
        for code in ("AN", "BICH", "BINH"):
            await say(world, world.phone(code), *SENT_ADHOC, *OPEN)


@pytest.fixture
async def busy(told: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world of its own in which all that was told, and November has closed."""
    monkeypatch.setattr("bot.services.desk.aggregate.NAMES", ())  # building the files is tested elsewhere
    world = told.copied(tmp_path)
    world.quota.most = 1000
    async with running(world):
        await world.settle()
        world.clock.set(CLOSED)
        yield world
    world.close()


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
        ChooseReport(),
        DropKept(),
        ListTasks(TaskFilter.OPEN, 0),
        AskLookup(),
        ShowLookupList(LookupList.SENT, 0),
        ShowAggregate(Period(2026, 11)),
        ListMembers(),
    ]


def buttons_of_person(person: int, account: int) -> list[Verb]:
    """Return a button of each verb that names a person."""
    return [
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
    draft = number(f"SELECT id FROM drafts WHERE person = {of_person} AND closed_at IS NULL")
    rev = number(f"SELECT rev FROM drafts WHERE person = {of_person} AND closed_at IS NULL")
    report = found(f"SELECT code FROM reports WHERE by_person = {of_person}")
    difficulty = found(
        f"SELECT d.code FROM difficulties d JOIN reports r ON r.id = d.report WHERE by_person = {of_person}"
    )
    task = {"AN": "NV-26-038", "BICH": "NV-26-060", "BINH": "NV-26-060"}.get(code, "")
    task_id = number(f"SELECT id FROM tasks WHERE code = '{task}'")
    person = number("SELECT id FROM persons WHERE code = :code")
    account = number(f"SELECT id FROM accounts WHERE person = {of_person} AND unlinked_at IS NULL")
    buttons = [*buttons_of_nobody(), *(buttons_of_person(person, account) if person else ())]
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


def owner(who: str, whose: str) -> str:
    """Return who owns what somebody names: they themselves, or somebody of another seat."""
    if whose == "own":
        return who
    return "other member" if who == "member" else "member"


WHOSE = ("own", "others")


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_every_command_serves_those_it_is_for_and_nobody_else(busy: World, who: str, whose: str) -> None:
    phone, things = phone_of(busy, who), things_of(busy, owner(who, whose))

    for command, row in MAY_SAY.items():
        looking_up = command in ("tracuu", "search")
        if looking_up and not things.words["difficulty"]:
            continue  # there is nothing of theirs to look up
        served = row[WHOSE.index(whose)]
        await say(busy, phone, f"/{command} {things.words['difficulty']}" if looking_up else f"/{command}")

        assert (SERVED[command].format(**things.words) in phone.last.text) == (who in served), command
        assert who in served or any(words in phone.last.text for words in REFUSALS), command
    assert busy.count("snapshots") == 2 * (who in DESK | LEADER)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_every_button_serves_those_it_is_for_and_nobody_else(busy: World, who: str, whose: str) -> None:
    phone = phone_of(busy, who)

    pressed = set()
    for verb, row in MAY_PRESS.items():
        served = row[WHOSE.index(whose)]
        things = things_of(busy, owner(who, whose))
        if verb not in things.buttons:
            assert who not in served, verb
            continue
        if who in served and who != "stranger":
            await say(busy, phone, "/batdau" if verb is ShowHelp else "/trogiup")
        shown, base = texts(phone), rows_of_members(busy)
        words = await press(busy, phone, things.buttons[verb].data)
        news = "\n".join(now for now, before in zip_longest(texts(phone), shown) if now != before)
        pressed.add(verb)

        if who in served:
            assert SERVED[verb].format(**things.words) in news, verb
            assert (words == "") == (verb not in SAID_OVER_THE_BUTTON), verb
        else:
            assert any(refusal in (words or news) for refusal in REFUSALS), verb
            assert bool(words) != bool(news), verb
            assert rows_of_members(busy) == base, verb
    assert pressed == set(VERBS) or (whose == "own" and who not in MEMBERS)


async def test_a_draft_is_its_writers_alone_and_what_was_sent_is_everybodys_of_the_seat(busy: World) -> None:
    binh, hers = busy.phone("BINH"), things_of(busy, "other member")

    refused = [await press(busy, binh, hers.buttons[verb].data) for verb in (ContinueDraft, AnswerForm, MoveDraft)]
    for verb in (ShowReport, ShowTask):
        await press(busy, binh, hers.buttons[verb].data)
        assert SERVED[verb].format(**hers.words) in binh.last.text

    assert all(out_of_date() in words for words in refused)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("who", CAST)
async def test_a_part_of_a_report_is_shown_to_those_who_may_see_the_report(busy: World, who: str, whose: str) -> None:
    phone, difficulty = phone_of(busy, who), things_of(busy, owner(who, whose)).words["difficulty"]
    if not difficulty:
        return  # they have sent nothing

    for part, version in product(set(ReportPart) - {ReportPart.OPINION}, (None, 1)):
        words = await press(busy, phone, ShowReport(difficulty, part, version).data)
        shown = phone.messages and phone.last.text.startswith(difficulty)

        assert bool(shown) == (who in MAY_PRESS[ShowReport][WHOSE.index(whose)]), part
        assert shown or any(refusal in (words or phone.last.text) for refusal in REFUSALS)


async def test_a_command_works_in_any_case_and_with_the_bots_name(world: World) -> None:
    an = world.phone("AN")

    await say(world, an, "/BaoCao@tro_ly_bot")

    assert said("Please choose the report:") in an.last.text
