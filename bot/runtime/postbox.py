"""From operations to queued messages, in the transaction of what led to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from bot.domain.operations import (
    Delete,
    Lane,
    Leave,
    Operation,
    Replace,
    Send,
    SendFile,
    Strip,
    Toast,
    TopicKind,
    screen_anchor,
)
from bot.domain.texts import Screen
from bot.domain.ways import Content, Others, ringing
from bot.i18n import render
from bot.runtime.numbering import rendered
from bot.runtime.ports import PLAINEST, Capabilities
from bot.runtime.reckoning import Reckoner
from bot.screens.files import Place, not_sent
from bot.services.people import page_files
from bot.services.people.page_files import OnPage
from storage import outbox, ways
from storage.outbox import Envelope
from storage.unit import Unit


@dataclass(frozen=True)
class Queued:
    """A message that was put into the outbox: its row, and where it goes."""

    row: int
    channel: str
    address: str


def enqueue(
    unit: Unit, operations: Sequence[Operation], key: str, capabilities: Mapping[str, Capabilities]
) -> list[Queued]:
    """Put what is to be sent into the outbox, each in its reader's language, in the caller's transaction.

    What has no key of its own gets its place under `key`, which must never have been used: raises KeyTakenError.
    `capabilities` are those of every channel, by its name.
    """
    queued = []
    several = _several_ways(unit, operations) if len(capabilities) > 1 else {}
    there = _on_page(unit, operations, capabilities)
    for number, operation in enumerate([*_once_anew(operations, capabilities), *there.links]):
        if not isinstance(operation, Toast):
            envelope = _by(unit, operation, f"{key}:{number}", capabilities, _place_of(operation, there))
            if several and is_push(operation) and (others := several.get(operation.to.account or 0)):
                envelope = replace(envelope, ways=_others(unit, operation, envelope, others, capabilities).stored())
            if is_push(operation) and capabilities.get(envelope.channel, PLAINEST).rings:
                envelope = replace(envelope, body=ringing(envelope.body))
            row = outbox.put(unit.db, envelope, unit.now)
            if row is not None:
                queued.append(Queued(row, operation.to.channel, operation.to.address))
    for number, copy in enumerate(there.copies):
        # No push of its own: what it is about is said elsewhere.
        outbox.put(unit.db, _by(unit, copy, f"{key}:page:{number}", capabilities), unit.now)
    return queued


def _on_page(unit: Unit, operations: Sequence[Operation], capabilities: Mapping[str, Capabilities]) -> OnPage:
    """What is done about the files among the operations that their channel cannot carry, where there is a page."""
    lacking = [
        each
        for each in operations
        if isinstance(each, SendFile) and not (able := capabilities.get(each.to.channel, PLAINEST)).files and able.page
    ]
    return page_files.bring(unit, lacking, lambda file: not is_push(file))


def _place_of(operation: Operation, there: OnPage) -> Place:
    if operation not in there.files:
        return Place.OFFICE
    return Place.PAGE if is_push(operation) else Place.BY_LINK


def _once_anew(operations: Sequence[Operation], capabilities: Mapping[str, Capabilities]) -> Sequence[Operation]:
    """Of what would change messages of a chat where none can be changed, one is sent anew: the answer, or the last.

    Such a chat shows how things stood; what its choices do is looked at when they are made.
    """
    anew: dict[tuple[str, str], Replace] = {}
    for each in operations:
        if isinstance(each, Replace) and not capabilities.get(each.to.channel, PLAINEST).edit:
            place = (each.to.channel, each.to.address)
            if place not in anew or not _is_answer(anew[place]):
                anew[place] = each
    return [each for each in operations if not _is_left_out(each, anew)]


def _is_left_out(operation: Operation, anew: Mapping[tuple[str, str], Replace]) -> bool:
    if not isinstance(operation, Replace):
        return False
    return anew.get((operation.to.channel, operation.to.address), operation) is not operation


def _is_answer(operation: Replace) -> bool:
    return operation.to.account is not None and operation.anchor == screen_anchor(operation.to.account)


def is_push(operation: Operation) -> bool:
    """Return whether a message comes unasked, so that it may go another way than the one first thought of.

    An answer goes where the question came from, and a code is shown nowhere else.
    """
    if not isinstance(operation, Send | SendFile) or operation.to.account is None:
        return False
    about = operation.topic
    shows_code = about is not None and about.kind is TopicKind.MEMBERSHIP and "invitation" in about.arguments
    return (bool(operation.key) or operation.lane is Lane.BULK) and not shows_code


def _several_ways(unit: Unit, operations: Sequence[Operation]) -> Mapping[int, frozenset[str]]:
    """The other channels of those whom pushes are for; one question for all of them."""
    accounts = {each.to.account for each in operations if not isinstance(each, Toast) and is_push(each)}
    return ways.beside(unit.db, sorted(filter(None, accounts))) if accounts else {}


def _others(
    unit: Unit,
    operation: Operation,
    envelope: Envelope,
    channels: Collection[str],
    capabilities: Mapping[str, Capabilities],
) -> Others:
    """What the message would be in other channels: rendered now, as what it is made of is not kept."""
    assert isinstance(operation, Send | SendFile)
    contents: dict[str, Content] = {}
    for channel in sorted(capabilities.keys() & channels):
        there = _by(unit, replace(operation, to=replace(operation.to, channel=channel)), "", capabilities)
        if (there.kind, there.body) != (envelope.kind, envelope.body):
            contents[channel] = {"kind": there.kind, "body": there.body}
    return Others(bool(operation.key), (operation.to.channel,), contents)


def _by(
    unit: Unit,
    operation: Send | Replace | Strip | SendFile | Delete | Leave,
    key: str,
    capabilities: Mapping[str, Capabilities],
    place: Place = Place.OFFICE,
) -> Envelope:
    able = capabilities.get(operation.to.channel, PLAINEST)
    if isinstance(operation, SendFile) and not able.files:
        operation = _in_words(unit, operation, able.page, place)
    return _envelope(operation, key, able)


def _in_words(unit: Unit, file: SendFile, page: str, place: Place) -> Send:
    screen = not_sent(file.caption, file.name, unit.rules.profile.office, page, place)
    return Send(
        file.to,
        screen,
        topic=file.topic,
        lane=file.lane,
        key=file.key,
        guard=file.guard,
        not_before=file.not_before,
    )


@dataclass(frozen=True)
class Postbox:
    """Where a part of the program puts what it has to say, in the transaction of what it did."""

    unit: Callable[[Database], Unit]
    capabilities: Mapping[str, Capabilities]
    queued: Callable[[], None]
    """To be called once the transaction is committed."""
    reckoner: Reckoner | None = None
    """What does long work beside the program; without it all is done at once."""

    def put(self, unit: Unit, operations: Sequence[Operation], key: str) -> None:
        """Queue operations under a key of their own."""
        enqueue(unit, operations, key, self.capabilities)


def _envelope(
    operation: Send | Replace | Strip | SendFile | Delete | Leave, key: str, capabilities: Capabilities
) -> Envelope:
    to = operation.to
    place = (to.channel, to.address, to.account)
    match operation:
        case Send():
            return Envelope(
                operation.key or key,
                *place,
                operation.lane,
                "send",
                rendered(operation.screen, to.reader, capabilities),
                operation.anchor,
                operation.topic,
                operation.guard,
                operation.expires_at,
                once=bool(operation.key),
                not_before=operation.not_before,
            )
        case Replace():
            body = rendered(operation.screen, to.reader, capabilities)
            return Envelope(key, *place, Lane.INTERACTIVE, "replace", body, operation.anchor, operation.topic)
        case Strip():
            body = {"data": operation.data} if operation.data else {}
            return Envelope(key, *place, Lane.INTERACTIVE, "strip", body, operation.anchor)
        case Leave():
            return Envelope(key, *place, Lane.INTERACTIVE, "leave", {})
        case Delete():
            body = {"message": operation.message}
            once = bool(operation.key)
            return Envelope(operation.key or key, *place, Lane.BULK, "delete", body, topic=operation.topic, once=once)
        case SendFile():
            caption = render(Screen((operation.caption,)), to.reader, capabilities.caption_limit)
            body = {**caption, "ref": operation.ref, "name": operation.name}
            return Envelope(
                operation.key or key,
                *place,
                operation.lane,
                "file",
                body,
                topic=operation.topic,
                guard=operation.guard,
                once=bool(operation.key),
                not_before=operation.not_before,
            )
