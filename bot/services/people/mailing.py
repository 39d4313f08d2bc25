"""The address of e-mail of a person: given by them or proposed by the roster, confirmed with a code, removed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest

from bot.domain.mail_forms import MAIL_ADDRESS, MAIL_CODE
from bot.domain.mailboxes import (
    CODE_DIGITS,
    CODE_FOR,
    CODE_LIMITS,
    MOST_WRONG,
    Mailbox,
    normal,
    same_for_all,
)
from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import Actor, Person
from bot.domain.texts import Text
from bot.screens import letters as letter_wording
from bot.screens.people import mailing as wording
from bot.services import letters
from bot.services.people.secret_codes import keyed
from bot.services.reply import Reply, with_remark
from storage import addressees, directory, drafts, ledgers, mailboxes, people
from storage import letters as rows
from storage.unit import Unit

_KEY_BYTES = 12
_TOPIC = Topic(TopicKind.MEMBERSHIP)


def is_offered(unit: Unit) -> bool:
    """Return whether letters are sent at all."""
    return bool(letters.page(unit))


def show(unit: Unit, actor: Actor) -> Reply:
    """The address, and what can be done with it. What was begun to be entered is dropped."""
    people.set_open_draft(unit.db, actor.account, None)
    for kind in (MAIL_ADDRESS, MAIL_CODE):
        if draft := drafts.live_draft(unit.db, actor.person.id, 0, kind, ""):
            drafts.drop_draft(unit.db, draft.id)
    used, new = _both(unit, actor.person.id)
    return Reply(wording.mail(used, new, code_is_open=new is not None and is_open(unit, new)))


def line(unit: Unit, person: int) -> Text:
    """Return how the settings name the address."""
    return wording.line(*_both(unit, person))


def known_to_desk(unit: Unit, person: int) -> Text:
    """Return what the desk is told of the address."""
    return wording.known_to_desk(*_both(unit, person))


def _both(unit: Unit, person: int) -> tuple[Mailbox | None, Mailbox | None]:
    return mailboxes.confirmed(unit.db, person), mailboxes.unconfirmed(unit.db, person)


def give(unit: Unit, person: Person, typed: str) -> Mailbox:
    """Keep an address that its person has typed (`normal`); nothing but a code goes there before it is confirmed."""
    address = normal(typed)
    assert address is not None
    before = mailboxes.unconfirmed(unit.db, person.id)
    # The same again is the same, with the code that is on its way.
    if before is None or before.address != address:
        _put(unit, person, address, is_proposed=False)
    found = mailboxes.unconfirmed(unit.db, person.id)
    assert found is not None
    return found


def propose(unit: Unit, person: Person, address: str, by: str) -> None:
    """Keep what the roster names, for somebody who has said nothing: it is not used before they have confirmed it."""
    used, new = _both(unit, person.id)
    if used or (new and (not new.is_proposed or new.address == address)):
        return
    _put(unit, person, address, is_proposed=True)
    ledgers.append_audit(unit.db, unit.now, by, "mail.proposed", f"person:{person.code}")


def _put(unit: Unit, person: Person, address: str, *, is_proposed: bool) -> None:
    if before := mailboxes.unconfirmed(unit.db, person.id):
        rows.cancel(unit.db, before.key, unit.now)
    key = secrets.token_urlsafe(_KEY_BYTES)
    mailboxes.put_unconfirmed(unit.db, key, person.id, address, unit.now, is_proposed=is_proposed)


def again_at(unit: Unit, person: Person, mailbox: Mailbox) -> datetime | None:
    """Return from when on a code may be sent, None for now: neither a person nor an address gets more than so many.

    Whoever asks for them.
    """
    free, where = [], _counted_as(unit, mailbox)
    for span, most in CODE_LIMITS:
        for sent in mailboxes.codes_since(unit.db, person.id, where, unit.now - span):
            free += [sent[-most] + span] if len(sent) >= most else []
    return max(free, default=None)


def send_code(unit: Unit, person: Person, mailbox: Mailbox) -> Send:
    """Return the letter with a code for an address that is to be confirmed; an earlier one ends. See `again_at`."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    until = unit.now + CODE_FOR
    mailboxes.put_code(unit.db, mailbox.key, _hash(unit, mailbox, code), until)
    mailboxes.add_code(unit.db, person.id, _counted_as(unit, mailbox), unit.now)
    ledgers.append_audit(unit.db, unit.now, f"person:{person.code}", "mail.code_sent", f"person:{person.code}")
    # One that waits is worth nothing any more.
    rows.cancel(unit.db, mailbox.key, unit.now)
    said = letter_wording.code(code, letters.stop_link(unit, mailbox))
    key = f"mail-code:{mailbox.key}:{secrets.token_hex(8)}"
    return letters.send(unit, mailbox, said, key, until, shows_code=True)


