"""What is pressed on drafts that were left: to go on, to begin another, to delete, to take over from a colleague."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.buttons import Access, Verb


@dataclass(frozen=True)
class ListDrafts(Verb, wire="el", access=Access.MEMBER):
    """The drafts of whoever asks."""


@dataclass(frozen=True)
class StartAdhoc(Verb, wire="en", access=Access.MEMBER):
    """Another ad hoc report of a seat, beside the drafts there are."""

    seat: int


@dataclass(frozen=True)
class AskDeleteDraft(Verb, wire="ed", access=Access.MEMBER):
    """Whether to delete a draft."""

    draft: int


@dataclass(frozen=True)
class DeleteDraft(Verb, wire="ex", access=Access.MEMBER):
    """The end of a draft as it stood at revision `rev`."""

    draft: int
    rev: int


@dataclass(frozen=True)
class ShowSharedDraft(Verb, wire="es", access=Access.MEMBER):
    """What a colleague of the same seat has entered."""

    draft: int


@dataclass(frozen=True)
class TakeDraft(Verb, wire="et", access=Access.MEMBER):
    """The draft of a colleague, as it stood at revision `rev`, is written on by whoever asks."""

    draft: int
    rev: int
