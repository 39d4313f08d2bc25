"""The one exception that may become a sentence for a person."""

from __future__ import annotations


class BotError(Exception):
    """Something a person has to be told. Carries a code and parameters, never prose.

    `code` is a key of `bot.screens.errors.ERROR_TEXTS`; `params` fill that text's `{names}`.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
