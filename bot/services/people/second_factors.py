"""Codes of an authenticator (TOTP, RFC 6238): set up once, asked of who sees what is not their own.

What a person's codes follow from is derived from the key of the hashes: the base alone opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Person
from bot.errors import BotError
from bot.services.people.sessions import TOTP, TOTP_SETUP, Signed
from storage import ledgers, sign_in, web_sessions
from storage.unit import Unit

STEP_SECONDS = 30
_STEPS_BESIDE = 1
"""By so many steps the telephone's clock may be wrong, in either direction."""
_KEY_BYTES = 20
MOST_WRONG = 5
PAUSED_FOR = timedelta(minutes=10)
"""How long no code is taken after so many wrong ones; counted from the last."""


@dataclass(frozen=True)
class Setup:
    """What an authenticator is set up with: the key as it is typed, and the address that a QR code carries."""

    key: str
    address: str


@dataclass(frozen=True)
class Checked:
    """What came of a code: right, or how many more may be tried, or until when none is taken."""

    right: bool = False
    left: int = 0
    paused_until: datetime | None = None


def set_up(unit: Unit, signed: Signed) -> Setup:
    """Return with what the second factor is set up that this session owes; the same until a code has confirmed it.

    Raises BotError("code_not_owed") where there is nothing to set up: a key is shown to nobody twice.
    """
    if signed.owes != TOTP_SETUP or signed.actor is None:
        raise BotError("code_not_owed")
    setup_key = signed.session.setup_key
    if not setup_key:
        setup_key = secrets.token_hex(16)
        web_sessions.begin_setup(unit.db, signed.session.id, setup_key)
    return _setup(unit, signed.actor.person, setup_key)


def check(unit: Unit, signed: Signed, typed: str) -> Checked:
    """Take a code, which is good once; a wrong one is counted. The first one confirms what was set up.

    Raises BotError("code_not_owed").
    """
    if not signed.owes or signed.actor is None:
        raise BotError("code_not_owed")
    person = signed.actor.person
    tried = sign_in.attempts_since(unit.db, person.id, unit.now - PAUSED_FOR)
    # Before the code is looked at: during a pause a right one must not be told from a wrong one.
    if len(tried) >= MOST_WRONG:
        return Checked(paused_until=tried[-1] + PAUSED_FOR)
    step = _step_of(unit, signed, "".join(filter(str.isdecimal, typed)))
    if step is None:
        sign_in.add_attempt(unit.db, person.id, unit.now)
        left = MOST_WRONG - len(tried) - 1
        return Checked(left=left, paused_until=None if left else unit.now + PAUSED_FOR)
    _take(unit, signed, person, step)
    return Checked(right=True)


def reset(unit: Unit, person: Person, by: str) -> None:
    """Remove the second factor of a person, and sign them out everywhere; `by` goes into the audit."""
    sign_in.remove_factor(unit.db, person.id)
    sign_in.forget_attempts(unit.db, person.id)
    sign_in.end_links(unit.db, person.id, unit.now)
    web_sessions.end_of_person(unit.db, person.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, by, "second_factor.reset", f"person:{person.code}")


def code_at(key: str, at: datetime) -> str:
    """Return the code that an authenticator shows which was set up with this key."""
    return _code(key, int(at.timestamp()) // STEP_SECONDS)


def _step_of(unit: Unit, signed: Signed, code: str) -> int | None:
    """Return the step whose code this is, None where it is none, or one that was taken before."""
    assert signed.actor is not None
    known = sign_in.factor(unit.db, signed.actor.person.id)
    setup_key = known.setup_key if known else signed.session.setup_key
    if not setup_key:
        return None
    key, present = _key(unit, setup_key), int(unit.now.timestamp()) // STEP_SECONDS
    found = [step for step in _near(present) if hmac.compare_digest(_code(key, step), code)]
    return next((step for step in found if known is None or step > known.last_step), None)


def _near(present: int) -> Sequence[int]:
    return range(present - _STEPS_BESIDE, present + _STEPS_BESIDE + 1)


def _take(unit: Unit, signed: Signed, person: Person, step: int) -> None:
    sign_in.forget_attempts(unit.db, person.id)
    if signed.owes == TOTP:
        sign_in.take_step(unit.db, person.id, step)
    else:
        sign_in.add_factor(unit.db, person.id, signed.session.setup_key, step, unit.now)
        by = f"person:{person.code}"
        ledgers.append_audit(unit.db, unit.now, by, "second_factor.set_up", f"session:{signed.session.id}")
    web_sessions.confirm(unit.db, signed.session.id, unit.now)


def _setup(unit: Unit, person: Person, setup_key: str) -> Setup:
    import pyotp

    key, profile = _key(unit, setup_key), unit.rules.profile
    issuer = profile.bot_title.en if person.lang == "en" else profile.bot_title.vi
    return Setup(key, pyotp.TOTP(key).provisioning_uri(name=person.full_name, issuer_name=issuer))


def _key(unit: Unit, setup_key: str) -> str:
    made = hmac.new(unit.rules.key, f"second-factor:{setup_key}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:_KEY_BYTES]).decode()


def _code(key: str, step: int) -> str:
    import pyotp  # of use to few processes, and for a moment

    return str(pyotp.TOTP(key).generate_otp(step))
