"""What a form asks, how far a draft of it is, and what can happen to one.

A form asks the same steps for one item after another, between an opening and a review. What it asks is data;
what an event makes of a draft stands in `bot.domain.form_engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.attachments import Attachment, Refusal
from bot.domain.carrying import Carried, Said, statements
from bot.domain.texts import N_, Text
from bot.domain.writing import Source, Written

SUPPLEMENT = "supplement"
"""The name of the step about a difficulty that is carried over; its position has the place of that as `item`."""


@dataclass(frozen=True)
class Step:
    """One question. A choice step has `options` (codes) and `find`, which returns the options a text may mean."""

    name: str
    words: tuple[Text, ...] = ()
    """The question as its screen puts it."""
    optional: bool = False
    least: int = 0
    """Fewest UTF-16 units that are seen of a text answer."""
    most: int = 0
    """Most UTF-16 units that are seen of a text answer."""
    extendable: bool = False
    """Whether more may be written after the first message."""
    files_max: int = 0
    """Most files it takes; a step that takes any takes no text and is optional."""
    options: tuple[str, ...] = ()
    find: Callable[[str], tuple[str, ...]] | None = None
    quick: tuple[str, ...] = ()
    """Answers of a text step that can be tapped in place of typing them."""
    takes_no: bool = False
    """Whether "no" is an answer, and not a word that leaves the question out."""
    unknown: str = N_('The list has no field "{typed}". Please choose the nearest one, or Other fields.')
    """What is said of a text that means none of the options."""
    refuse: Callable[[str], Text | None] = lambda _text: None
    """Says why a text cannot be the answer; None where it can."""
    kept_as: Callable[[str], str] = lambda text: text
    """What is kept of a text that is the answer: a day said in words is kept in figures, since tomorrow they would mean
    another."""
    remark: Callable[[str], Text | None] = lambda _text: None
    """Says how a text was understood that is the answer; None where it is kept as it was typed."""


@dataclass(frozen=True)
class Form:
    """The steps asked for every item, how many items there may be, and what the opening asks.

    The last step of an item leads to the review, where another item can be added. What `closing` asks is asked once:
    before the review of a complete form, or before it is said that there is nothing to report.
    """

    steps: tuple[Step, ...]
    items_max: int
    openings: tuple[str, ...] = ()
    """The codes of which the opening asks for one; without any it asks whether there is something to report."""
    closing: Step | None = None
    """An optional text beside the items."""
    may_be_nil: bool = False
    """Whether it can be said that there is nothing to report."""
    becomes: Callable[[Draft], Form] | None = None
    """Where answers decide what else is asked: the form as it is with the answers of a draft."""
    understood: Callable[[Item], tuple[str, ...]] = lambda _item: ()
    """What is understood of the answers of an item, such as the provisions they name."""
    keeps: bool = True
    """Whether a text that no question takes is kept with the draft, to be offered as an answer."""
    supplement: Step | None = None
    """What can be added to a difficulty that is carried over; its name is `SUPPLEMENT`."""

    def number(self, name: str) -> int:
        """Return the place of a step, the first being 0. Raises ValueError where the form has none of this name."""
        return [step.name for step in self.steps].index(name)

    def step(self, name: str) -> Step:
        """Return the step with this name. Raises ValueError where the form has none."""
        if self.supplement and name == SUPPLEMENT:
            return self.supplement
        return self.steps[self.number(name)]

    def start(self, item: int = 0) -> Position:
        """Return the position that asks the first step of an item."""
        return Position(At.STEP, item, self.steps[0].name)


class At(StrEnum):
    """Where in a form a draft stands."""

    CARRY = "carry"
    """The difficulties that are carried over, from the one at the place `item` on."""
    CARRY_ITEM = "carry_item"
    SUPPLEMENT = "supplement"
    OPENING = "opening"
    NIL = "nil"
    STEP = "step"
    SHORTEN = "shorten"
    CLOSING = "closing"
    REVIEW = "review"
    ITEM = "item"
    DROP = "drop"
    COSIGN = "cosign"
    """Whether a difficulty of another is co-signed in place of an item."""
    UNDERSTOOD = "understood"
    """What is understood of the answers, each of which can be left out."""
    DISCARD = "discard"
    """Whether what was typed is to be discarded: what is kept, or a part of a text that is too long."""


@dataclass(frozen=True)
class Position:
    """A position in a form, as exact as a screen needs it."""

    at: At
    item: int = 0
    step: str = ""
    """The name of the step that is asked: a form may get other steps while a draft of it is open."""
    returning: bool = False
    """One answer is being changed; after it comes the review."""
    adding: bool = False
    """The next text is put behind the answer that is there."""
    wide: bool = False
    """All options are shown."""
    offered: tuple[str, ...] = ()
    """The options that what was typed may mean, where there are several; only these are shown."""
    nil: bool = False
    """There is nothing to report but what the closing asks for."""
    about: str = ""
    """The code of the difficulty of another that may be co-signed in place of the item."""
    part: int | None = None
    """Which part of a text that is too long is looked at; None where all of them are listed."""

    @property
    def takes_text(self) -> bool:
        """Whether a question is asked here that a text may answer."""
        return self.at in (At.STEP, At.CLOSING, At.SHORTEN, At.SUPPLEMENT)

    @property
    def question(self) -> tuple[int, str] | None:
        """The item and the step that is asked here or worked on, None where no question is."""
        return (self.item, self.step) if self.takes_text or self.at is At.DISCARD else None


Item = Mapping[str, str]
NOT_MEANT = "not_meant"
"""Beside the answers of an item: what was understood of them and is not meant, a line each."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken at a step for files."""

    name: str
    size: int
    """Bytes."""
    why: Refusal


