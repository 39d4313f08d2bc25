"""The ways in which somebody is reached: which, in which order, and how another one is linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.texts import N_, Choice, Screen, Text, Weight
from bot.domain.verbs.settings import AskLeaving, Leaving, ShowSettings
from bot.domain.verbs.ways import AddWay, AskRemoveWay, ListWays, OpenWay, PutWayFirst, RemoveWay
from bot.domain.ways import Way

_NAMES: Mapping[str, str] = {"web": N_("the office's page")}
"""What is a name already is the same in every language."""
_BACK = Choice(Text(N_("‹ Back")), ListWays())
_SETTINGS = Choice(Text(N_("‹ Back")), ShowSettings())
WAYS = Choice(Text(N_("Ways of receiving")), ListWays())


def called(channel: str) -> Text:
    """Return how a channel is called."""
    return Text(_NAMES[channel]) if channel in _NAMES else Text("{channel}", channel=channel.capitalize())


def ways(found: Sequence[Way], now_in: str) -> Screen:
    """The linked ways in the order in which they are tried; `now_in`: the channel in which this is shown."""
    lines = [
        Text(N_("<b>Ways of receiving messages</b>")),
        *(_line(place, way, now_in) for place, way in enumerate(found, 1)),
        Text(
            N_(
                "A message goes by the first way. By the next it goes only where the one before does not deliver it, or"
                " where it is not opened in time. Answers go where the question was asked."
            )
        ),
    ]
    named = [Choice(called(way.channel), OpenWay(way.account)) for way in found]
    rows = [tuple(named[at : at + 2]) for at in range(0, len(named), 2)]
    return Screen(tuple(lines), (*rows, (Choice(Text(N_("Link another way")), AddWay()),), (_SETTINGS,)))


def _line(place: int, way: Way, now_in: str) -> Text:
    said = N_("{place}. {way}{here}{away}")
    here = Text(N_(" (this one)")) if way.channel == now_in else None
    away = None if way.is_reachable else Text(N_(" – messages do not arrive"))
    return Text(said, place=place, way=called(way.channel), here=here, away=away)


def way(found: Way, *, is_first: bool) -> Screen:
    """One way, and what can be done with it."""
    said = N_("{way}: messages go here first.") if is_first else N_("{way}: messages go here after the ways above it.")
    first = () if is_first else ((Choice(Text(N_("Receive here first")), PutWayFirst(found.account)),),)
    remove = Choice(Text(N_("Remove this way")), AskRemoveWay(found.account))
    return Screen((Text(said, way=called(found.channel)),), (*first, (remove,), (_BACK,)))


def ask_remove(found: Way) -> Screen:
    """Whether to be reached in this way no more."""
    asked = Text(
        N_("Remove {way}? Messages go by your other ways from now on; drafts and reports are kept."),
        way=called(found.channel),
    )
    go = Choice(Text(N_("Remove this way")), RemoveWay(found.account), Weight.DESTRUCTIVE)
    return Screen((asked,), ((Choice(Text(N_("Keep this way")), ListWays()), go),))


def ask_remove_last(found: Way) -> Screen:
    """The way is the only one: to remove it is to end the link."""
    asked = Text(
        N_(
            "{way} is your only way. Without it no message reaches you and nothing can be reported; to be linked again"
            " you need a new code. To go on with another way, please link that one first."
        ),
        way=called(found.channel),
    )
    link = Choice(Text(N_("Link another way")), AddWay())
    return Screen((asked,), ((link,), (Choice(Text(N_("Unlink account")), AskLeaving(Leaving.UNLINK)), _BACK)))


def code(spelt: str, others: Sequence[str], until: datetime) -> Screen:
    """The code with which another way is linked; `others`: the channels in which nothing is linked yet."""
    lines = [
        Text(N_("Code for linking another way: <code>{code}</code>"), code=spelt),
        Text(
            N_(
                "Please write this code to the system in the new way, then confirm your name there. It can be used"
                " once, until {until:stamp}. Please give it to nobody."
            ),
            until=until,
        ),
    ]
    if others:
        lines.append(Text(N_("Ways that can be linked: {ways}."), ways=_joined(others)))
    return Screen(tuple(lines))


def _joined(channels: Sequence[str]) -> Text:
    said = called(channels[0])
    for channel in channels[1:]:
        said = Text(N_("{first}, {second}"), first=said, second=called(channel))
    return said


def added(channel: str, phone: str, now: datetime) -> Screen:
    """To the other ways: a new one was linked."""
    said = Text(
        N_(
            "Another way was linked to your account at {now:stamp}: {way}. If it was not you who did so, please remove"
            " it there under Settings (/caidat), Ways of receiving, and call {phone} at once."
        ),
        now=now,
        way=called(channel),
        phone=phone,
    )
    return Screen((said,), ((WAYS,),))


def removed(phone: str) -> Screen:
    """The last message to an account that was removed by its own person."""
    said = N_("This way was removed as you asked; messages go by your other ways. For questions, please call {phone}.")
    return Screen((Text(said, phone=phone),))


def reached(found: Sequence[Way]) -> Text:
    """How the desk reaches somebody, in the order in which it is tried."""
    said = None
    for each in found:
        away = None if each.is_reachable else Text(N_(" – messages do not arrive"))
        way = Text(N_("{way}{away}"), way=called(each.channel), away=away)
        said = Text(N_("{first}, {second}"), first=said, second=way) if said else way
    return Text(N_("Receives by: {ways}."), ways=said)


def line(found: Sequence[Way]) -> Text:
    """The ways as the settings name them."""
    return Text(N_("Ways of receiving: {ways}."), ways=_joined([each.channel for each in found]))
