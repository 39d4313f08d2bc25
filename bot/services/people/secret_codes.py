"""One-time codes that are typed: drawn, known as keyed hashes only, and guarded against guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from bot.domain.operations import Operation, Topic, TopicKind
from bot.domain.people import Caller
from bot.screens.people import enrolment as wording
from bot.services.desk.notices import to_desk
from storage import invitations, ledgers
from storage.unit import Unit

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and digits that are easily taken for each other."""
LENGTH = 10
"""About fifty bits; whoever guesses waits after a few wrong ones."""
_TOLD_OF_WRONG = "told_of_wrong_codes"
"""The fact that holds when the desk was last told of many wrong codes."""
_HOUR = timedelta(hours=1)
_TOPIC = Topic(TopicKind.MEMBERSHIP)


def drawn() -> str:
    """Draw a code that has digits and letters: typed without its prefix it is told from a word, or a telephone number.

    One in twenty would have no digit; leaving these out costs less than a tenth of a bit of fifty.
    """
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not (letters.isalpha() or letters.isdecimal()):
            return letters


def spelt(prefix: str, letters: str) -> str:
    """Return a code as it is written down: its prefix, then groups that are easily read out."""
    return f"{prefix}-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def keyed(unit: Unit, secret: str) -> str:
    """Return the hash by which a secret is known."""
    # What is typed may hold an unpaired surrogate, which UTF-8 cannot carry.
    return hmac.new(unit.rules.key, secret.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def paused_until(unit: Unit, caller: Caller) -> datetime | None:
    """Return until when no code is taken from an account that has entered too many wrong ones; None where it is."""
    rules, mine = unit.rules.profile.invitations, _account_hash(unit, caller)
    if invitations.attempts_since(unit.db, unit.now - rules.locked_for, mine) < rules.wrong_per_account:
        return None
    last = invitations.last_attempt(unit.db, mine)
    assert last is not None
    return last + rules.locked_for


def wrong(unit: Unit, caller: Caller) -> tuple[Operation, ...]:
    """Count a code that nobody issued, and tell the desk, once an hour at most, if many come from all sides.

    A right one works all the same: whoever types five wrong ones waits, and that is enough.
    """
    invitations.add_attempt(unit.db, _account_hash(unit, caller), unit.now)
    rules, last = unit.rules.profile.invitations, ledgers.fact(unit.db, _TOLD_OF_WRONG)
    times = invitations.attempts_since(unit.db, unit.now - _HOUR)
    if times < rules.wrong_per_hour or (last and unit.now - datetime.fromisoformat(last) < _HOUR):
        return ()
    ledgers.put_fact(unit.db, _TOLD_OF_WRONG, unit.now.isoformat())
    notice = wording.desk_many_wrong(times, unit.now, rules.wrong_per_account, rules.locked_for)
    return to_desk(unit, notice, f"codes-wrong:{unit.now.isoformat()}", _TOPIC)


def _account_hash(unit: Unit, caller: Caller) -> str:
    return keyed(unit, f"account:{caller.channel}:{caller.user_key}")
