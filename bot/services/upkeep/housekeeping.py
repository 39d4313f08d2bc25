"""What is not needed any more goes, after as long as each table promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.forms import Draft
from bot.domain.operations import Operation, Pause, Piece
from bot.domain.reminder_rules import Kind
from bot.domain.sessions import FORGOTTEN_AFTER
from bot.domain.texts import N_, Text
from bot.services.secrecy import KEPT_FOR as REFUSED_FOR
from storage import (
    acknowledgements,
    calls,
    choices,
    files,
    forecasts,
    idle_drafts,
    inbox,
    invitations,
    kept_files,
    kept_texts,
    mailboxes,
    notices,
    outbox,
    push,
    reminders,
    requests,
    search,
    seat_requests,
    secrecy,
    selections,
    shown_codes,
    sign_in,
    snapshots,
    web_messages,
    web_sessions,
)
from storage.unit import Unit

AT_MOST = 500
"""So many rows of those that there may be very many of go between two pauses."""
LOOKED_THROUGH = 20_000
"""Among so many reminders those that have had their time are looked for between two pauses."""
KEYS_FOR = timedelta(hours=48)
"""Telegram keeps updates for 24 hours; after a quiet week their numbers start anew."""
QUARANTINE_FOR = timedelta(days=7)
OUTBOX_FOR = timedelta(days=30)
"""So far back reaches the list of what somebody out of reach has missed, and what a page of the office's own shows."""
SENT_DRAFTS_FOR = timedelta(days=35)
"""So long a second press of Send is answered with the code."""
OPEN_DRAFTS_FOR = timedelta(days=75)
"""Longer than from the first day of a period to the close of the next, which is what a member was told."""
UNTOLD_DRAFTS_FOR = timedelta(days=30)
"""So much longer a draft is kept whose writer cannot be told that it goes."""
KEPT_TEXTS_FOR = timedelta(days=35)
"""So long a text that no report took is offered to the next one: longer than from one period to the next."""
SNAPSHOTS_FOR = timedelta(days=7)
"""Longer than a message is tried in an outage: its files are built when it is sent."""
OFFERS_FOR = timedelta(days=3)
QUERIES_FOR = timedelta(days=1)
"""So long the pages of a search can be turned."""
REQUESTS_FOR = timedelta(days=35)
"""What is left of a request that has ended names nobody; the audit has it for good."""
TOGETHER_FOR = timedelta(days=7)
"""Longer than anything can be taken back."""
NOTICES_FOR = timedelta(days=35)
"""So long the words of a notice are kept after it was assigned or left lying: as long as a draft that was sent."""
FORECASTS_FOR = timedelta(days=7)
"""Longer than anybody looks at one: after a day another is true."""
FETCHES_FOR = timedelta(days=7)
ATTEMPTS_FOR = timedelta(days=1)
"""No pause looks back further at wrong codes."""
REMINDERS_FOR = timedelta(days=400)
"""A year of what was sent and what was skipped can be looked up."""


def last_day_untouched(_unit: Unit, draft: Draft) -> date:
    """Return the last whole day before a draft is deleted that nobody touches, where no period ends it before."""
    return (draft.updated_at + OPEN_DRAFTS_FOR - timedelta(days=1)).astimezone(VN).date()


@dataclass(frozen=True)
class Retention:
    """How long something is kept, and what deletes or blanks what is older than an instant."""

    what: str
    """A msgid: what it is, as people who ask what is kept would say."""
    kept_for: timedelta
    purge: Callable[[Unit, datetime], int]
    """Returns how many rows it changed."""
    some: Callable[[Unit, datetime, int], int | None] | None = None
    """Where there may be very many, does a part of it from a place on; returns the place of the next, None at the end.

    The first place is 0.
    """


def _by(purge: Callable[[Database, datetime], int]) -> Callable[[Unit, datetime], int]:
    return lambda unit, before: purge(unit.db, before)


def _at_most(purge: Callable[[Database, datetime, int], int]) -> Callable[[Unit, datetime, int], int | None]:
    """Delete the oldest, until there are none: the place counts them."""

    def some(unit: Unit, before: datetime, place: int) -> int | None:
        return place + AT_MOST if purge(unit.db, before, AT_MOST) == AT_MOST else None

    return some


def _some_reminders(unit: Unit, before: datetime, place: int) -> int | None:
    return reminders.purge_some_reminders(unit.db, before.astimezone(VN).date(), place, LOOKED_THROUGH)


def _purge_untouched(unit: Unit, before: datetime) -> int:
    return idle_drafts.purge_untouched(
        unit.db,
        untouched_before=before,
        told_before=unit.now - unit.rules.reminders.notice(Kind.DRAFT),
        anyway_before=before - UNTOLD_DRAFTS_FOR,
    )


