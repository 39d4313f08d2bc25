"""The words of a conversation, by the names under which its files ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.texts import N_
from bot.po_file import read_po

LOCALES = Path(__file__).parent / "locales"

WORDS: Mapping[str, str] = {
    "messages_of": N_("Messages of {name}"),
    "copy": N_("Copy"),
    "copied": N_("Copied"),
    "no_messages": N_("No messages yet"),
    "start": N_("Start"),
    "message": N_("Message"),
    "send": N_("Send"),
    "attach": N_("Attach"),
    "send_files": N_("Files or photos"),
    "commands": N_("Commands"),
    "not_sent": N_("Not sent. The text stays in the box."),
    "not_pressed": N_("The button could not be pressed. Try again when the connection is back."),
    "by_person": N_("Sent by {name}"),
    "edited": N_("edited"),
    "answered": N_("answered"),
    "silent": N_("no sound"),
    "download": N_("Download {name}"),
    "a_message": N_("Message without text"),
    "a_photo": N_("Photo"),
    "photo_by": N_("Photo {number} of {total}. {name}"),
    "save_photo": N_("Save photo"),
    "reply": N_("Reply"),
    "answering": N_("Replying to a message"),
    "stop_answering": N_("Do not reply to this message"),
    "reply_to": N_("In reply to: {text}"),
    "new_line": N_("New messages"),
    "jump": N_("To the newest message"),
    "jump_new": N_("To the newest message, {count} new"),
    "news_for": N_("{name}: new messages: {count}."),
    "drop_here": N_("Drop the files here"),
    "files_chosen": N_("Files to be sent: {count}"),
    "as_files": N_("Send pictures as files"),
    "take_back": N_("Take back {name}"),
    "empty_file": N_("A file without content cannot be sent and was left out."),
    "too_large": N_("Not sent: the files of one message may have {limit} at most. Send them in several messages."),
    "file_too_large": N_("The file {name} was left out: one file may have {limit} at most."),
    "too_many_files": N_("One message may have {count} files at most. The others were left out; send them next."),
    "edit": N_("Edit"),
    "editing": N_("Editing a message"),
    "stop_editing": N_("Leave the message as it is"),
    "keep": N_("Keep"),
    "close": N_("Close"),
    "light": N_("Light colours"),
    "dark": N_("Dark colours"),
    "other_language": N_("Other language (Vietnamese)"),
}
"""What stands in braces is filled in by the page."""


def words(lang: str) -> dict[str, str]:
    """Return the words in a language that the program has."""
    return phrases(WORDS, catalogue(lang))


def phrases(named: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Return what the catalogue `texts` says for each name; what stands in braces stays as it is."""
    return {name: texts.get(msgid, msgid) for name, msgid in named.items()}


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return the finished translations of `lang`, msgid to msgstr, read from the .po file."""
    return read_po(LOCALES / lang / "messages.po").texts
