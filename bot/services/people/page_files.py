"""Files that a channel cannot carry lie on the office's page; whoever asked for one is sent a link that signs in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.operations import Lane, Send, SendFile
from bot.domain.people import Person, To
from bot.domain.ways import for_account
from bot.services.people import signing_in
from storage import addressees, people
from storage.unit import Unit


@dataclass(frozen=True)
class OnPage:
    """Files that are had on the page, what puts them there, and the links that open it."""

    files: Sequence[SendFile] = ()
    """Those of which it can be said."""
    copies: Sequence[SendFile] = ()
    """For the conversations that there are; what was asked for by whoever has none yet comes with the link."""
    links: Sequence[Send] = ()


def bring(unit: Unit, files: Sequence[SendFile], is_asked: Callable[[SendFile], bool]) -> OnPage:
    """Return what is done about files whose channel carries none; nothing where the office has no page.

    A link is for an answer alone: what comes unasked is read at any time, and a link is over in minutes.
    """
    channel = signing_in.page_channel(unit) if files else ""
    found: list[SendFile] = []
    copies: list[SendFile] = []
    asked: dict[To, list[SendFile]] = defaultdict(list)
    for file, person in _in_private(unit, files) if channel else ():
        there = _conversation(unit, person, channel)
        if there:
            copies.append(_copy(file, there))
        elif not is_asked(file):
            continue
        found.append(file)
        if is_asked(file):
            asked[file.to] += [] if there else [file]
    # One for all that is sent at once, since a newer link ends the one before.
    return OnPage(found, copies, [_link(unit, to, each) for to, each in asked.items()])


def _in_private(unit: Unit, files: Sequence[SendFile]) -> Iterator[tuple[SendFile, Person]]:
    """The files that go to a linked account where it alone reads, each with the person whose account that is."""
    for file in files:
        account = file.to.account
        to = addressees.recipient(unit.db, account, unit.today) if account is not None else None
        if account is not None and to is not None and to.address == file.to.address:
            yield file, people.person_of_account(unit.db, account)


def _conversation(unit: Unit, person: Person, channel: str) -> To | None:
    accounts = people.accounts_of(unit.db, person.id, channel)
    return addressees.recipient(unit.db, accounts[-1], unit.today) if accounts else None


def _copy(file: SendFile, there: To) -> SendFile:
    """It bears the key that it would have had there from the beginning: should it come that way too, it comes once."""
    assert file.to.account is not None
    assert there.account is not None
    key = for_account(file.key, file.to.account, there.account) if file.key else ""
    return replace(file, to=there, lane=Lane.INTERACTIVE, key=key)


def _link(unit: Unit, to: To, files: Sequence[SendFile]) -> Send:
    assert to.account is not None
    return signing_in.link_to(unit, to, people.person_of_account(unit.db, to.account), files)
