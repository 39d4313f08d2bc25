"""What a channel's server says when it is asked once, outside the running program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """The bot's name, where its webhook leads (empty for none) and how much waits there; or why there is no answer.

    `refused` where the server does not accept the token, `unknown` where it knows no such path, `failure` what came
    instead of an answer.
    """

    name: str = ""
    webhook: str = ""
    waiting: int = 0
    refused: bool = False
    unknown: bool = False
    failure: str = ""
