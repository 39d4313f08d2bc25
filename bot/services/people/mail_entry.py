"""The two forms about an address of e-mail: the address itself, then the code that was sent there."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.forms import Done, Draft, Form, Outcome
from bot.domain.mail_forms import ADDRESS, ADDRESS_FORM, CODE, CODE_FORM, MAIL_ADDRESS, MAIL_CODE, digits
from bot.domain.people import Actor
from bot.domain.texts import Screen, Text
from bot.screens.people import forming
from bot.screens.people import mailing as wording
from bot.services.people import mailing
from bot.services.people.mailing import show
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm, open_draft, shown
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import drafts, mailboxes
from storage.unit import Unit


def enter_address(unit: Unit, actor: Actor) -> Reply:
    """Ask for an address."""
    return _begun(unit, actor, MAIL_ADDRESS) if mailing.is_offered(unit) else show(unit, actor)


def send_code(unit: Unit, actor: Actor) -> Reply:
    """Send a code to the address that is to be confirmed, and ask for it; say where there is no such address, or from
    when on a code may be sent again.
    """
    mailbox = mailboxes.unconfirmed(unit.db, actor.person.id)
    if mailbox is None or not mailing.is_offered(unit):
        return with_remark(show(unit, actor), wording.NOTHING_TO_CONFIRM)
    if again_at := mailing.again_at(unit, actor.person, mailbox):
        return with_remark(show(unit, actor), wording.too_many(again_at))
    letter = mailing.send_code(unit, actor.person, mailbox)
    return replace(enter_code(unit, actor), notices=(letter,))


def enter_code(unit: Unit, actor: Actor) -> Reply:
    """Ask for the code that was sent."""
    mailbox = mailboxes.unconfirmed(unit.db, actor.person.id)
    if mailbox is None:
        return with_remark(show(unit, actor), wording.NOTHING_TO_CONFIRM)
    if not mailing.is_open(unit, mailbox):
        return with_remark(show(unit, actor), wording.OVER)
    return _begun(unit, actor, MAIL_CODE)


def _begun(unit: Unit, actor: Actor, kind: str) -> Reply:
    show(unit, actor)  # what was begun before is dropped
    draft = drafts.add_draft(unit.db, actor.person.id, 0, kind, "", "", unit.now)
    begun = replace(draft, position=_ASKED[kind].start())
    drafts.save_draft(unit.db, begun, unit.now)
    return open_draft(unit, actor, FORMS[kind], begun)


def _form(_unit: Unit, draft: Draft) -> Form:
    return _ASKED[draft.kind]


def _screen(unit: Unit, actor: Actor, draft: Draft) -> Screen:
    mailbox = mailboxes.unconfirmed(unit.db, actor.person.id)
    if draft.kind == MAIL_ADDRESS or mailbox is None:
        return wording.asked(_ASKED[draft.kind], draft)
    return wording.asked_for_code(CODE_FORM, draft, mailbox.address)


def _take_address(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    mailing.give(unit, actor.person, draft.items[0][ADDRESS])
    return send_code(unit, actor)


def _take_code(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    mailbox = mailboxes.unconfirmed(unit.db, actor.person.id)
    if mailbox is None or not mailing.is_open(unit, mailbox):
        return with_remark(show(unit, actor), wording.OVER)
    left = mailing.check(unit, actor.person, mailbox, digits(draft.items[0][CODE]))
    if left is None:
        return with_remark(show(unit, actor), wording.confirmed(mailbox.address))
    if not left:
        return with_remark(show(unit, actor), wording.wrong(0))
    return _again(unit, actor, draft, wording.wrong(left))


def _again(unit: Unit, actor: Actor, draft: Draft, remark: Text) -> Reply:
    again = replace(draft, rev=draft.rev + 1, items=(), position=CODE_FORM.start(), burst=None)
    drafts.save_draft(unit.db, again, unit.now)
    return shown(unit, actor, FORMS[MAIL_CODE], Outcome(again, remark))


_ASKED = {MAIL_ADDRESS: ADDRESS_FORM, MAIL_CODE: CODE_FORM}
FORMS = {
    kind: DraftForm(
        _form,
        _screen,
        send,
        last_day_untouched,
        done_before=forming.done_before,
        left=lambda unit, actor, _draft: show(unit, actor),
        at_once=lambda _unit, _draft: True,
    )
    for kind, send in ((MAIL_ADDRESS, _take_address), (MAIL_CODE, _take_code))
}
