"""Whether letters go out, and what addresses there are; nobody's address is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.clock import VN
from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, age, fault, note
from bot.verbs.checks.telegram import Ask
from storage import letters, mailboxes
from storage import sent as counted
from storage.unit import Unit

_FAILING = timedelta(hours=1)
"""A server that wants a stranger to come back is content within a quarter of an hour."""
_LATELY = timedelta(hours=24)


def way(place: Place) -> Iterator[Finding]:
    """What is set, without anything secret."""
    if place.settings.sends_letters:
        yield note(N_("SMTP_URL and MAIL_FROM: set"))


def sent(place: Place, unit: Unit) -> Iterator[Finding]:
    """How many addresses there are and how many letters were handed over today; whether the server takes them."""
    if not place.settings.sends_letters:
        return
    found = mailboxes.counted(unit.db)
    yield note(
        N_("E-mail addresses: {used:number} used, {unconfirmed:number} not confirmed"),
        used=found.get("used", 0),
        unconfirmed=found.get("unconfirmed", 0),
    )
    begin = datetime.combine(unit.today, time.min, VN)
    today = counted.by_channel(unit.db, begin).get(letters.CHANNEL, 0)
    yield note(N_("Letters handed over today: {count:number}"), count=today)
    if refused := mailboxes.refused(unit.db):
        yield note(N_("Their addresses take no letters: {names}"), names=", ".join(refused))


def failing(place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether letters wait for the server, or were given up."""
    if not place.settings.sends_letters:
        return
    since = letters.failing_since(unit.db)
    if since and unit.now - since > _FAILING:
        yield fault(
            N_("letters have been waiting for the mail server for {age}: run `python main.py doctor --online`"),
            age=age(unit.now - since),
        )
    if count := letters.count_expired(unit.db, unit.now - _LATELY):
        yield fault(
            N_("{count:number} letters were given up in 24 hours: run `python main.py doctor --online`"), count=count
        )


def online(place: Place, ask: Ask) -> Iterator[Finding]:
    """What the mail server answers now; no letter is sent."""
    if not place.settings.sends_letters:
        return
    answer = ask(place.settings)
    if answer.refused:
        yield fault(N_("the mail server does not take the user or the password: check SMTP_URL"))
    elif answer.failure:
        yield fault(
            N_("the mail server cannot be used ({failure}): check SMTP_URL and the network"), failure=answer.failure
        )
    else:
        yield note(N_("Mail server: reached, {name}"), name=answer.name)
