"""How Telegram is reached: the settings, and with --online what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bot.config import Settings
from bot.data_source import load_profile
from bot.domain.texts import N_, Text
from bot.runtime.probing import Answer
from bot.verbs.checks.findings import Finding, Place, fault, note
from bot.verbs.checks.service import is_live
from storage.unit import Unit

Ask = Callable[[Settings], Answer]


def way(place: Place) -> Iterator[Finding]:
    """What is set, without anything secret."""
    settings = place.settings
    yield note(N_("Profile: {profile}"), profile=settings.profile)
    yield note(N_("BOT_TOKEN: {state}"), state=Text(N_("set")) if settings.bot_token else Text(N_("not set")))
    if settings.bot_api_base:
        yield note(N_("BOT_API_BASE: {host}"), host=host(settings.bot_api_base))
    if settings.proxy_url:
        yield note(N_("PROXY_URL: {host}"), host=host(settings.proxy_url))


def profile(place: Place) -> Iterator[Finding]:
    """Whether there is such a profile; what is raised names those there are."""
    load_profile(place.settings.profile)
    yield from ()


def token(place: Place, unit: Unit) -> Iterator[Finding]:
    """A program that is not running cannot be started without one; one that runs has been given it."""
    if place.settings.bot_token or place.running or not is_live(unit):
        return
    yield fault(
        N_("BOT_TOKEN is not set: set it, or run doctor with the settings of the service (the file named in its unit)")
    )


def online(place: Place, ask: Ask) -> Iterator[Finding]:
    """What the Bot API answers now."""
    if not place.settings.bot_token:
        yield fault(N_("Telegram was not asked: set BOT_TOKEN"))
        return
    answer = ask(place.settings)
    if answer.refused:
        yield fault(N_("the server does not accept BOT_TOKEN: take the right one from @BotFather"))
    elif answer.unknown:
        yield fault(N_("the server knows no such bot (404): check BOT_TOKEN and BOT_API_BASE"))
    elif answer.failure:
        yield _out_of_reach(place.settings, answer.failure)
    else:
        yield note(N_("Telegram: reached, the bot is @{name}"), name=answer.name)
        yield from _webhook(answer)


def _out_of_reach(settings: Settings, failure: str) -> Finding:
    if settings.proxy_url:
        return fault(
            N_("Telegram cannot be reached through {host} ({failure}): check PROXY_URL and the proxy"),
            host=host(settings.proxy_url),
            failure=failure,
        )
    if settings.bot_api_base:
        return fault(
            N_("the server {host} does not answer as a Bot API ({failure}): check BOT_API_BASE and that server"),
            host=host(settings.bot_api_base),
            failure=failure,
        )
    return fault(
        N_("Telegram cannot be reached ({failure}): check the network; behind a proxy, set PROXY_URL"), failure=failure
    )


def _webhook(answer: Answer) -> Iterator[Finding]:
    if answer.webhook:
        yield fault(
            N_(
                "a webhook of this bot leads to {host} and takes its messages ({count:number} wait): stop what uses it,"
                " then start the program again, which takes it off"
            ),
            host=host(answer.webhook),
            count=answer.waiting,
        )


def host(address: str) -> str:
    """The address without a password or a path that may hold a secret."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
