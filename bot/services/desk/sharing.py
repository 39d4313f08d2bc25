"""Sharing a headline of a difficulty, and an answer, with every member; and stopping it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.characters import clean
from bot.domain.forms import Done, Draft, Form
from bot.domain.people import Actor
from bot.domain.reports import Difficulty, Report
from bot.domain.sharing_forms import ANSWER, HEADLINE, SHARING, sharing_form
from bot.domain.texts import Screen
from bot.errors import BotError
from bot.screens import sharing as wording
from bot.services import lookup
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.cosigners import to_cosigners
from bot.services.reporting.drafting import DraftForm, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, people, reports, sharing
from storage.unit import Unit


def start(unit: Unit, actor: Actor, code: str) -> Reply:
    """Open the form, or the draft of it that there is, with what is shared at this moment.

    Raises BotError("stale") for a difficulty that is not there or was withdrawn.
    """
    _source(unit, code)
    draft = drafts.live_draft(unit.db, actor.person.id, 0, SHARING, code) or drafts.add_draft(
        unit.db, actor.person.id, 0, SHARING, code, "", unit.now
    )
    return open_draft(unit, actor, FORM, draft if draft.rev else _begun(unit, draft))


def revoke(unit: Unit, actor: Actor, code: str) -> Reply:
    """Share nothing of a difficulty any longer, at once. Raises BotError("not_shared") where nothing is."""
    if not sharing.revoke(unit.db, code, actor.person.id, unit.now):
        raise BotError("not_shared")
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", "difficulty.sharing_revoked", f"difficulty:{code}"
    )
    return with_remark(lookup.show(unit, actor, code), wording.revoked(code))


def _begun(unit: Unit, draft: Draft) -> Draft:
    shared = next(iter(sharing.shared(unit.db, draft.subject)), None)
    items = ({HEADLINE: shared.headline, ANSWER: shared.answer},) if shared else ()
    # At its first question, with what is there to be kept or changed.
    begun = replace(draft, rev=draft.rev + 1, items=items, position=_form(unit, draft).start())
    drafts.save_draft(unit.db, begun, unit.now)
    return begun


def _source(unit: Unit, code: str) -> tuple[Report, Difficulty]:
    report = reports.report_of_difficulty(unit.db, code)
    if report is None:
        raise BotError("stale")
    return report, next(each for each in report.difficulties if each.code == code)


def _form(unit: Unit, draft: Draft) -> Form:
    report, _ = _source(unit, draft.subject)
    seat = people.seat_by_id(unit.db, report.seat)
    assert seat is not None
    return sharing_form(seat.organisation)


def _screen(unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    _, difficulty = _source(unit, draft.subject)
    return wording.draft_screen(_form(unit, draft), draft, draft.subject, difficulty.answers["content"])


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    # Asked again: the draft may be older than the actor's rights.
    officer_only(unit, actor)
    code, item = draft.subject, draft.items[0]
    headline, answer = clean(item[HEADLINE]), clean(item.get(ANSWER, ""))
    before = next(iter(sharing.shared(unit.db, code)), None)
    sharing.share(unit.db, code, headline, answer, actor.person.id, unit.now)
    ledgers.append_audit(
        unit.db,
        unit.now,
        f"person:{actor.person.code}",
        "difficulty.shared",
        f"difficulty:{code}",
        {"headline": headline, "answer": answer},
    )
    drafts.close_draft(unit.db, draft.id, code, unit.now)
    is_news = bool(answer) and (before is None or before.answer != answer)
    screen = wording.answer_told(code, headline, answer)
    told = to_cosigners(unit, code, screen, f"cosigned:{code}:{draft.id}") if is_news else ()
    shown = with_remark(lookup.show(unit, actor, code), wording.done(code, answered=bool(told)))
    return replace(shown, notices=(*shown.notices, *told))


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the difficulty was withdrawn while its headline was written, or return None."""
    if reports.report_of_difficulty(unit.db, draft.subject):
        return None
    people.set_open_draft(unit.db, actor.account, None)
    drafts.drop_draft(unit.db, draft.id)
    return Reply(wording.gone(draft.subject, draft.items[0] if draft.items else {}))


def _left(_unit: Unit, _actor: Actor, draft: Draft) -> Reply:
    return Reply(wording.left(draft.subject))


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, wording.done_before, _left)
"""The form that shares a headline."""
