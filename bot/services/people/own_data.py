"""What is stored about a person: shown, sent as a file, and what the desk is asked to do with it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.operations import SendFile, Topic, TopicKind
from bot.domain.people import Actor
from bot.domain.verbs.settings import DataRequest
from bot.exports import OWN_DATA
from bot.exports.snapshot import canonical, sha256
from bot.screens.people import own_data as wording
from bot.services.desk.notices import to_desk
from bot.services.desk.snapshots import PROVISIONAL
from bot.services.people import mailing
from bot.services.reply import Reply
from bot.services.upkeep.housekeeping import OPEN_DRAFTS_FOR, OUTBOX_FOR
from storage import ledgers, people, snapshots
from storage.own_data import stored_about
from storage.rows import iso
from storage.unit import Unit

_TOPIC = Topic(TopicKind.MEMBERSHIP)


def show(unit: Unit, actor: Actor) -> Reply:
    """What is stored, why, for how long, and who sees it."""
    people.set_open_draft(unit.db, actor.account, None)
    organisations = [seat.organisation for seat in actor.seats]
    mail = mailing.line(unit, actor.person.id) if mailing.is_offered(unit) else None
    return Reply(wording.own_data(unit.rules.profile, actor.person, organisations, OPEN_DRAFTS_FOR, OUTBOX_FOR, mail))


def send(unit: Unit, actor: Actor) -> Reply:
    """Send what is stored about the person as a file, to the account that asks for it."""
    by = f"person:{actor.person.code}"
    ledgers.append_audit(unit.db, unit.now, by, "data.sent", by)
    snapshot: dict[str, object] = {
        "schema": 1,
        "kind": OWN_DATA,
        "taken_at": iso(unit.now),
        "stored": [list(each) for each in stored_about(unit.db, actor.person.id, by)],
    }
    number = snapshots.add_snapshot(unit.db, "", unit.now, canonical(snapshot), sha256(snapshot))
    name = f"Du-lieu-ca-nhan-{unit.today.isoformat()}.xlsx"
    topic = Topic(TopicKind.MEMBERSHIP, {"data": number})
    file = SendFile(actor.to, f"make:{OWN_DATA}:{PROVISIONAL}:{number}", name, wording.caption(unit.now), topic)
    return replace(show(unit, actor), notices=(file,))


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
