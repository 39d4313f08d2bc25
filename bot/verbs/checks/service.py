"""Whether the service does what it is there for: it hears Telegram, its ticks run, nothing waits for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, age, fault, note
from storage import held, inbox, ledgers, outbox, sent
from storage.unit import Unit

_CHANNEL = "telegram"
SILENT = timedelta(minutes=5)
"""A call waits for messages for 25 seconds at most, and is noted once a minute."""
_NO_TICK = timedelta(hours=2)
"""Two of them run every hour."""
_UNHANDLED = timedelta(minutes=10)
_UNSENT = timedelta(minutes=30)
_LATELY = timedelta(hours=24)
_CLOCKS_APART = timedelta(minutes=2)


def is_live(unit: Unit) -> bool:
    """Return whether the data are real: a sandbox's clock is turned, and nobody waits for its messages."""
    return ledgers.fact(unit.db, "kind") != "sandbox"


def state(place: Place) -> Iterator[Finding]:
    """Whether the program runs. That it does not is no fault: after a restore it is not to."""
    yield note(N_("The program is running.")) if place.running else note(N_("The program is not running."))


def polling(place: Place, unit: Unit) -> Iterator[Finding]:
    """When Telegram last answered."""
    noted = ledgers.fact(unit.db, f"last_poll:{_CHANNEL}")
    at = datetime.fromisoformat(noted) if noted else None
    if at:
        yield note(N_("Telegram answered last: {at:full} ({age} ago)"), at=at, age=age(unit.now - at))
    if not place.running or not has_run(unit):
        return
    if at is None:
        yield fault(
            N_(
                "Telegram has not answered yet: if the program was started just now, look again in 2 minutes; otherwise"
                " run `python main.py doctor --online`"
            )
        )
    elif unit.now - at > SILENT:
        yield fault(
            N_(
                "Telegram has not answered for {age}: if the program was started just now, look again in 2 minutes;"
                " otherwise run `python main.py doctor --online`"
            ),
            age=age(unit.now - at),
        )


def ticks(place: Place, unit: Unit) -> Iterator[Finding]:
    """When something that happens at a time of day was done last."""
    at = ledgers.latest_tick(unit.db)
    if at:
        yield note(N_("Periodic work was done last: {at:full} ({age} ago)"), at=at, age=age(unit.now - at))
    if not place.running or not has_run(unit):
        return
    if at is None:
        yield fault(N_("no periodic work has been done yet: restart the program and look into its log"))
    elif unit.now - at > _NO_TICK:
        yield fault(
            N_("no periodic work has been done for {age}: restart the program and look into its log"),
            age=age(unit.now - at),
        )


def unhandled(place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether what came in waits too long."""
    since = inbox.oldest_waiting(unit.db)
    if since is None or not is_live(unit):
        return
    count, waited = inbox.waiting(unit.db), age(unit.now - since)
    if not place.running:
        yield fault(
            N_("{count:number} updates wait, the oldest for {age}, and the program is not running: start it"),
            count=count,
            age=waited,
        )
    elif unit.now - since > _UNHANDLED:
        yield fault(
            N_("{count:number} updates wait, the oldest for {age}: look into the log and restart the program"),
            count=count,
            age=waited,
        )


def unsent(place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether what goes out waits too long."""
    since = outbox.oldest_open(unit.db, unit.now)
    if since is None or not is_live(unit):
        return
    count, waited = outbox.open_count(unit.db), age(unit.now - since)
    if not place.running:
        yield fault(
            N_("{count:number} messages wait, the oldest for {age}, and the program is not running: start it"),
            count=count,
            age=waited,
        )
    elif unit.now - since > _UNSENT:
        yield fault(
            N_(
                "{count:number} messages wait, the oldest for {age}: run `python main.py doctor --online`; if Telegram"
                " can be reached, look into the log"
            ),
            count=count,
            age=waited,
        )


def unopened(_place: Place, unit: Unit) -> Iterator[Finding]:
    """What channels keep and nobody opened in time: no fault, and somebody may want to know."""
    for channel, count in held.unopened(unit.db).items():
        yield note(
            N_("{count:number} messages were handed over to {channel} and not opened in time"),
            count=count,
            channel=channel,
        )


def failed(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether messages were given up since yesterday."""
    count = outbox.count_failed(unit.db, unit.now - _LATELY)
    if count:
        yield fault(
            N_(
                "{count:number} messages were not delivered in 24 hours: look into the log (`is given up`) and tell the"
                " persons named above by other means"
            ),
            count=count,
        )


def uncertain(_place: Place, unit: Unit) -> Iterator[Finding]:
    """How many of them may have arrived all the same."""
    count = sent.count_uncertain(unit.db, unit.now - _LATELY)
    if count:
        yield note(
            N_("Of these {count:number} were cut off and may have arrived; they are not sent once more"), count=count
        )


def clock(_place: Place, unit: Unit) -> Iterator[Finding]:
    """Whether the machine's clock has fallen behind what was written by it."""
    known = [at for at in (ledgers.latest_audit(unit.db), inbox.newest(unit.db)) if at]
    if known and max(known) - unit.now > _CLOCKS_APART:
        yield fault(
            N_(
                "the newest entry is of {at:full}, later than the clock of this machine: set the clock (`timedatectl`)"
                " before anything else is written"
            ),
            at=max(known),
        )


def has_run(unit: Unit) -> bool:
    """Whatever else holds the lock, such as an import, hears nobody and has no ticks."""
    return ledgers.fact(unit.db, "kind") == "live"
