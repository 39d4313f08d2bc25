"""What the program does by itself, and when: every tick it runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.runtime.backup import NightlyBackup
from bot.runtime.ticks import Tick, at
from bot.services import digesting, occurring, reminding, snoozing
from bot.services.desk import broadcast_flow, cards, daily
from bot.services.difficulties import waiting
from bot.services.leading import weekly
from bot.services.people import approvals, seat_requests, spent_codes, turns
from bot.services.reporting import acceptance, approval_watch
from bot.services.upkeep import backup, housekeeping
from storage import broadcasts, shown_codes
from storage.database import Writer

_HOUSEKEEPING = "housekeeping"


def ticks(writer: Writer, nightly: NightlyBackup) -> list[Tick]:
    """Return what happens at a time of day, with what follows outside of the base."""
    outside: dict[str, dict[str, Any]] = {
        # What was blanked is gone from the disk only when the log has been written back.
        _HOUSEKEEPING: {"after": writer.checkpoint},
        backup.TICK: {"after": nightly.wake, "beside": nightly.run},
    }
    return [replace(tick, **outside.get(tick.name, {})) for tick in of_the_base()]


def of_the_base() -> list[Tick]:
    """Return what happens at a time of day in the base alone, which can be done to a copy of it as well."""
    return [
        Tick(_HOUSEKEEPING, at(minute=40), housekeeping.clean_up),
        Tick("occurrences", at(hour=0, minute=5), occurring.make_due, wanted=occurring.any_series),
        Tick("plan", at(minute=10), reminding.plan_ahead),
        # After a change of rules or days off that was too much to be planned as it was made.
        Tick("replan", at(minute="*/1"), reminding.plan_ahead, wanted=reminding.is_asked_anew),
        # The hours that people may choose (`bot.domain.preferences.MORNINGS`), and those that rules may name
        # (`bot.domain.reminder_rules.HOURS`); one at which nothing may go costs three questions.
        Tick("morning", at(hour="7-16", minute="0,30"), reminding.send_morning),
        # Hours in which the profile may want it; what is missed comes with the next of them in its week.
        Tick("weekly", at(hour="7,8,9,10,11,14,16", minute=30), weekly.send),
        Tick("daily", at(hour=16, minute=45), daily.send),
        Tick("digest", at(hour=17, minute=0), digesting.make_due),
        # What these look after comes at any time and waits for hours at most; without any, five minutes cost no commit.
        Tick("escalation", at(minute="*/5"), acceptance.escalate, wanted=acceptance.awaits_acceptance),
        Tick("papers", at(minute="*/5"), digesting.tell_of_papers, wanted=digesting.something_is_to_tell),
        Tick("approvals", at(minute="*/5"), approval_watch.watch, wanted=approval_watch.any_waiting),
        Tick("broadcasts", at(minute="*/5"), broadcast_flow.carry_on, wanted=broadcasts.to_start),
        Tick("desk_group", at(minute="*/5"), cards.follow_up, wanted=cards.anything_new),
        # After the cards: what is in one of them does not come once more by itself.
        Tick("snoozes", at(minute="*/5"), snoozing.send_due, wanted=snoozing.any_kept),
        Tick("requests", at(minute="*/15"), approvals.expire, wanted=approvals.any_open),
        Tick("seat_requests", at(minute="*/15"), seat_requests.lapse, wanted=seat_requests.any_open),
        # Its first slot of a day is midnight, when a seat changes hands.
        Tick("turns", at(minute="*/15"), turns.turn, wanted=turns.any_waiting),
        Tick("second_call", at(hour=17, minute=0), acceptance.call_again),
        Tick("waiting", at(minute=20), waiting.end_waits, wanted=waiting.anything_waits),
        Tick("spent_codes", at(minute="*/15"), spent_codes.take_away, wanted=shown_codes.any_shown),
        Tick(backup.TICK, at(hour=2, minute=30), backup.note_due),
    ]
