"""Co-signing a difficulty of another member in place of an item of one's own."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.form_acts import without_item
from bot.domain.forms import At, Draft, Position
from bot.domain.people import Actor, Seat
from bot.domain.reports import ADHOC, REPORT
from bot.domain.verbs.alike import AskCosign, CosignInstead, Example
from bot.errors import BotError
from bot.screens import sharing as shared_wording
from bot.screens.reporting import alike as wording
from bot.services.reply import Reply, with_remark
from bot.services.reporting import forms
from bot.services.reporting.drafting import own_draft, seat_of, sent_before
from storage import drafts, ledgers, people, sharing
from storage.sharing import Cosign, Shared
from storage.unit import Unit


def ask(unit: Unit, actor: Actor, press: AskCosign) -> Reply:
    """Ask whether a difficulty is co-signed in place of an item, and what becomes of its words.

    Raises BotError("stale") for another draft or screen, BotError("not_shared") where the desk shares it no longer.
    """
    draft = own_draft(unit, actor, press.draft)
    if draft.result_code:
        return sent_before(draft)
    if draft.rev != press.rev or draft.position.at is not At.REVIEW or press.item >= len(draft.items):
        raise BotError("stale")
    _shared(unit, draft, press.difficulty)
    position = Position(At.COSIGN, press.item, about=press.difficulty)
    drafts.save_draft(unit.db, replace(draft, rev=draft.rev + 1, position=position, burst=None), unit.now)
    return forms.resume(unit, actor, draft.id)


def cosign(unit: Unit, actor: Actor, press: CosignInstead) -> Reply:
    """Add the weight of a seat to the difficulty that was shown, and take the item out of the draft.

    Raises BotError as `ask` does.
    """
    draft = own_draft(unit, actor, press.draft)
    if draft.result_code:
        return sent_before(draft)
    position = draft.position
    if draft.rev != press.rev or position.at is not At.COSIGN or position.item >= len(draft.items):
        raise BotError("stale")
    shared, seat = _shared(unit, draft, position.about), seat_of(actor, draft)
    example = draft.items[position.item].get("content", "") if press.example is Example.KEEP else ""
    sharing.add_cosign(unit.db, Cosign(shared.difficulty, seat.id, actor.person.id, unit.now, example))
    ledgers.append_audit(
        unit.db,
        unit.now,
        f"person:{actor.person.code}",
        "difficulty.cosigned",
        f"difficulty:{shared.difficulty}",
        {"seat": seat.code, "example": example},
    )
    left = without_item(draft, position.item).draft
    cosigned = tuple(dict.fromkeys((*draft.cosigned, shared.difficulty)))
    drafts.save_draft(unit.db, replace(left, cosigned=cosigned), unit.now)
    shown = forms.resume(unit, actor, draft.id)
    return with_remark(shown, wording.cosigned(shared.difficulty, seat.organisation))


def ask_back(unit: Unit, actor: Actor, code: str) -> Reply:
    """Ask whether a difficulty is co-signed no longer. Raises BotError("stale") for what the actor's seats do not."""
    signed, seat = _own(unit, actor, code)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(shared_wording.ask_back(code, seat.organisation, signed.example))


def take_back(unit: Unit, actor: Actor, code: str) -> Reply:
    """Take the weight of a seat off a difficulty; its example is shown once more. Raises BotError as `ask_back`."""
    signed, seat = _own(unit, actor, code)
    sharing.remove_cosign(unit.db, signed)
    ledgers.append_audit(
        unit.db,
        unit.now,
        f"person:{actor.person.code}",
        "difficulty.cosign_taken_back",
        f"difficulty:{code}",
        {"seat": seat.code},
    )
    return Reply(shared_wording.taken_back(code, seat.organisation, signed.example))


def _own(unit: Unit, actor: Actor, code: str) -> tuple[Cosign, Seat]:
    signed = sharing.cosign_of(unit.db, code, [seat.id for seat in actor.seats])
    if signed is None:
        raise BotError("stale")
    return signed, next(seat for seat in actor.seats if seat.id == signed.seat)


def _shared(unit: Unit, draft: Draft, code: str) -> Shared:
    if draft.kind not in (REPORT, ADHOC):
        raise BotError("stale")
    found = next(iter(sharing.shared(unit.db, code)), None)
    if found is None or found.seat == draft.seat:
        raise BotError("not_shared")
    return found
