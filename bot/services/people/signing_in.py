"""Links that sign a person in to the office's page: issued by an operator or through another linked way, used once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.operations import RESULT_FILE, STORED_FILE, Operation, Send, SendFile, Topic, TopicKind
from bot.domain.people import Actor, Caller, Person, To
from bot.errors import BotError
from bot.screens.people import signing_in as wording
from bot.services.people import sessions, way_linked
from bot.services.people.secret_codes import keyed
from storage import addressees, directory, ledgers, people, sign_in, ways, web_sessions
from storage.unit import Unit

LINK_FOR = timedelta(minutes=15)
"""Long enough to be read out on the telephone; who has lost it asks for another."""
PATH = "/vao/"
TOKEN = "{token}"  # noqa: S105 - a place in a template
_TOKEN_BYTES = 24
_PAGE = "sign_in_link"
"""The fact that holds the name of the page's channel and what its links look like; empty while there is no page."""


@dataclass(frozen=True)
class IssuedLink:
    """A link's token as it is handed out; afterwards only its hash is known."""

    person: Person
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """A new session: what the browser is to hold, and what is sent, to other accounts of the person and to the page."""

    cookie: str
    sent: Sequence[Operation]


def template(public_url: str) -> str:
    """Return what links look like, with `TOKEN` in the token's place."""
    return f"{public_url}{PATH}{TOKEN}"


def announce(unit: Unit, channel: str, public_url: str) -> None:
    """Keep that there is a page, or with no address that there is none."""
    said = f"{channel} {template(public_url)}" if public_url else ""
    if (ledgers.fact(unit.db, _PAGE) or "") != said:
        ledgers.put_fact(unit.db, _PAGE, said)


def page_channel(unit: Unit) -> str:
    """Return what the page is called among the channels; empty where there is none."""
    return _page(unit)[0]


def is_offered(unit: Unit, actor: Actor) -> bool:
    """Return whether somebody can open the page from where they are: it is there, and they are elsewhere."""
    return page_channel(unit) not in ("", actor.caller.channel)


def send_link(unit: Unit, actor: Actor) -> Send:
    """Return a message with a link for whoever asks from where it is offered (`is_offered`)."""
    return link_to(unit, actor.to, actor.person)


def offer(unit: Unit, actor: Actor) -> Sequence[Send]:
    """Return a message with a link where one is of use that was not asked for; none while one can still be used."""
    if not is_offered(unit, actor) or sign_in.has_open_link(unit.db, actor.person.id, unit.now):
        return ()
    return (send_link(unit, actor),)


def link_to(unit: Unit, to: To, person: Person, files: Sequence[SendFile] = ()) -> Send:
    """Return a message with a link to where its person alone reads; what it opens has these files then.

    They are for whoever has no conversation there yet: it begins with the link.
    """
    _, link = _page(unit)
    issued = issue(unit, person, f"person:{person.code}")
    screen = wording.link(link.replace(TOKEN, issued.token), issued.expires_at)
    about: dict[str, object] = {"sign_in": person.id}
    if files:
        about["files"] = [[each.ref, _own_name(each)] for each in files]
    # The link is a secret: a backup leaves it out, as it does the codes of invitations.
    return Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP, about), expires_at=issued.expires_at)


def _own_name(file: SendFile) -> str:
    """The name of what the program makes; what people call their files is not kept here, but with the files."""
    return "" if file.ref.startswith((STORED_FILE, RESULT_FILE)) else file.name


def issue(unit: Unit, person: Person, by: str) -> IssuedLink:
    """Make a link for a person; earlier open ones end. `by` goes into the audit."""
    token, expires_at = secrets.token_urlsafe(_TOKEN_BYTES), unit.now + LINK_FOR
    sign_in.add_link(unit.db, person.id, _hash(unit, token), unit.now, expires_at)
    ledgers.append_audit(unit.db, unit.now, by, "sign_in_link.issued", f"person:{person.code}")
    return IssuedLink(person, token, expires_at)


