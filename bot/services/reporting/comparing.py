"""What an amendment that waits for approval would change."""

from __future__ import annotations

from bot.domain.amendments import difference, foreseen
from bot.domain.people import Actor
from bot.screens.reporting import comparing as wording
from bot.services.reply import Reply
from bot.services.reporting.deciding import FILINGS, draft_of, of_seat, over, read
from bot.services.reporting.submitting import plain
from storage.unit import Unit


def show(unit: Unit, actor: Actor, number: int) -> Reply:
    """Show what waits beside what was sent, to those of its seat; what amends nothing is read in full.

    One that does not wait any more says what became of it. Raises BotError("stale") for any other.
    """
    found = of_seat(unit, actor, number)
    if found.end:
        return over(unit, actor, found)
    draft, waiting = draft_of(unit, found), plain(unit, found)
    if waiting.amends is None:
        return read(unit, actor, number, None, None)
    after = foreseen(draft, waiting.amends, nil=found.nil, tasks=FILINGS[found.kind].stated(unit, draft))
    screen = wording.screen(waiting, after, difference(waiting.amends, after), unit.rules.fields)
    return Reply(kept=screen, aside=True)
