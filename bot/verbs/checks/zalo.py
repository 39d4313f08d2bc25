"""How Zalo is reached, where it is set up: the settings, when it answered last, what was sent today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from bot.clock import VN
from bot.domain.texts import N_
from bot.runtime.inbox import last_poll_fact
from bot.verbs.checks.findings import Finding, Place, age, fault, note
from bot.verbs.checks.service import SILENT, has_run
from bot.verbs.checks.telegram import Ask, host
from storage import ledgers
from storage import sent as counted
from storage.unit import Unit

_CHANNEL = "zalo"


def way(place: Place) -> Iterator[Finding]:
    """What is set, without anything secret."""
    settings = place.settings
    if not settings.zalo_bot_token:
        return
    yield note(N_("ZALO_BOT_TOKEN: set"))
    if settings.zalo_api_base:
        yield note(N_("ZALO_API_BASE: {host}"), host=host(settings.zalo_api_base))
    if not settings.public_url.startswith("https://"):
        yield note(
            N_("Zalo is asked for messages, which is for trials: for service set PUBLIC_URL, an address with https")
        )


def polling(place: Place, unit: Unit) -> Iterator[Finding]:
    """When Zalo last answered."""
    if not place.settings.zalo_bot_token:
        return
    noted = ledgers.fact(unit.db, last_poll_fact(_CHANNEL))
    at = datetime.fromisoformat(noted) if noted else None
    if at:
        yield note(N_("Zalo answered last: {at:full} ({age} ago)"), at=at, age=age(unit.now - at))
    if place.running and has_run(unit) and (at is None or unit.now - at > SILENT):
        yield fault(
            N_(
                "Zalo does not answer: if the program was started just now, look again in 5 minutes; otherwise run"
                " `python main.py doctor --online`"
            )
        )


def sent(place: Place, unit: Unit) -> Iterator[Finding]:
    """How many messages it has taken today, as its quota is not published; and whether it is used up."""
    if not place.settings.zalo_bot_token:
        return
    begin = datetime.combine(unit.today, time.min, VN)
    yield note(
        N_("Messages sent by Zalo today: {count:number}"), count=counted.by_channel(unit.db, begin).get(_CHANNEL, 0)
    )
    if counted.is_throttled(unit.db, _CHANNEL):
        yield fault(N_("Zalo takes no more messages for now (quota): they wait; ask the bot's owner about its plan"))


def online(place: Place, ask: Ask) -> Iterator[Finding]:
    """What its Bot API answers now."""
    settings = place.settings
    if not settings.zalo_bot_token:
        return
    answer = ask(settings)
    if answer.refused:
        yield fault(N_("Zalo does not accept ZALO_BOT_TOKEN: take the right one from the bot's owner"))
    elif answer.unknown:
        yield fault(N_("Zalo knows no such bot (404): check ZALO_BOT_TOKEN and ZALO_API_BASE"))
    elif answer.failure:
        yield fault(
            N_("Zalo cannot be reached ({failure}): check ZALO_API_BASE and the network"), failure=answer.failure
        )
    else:
        yield note(N_("Zalo: reached, the bot is {name}"), name=answer.name)
        wanted = settings.public_url if settings.public_url.startswith("https://") else ""
        if place.running and host(answer.webhook or "") != host(wanted):
            yield fault(
                N_("Zalo hands messages over elsewhere ({host}): restart the program, which sets it right"),
                host=host(answer.webhook) if answer.webhook else "–",
            )
