"""A roster file sent to the chat: taken, read, shown, and carried out as it was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.data_source import load_seats
from bot.domain.attachments import Attachment
from bot.domain.directory import DirectoryEntry
from bot.domain.duties import takes_two
from bot.domain.operations import Operation, Send, Strip, Topic, TopicKind, screen_anchor
from bot.domain.people import Actor, Duty, Person, Role
from bot.domain.requests import VALID_FOR, RequestKind, RosterScope
from bot.domain.rosters import Held, Preview
from bot.domain.texts import Screen, Text
from bot.errors import BotError
from bot.screens import errors
from bot.screens.people import roster_file as wording
from bot.services.people import changes, duties, roster
from bot.services.people.changes import Changes
from bot.services.people.leaving import lose_duty
from bot.services.reply import Reply
from bot.services.tables import reading
from bot.services.tables.table import Line
from storage import addressees, directory, drafts, files, ledgers, people, requests
from storage.files import Fetch, StoredFile
from storage.requests import Request
from storage.unit import Unit

PURPOSE = "roster"
MOST_BYTES = reading.MOST_BYTES
_LISTS = (".csv", ".xlsx", ".xlsm", ".xls")
_TOPIC = Topic(TopicKind.MEMBERSHIP)


def takes(unit: Unit, actor: Actor, file: Attachment) -> bool:
    """Return whether a file is meant as a roster: an administrator's list, while no report is open."""
    if Role.ADMIN not in actor.roles or not file.name.casefold().rstrip("\u2069").endswith(_LISTS):
        return False
    draft = drafts.draft_by_id(unit.db, actor.open_draft) if actor.open_draft is not None else None
    return draft is None or not draft.seat


def accept(unit: Unit, actor: Actor, file: Attachment) -> Reply:
    """Ask for the file to be fetched. Raises BotError("list_too_large"), as far as the channel states a size."""
    if file.size > MOST_BYTES:
        raise BotError("list_too_large")
    files.add_fetch(unit.db, PURPOSE, actor.account, file.channel, file.ref, file.name, file.mime, unit.now)
    return Reply(kept=wording.accepted(file.name))


def reader(bodies: Iterable[str]) -> Callable[[str, bytes], list[Line]]:
    """Return what makes checked lines of a file, whatever its form; it raises BotError for whatever is wrong in it."""
    known = tuple(bodies)
    return lambda name, found: roster.check(reading.read(found, name), known)


def take(unit: Unit, job: Fetch, file: StoredFile, lines: list[Line]) -> Sequence[Operation]:
    """Show the sender what the file would change. Raises BotError("admins_only") to whoever may not send one."""
    to, person = addressees.recipient(unit.db, job.account, unit.today), people.person_of_account(unit.db, job.account)
    held = people.duties_of(unit.db, person.id, unit.today)
    if to is None or all(duty.role is not Role.ADMIN for duty in held):
        raise BotError("admins_only", phone=unit.rules.profile.office.phone)
    whole = changes.of_roster(unit, lines, known=load_seats())
    if changes.preview(unit, whole).changes_nothing:
        return (Send(to, wording.nothing_new(job.name), topic=_TOPIC),)
    added = changes.of_roster(unit, lines, partial=True, known=load_seats())
    body = {
        "name": job.name,
        RosterScope.WHOLE.value: whole.as_plain(),
        RosterScope.ADD.value: added.as_plain(),
    }
    number = requests.add_request(
        unit.db, RequestKind.ROSTER, body, person.id, unit.now, unit.now + VALID_FOR, file=file.sha256, asked=False
    )
    ledgers.append_audit(
        unit.db, unit.now, f"person:{person.code}", "roster.shown", f"request:{number}", {"sha256": file.sha256}
    )
    request = requests.request_by_id(unit.db, number)
    assert request is not None
    anchor = screen_anchor(job.account)
    screen = screen_of(unit, person, request, RosterScope.WHOLE)
    return (Strip(to, anchor), Send(to, screen, anchor, _TOPIC))


def fail(unit: Unit, job: Fetch, error: BotError) -> Sequence[Operation]:
    """Tell the sender why there is nothing to be shown, where they are still linked."""
    to = addressees.recipient(unit.db, job.account, unit.today)
    return (Send(to, errors.screen(error), topic=_TOPIC),) if to else ()


@dataclass(frozen=True)
class Found:
    """What a request for a file would do now, and why it cannot be done."""

    changes: Changes
    preview: Preview
    obstacles: Sequence[Text]
    takes_two: bool


def found(unit: Unit, person: Person, request: Request, scope: RosterScope) -> Found:
    """Return what the file of a request would change."""
    wanted = Changes.of_plain(request.body[scope.value])
    shown = changes.preview(unit, wanted, by=person.code)
    two = any(takes_two(Role(each.role)) for each in _given(shown))
    obstacles = [
        *([wording.ENDS_OWN] if shown.ends_own else []),
        *([wording.NO_SECRETARIAT] if shown.loses_secretariat else []),
        *([wording.NO_ADMIN] if _loses_admins(unit, wanted) else []),
        *([wording.NO_SECOND] if two and not duties.second_admins(unit, person.id) else []),
    ]
    return Found(wanted, shown, obstacles, two)


def _given(shown: Preview) -> list[Held]:
    return [
        each for standing in (*shown.joining, *shown.moving) for each in standing.after if each not in standing.before
    ]


def _loses_admins(unit: Unit, wanted: Changes) -> bool:
    held = [Held(*each) for each in people.held_duties(unit.db, unit.today)]
    left = [each for each in held if each not in wanted.ended]
    put = [line for line in wanted.lines if line["role"] == Role.ADMIN.value]
    return _has_admin(held) and not _has_admin(left) and not put


def _has_admin(held: Iterable[Held]) -> bool:
    return any(each.role == Role.ADMIN.value for each in held)


def screen_of(unit: Unit, person: Person, request: Request, scope: RosterScope) -> Screen:
    """Return the preview as its sender sees it."""
    seen = found(unit, person, request, scope)
    return wording.preview(
        request.id,
        request.body["name"],
        scope,
        seen.preview,
        seen.obstacles,
        request.expires_at,
        ends=bool(request.body[RosterScope.WHOLE.value]["ended"]),
        takes_two=seen.takes_two,
    )


def carry_out(unit: Unit, request: Request, scope: RosterScope, by: str) -> tuple[Operation, ...]:
    """Apply the file as it was shown; return what tells those who lost or got a duty.

    Raises what `changes.apply` raises: BotError("roster_changed") where the roster is another one by now.
    """
    wanted = Changes.of_plain(request.body[scope.value])
    before = _holders(unit)
    changes.apply(unit, wanted, by, known=load_seats())
    after = _holders(unit)
    lost = {entry.person.id: (entry, duty) for held, (entry, duty) in reversed(before.items()) if held not in after}
    told: list[Operation] = []
    for entry, duty in lost.values():
        told += lose_duty(unit, entry.person.id, duties.losing(unit, duty))
    for held, (entry, duty) in after.items():
        if held not in before:
            told += duties.told_of(unit, entry.person.id, duty)
    return tuple(told)


def _holders(unit: Unit) -> dict[Held, tuple[DirectoryEntry, Duty]]:
    return {
        Held(entry.person.code, duty.role.value, duty.seat.code if duty.seat else ""): (entry, duty)
        for entry in directory.entries(unit.db, unit.today)
        for duty in entry.duties
    }
