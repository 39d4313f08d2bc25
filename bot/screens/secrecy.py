"""What is said of a message with a mark of secrecy; nothing of it is quoted but the mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.secrecy import Mark
from bot.domain.texts import N_, Choice, Screen, Text
from bot.domain.verbs.secrecy import AnswerGuard, GuardStep

_SECRET = N_(
    'What was just sent shows a sign of a state secret (the words "{mark}"). This channel takes no information or'
    " documents that are state secrets."
)
_INTERNAL = N_(
    'What was just sent shows a sign of a document that may not be passed on (the words "{mark}"). This channel takes'
    " no documents that are state secrets or for internal circulation only."
)


@dataclass(frozen=True)
class Incident:
    """A message that was held back: when, for which mark, and when its sender said that it is no secret."""

    at: datetime
    mark: Mark
    confirmed_at: datetime | None


def refused(mark: Mark, refused_id: int | None) -> Screen:
    """Tell a sender that a message was not taken; a stranger, for whom no id is kept, is offered nothing."""
    lines = (
        Text(N_("<b>The content was not taken</b>")),
        Text(_INTERNAL if mark is Mark.INTERNAL else _SECRET, mark=mark.words),
        Text(
            N_(
                "Please delete the message you have just sent and follow the law on the protection of state secrets."
                " What was entered before stays as it was."
            )
        ),
        Text(N_("The check of words is a reminder only; the sender is responsible for the content.")),
    )
    if refused_id is None:
        return Screen(lines)
    drop = Choice(Text(N_("Discard the content")), AnswerGuard(refused_id, GuardStep.DROP))
    claim = Choice(Text(N_("Confirm no secret")), AnswerGuard(refused_id, GuardStep.ASK))
    return Screen(lines, ((drop, claim),))


def asking(refused_id: int) -> Screen:
    """Ask whether a message is no secret."""
    back = Choice(Text(N_("‹ Back")), AnswerGuard(refused_id, GuardStep.SHOW))
    confirm = Choice(Text(N_("Confirm, continue")), AnswerGuard(refused_id, GuardStep.CONFIRM))
    return Screen(
        (
            Text(N_("Do you confirm that the content is no state secret? Who confirms it, and when, is recorded.")),
            Text(
                N_(
                    "The system has not kept the content: after confirming, please send the same message once more, or"
                    " forward it here. Nothing else passes with this confirmation."
                )
            ),
        ),
        ((back, confirm),),
    )


def confirmed(at: datetime, until: datetime) -> Screen:
    """A sender said that a message is no secret."""
    msgid = N_(
        "Recorded at {at:clock}: you confirm that the content is no state secret. Please send the same message once"
        " more, or forward it here, before {until:clock}."
    )
    return Screen((Text(msgid, at=at, until=until),))


def dropped() -> Screen:
    """A sender gave a message up."""
    return Screen((Text(N_("The content was discarded. Please delete the message in this chat, too.")),))


def incidents(full_name: str, organisation: str, found: Sequence[Incident]) -> Screen:
    """Tell the desk whose messages were held back, each with its time and mark."""
    return Screen(
        (
            Text(N_("<b>Held back: a sign of a state secret</b>")),
            Text(N_("Sender: {full_name} ({organisation})"), full_name=full_name, organisation=organisation),
            *(_line(each) for each in found),
            Text(
                N_(
                    "Nothing of the content was kept. Please see to it that the sender deletes the message and follows"
                    " the law on the protection of state secrets."
                )
            ),
        )
    )


def _line(incident: Incident) -> Text:
    msgid = N_('• {at:stamp}: the words "{mark}"')
    if incident.confirmed_at:
        msgid = N_('• {at:stamp}: the words "{mark}"; the sender confirmed at {confirmed:clock} that it is no secret')
    return Text(msgid, at=incident.at, mark=incident.mark.words, confirmed=incident.confirmed_at or incident.at)
