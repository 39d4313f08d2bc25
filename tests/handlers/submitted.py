"""What waits for approval in the story of the deny matrix, and the buttons that name it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlite_utils import Database

from bot.domain.approving import fingerprint, shown
from bot.domain.buttons import Verb
from bot.domain.forms import Act, At, Position
from bot.domain.origins import Source
from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.domain.reports import ADHOC, PROXY_REPORT, Urgency
from bot.domain.verbs.approving import (
    AnswerProxy,
    ApproveReport,
    AskOrigin,
    ChooseOrigin,
    ChooseProxy,
    CompareSubmission,
    ContinueProxy,
    ListProxySeats,
    OpenDelegation,
    OpenProxy,
    ReadSubmission,
    ReleaseApproval,
    RemindApprover,
    RequireApproval,
    ReturnReport,
    SendUnapproved,
    ShowApprovals,
    ShowSubmission,
    StopDelegation,
    TakeBack,
    TakeOver,
)
from storage import approvals, drafts, people, submissions
from tests.handlers.acts import CONTENT, PROPOSAL
from tests.world import World

ENOUGH = 6
"""Several acts end a submission: each finds another one."""


def submit(world: World, db: Database) -> None:
    """Let Bích approve in Bình's place and have submitted ad hoc reports; Chi enters one for Hiệp hội B."""
    binh, bich, chi = (people.person_by_code(db, code) for code in ("BINH", "BICH", "CHI"))
    assert binh
    assert bich
    assert chi
    now, today = world.clock.now(), world.unit(db).today
    seat = people.seats_of_person(db, bich.id, MEMBER_ROLES, today)[0]
    approvals.delegate(db, seat, bich.id, binh.id, (today, today + timedelta(days=30)), now)
    item = {"field": "dat_dai", "content": CONTENT, "agency": "", "proposal": PROPOSAL}
    for _ in range(ENOUGH):
        draft = drafts.add_draft(db, bich.id, seat, ADHOC, "", "", now)
        draft = replace(draft, items=(item,), opening=Urgency.SOON.value, rev=1, position=Position(At.REVIEW))
        drafts.save_draft(db, draft, now)
        content = fingerprint(draft, nil=False)
        submissions.add_submission(db, draft, content, now - timedelta(days=1), nil=False)
    drafts.add_draft(db, chi.id, seat, PROXY_REPORT, "2026-12", "", now)


def buttons_of_approval(world: World, code: str, seat: int) -> list[Verb]:
    """Return a button of each verb about approval that names what is somebody's own, 0 where they own none."""

    def number(sql: str) -> int:
        row = world.read.conn.execute(sql, {"code": code, "seat": seat}).fetchone()
        return int(row[0]) if row else 0

    waiting = number("SELECT id FROM submissions WHERE seat = :seat AND ended_at IS NULL ORDER BY id LIMIT 1")
    draft = number(f"SELECT draft FROM submissions WHERE id = {waiting}")
    found = drafts.draft_by_id(world.read, draft)
    seen = shown(fingerprint(found, nil=False)) if found else 0
    proxy = """FROM drafts WHERE kind = 'proxy_report' AND closed_at IS NULL
               AND person = (SELECT id FROM persons WHERE code = :code)"""
    own = number(f"SELECT id {proxy}")
    buttons: list[Verb] = [
        ShowApprovals(),
        ListProxySeats(0),
        ContinueProxy(own),
        AskOrigin(own),
        ChooseOrigin(own, Source.PHONE),
        AnswerProxy(own, number(f"SELECT rev {proxy}"), Act.BEGIN, 0),
    ]
    if not seat:
        return buttons
    delegation = number("SELECT id FROM delegations WHERE seat = :seat AND stopped_at IS NULL")
    return [
        *buttons,
        ShowSubmission(waiting),
        ReadSubmission(waiting),
        CompareSubmission(waiting),
        RemindApprover(waiting),
        ReturnReport(waiting),
        TakeBack(waiting),
        TakeOver(waiting),
        ApproveReport(waiting, seen),
        SendUnapproved(draft, found.rev if found else 0),
        RequireApproval(seat),
        ReleaseApproval(seat),
        OpenDelegation(seat),
        StopDelegation(delegation),
        ChooseProxy(seat),
        OpenProxy(seat, Period(2026, 12)),
    ]
