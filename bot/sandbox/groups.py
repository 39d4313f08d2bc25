"""Groups: who is in them, and what has become of those that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.people import Reader
from bot.domain.texts import Text
from bot.sandbox.language import translate
from bot.sandbox.phones import Phones
from bot.sandbox.store.database import Store
from bot.sandbox.store.records import Chat

DESK_KINDS = ("secretary", "leader")
_GROUPS, _SUPERGROUPS = -4_000_000_000, -1_002_000_000_000
"""Where ids of the two kinds lie with Telegram: a supergroup's begins with -100, a group's does not."""
_DESK = "desk_group"
_DESK_TITLE = Text("Group of the standing body")
_DESK_ABOUT = Text(
    "Here the whole standing body sees the state of each report: one card a report, changed by whoever takes, accepts"
    " or returns it. What members wrote comes in the private chats."
)


def create(store: Store, title: str, members: Sequence[int]) -> Chat:
    """Make a group of these people without the bot in it."""
    chat = Chat(_GROUPS - len(store.groups()) - 1, title, "group", tuple(members), "left")
    store.put_chat(chat)
    return chat


def keep_desk_group(store: Store, phones: Phones) -> None:
    """Keep the group of the standing body's people, where the bot is a member from the start."""
    members = tuple(phone.user_id for phone in phones if phone.kind in DESK_KINDS)
    known = store.setting(_DESK)
    chat = current(store, known) if known else None
    if chat is None and members:
        chat = replace(create(store, translate(_DESK_TITLE, Reader()), members), bot="member")
        store.put_chat(chat)
        store.set(_DESK, chat.chat_id)
    elif chat is not None and chat.members != members:
        store.put_chat(replace(chat, members=members))


def title(store: Store, chat: Chat, reader: Reader) -> str:
    """Return a group's title; that of the standing body's people is in the reader's language."""
    return translate(_DESK_TITLE, reader) if _is_desks(store, chat) else chat.name


def about(store: Store, chat: Chat, reader: Reader) -> str:
    """Return what a group is for in the reader's language; nothing of one that somebody else made."""
    return translate(_DESK_ABOUT, reader) if _is_desks(store, chat) else ""


def _is_desks(store: Store, chat: Chat) -> bool:
    known = store.setting(_DESK)
    return bool(known) and current(store, known) == chat


def current(store: Store, chat_id: int) -> Chat | None:
    """Return a chat, or what it has become."""
    chat = store.chat(chat_id)
    return store.chat(chat.moved_to) if chat and chat.moved_to else chat


def groups_of(store: Store, user_id: int) -> list[Chat]:
    """Return the groups a person is in, as they are now."""
    return [chat for chat in store.groups() if user_id in chat.members and chat.moved_to is None]


def chat_ids(store: Store, chat: Chat) -> list[int]:
    """Return the ids under which a group's messages stand: its own and the one it had before it moved."""
    return [before.chat_id for before in store.groups() if before.moved_to == chat.chat_id] + [chat.chat_id]


def make_supergroup(store: Store, chat: Chat) -> Chat:
    """Make a supergroup of a group; return the new one."""
    new = replace(chat, chat_id=_SUPERGROUPS + chat.chat_id, type="supergroup")
    store.put_chat(new)
    store.put_chat(replace(chat, moved_to=new.chat_id))
    return new
