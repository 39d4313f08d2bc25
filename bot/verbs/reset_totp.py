"""`reset-totp`: a person who has lost their authenticator sets another one up, and is signed out everywhere."""

from __future__ import annotations

from argparse import Namespace

from bot.config import Settings
from bot.domain.texts import N_, Text
from bot.verbs.changing import carry_out
from bot.verbs.opening import say

_DONE = N_(
    "{name} has no second step any more and is signed out of the office's page everywhere. Another one is set up at the"
    " next sign-in. Please make sure that it was this person who asked."
)


def run(options: Namespace, settings: Settings) -> int:
    """Remove the second factor and end all sessions of a person."""
    done = carry_out(settings, "reset-totp", {"person": options.person})
    print(say(Text(_DONE, name=done["full_name"])))
    return 0
