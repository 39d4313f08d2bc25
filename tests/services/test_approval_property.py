"""Whatever is pressed in whatever order: nothing is filed without the right approval, and nothing written is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.domain.amendments import taken_up
from bot.domain.buttons import Verb
from bot.domain.carrying import Carried
from bot.domain.difficulties import DifficultyAct
from bot.domain.forms import Act, At, Draft, Position
from bot.domain.people import Role
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, REPORT, Approval, Report, Urgency
from bot.domain.verbs import approving as verbs
from bot.domain.verbs.reporting import AnswerForm, OpenAdhoc, OpenNilReport, OpenReport
from bot.domain.verbs.versions import AmendReport
from storage import approvals, drafts, people, reach, reports
from tests.filed import file_report
from tests.handlers.acts import CONTENT, PROPOSAL
from tests.services.approval_story import Story, content_of
from tests.world import ROSTER, START, World

NAM = "NAM,Võ Hoài Nam,Chuyên viên,,vi,,focal,hoi_dong_tu_van,HIEPHOIB,Hiệp hội B\n"
PEOPLE = ("BICH", "BINH", "NAM", "AN")
"""A focal person, the principal, another focal person of Hiệp hội B; An is of another member."""
ITEM = {"field": "dat_dai", "content": CONTENT, "agency": "", "proposal": PROPOSAL}
CHANGED = ITEM | {"content": "Nội dung đã được sửa lại cho rõ hơn."}
TEXTS = st.sampled_from(["Một nội dung khác, cũng đủ dài.", "Đề nghị nêu rõ địa phương.", "30/11/2026", "dat dai"])
NUMBERS = st.integers(0, 10_000)
SEND = st.tuples(st.just("send"), st.sampled_from(PEOPLE))
DECIDE = st.tuples(st.just("decide"), st.sampled_from(("BINH", "BINH", "NAM", "BICH", "AN")), NUMBERS)
ACTS = st.one_of(
    SEND,
    st.tuples(st.just("send"), st.just("BICH")),
    DECIDE,
    DECIDE,
    st.tuples(st.just("press"), st.sampled_from(PEOPLE), NUMBERS),
    st.tuples(st.just("forge"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), NUMBERS),
    st.tuples(st.just("type"), st.sampled_from(PEOPLE), TEXTS),
    st.tuples(st.sampled_from(["require", "release", "delegate", "stop", "lose", "regain", "block", "return"])),
    st.tuples(st.just("wait"), st.integers(1, 60)),
)
"""What people do most is to send and to decide; the rest is what comes between."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("approval"))
    world.import_roster(ROSTER + NAM)
    for code in (*PEOPLE, "CHI"):
        world.link(code)
    yield world
    world.close()


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=4, max_size=30), st.sampled_from(Urgency), st.sampled_from((0, 1, 2)), st.booleans())
@example([("send", "BICH"), ("send", "BICH"), ("delegate",), ("forge", "NAM", "BINH", 27)], Urgency.URGENT, 0, True)
def test_nothing_is_filed_without_the_approval_of_one_who_may_and_was_shown_it_and_nothing_written_is_lost(
    base: World, acts: list[tuple[object, ...]], urgency: Urgency, opened: int, amends: bool
) -> None:
    def one_story(db: Database) -> None:
        story = begin(base, db, urgency, opened, amends=amends)
        for act in acts:
            before, known, written = state(story), {r.reference for r in story.filed()}, story.written()
            pressed = do(story, act)
            for report in story.filed():
                if report.reference not in known:
                    rightly_filed(story, report, before, pressed, forged=act[0] == "forge")
                    rightly_amended(story, report)
            if not isinstance(pressed, AnswerForm) and act[0] != "type":
                assert written <= story.written(), act
        raise _EndedError

    with pytest.raises(_EndedError):
        base.write_now(one_story)


class _EndedError(Exception):
    """Ends an example, and with it everything that it wrote."""


def begin(base: World, db: Database, urgency: Urgency, opened: int, *, amends: bool) -> Story:
    """Bích has a report and an ad hoc report ready to be sent, one of which is open, and Bình asks for approval.

    The report follows a difficulty of October; where it `amends`, another version of it has been sent.
    """
    story = Story(db, base.rules, START)
    unit, binh, bich = story.unit, story.actor("BINH"), story.actor("BICH")
    seat = bich.seats[0]
    file_report(unit, seat, bich.person.id, Period(2026, 10), [ITEM])
    sent = file_report(unit, seat, bich.person.id, Period(2026, 11), [ITEM]) if amends else None
    approvals.require(db, seat.id, binh.person.id, START)
    for kind, subject in ((REPORT, "2026-11"), (ADHOC, "")):
        draft = drafts.add_draft(db, bich.person.id, seat.id, kind, subject, "", unit.now)
        ready(taken_up(draft, sent) if sent and kind == REPORT else draft, db, urgency)
    openings: list[Verb] = [
        *([AmendReport(sent.code)] if sent else []),
        OpenReport(seat.id, Period(2026, 11)),
        OpenNilReport(seat.id, Period(2026, 11)),
        OpenAdhoc(seat.id),
        verbs.ShowApprovals(),
    ]
    for code in PEOPLE:
        story.buttons[code] = list(openings)
    story.press("BICH", openings[opened])
    do(story, ("send", "BICH"))
    return story


