"""What is said when the nightly backup could not be made, or when something that runs by itself keeps failing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.texts import N_, Screen, Text

TICKS: Mapping[str, str] = {
    "housekeeping": N_("the hourly clearing of what is no longer needed"),
    "occurrences": N_("the occurrences of recurring tasks"),
    "plan": N_("the hourly planning of the reminders"),
    "replan": N_("planning the reminders anew after a change of rules or days off"),
    "morning": N_("the reminders of the day"),
    "weekly": N_("the leaders' card of the week"),
    "daily": N_("the desk's card of the afternoon"),
    "digest": N_("the aggregate of a period"),
    "papers": N_("telling of papers that were issued again, released or not released yet"),
    "escalation": N_("the escalation of urgent reports"),
    "approvals": N_("the reminders of reports that wait for approval"),
    "broadcasts": N_("sending the desk's announcements on"),
    "snoozes": N_("the reminders that were put off"),
    "desk_group": N_("bringing the cards in the desk's group up to date"),
    "requests": N_("the end of requests that nobody answered"),
    "seat_requests": N_("the end of requests about seats that nobody answered"),
    "turns": N_("the hand-over of seats on their day"),
    "second_call": N_("the second call for ad hoc reports nobody accepted"),
    "waiting": N_("the end of what was asked about difficulties"),
    "spent_codes": N_("taking spent invitation codes out of the chats"),
    "backup": N_("the nightly backup"),
}
"""What people call a tick."""
_NAMED = 10
"""As many of what could not be done are named in a notice."""


def tick_name(name: str) -> Text | str:
    """Return what a tick is called; one of another version of the program by its own name."""
    return Text(TICKS[name]) if name in TICKS else name


def failed(latest: datetime | None) -> Screen:
    """No backup tonight; how old the newest one is. Names no path and no cause: those are in the log."""
    state = Text(N_("The latest backup is of {at:full}."), at=latest) if latest else Text(N_("There is no backup yet."))
    return Screen(
        (
            Text(
                N_(
                    "The nightly backup could not be made; the data itself is in use as before. {state} The system"
                    " tries again every hour. Please ask the operator to check the disk's free space and the log."
                ),
                state=state,
            ),
        )
    )


def tick_failed(name: str, incident: str, now: datetime, undone: Sequence[str | Text]) -> Screen:
    """A tick keeps failing. `undone` is what of it was not done, where the rest was; empty where nothing was."""
    told = Text(
        N_(
            "Incident {incident} at {now:stamp}: {tick} could not be completed. The system tries again every hour;"
            " everything else goes on. Please name the code to the operator."
        ),
        incident=incident,
        now=now,
        tick=tick_name(name),
    )
    named = [Text(N_("Not done: {what}."), what=what) for what in undone[:_NAMED]]
    more = len(undone) - _NAMED
    rest = (Text(N_("And {count:number} more."), count=more),) if more > 0 else ()
    return Screen((told, *named, *rest))


def quota_used_up(channel: str, now: datetime) -> Screen:
    """A channel takes no more messages for now."""
    return Screen(
        (
            Text(
                N_(
                    "<b>{channel} takes no more messages for now ({now:stamp}): its quota is used up.</b> What is to be"
                    " sent there waits, and the system tries again every quarter of an hour; what members send there"
                    " arrives all the same. Please tell its readers in another way if it cannot wait."
                ),
                channel=channel.capitalize(),
                now=now,
            ),
        )
    )
