"""Notifications to browsers, where they are set up: on how many devices, and whether push services take them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.ringing import FAILED, Nudged, are_failing
from bot.domain.texts import N_
from bot.verbs.checks.findings import Finding, Place, fault, note
from storage import push
from storage.unit import Unit

_WEEK = timedelta(days=7)
_LATELY = timedelta(days=1)


def way(place: Place) -> Iterator[Finding]:
    """What is set."""
    settings = place.settings
    if not settings.web_push_contact:
        return
    yield note(N_("WEB_PUSH_CONTACT: {contact}"), contact=settings.web_push_contact)
    if not settings.public_url:
        yield fault(
            N_("WEB_PUSH_CONTACT is set and PUBLIC_URL is not, so that no device is notified: set PUBLIC_URL as well")
        )


def nudges(place: Place, unit: Unit) -> Iterator[Finding]:
    """How many devices there are, and what became of notifications."""
    if not place.settings.web_push_contact:
        return
    found = push.outcomes(unit.db, unit.today - _WEEK)
    sent = found[Nudged.SENT].count if Nudged.SENT in found else 0
    yield note(
        N_(
            "Devices that are notified: {devices:number}; in 7 days {sent:number} notifications taken, {failed:number}"
            " not"
        ),
        devices=push.count(unit.db),
        sent=sent,
        failed=sum(found[each].count for each in FAILED if each in found),
    )
    if are_failing(push.outcomes(unit.db, unit.today - _LATELY)):
        yield fault(
            N_(
                "push services take no notifications: look into the log (`nudges were not taken`); `refused` is a"
                " matter of WEB_PUSH_CONTACT or of this machine's clock, `unanswered` of its way to the Internet (port"
                " 443)"
            )
        )