def ready(draft: Draft, db: Database, urgency: Urgency) -> None:
    opening = urgency.value if draft.kind == ADHOC else ""
    draft = replace(draft, items=(CHANGED if draft.base else ITEM,), opening=opening, rev=1)
    draft = replace(draft, carried=() if draft.kind == ADHOC else (Carried("VM-2610-001", DifficultyAct.SOLVED),))
    drafts.save_draft(db, replace(draft, position=Position(At.REVIEW)), START)


State = tuple[dict[str, bool], bool, bool]


def state(story: Story) -> State:
    """Who may approve, whether approval is asked for, whether anybody who approves can be reached."""
    may = {code: story.may_approve(code) for code in PEOPLE}
    required = story.db.execute("SELECT 1 FROM approvals_required").fetchone() is not None
    reachable = {
        row[0]
        for row in story.db.execute(
            "SELECT p.code FROM accounts a JOIN persons p ON p.id = a.person WHERE a.reach = 'ok'"
        )
    }
    return may, required, any(may[code] and code in reachable for code in PEOPLE)


def do(story: Story, act: tuple[object, ...]) -> Verb | None:
    """Let something happen; return the button that was pressed."""
    offered: Sequence[Verb]
    match act:
        case ("send", str(who)):
            offered = [b for b in story.buttons[who] if isinstance(b, AnswerForm) and b.what is Act.SEND][-1:]
            number = 0
        case ("decide", str(who), int(number)):
            offered = [each for each in story.buttons[who] if isinstance(each, DECIDING)][-4:]
        case ("press", str(who), int(number)):
            offered = story.buttons[who][-6:]
        case ("forge", str(who), str(whose), int(number)):
            offered = story.buttons[whose]
        case ("type", str(who), str(text)):
            story.type(who, text)
            return None
        case _:
            happen(story, act)
            return None
    if not offered:
        return None
    verb = offered[number % len(offered)]
    story.press(str(who), verb)
    return verb


DECIDING = (verbs.ApproveReport, verbs.ReturnReport, verbs.TakeOver, verbs.TakeBack, verbs.SendUnapproved)


def happen(story: Story, act: tuple[object, ...]) -> None:
    """Let rights, time and reach change, as they do by other hands."""
    if act[0] == "wait":
        story.now += timedelta(hours=int(str(act[1])))
        return
    db, today, now = story.db, story.unit.today, story.now
    binh, nam = (people.person_by_code(db, code) for code in ("BINH", "NAM"))
    assert binh
    assert nam
    seat = db.execute("SELECT id FROM seats WHERE code = 'HIEPHOIB'").fetchone()[0]
    days, accounts = (today, today + timedelta(days=2)), people.accounts_of(db, binh.id, "telegram")

    def come_back() -> None:
        for account in accounts:
            reach.set_reachable(db, account)

    acts: Mapping[object, Callable[[], object]] = {
        "require": lambda: approvals.require(db, seat, binh.id, now),
        "release": lambda: approvals.release(db, seat),
        "delegate": lambda: approvals.delegate(db, seat, nam.id, binh.id, days, now),
        "stop": lambda: db.execute("UPDATE delegations SET stopped_at = '2026-11-16T00:00:00.000000Z'"),
        "lose": lambda: db.execute("UPDATE duties SET valid_to = ? WHERE role = 'principal'", [today.isoformat()]),
        "regain": lambda: people.add_duty(db, binh.id, seat, Role.PRINCIPAL, today),
        "block": lambda: [reach.set_unreachable(db, account, now) for account in accounts],
        "return": come_back,
    }
    acts[act[0]]()


def rightly_amended(story: Story, report: Report) -> None:
    """Check that a version follows the one before it, and that what both hold kept its code and what was said."""
    before = reports.report_by_code(story.db, report.code, report.version - 1) if report.version > 1 else None
    if before is None:
        return
    event("amended")
    assert report.filed_at == before.filed_at
    known = {each.code for each in before.difficulties}
    assert [d.code for d in report.difficulties if d.code in known] == [d.code for d in before.difficulties][
        : len(report.difficulties)
    ]
    assert not report.said or [said.code for said in report.said] == ["VM-2610-001"]


def rightly_filed(story: Story, report: Report, before: State, pressed: Verb | None, *, forged: bool) -> None:
    """Check a report that the last act filed against what held at that moment.

    Whoever may approve and presses the button of another approves what that one was shown, and nothing else.
    """
    may, required, reachable = before
    event(f"filed: {report.endorsed.approval.value or 'without asking'}")
    codes = {person.id: person.code for person in people.everybody_ever(story.db)}
    match report.endorsed.approval:
        case Approval.GIVEN:
            assert report.endorsed.approved_by is not None
            approver = codes[report.endorsed.approved_by]
            assert may[approver]
            if isinstance(pressed, verbs.ApproveReport):
                shown = {who: said for (who, number), said in story.seen.items() if number == pressed.shown}
                assert forged or approver in shown
                assert set(shown.values()) == {tuple(content_of(d.answers) for d in report.difficulties)}
        case Approval.UNREACHABLE:
            assert required
            assert not reachable
        case Approval.URGENT:
            assert report.urgency is Urgency.URGENT
        case Approval.NONE:
            assert not required or may[codes[report.person]]