def is_open(unit: Unit, mailbox: Mailbox) -> bool:
    """Return whether a code is out that may still be typed."""
    return mailbox.code_until is not None and unit.now < mailbox.code_until and mailbox.code_wrong < MOST_WRONG


def check(unit: Unit, person: Person, mailbox: Mailbox, code: str) -> int | None:
    """Take a code; return how many tries are left after a wrong one, None after the right one, which is used up.

    The code has to be open (`is_open`).
    """
    assert mailbox.code_hash is not None
    if not compare_digest(_hash(unit, mailbox, code), mailbox.code_hash):
        mailboxes.count_wrong(unit.db, mailbox.key)
        return MOST_WRONG - mailbox.code_wrong - 1
    if before := mailboxes.confirmed(unit.db, person.id):
        rows.cancel(unit.db, before.key, unit.now)
    mailboxes.confirm(unit.db, mailbox, unit.now)
    ledgers.append_audit(unit.db, unit.now, f"person:{person.code}", "mail.confirmed", f"person:{person.code}")
    return None


def remove(unit: Unit, actor: Actor) -> Reply:
    """Keep no address any more."""
    if forget(unit, actor.person.id):
        by = f"person:{actor.person.code}"
        ledgers.append_audit(unit.db, unit.now, by, "mail.removed", by)
    return with_remark(show(unit, actor), wording.REMOVED)


def forget(unit: Unit, person: int) -> bool:
    """Delete the addresses of a person with what waits for them; return whether there was any."""
    found = mailboxes.of_person(unit.db, person)
    for mailbox in found:
        _drop(unit, mailbox)
    return bool(found)


def _drop(unit: Unit, mailbox: Mailbox) -> None:
    rows.cancel(unit.db, mailbox.key, unit.now)
    mailboxes.remove(unit.db, mailbox.key)


def stop(unit: Unit, token: str) -> tuple[Mailbox, Sequence[Operation]]:
    """End the letters to the address of a link; return what was deleted, and what tells its person so.

    Raises what `letters.of_stop` raises.
    """
    mailbox = letters.of_stop(unit, token)
    _drop(unit, mailbox)
    code = people.person_by_id(unit.db, mailbox.person).code
    ledgers.append_audit(unit.db, unit.now, "letter", "mail.stopped", f"person:{code}")
    screen = wording.stopped(unit.now)
    accounts = directory.live_accounts(unit.db, mailbox.person)
    found = (addressees.recipient(unit.db, account, unit.today) for account in accounts)
    told = [Send(to, screen, topic=_TOPIC, key=f"mail-stopped:{mailbox.key}:{to.account}") for to in found if to]
    return mailbox, told


def _hash(unit: Unit, mailbox: Mailbox, code: str) -> str:
    return keyed(unit, f"mail-code:{mailbox.key}:{code}")


def _counted_as(unit: Unit, mailbox: Mailbox) -> str:
    return keyed(unit, f"mail-address:{same_for_all(mailbox.address)}")