@dataclass(frozen=True)
class Burst:
    """What was typed in one go: its messages, the question they answer, and what had been answered to it before."""

    messages: tuple[Written, ...]
    position: Position
    answer: str | None
    sources: tuple[Source, ...]
    used: tuple[Written, ...] = ()
    """What had been kept and is no longer, since what was typed chose it as the answer."""


@dataclass(frozen=True)
class Draft:
    """What has been answered so far. `rev` grows with every change a person can see, `turn` with every answer."""

    id: int
    seat: int
    """The seat it is for; 0 where it is about none."""
    person: int
    kind: str
    subject: str
    rev: int
    position: Position
    items: tuple[Item, ...]
    updated_at: datetime
    files: tuple[tuple[Attachment, ...], ...] = ()
    """The files of each item; shorter than `items` where the last ones have none."""
    codes: tuple[str, ...] = ()
    """The code of the difficulty that each item goes on with, empty for a new one; shorter than `items` where the last
    ones are new."""
    carried: tuple[Carried, ...] = ()
    """The difficulties that the form begins with, those of which nothing is said among them."""
    refused: tuple[Refused, ...] = ()
    """The files not taken since the last choice, up to thirty; the screen names them."""
    surplus: int = 0
    """How many files beyond the limit were not taken since the last choice."""
    opening: str = ""
    """The code chosen at the opening, where the form asks for one."""
    closing: str | None = None
    """The answer to what the closing asks: None if none, "" if it was skipped."""
    cosigned: tuple[str, ...] = ()
    """The codes of the difficulties of others that were co-signed in place of items."""
    hint: str = ""
    """The option chosen last time for the first step; offered first."""
    turn: int = 0
    """Counts the screens that answer what a person typed or chose: which of them had been seen tells what a message
    belongs to."""
    burst: Burst | None = None
    """What was typed last, as long as more of it may come."""
    kept: tuple[Written, ...] = ()
    """What was typed where no question took it; it is offered as an answer, and never stored by itself."""
    long: tuple[Written, ...] = ()
    """The parts of a text that is too long for the question it answers, each with the space behind it."""
    sources: tuple[Mapping[str, tuple[Source, ...]], ...] = ()
    """For each item and step the messages the answer was typed as; shorter than `items` where the last have none."""
    closing_sources: tuple[Source, ...] = ()
    closed_at: datetime | None = None
    result_code: str | None = None
    refs: tuple[str, ...] = ()
    """The messages that a draft which was sent had been typed as."""
    report: str = ""
    """The code of the report that it becomes a version of; empty where it becomes a new one."""
    base: int = 0
    """The version that it was taken up from; 0 where there is none. Of an act of the desk the number of the newest
    event that its writer knows."""
    origin: Mapping[str, str] = field(default_factory=dict)
    """How what the desk enters for a member came to it (`bot.domain.origins`); empty of any other draft."""
    came_from: str = ""
    """What a button carries that leads back to where it was opened; empty where nothing does."""
    taken_from: int | None = None
    """The person who was writing it before a colleague of the same seat took it over; the last one."""
    taken_at: datetime | None = None

    @property
    def holds_answers(self) -> bool:
        """Whether anything would be missed; one that was only opened says nothing."""
        return self.has_begun or bool(self.files or self.kept)

    def answer(self, item: int, step: Step) -> str | None:
        """Return the answer given to a step of an item: None if none, "" if it was skipped."""
        return self.items[item].get(step.name) if item < len(self.items) else None

    def answered_by(self, item: int, name: str) -> tuple[Source, ...]:
        """Return the messages that an answer was typed as."""
        return self.sources[item].get(name, ()) if item < len(self.sources) else ()

    def continues(self, item: int) -> str:
        """Return the code of the difficulty that an item goes on with, or an empty text."""
        return self.codes[item] if item < len(self.codes) else ""

    @property
    def statements(self) -> tuple[Said, ...]:
        """What is said of difficulties that are carried over."""
        return statements(self.carried)

    @property
    def has_begun(self) -> bool:
        """Whether anything has been entered; a draft that was only opened says nothing."""
        return bool(self.items or self.closing or self.statements)

    def attached(self, item: int) -> tuple[Attachment, ...]:
        """Return the files of an item."""
        return self.files[item] if item < len(self.files) else ()


