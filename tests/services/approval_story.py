"""People who press whatever they, or anybody, were ever shown: reports, approvals and delegations in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.domain.buttons import Verb
from bot.domain.forms import Tap, Typed
from bot.domain.operations import Send
from bot.domain.people import Actor, Caller
from bot.domain.texts import Screen
from bot.domain.verbs import approving as verbs
from bot.domain.verbs.reporting import AnswerForm, ContinueDraft, OpenAdhoc, OpenNilReport, OpenReport
from bot.domain.verbs.versions import AmendReport
from bot.errors import BotError
from bot.services.reply import Reply
from bot.services.reporting import adhoc, amending, comparing, deciding, delegating, forms, periodic
from storage import drafts, people, reports
from storage.unit import Rules, Unit
from tests.world import USERS

Pressed = Callable[[Unit, Actor, Any], Reply]
PRESSES: Mapping[type[Verb], Pressed] = {
    OpenReport: lambda u, a, p: periodic.start(u, a, p.seat, p.period),
    OpenNilReport: lambda u, a, p: periodic.start_nil(u, a, p.seat, p.period),
    AmendReport: lambda u, a, p: amending.start(u, a, p.report),
    OpenAdhoc: lambda u, a, p: adhoc.start(u, a, p.seat),
    ContinueDraft: lambda u, a, p: forms.resume(u, a, p.draft),
    AnswerForm: lambda u, a, p: forms.answer(u, a, p.draft, Tap(p.rev, p.what, p.index)),
    verbs.ShowApprovals: lambda u, a, _p: delegating.show(u, a),
    verbs.RequireApproval: lambda u, a, p: delegating.require(u, a, p.seat, on=True),
    verbs.ReleaseApproval: lambda u, a, p: delegating.require(u, a, p.seat, on=False),
    verbs.OpenDelegation: lambda u, a, p: delegating.start(u, a, p.seat),
    verbs.StopDelegation: lambda u, a, p: delegating.stop(u, a, p.delegation),
    verbs.ShowSubmission: lambda u, a, p: deciding.show(u, a, p.submission),
    verbs.ReadSubmission: lambda u, a, p: deciding.read(u, a, p.submission, p.item, p.part),
    verbs.CompareSubmission: lambda u, a, p: comparing.show(u, a, p.submission),
    verbs.ApproveReport: lambda u, a, p: deciding.approve(u, a, p.submission, p.shown),
    verbs.ReturnReport: lambda u, a, p: deciding.return_(u, a, p.submission),
    verbs.TakeOver: lambda u, a, p: deciding.take_over(u, a, p.submission),
    verbs.TakeBack: lambda u, a, p: deciding.take_back(u, a, p.submission),
    verbs.RemindApprover: lambda u, a, p: deciding.remind(u, a, p.submission),
    verbs.SendUnapproved: lambda u, a, p: deciding.send_unapproved(u, a, p.draft, p.rev),
}
Content = tuple[tuple[tuple[str, str], ...], ...]
_ASKED = ("field", "procedure", "content", "legal", "proposal")


@dataclass
class Story:
    """A base, the time, and what each person has been shown by now."""

    db: Database
    rules: Rules
    now: datetime
    buttons: dict[str, list[Verb]] = field(default_factory=dict)
    seen: dict[tuple[str, int], Content] = field(default_factory=dict)
    """By person and what the button to approve carried: what the report said when that was shown."""

    @property
    def unit(self) -> Unit:
        return Unit(self.db, self.now, self.rules)

    def actor(self, code: str) -> Actor:
        user = str(USERS[code])
        found = people.find_actor(self.db, Caller("telegram", user, user), self.unit.today)
        assert found is not None
        return found

    def press(self, code: str, verb: Verb) -> None:
        """Press a button; one that is refused leaves everything as it was."""
        act = PRESSES.get(type(verb))
        if act:
            self._do(code, lambda: act(self.unit, self.actor(code), verb))

    def type(self, code: str, text: str) -> None:
        """Type into whatever is open."""
        actor = self.actor(code)
        if actor.open_draft is not None:
            draft = actor.open_draft
            self._do(code, lambda: forms.answer(self.unit, actor, draft, Typed(text)))

    def _do(self, code: str, act: Callable[[], Reply]) -> None:
        found: list[Reply] = []
        failed = self.unit.attempt(lambda: found.append(act()))
        assert failed is None or isinstance(failed, BotError), failed
        for reply in found if failed is None else ():
            for who, screen in self._shown(code, reply):
                self._note(who, screen)

    def _shown(self, code: str, reply: Reply) -> Iterator[tuple[str, Screen]]:
        yield from ((code, screen) for screen in (reply.screen, reply.kept) if screen)
        for notice in reply.notices:
            if isinstance(notice, Send) and notice.to.account:
                yield people.person_of_account(self.db, notice.to.account).code, notice.screen

    def _note(self, who: str, screen: Screen) -> None:
        for row in screen.rows:
            for choice in row:
                self.buttons.setdefault(who, []).append(choice.verb)
                if isinstance(choice.verb, verbs.ApproveReport):
                    self.seen[who, choice.verb.shown] = self._waiting(choice.verb.submission)

    def _waiting(self, submission: int) -> Content:
        row = self.db.execute("SELECT draft, nil FROM submissions WHERE id = ?", [submission]).fetchone()
        draft = drafts.draft_by_id(self.db, row[0])
        assert draft is not None
        return () if row[1] else tuple(content_of(item) for item in draft.items)

    def filed(self) -> list[Any]:
        """Return every version of every report there is."""
        rows = self.db.execute("SELECT code, version FROM reports ORDER BY id").fetchall()
        found = [reports.report_by_code(self.db, code, version) for code, version in rows]
        return [report for report in found if report]

    def written(self) -> set[tuple[tuple[str, str], ...]]:
        """Return what is written anywhere, be it in a draft or in a report."""
        items = [
            content_of(item)
            for row in self.db.execute("SELECT id FROM drafts WHERE kind IN ('report', 'adhoc')").fetchall()
            if (draft := drafts.draft_by_id(self.db, row[0]))
            for item in draft.items
        ]
        return {*items, *(content_of(d.answers) for report in self.filed() for d in report.difficulties)}

    def may_approve(self, code: str) -> bool:
        """Say by the tables alone whether somebody may approve for Hiệp hội B at this moment."""
        today = self.unit.today.isoformat()
        principals = {
            row[0]
            for row in self.db.execute(
                """SELECT p.code FROM duties d JOIN persons p ON p.id = d.person JOIN seats s ON s.id = d.seat
                   WHERE s.code = 'HIEPHOIB' AND d.role = 'principal'
                       AND d.valid_from <= :t AND (d.valid_to IS NULL OR d.valid_to > :t)""",
                {"t": today},
            )
        }
        members = {
            row[0]
            for row in self.db.execute(
                """SELECT p.code FROM duties d JOIN persons p ON p.id = d.person JOIN seats s ON s.id = d.seat
                   WHERE s.code = 'HIEPHOIB' AND d.valid_from <= :t AND (d.valid_to IS NULL OR d.valid_to > :t)""",
                {"t": today},
            )
        }
        delegated = {
            (row[0], row[1])
            for row in self.db.execute(
                """SELECT p.code, q.code FROM delegations g JOIN persons p ON p.id = g.person
                   JOIN persons q ON q.id = g.by_person
                   WHERE g.stopped_at IS NULL AND g.valid_from <= :t AND g.valid_to > :t""",
                {"t": today},
            )
        }
        return code in principals or any(who == code and by in principals and who in members for who, by in delegated)


def content_of(item: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the answers of an item in one order, those that are empty left out."""
    return tuple((name, item[name]) for name in _ASKED if item.get(name))
