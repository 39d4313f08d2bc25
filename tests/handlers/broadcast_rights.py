"""Who is served by announcements, with a button of each verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.broadcast_forms import AUDIENCE, BROADCAST, CONFIRM, NOW, WHEN, WHICH, YES
from bot.domain.broadcasts import Audience, Broadcast, Chosen, State
from bot.domain.buttons import Verb
from bot.domain.forms import At, Position
from bot.domain.handling import WORDS
from bot.domain.verbs.broadcasts import (
    ConfirmBroadcast,
    ListBroadcasts,
    OpenBroadcast,
    RepeatBroadcast,
    ShowAudience,
    ShowBroadcast,
    ShowBroadcastState,
    StopBroadcast,
)
from storage import broadcasts, drafts, people
from tests.handlers.cast import DESK, MEMBERS, Served, alike
from tests.world import World

_COUNCIL = Chosen(Audience.BODY, "hoi_dong_tu_van")
_DRAFT = 9001
"""The number of the one draft that there is."""
MAY_SAY: Mapping[str, Served] = {"thongbao": alike(DESK), "announce": alike(DESK)}
SERVED: Mapping[str | type[Verb], str] = {
    "thongbao": "Thông báo chung",
    "announce": "Thông báo chung",
    ListBroadcasts: "Thông báo chung",
    OpenBroadcast: "Nội dung thông báo?",
    ShowAudience: "Người nhận",
    ShowBroadcast: "TB-2611-001 – ",
    ShowBroadcastState: "TB-2611-001 – đã gửi",
    RepeatBroadcast: "người chưa xác nhận TB-2611-001?",
    ConfirmBroadcast: "đã xác nhận lúc",
    StopBroadcast: "Người dừng gửi: Phạm Thu Chi",
}
MAY_PRESS: Mapping[type[Verb], Served] = {
    **{verb: alike(DESK) for verb in SERVED if not isinstance(verb, str)},
    ConfirmBroadcast: alike(MEMBERS),
}
"""An announcement went to every member and to nobody else, and asks them to confirm it."""
OVER_THE_BUTTON: frozenset[type[Verb]] = frozenset({ConfirmBroadcast})
"""What serves with a remark over the button."""


def begin_broadcast(world: World, db: Database) -> None:
    """Let Chi have announced something to every member, of which nothing has ended, and be about to do so again."""
    chi, now = people.person_by_code(db, "CHI"), world.clock.now()
    assert chi is not None
    later = datetime(2027, 6, 1, 9, tzinfo=VN)
    made = Broadcast(0, "TB-2611-001", chi.id, "Họp giao ban.", (), _COUNCIL, True, now - timedelta(days=5), later)
    held = [(person.id, duties) for person, duties in people.everybody(db, now.date()) if any(d.seat for d in duties)]
    number = broadcasts.add(db, made, [(person, broadcasts.basis_of(duties)) for person, duties in held])
    broadcasts.mark_queued(db, number, [person for person, _ in held], now)
    draft = drafts.add_draft(db, chi.id, 0, BROADCAST, "other", "", now)
    answers = {WORDS: "Họp giao ban.", AUDIENCE: _COUNCIL.audience.value, WHICH[Audience.BODY]: _COUNCIL.which}
    answers |= {WHEN: NOW, CONFIRM: YES}
    drafts.save_draft(db, replace(draft, rev=1, items=(answers,), position=Position(At.REVIEW)), now)
    db.conn.execute("UPDATE drafts SET id = ? WHERE id = ?", [_DRAFT, draft.id])


def buttons_of_nobody() -> list[Verb]:
    """Return a button of each verb, for the announcement that there is."""
    return [
        ListBroadcasts(0),
        OpenBroadcast(),
        ShowAudience(_DRAFT, 0),
        ShowBroadcast(1),
        ShowBroadcastState(1, State.SENT, 0),
        RepeatBroadcast(1),
        ConfirmBroadcast(1),
        StopBroadcast(1),
    ]