RETENTIONS: Sequence[Retention] = (
    # Set aside first: once they are blank, they go with the others.
    Retention(N_("incoming messages that were set aside"), QUARANTINE_FOR, _by(inbox.blank_quarantined)),
    Retention(N_("incoming messages that were handled"), KEYS_FOR, _by(inbox.purge_done), _at_most(inbox.purge_done)),
    Retention(N_("messages that were sent"), OUTBOX_FOR, _by(outbox.purge_outbox), _at_most(outbox.purge_outbox)),
    Retention(N_("conversations on the page of the office"), OUTBOX_FOR, _by(web_messages.purge)),
    Retention(N_("counts of notifications to browsers"), OUTBOX_FOR, _by(push.purge)),
    Retention(N_("drafts that were sent"), SENT_DRAFTS_FOR, _by(idle_drafts.purge_closed)),
    Retention(N_("drafts that nobody touched"), OPEN_DRAFTS_FOR, _purge_untouched),
    # After the drafts: what was in them alone is nobody's any more.
    Retention(
        N_("files that are in no report and no draft"), timedelta(), lambda unit, _: kept_files.forget_unused(unit.db)
    ),
    Retention(N_("texts that no report took"), KEPT_TEXTS_FOR, _by(kept_texts.purge_kept_texts)),
    Retention(N_("provisional aggregates"), SNAPSHOTS_FOR, _by(snapshots.purge_snapshots)),
    Retention(N_("chats to which an invitation was shown"), OFFERS_FOR, _by(invitations.forget_offers)),
    Retention(N_("what chats without buttons were offered"), OFFERS_FOR, _by(choices.purge_choices)),
    Retention(N_("what was searched for"), QUERIES_FOR, _by(search.purge_queries)),
    Retention(N_("hashes of messages that were held back"), REFUSED_FOR, _by(secrecy.purge_refused)),
    Retention(N_("wrong invitation codes"), ATTEMPTS_FOR, _by(invitations.purge_attempts)),
    Retention(N_("sign-ins to the page that nobody used"), FORGOTTEN_AFTER, _by(web_sessions.purge)),
    Retention(N_("links to sign in"), ATTEMPTS_FOR, _by(sign_in.purge_links)),
    Retention(N_("wrong codes of the second factor"), ATTEMPTS_FOR, _by(sign_in.purge_attempts)),
    Retention(N_("e-mail addresses that nobody confirmed"), ATTEMPTS_FOR, _by(mailboxes.purge_unconfirmed)),
    Retention(N_("codes sent to e-mail addresses"), ATTEMPTS_FOR, _by(mailboxes.purge_codes)),
    Retention(
        N_("e-mail addresses of those who hold no duty any more"),
        timedelta(),
        lambda unit, _: mailboxes.purge_of_nobody(unit.db, unit.today),
    ),
    Retention(N_("requests that have ended"), REQUESTS_FOR, _by(requests.purge_requests)),
    Retention(N_("requests of members that have ended"), REQUESTS_FOR, _by(seat_requests.purge_requests)),
    Retention(N_("what officers did with several difficulties at once"), TOGETHER_FOR, _by(selections.forget_before)),
    Retention(
        N_("the words of notices that were imported as tasks"),
        NOTICES_FOR,
        lambda unit, before: notices.forget_texts(unit.db, before, unit.now),
    ),
    Retention(N_("the fetching of files"), FETCHES_FOR, _by(files.purge_fetches)),
    Retention(N_("forecasts of what will be sent"), FORECASTS_FOR, _by(forecasts.purge_forecasts)),
    Retention(N_("reminders that the desk cancelled or moved"), REMINDERS_FOR, _by(forecasts.purge_overrides)),
    Retention(
        N_("reminders"),
        REMINDERS_FOR,
        lambda unit, before: reminders.purge_reminders(unit.db, before.astimezone(VN).date()),
        _some_reminders,
    ),
    Retention(
        N_("receipts of reminders"),
        REMINDERS_FOR,
        lambda unit, before: acknowledgements.purge(unit.db, before.astimezone(VN).date()),
    ),
    Retention(N_("calls of the Standing Body"), REMINDERS_FOR, _by(calls.purge)),
    Retention(
        N_("marks of codes taken out of chats"), timedelta(), lambda unit, _: shown_codes.purge_replaced(unit.db)
    ),
)
"""Everything that goes by itself. What is in no row is kept: reports, what became of them, papers, the audit."""


def clean_up(unit: Unit) -> Iterable[Piece | Pause]:
    """Delete and blank what has had its time, each by itself and very many a part at a time; sends nothing."""
    for retention in RETENTIONS:
        places: list[int | None] = [0]
        while places and (place := places.pop()) is not None:
            yield Piece(Text(retention.what), partial(_purge, unit, retention, place, places))
            if any(places):
                yield Pause.HERE


def _purge(unit: Unit, retention: Retention, place: int, places: list[int | None]) -> Sequence[Operation]:
    """Do it, or a part of it; the place of the next is put into `places`."""
    before = unit.now - retention.kept_for
    if retention.some:
        places.append(retention.some(unit, before, place))
    else:
        retention.purge(unit, before)
    return ()


def rehearsed(unit: Unit) -> Sequence[tuple[Retention, int]]:
    """Return how many rows each retention would delete or blank now. `unit` is of a copy, which is changed by it."""
    return [(each, each.purge(unit, unit.now - each.kept_for)) for each in RETENTIONS]
