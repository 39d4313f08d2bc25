"""An account leaves its person: nothing meant for the person reaches it any more, and it is told why."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.operations import Operation, Send, Topic, TopicKind
from bot.domain.people import To
from bot.domain.texts import Screen
from storage import addressees, anchors, directory, invitations, outbox, people
from storage.unit import Unit


@dataclass(frozen=True)
class Losing:
    """What whoever lost a duty is told: where others are left, and where it was the last one."""

    of_one: Screen
    of_last: Screen


def end_link(unit: Unit, account: int, screen: Screen) -> Send:
    """End the link of a live account; return what tells the account so, for the caller to send or to leave."""
    # Before the link ends: afterwards the account is nobody's to write to.
    to = addressees.recipient(unit.db, account, unit.today)
    assert to is not None
    # What was meant for the person must not reach an account that is theirs no longer.
    outbox.cancel_for(unit.db, account, unit.now)
    anchors.forget_anchors(unit.db, account)
    people.unlink_account(unit.db, account, unit.now)
    return Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP), key=f"account-left:{account}")


def lose_duty(unit: Unit, person: int, screens: Losing) -> list[Operation]:
    """Do what follows from the end of a duty that a person held until now; return what tells them so.

    With the last duty the links of all accounts end, and the invitation that is open; else menus follow by
    themselves, as they are compared with the duties held.
    """
    last = not people.duties_of(unit.db, person, unit.today)
    if last:
        invitations.end_open(unit.db, person, unit.now)
    # Asked before links end; somebody out of reach would not get it.
    reachable = {to.account: to for to in _reachable(unit, person)}
    if not last:
        return [Send(to, screens.of_one, topic=Topic(TopicKind.MEMBERSHIP)) for to in reachable.values()]
    left = [(account, end_link(unit, account, screens.of_last)) for account in directory.live_accounts(unit.db, person)]
    return [told for account, told in left if account in reachable]


def _reachable(unit: Unit, person: int) -> list[To]:
    found = (addressees.recipient(unit.db, each, unit.today) for each in addressees.reachable_accounts(unit.db, person))
    return [to for to in found if to]
