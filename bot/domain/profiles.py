"""What an office may set without touching the program: names, days, hours, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from bot.domain.people import Role
from bot.domain.periods import Cadence, PeriodRules
from bot.domain.texts import Label


@dataclass(frozen=True)
class Office:
    """The standing body as screens and documents name it.

    `parent` (may be empty), `issuer`, `sign`, `place`, `addressee`, `signatory` and `recipients` are printed in
    documents (Decree 30/2020/NĐ-CP); the labels and the contacts are shown to members.
    """

    parent: str
    issuer: str
    sign: str
    """What stands after the number and the stroke, for example the abbreviation of a report and its issuer."""
    place: str
    addressee: str
    signatory: tuple[str, ...]
    """The lines above the signature; the name is left to the one who signs."""
    recipients: tuple[str, ...]
    """The lines under "Nơi nhận", with their punctuation."""
    standing_body: Label
    standing_body_short: Label
    department: Label
    """The unit that members turn to."""
    phone: str
    """In office hours."""
    phone_duty: str
    """Outside office hours."""
    email: str


@dataclass(frozen=True)
class Slip:
    """What the slip with which a difficulty is forwarded prints beside the names of the office."""

    sign: str
    """What stands after the number and the stroke."""
    basis: str
    """By what it is forwarded, each document in full, as it is cited first."""
    recipients: tuple[str, ...]
    """The lines under "Nơi nhận", with their punctuation."""


@dataclass(frozen=True)
class Body:
    """A body whose seats report."""

    code: str
    name: Label
    short: Label
    cadence: Cadence


@dataclass(frozen=True)
class InvitationRules:
    """How long an invitation may be used, and how many wrong codes are borne."""

    valid_for: timedelta
    wrong_per_account: int
    locked_for: timedelta
    """How long an account waits after `wrong_per_account` wrong codes."""
    wrong_per_hour: int
    """Over all accounts; from so many on the desk is told, and a right code still works."""


@dataclass(frozen=True)
class SignInRules:
    """How people sign in to the office's page."""

    totp: bool
    """Whether who sees what is not their own (`bot.domain.sessions.GUARDED`) enters a code of a second factor."""


class Release(StrEnum):
    """Who releases the papers of a period; the value stands in profiles."""

    DESK = "desk"
    """What belongs to them is fixed on the day of the aggregate; an officer releases them, and then they are sent."""
    BY_ITSELF = "by_itself"
    """They are frozen and sent on the day of the aggregate, without anybody's release."""


@dataclass(frozen=True)
class DigestRules:
    """Who releases the papers of a period, and who is sent them; leaders are always."""

    release: Release
    leader_told_after: int
    """Working days after which leaders are told that papers wait for their release."""
    leader_told_at: time
    """The hour of that day, Viet Nam time."""
    recipients: frozenset[Role]


@dataclass(frozen=True)
class Budget:
    """How many pushes one person gets at most: on one day, and of one subject in its period or for its deadline."""

    per_day: int
    per_subject: int


@dataclass(frozen=True)
class LeaderRules:
    """When leaders get the card of a week."""

    weekly_weekday: int
    """From which day of the week on, 1 being Monday: the first working day of it."""
    weekly_at: time
    """From which hour of that day on, Viet Nam time."""


@dataclass(frozen=True)
class Reason:
    """A reason that can be tapped for not accepting a difficulty; `advice` is what its sender can do instead."""

    words: str
    advice: str


@dataclass(frozen=True)
class Reasons:
    """What can be tapped where the desk tells a member why; anything else is typed. In the members' language."""

    asked: tuple[str, ...]
    """What is to be added to a difficulty."""
    returned: tuple[str, ...]
    not_accepted: tuple[Reason, ...]
    closed: tuple[str, ...]

    def advice(self, words: str) -> str:
        """Return what can be done instead where this is why a difficulty is not accepted; empty for other reasons."""
        return next((each.advice for each in self.not_accepted if each.words == words), "")


@dataclass(frozen=True)
class Profile:
    """Everything the program knows of the office it works for."""

    code: str
    bot_title: Label
    office: Office
    slip: Slip
    bodies: Mapping[str, Body]
    periods: PeriodRules
    digest: DigestRules
    leaders: LeaderRules
    budget: Budget
    open_within: timedelta
    """How long a message may wait to be opened before it goes by the next way of its reader."""
    invitations: InvitationRules
    sign_in: SignInRules
    difficulties_max: int
    """How many difficulties one report may carry."""
    withdraw_within: timedelta
    """How long its sender can withdraw a report that the desk has not opened; the desk's copy of one that is not
    urgent waits until then."""
    take_up_within: int
    """Working days in which the desk does something about a difficulty that was sent; afterwards it is overdue."""
    supplement_within: int
    """Working days a member has for what the desk asks about a difficulty, where it names no other deadline."""
    confirm_within: int
    """Working days in which a member can say what came of a result; after them silence closes the difficulty."""
    undo_within: timedelta
    """How long an act of the desk can be taken back; as long its notice to the member waits."""
    forward_within: int
    """Working days after a difficulty was received in which it is to be forwarded to the authority competent."""
    reply_within: int
    """Days after a difficulty was forwarded in which the authority is asked to reply; an end on a day off moves to the
    next working day."""
    reasons: Reasons
    notice_version: str
    """The version of the notice that members consent to; a new one asks for consent again."""
