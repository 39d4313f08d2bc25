"""The remarks of a period's paper, which an officer of the desk writes until it is released."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.characters import clean
from bot.domain.forms import Done, Draft, Form
from bot.domain.handling import WORDS
from bot.domain.people import Actor
from bot.domain.periods import Period
from bot.domain.remarks_forms import FORM as ASKED
from bot.domain.remarks_forms import REMARKS
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens import remarks as wording
from bot.services.desk import releasing
from bot.services.desk.integrity import REMARKED, object_of_paper
from bot.services.desk.previewing import waiting_preview
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, at_review_again, open_draft
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, ledgers, people, releases, remarks, snapshots
from storage.unit import Unit


def start(unit: Unit, actor: Actor, period: Period) -> Reply:
    """Open the form, or the draft of it that there is, with the remarks of now.

    Raises BotError: rights, or nothing_to_release where no paper of the period waits for its release.
    """
    officer_only(unit, actor)
    if releases.waiting(unit.db, period.iso) is None:
        raise BotError("nothing_to_release", period=period)
    number = snapshots.next_number(unit.db, period.iso)
    known = remarks.newest(unit.db, period.iso, number)
    key = (actor.person.id, 0, REMARKS, f"{period.iso}:{number}")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    if not draft.rev:
        items = ({WORDS: known.text},) if known and known.text else ()
        draft = replace(draft, rev=1, items=items, position=ASKED.start())
    begun = replace(draft, base=known.id if known else 0)
    drafts.save_draft(unit.db, begun, draft.updated_at)
    return open_draft(unit, actor, FORM, begun)


def _of(draft: Draft) -> tuple[Period, int]:
    period, _, number = draft.subject.partition(":")
    return Period.parse(period), int(number)


def _form(_unit: Unit, _draft: Draft) -> Form:
    return ASKED


def _screen(_unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    return wording.draft_screen(ASKED, draft, _of(draft)[0])


def _overtaken(unit: Unit, actor: Actor, draft: Draft) -> Reply | None:
    """Say that the paper has been released, or return None; the words stay."""
    period, number = _of(draft)
    if releases.waiting(unit.db, period.iso) and snapshots.next_number(unit.db, period.iso) == number:
        return None
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.released(period, draft))


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    officer_only(unit, actor)
    # Asked again in the transaction that does it.
    if lost := _overtaken(unit, actor, draft):
        return lost
    period, number = _of(draft)
    known = remarks.newest(unit.db, period.iso, number)
    if known and known.id != draft.base:
        return _look_again(unit, actor, draft, known)
    text = clean(draft.items[0].get(WORDS, ""))
    made = waiting_preview(unit, period, remarked=text)
    remarks.add(unit.db, period.iso, number, text, actor.person.id, unit.now)
    by, about = f"person:{actor.person.code}", object_of_paper(period.iso, number)
    ledgers.append_audit(unit.db, unit.now, by, REMARKED, about, {"text": text})
    drafts.close_draft(unit.db, draft.id, draft.subject, unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    return with_remark(Reply(releasing.screen_of_preview(made)), wording.recorded(period))


def _look_again(unit: Unit, actor: Actor, draft: Draft, known: remarks.Remarks) -> Reply:
    """Another officer has been there since: whose remarks these are is said before they are replaced."""
    officer = people.person_by_id(unit.db, known.person)
    remark = wording.changed_by(_of(draft)[0], officer.full_name, known.at)
    return at_review_again(unit, actor, FORM, replace(draft, base=known.id), remark)


def _done_before(subject: str, _at: object) -> Text:
    return wording.already(Period.parse(subject.partition(":")[0]))


def _left(unit: Unit, actor: Actor, draft: Draft) -> Reply:
    period, _ = _of(draft)
    if lost := _overtaken(unit, actor, draft):
        return lost
    reply = Reply(releasing.screen_of_preview(waiting_preview(unit, period)))
    return with_remark(reply, wording.left(period)) if draft.holds_answers else reply


FORM = DraftForm(_form, _screen, _send, last_day_untouched, _overtaken, _done_before, _left)
"""The form that writes the remarks of a paper."""
