"""An announcement as its recipients read it, what they confirm, and what came of it, told to whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain import broadcasts as rules
from bot.domain.broadcasts import Broadcast, Fate, State
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.broadcasts import ConfirmBroadcast, ShowBroadcast


def announcement(made: Broadcast) -> Screen:
    """The message with the words, and what is asked of its reader."""
    if not made.confirm:
        return Screen(_words(made))
    asked = Text(N_("{You} are asked to choose Received to confirm it."))
    received = Choice(Text(N_("Received")), ConfirmBroadcast(made.id))
    return Screen((*_words(made), BLANK, asked), ((received,),))


def _words(made: Broadcast) -> tuple[Text, ...]:
    return (
        Text(N_("Dear {dear},")),
        Text(N_("<b>Announcement {code} of the Standing Body</b>"), code=made.code),
        BLANK,
        Text(N_("{text}"), text=Excerpt(made.words)),
    )


def receipt(made: Broadcast, at: datetime) -> Screen:
    """The same message once it was confirmed."""
    return Screen((*_words(made), BLANK, Text(N_("{You} confirmed receipt at {at:stamp}."), at=at)))


def thanks(made: Broadcast, at: datetime) -> Text:
    """Over the button."""
    return Text(N_("Receipt of {code} is recorded at {at:clock}."), code=made.code, at=at)


def confirmed_before(made: Broadcast, at: datetime) -> Text:
    """Over a button that was pressed before."""
    return Text(N_("Receipt of {code} was confirmed already, at {at:stamp}."), code=made.code, at=at)


def caption(made: Broadcast, name: Text) -> Text:
    """Under a file."""
    return Text(N_("Announcement {code} – {name}"), code=made.code, name=name)


_COUNTS: Mapping[State, str] = {
    State.QUEUED: N_("• Waiting to be sent: {count:count}"),
    State.SENT: N_("• Sent: {count:count}"),
    State.CONFIRMED: N_("• Sent and confirmed: {count:count}"),
    State.FAILED: N_("• Not delivered: {count:count}"),
    State.STOPPED: N_("• Stopped before being sent: {count:count}"),
    State.UNOPENED: N_("• Sent and not opened: {count:count}"),
    State.UNREACHABLE: N_("• Not reachable: {count:count}"),
    State.LEFT_OUT: N_("• Left out: {count:count}"),
}
_UNCONFIRMED = N_("• Sent, not confirmed: {count:count}")


def counts(made: Broadcast, found: Mapping[State, int]) -> list[Text]:
    """How many stand in each state, and how many that are together."""
    lines = [Text(named(made, state), count=count) for state, count in found.items() if count]
    return [*lines, Text(N_("Recipients: {count:count}."), count=sum(found.values()))]


def named(made: Broadcast, state: State) -> str:
    """Return the msgid of a state with its `count`."""
    return _UNCONFIRMED if state is State.SENT and made.confirm else _COUNTS[state]


def outcome(made: Broadcast, found: Mapping[int, Fate]) -> Screen:
    """What came of an announcement, once nothing of it is on its way."""
    said = N_("Announcement {code} was stopped.") if made.stopped_at else N_("Announcement {code} has been sent.")
    view = Choice(Text(N_("View {code}"), code=made.code), ShowBroadcast(made.id))
    return Screen((Text(said, code=made.code), *counts(made, rules.counted(found.values()))), ((view,),))
