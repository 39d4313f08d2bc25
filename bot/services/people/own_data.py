"""What is stored about a person: shown, sent as a file, and what the desk is asked to do with it."""

from __future__ import annotations

from bot.domain.operations import Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.verbs.settings import DataRequest
from bot.screens.people import own_data as wording
from bot.services.desk.notices import to_desk
from bot.services.reply import Reply
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR, OUTBOX_FOR
from storage import ledgers, people
from storage.unit import Unit

_TOPIC = Topic(TopicKind.MEMBERSHIP)


def show(unit: Unit, actor: Actor) -> Reply:
    """What is stored, why, for how long, and who sees it."""
    people.set_open_draft(unit.db, actor.account, None)
    organisations = [seat.organisation for seat in actor.seats]
    return Reply(wording.own_data(unit.rules.profile, actor.person, organisations, OPEN_DRAFTS_FOR, OUTBOX_FOR))


def ask(unit: Unit, actor: Actor, request: DataRequest, *, sure: bool) -> Reply:
    """Ask the desk to correct or to erase one's data, once that has been confirmed."""
    if not sure:
        return Reply(wording.ask(request))
    ledgers.append_audit(
        unit.db, unit.now, f"person:{actor.person.code}", f"data.{request.name.lower()}_asked",
        f"person:{actor.person.code}",
    )  # fmt: skip
    notice = wording.desk_asked(request, actor.person, unit.now)
    key = f"data:{request.value}:{actor.person.id}:{unit.today.isoformat()}"  # one a day is enough
    return Reply(wording.asked(request, unit.now), notices=to_desk(unit, notice, key, _TOPIC))