class Act(StrEnum):
    """What a choice of a form does. The value stands in buttons; two acts of different places may share one."""

    BEGIN = "y"
    NOTHING = "n"
    COMPLETE = "nm"
    CHOOSE = "c"
    SKIP = "k"
    FILES_COMPLETE = "kf"
    KEEP = "h"
    WIDEN = "o"
    REOPEN = "o"  # at the review
    WRITE_MORE = "m"
    TAKE_BACK = "x"
    ADD_ITEM = "a"
    OPEN_ITEM = "e"
    CHANGE = "q"
    CHANGE_CLOSING = "p"
    DROP = "d"
    BACK = "b"
    EXIT = "s"
    SEND = "g"
    REVISE = "l"
    USE_KEPT = "u"
    DROP_KEPT = "v"
    OPEN_PART = "t"
    DROP_PART = "j"
    SHOW_UNDERSTOOD = "ls"
    TURN_UNDERSTOOD = "lt"
    LEAVE_ITEM_OUT = "lo"
    REVIEW = "ir"
    CARRY_LIST = "il"
    CARRY_PAGE = "ig"
    CARRY_OPEN = "io"
    CARRY_ON = "ic"
    STILL_THERE = "is"
    PARTLY_SOLVED = "ip"
    SOLVED = "iv"
    SUPPLEMENT = "ia"
    TAKE_OUT = "iw"
    UNSAY = "in"
    COVER = "bc"


@dataclass(frozen=True)
class Tap:
    """A choice of the screen of revision `rev`."""

    rev: int
    what: Act
    index: int = 0
    typed: Written | None = None
    """The message, where the choice was typed as its number or its label."""


@dataclass(frozen=True)
class Typed:
    """A text, its message, and whether the present screen had been seen when it was sent (by the channel's times)."""

    text: str
    ref: str = ""
    seen: bool = True


@dataclass(frozen=True)
class Attached:
    """A file, taken or not; its message and whether the present screen had been seen, as with a text."""

    attachment: Attachment
    ref: str = ""
    seen: bool = True


@dataclass(frozen=True)
class Unreadable:
    """Something that is neither text nor file; `remark` says what the program can read instead."""

    remark: Text


Event = Tap | Typed | Attached | Unreadable


class Done(StrEnum):
    """How a form was left."""

    SEND = "send"
    SEND_NIL = "send_nil"
    EXIT = "exit"


@dataclass(frozen=True)
class Outcome:
    """The draft after an event, what has to be said about it, and whether the form was left."""

    draft: Draft
    remark: Text | None = None
    done: Done | None = None


@dataclass(frozen=True)
class Understood:
    """What is understood of the answers of an item, and whether it is meant."""

    item: int
    text: str
    meant: bool


def understood(form: Form, draft: Draft) -> tuple[Understood, ...]:
    """Return what is understood of all items, in their order."""
    return tuple(
        Understood(number, text, text not in item.get(NOT_MEANT, "").split("\n"))
        for number, item in enumerate(draft.items)
        for text in form.understood(item)
    )