def person_of(unit: Unit, token: str) -> Person:
    """Return who a link would sign in.

    Raises BotError("link_unknown"), ("link_used"), ("link_over").
    """
    return _open(unit, token)[1]


def use(unit: Unit, channel: str, token: str, device: str, browser: sessions.Signed | None) -> SignedIn:
    """Sign the person of a link in; the link is used up, and the session that the browser had before ends.

    Raises what `person_of` raises, and BotError("link_of_another") where somebody else is signed in in this browser.
    """
    link, person = _open(unit, token)
    if browser and browser.actor and browser.actor.person.id != person.id:
        raise BotError("link_of_another", present=browser.actor.person.full_name, full_name=person.full_name)
    sign_in.use_link(unit.db, link, unit.now)
    if browser:
        sessions.end(unit, browser.session)
    accounts = people.accounts_of(unit.db, person.id, channel)
    to = _recipient(unit, accounts[-1] if accounts else _linked(unit, channel, person))
    session, cookie = sessions.start(unit, channel, to.address, device, person.lang)
    by = f"person:{person.code}"
    ledgers.append_audit(unit.db, unit.now, by, "session.begun", f"session:{session.id}")
    brought = () if accounts else _asked_for(unit, person, to)
    return SignedIn(cookie, [*_tell_others(unit, channel, person, session), *brought])


def _linked(unit: Unit, channel: str, person: Person) -> int:
    """A new account of the person in the page's channel, linked at once.

    It is one device more, so that what comes unasked goes where it went before; a place that was chosen for it stays.
    The notice is agreed to in the conversation, which does nothing else before that.
    """
    user_key = sessions.fresh_key()
    account = people.link_account(unit.db, Caller(channel, user_key, user_key), person.id, unit.now)
    ledgers.append_audit(unit.db, unit.now, f"person:{person.code}", "account.linked", f"account:{account}")
    has_others = len(ways.of_person(unit.db, person.id)) > 1
    if has_others and channel not in ways.chosen_order(unit.db, person.id):
        way_linked.put_last(unit, person.id, account, channel)
    return account


def _recipient(unit: Unit, account: int) -> To:
    to = addressees.recipient(unit.db, account, unit.today)
    assert to is not None
    return to


def _asked_for(unit: Unit, person: Person, to: To) -> Sequence[SendFile]:
    """The files that the person asked for where none can be sent, before there was a conversation to put them into."""
    found = sign_in.files_asked_for(unit.db, person.id, unit.now - LINK_FOR)
    topic = Topic(TopicKind.MEMBERSHIP)
    return [SendFile(to, ref, name, wording.asked_elsewhere(), topic) for ref, name in found]


def _tell_others(unit: Unit, channel: str, person: Person, session: web_sessions.WebSession) -> Sequence[Operation]:
    """Whoever has stolen a link is seen: the other accounts of the person are told of each sign-in."""
    screen = wording.told(session.device, unit.now, unit.rules.profile.office.phone)
    found = (addressees.recipient(unit.db, each, unit.today) for each in directory.live_accounts(unit.db, person.id))
    return [
        Send(to, screen, topic=Topic(TopicKind.MEMBERSHIP), key=f"sign-in:{session.id}:{to.account}")
        for to in found
        if to and to.channel != channel
    ]


def _open(unit: Unit, token: str) -> tuple[int, Person]:
    link = sign_in.link_by_hash(unit.db, _hash(unit, token))
    if link is None:
        raise BotError("link_unknown")
    if link.used_at:
        raise BotError("link_used", at=link.used_at)
    person = people.person_by_id(unit.db, link.person)
    # Who holds no duty any more learns the same as of a link whose time is over.
    if unit.now >= link.expires_at or not people.duties_of(unit.db, person.id, unit.today):
        raise BotError("link_over")
    return link.id, person


def _hash(unit: Unit, token: str) -> str:
    return keyed(unit, f"sign-in:{token}")


def _page(unit: Unit) -> tuple[str, str]:
    channel, _, link = (ledgers.fact(unit.db, _PAGE) or "").partition(" ")
    return channel, link
