"""The draft of the slip with which a difficulty is forwarded, as a file for the officer who asks for it."""

from __future__ import annotations

from datetime import date, datetime

from bot.clock import VN
from bot.domain import questions
from bot.domain.difficulties import DifficultyAct, DifficultyEvent, DifficultyState
from bot.domain.handling import AGENCY, UNTIL, WORDS, Case
from bot.domain.merging import Cluster
from bot.domain.operations import SendFile, Topic, TopicKind
from bot.domain.people import Actor
from bot.errors import BotError
from bot.exports import SLIP, slip_file_name
from bot.exports.snapshot import canonical, sha256
from bot.screens.difficulties import slips as wording
from bot.services.desk.snapshots import PROVISIONAL
from bot.services.difficulties import acting, clusters
from bot.services.difficulties.accepting import current
from bot.services.difficulties.cases import case_of
from bot.services.people import duties
from bot.services.reply import Reply
from storage import ledgers, snapshots
from storage.rows import iso
from storage.unit import Unit


def of_forwarded(unit: Unit, actor: Actor, code: str) -> Reply:
    """Send the slip of a difficulty that is with an authority.

    Raises BotError: rights, or stale for one that is not there or not with an authority any more.
    """
    case = current(unit, actor, code)
    if case.state is not DifficultyState.FORWARDED:
        raise BotError("stale")
    event = next(event for event in reversed(case.events) if event.act is DifficultyAct.FORWARDED)
    return _sent(unit, actor, case, event)


def of_draft(unit: Unit, actor: Actor, draft_id: int) -> Reply:
    """Send the slip of a forwarding that is being written. Raises BotError: rights, or stale as `acting.forwarding`."""
    case, detail = acting.being_forwarded(unit, actor, draft_id)
    return _sent(unit, actor, case, DifficultyEvent(DifficultyAct.FORWARDED, unit.now, duties.by(actor), detail))


def _sent(unit: Unit, actor: Actor, case: Case, event: DifficultyEvent) -> Reply:
    snapshot = _snapshot(unit, case, event)
    fingerprint = sha256(snapshot)
    # Of no period: it says nothing of what a period has come to.
    number = snapshots.add_snapshot(unit.db, "", unit.now, canonical(snapshot), fingerprint)
    ledgers.append_audit(
        unit.db, unit.now, duties.by(actor), "slip.made", f"difficulty:{case.code}", {"sha256": fingerprint}
    )
    caption = wording.caption(case.code, str(event.detail[AGENCY]), unit.now, fingerprint)
    # By what it names, whatever of it is removed is found in the chat.
    sources = [each.code for each in clusters.cluster_of(unit, case.code).members]
    topic = Topic(TopicKind.DIFFICULTY, {"code": case.code, **({"sources": " ".join(sources)} if sources else {})})
    file = SendFile(actor.to, f"make:{SLIP}:{PROVISIONAL}:{number}", slip_file_name(case.code), caption, topic)
    return Reply(toast=wording.made(case.code), notices=(file,))


def _snapshot(unit: Unit, case: Case, event: DifficultyEvent) -> dict[str, object]:
    """Return what a slip prints as plain data; what it names is text already."""
    office, slip = unit.rules.profile.office, unit.rules.profile.slip
    cluster = clusters.cluster_of(unit, case.code)
    return {
        "schema": 1,
        "kind": "slip",
        "taken_at": iso(unit.now),
        "office": {
            "parent": office.parent,
            "issuer": office.issuer,
            "sign": slip.sign,
            "place": office.place,
            "standing_body": office.standing_body.vi,
            "signatory": list(office.signatory),
            "recipients": list(slip.recipients),
        },
        "basis": slip.basis,
        "agency": str(event.detail[AGENCY]),
        "reply_by": _day(str(event.detail[UNTIL])),
        "code": case.code,
        "report": case.report.code,
        "sent_on": case.report.filed_at.astimezone(VN).date().isoformat(),
        "organisation": case.seat.organisation,
        "answers": _answers(unit, case),
        "added": _added(case),
        "members": cluster.weight if cluster.sources else 1,
        "sources": _sources(unit, case, cluster),
    }


def _answers(unit: Unit, case: Case) -> list[list[str]]:
    """What was answered, by the name of its question, whole; not who should settle it: that is the addressee."""
    said = {**case.difficulty.answers, questions.FIELD: unit.rules.fields[case.difficulty.field].name.vi}
    asked = [each for each in questions.texts() if each.head and not each.names_agency]
    return [[each.name, said[each.name]] for each in asked if said.get(each.name)]


def _added(case: Case) -> list[dict[str, str]]:
    """What its sender has added since."""
    return [
        {"on": event.at.astimezone(VN).date().isoformat(), "words": str(event.detail[WORDS])}
        for event in case.events
        if event.act is DifficultyAct.SUPPLEMENTED and event.detail.get(WORDS)
    ]


def _sources(unit: Unit, head: Case, cluster: Cluster) -> list[dict[str, str]]:
    """What was merged into it, the difficulty itself left out."""
    found = [case for source in cluster.members for case in [case_of(unit, source.code)] if case]
    return [
        {
            "code": case.code,
            "organisation": case.seat.organisation,
            "content": case.difficulty.answers["content"],
        }
        for case in found
        if case.code != head.code
    ]


def _day(until: str) -> str:
    """The day of a time that is a day or an instant."""
    at = datetime.fromisoformat(until)
    return (at.astimezone(VN).date() if at.tzinfo else date.fromisoformat(until[:10])).isoformat()
