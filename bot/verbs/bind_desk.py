"""`bind-desk`: a one-time code by which a group becomes the desk's place of work."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.changing import carry_out
from bot.verbs.opening import say

_WHAT_TO_DO = (
    N_("Code for the group of the Standing Body: {code}. It works once, until {expires:full}."),
    N_(
        "Add the bot to the group; then an officer of the Standing Body (secretariat) types there: /start {code}. The"
        " group that was bound before, if any, is no longer used from then on."
    ),
)


def run(_options: Namespace, settings: Settings) -> int:
    """Issue a code and say what is to be done with it."""
    issued = carry_out(settings, "bind-desk", {})
    expires = datetime.fromisoformat(issued["expires_at"])
    for msgid in _WHAT_TO_DO:
        print(say(Text(msgid, code=issued["code"], expires=expires)))
    return 0
