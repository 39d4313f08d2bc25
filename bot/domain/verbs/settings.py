"""What is pressed to set how one is written to, and about one's own data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.buttons import Access, Verb
from bot.domain.preferences import PauseFor, QuietHours


class Setting(StrEnum):
    """What can be chosen on a screen of its own."""

    MORNING = "m"
    QUIET = "q"
    LANGUAGE = "l"
    PAUSE = "p"


class Language(StrEnum):
    """The languages that can be chosen."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Leaving(StrEnum):
    """How somebody ends the link of the own accounts."""

    UNLINK = "u"
    WITHDRAW = "w"
    """The consent is withdrawn, which ends the link."""


class DataRequest(StrEnum):
    """What somebody may ask the desk to do with their data."""

    CORRECT = "c"
    ERASE = "e"


@dataclass(frozen=True)
class ShowSettings(Verb, wire="bh", access=Access.LINKED):
    """How one is written to."""


@dataclass(frozen=True)
class AskSetting(Verb, wire="ba", access=Access.LINKED):
    """The choices of a setting."""

    setting: Setting


@dataclass(frozen=True)
class ChooseMorning(Verb, wire="bm", access=Access.LINKED):
    """The hour of the morning's card, by its place among those that are offered."""

    place: int


@dataclass(frozen=True)
class ChooseQuiet(Verb, wire="bq", access=Access.LINKED):
    """The quiet hours."""

    hours: QuietHours


@dataclass(frozen=True)
class ChooseLanguage(Verb, wire="bl", access=Access.LINKED):
    """The language."""

    language: Language


@dataclass(frozen=True)
class ChoosePause(Verb, wire="bp", access=Access.LINKED):
    """A pause of the reminders, or its end."""

    length: PauseFor


@dataclass(frozen=True)
class OpenPage(Verb, wire="bg", access=Access.LINKED):
    """A link that signs in to the office's page."""


@dataclass(frozen=True)
class ShowOwnData(Verb, wire="bd", access=Access.LINKED):
    """What is stored about oneself, why, and who sees it."""


@dataclass(frozen=True)
class SendOwnData(Verb, wire="bf", access=Access.LINKED):
    """What is stored about oneself, as a file."""


@dataclass(frozen=True)
class AskOfOwnData(Verb, wire="br", access=Access.LINKED):
    """That the desk corrects or erases one's data; asked first, done where it is `sure`."""

    request: DataRequest
    sure: int


@dataclass(frozen=True)
class AskLeaving(Verb, wire="bu", access=Access.LINKED):
    """Whether to end the link of the own accounts."""

    how: Leaving


@dataclass(frozen=True)
class Leave(Verb, wire="bx", access=Access.LINKED):
    """The end of the link of the own accounts."""

    how: Leaving


@dataclass(frozen=True)
class Consent(Verb, wire="bc", access=Access.LINKED):
    """The consent to the notice as it is now."""
