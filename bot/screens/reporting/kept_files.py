"""What is said of a file whose bytes are not kept: to its sender and to the desk."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.attachments import Attachment, Kept, Refusal
from bot.domain.texts import N_, Screen, Text

_WHY: Mapping[Refusal, str] = {
    Refusal.CONTENT: N_(
        "its content is not what its name says, or is neither a JPEG or PNG photo, PDF, Word nor Excel"
    ),
    Refusal.PROGRAM: N_("it is a program or holds one"),
    Refusal.MACROS: N_("it holds macros"),
    Refusal.LOCKED: N_("it opens with a password only"),
    Refusal.BOMB: N_("opening it would take too much memory"),
    Refusal.DAMAGED: N_("it is empty or damaged"),
}
_LOST = N_("it could not be fetched from the channel")


def why(kept: Kept) -> Text:
    """Why there are no bytes of a file, as the end of a sentence."""
    return Text(_WHY[kept.why] if kept.why else _LOST)


def told_before(name: Text, kept: Kept) -> Screen:
    """To its sender, while the file is in a draft."""
    msgid = N_(
        "The file {name} has not been stored: {why}. Please send it in another form at the step for files; what was"
        " entered is kept."
    )
    return Screen((Text(msgid, name=name, why=why(kept)),))


def told_after(difficulty: str, name: Text, kept: Kept, email: str) -> Screen:
    """To its sender, once the file is in a report."""
    msgid = N_(
        "The file {name} of {difficulty} could not be stored: {why}. The report itself has been received. Please send"
        " the file by e-mail to {email} and name the code."
    )
    return Screen((Text(msgid, name=name, difficulty=difficulty, why=why(kept), email=email),))


def told_desk(difficulty: str, name: Text, attachment: Attachment) -> Screen:
    """To the desk, which has been told of the file."""
    msgid = N_("The file {name} of {difficulty} could not be stored: {why}. Its sender is told.")
    assert attachment.kept is not None
    return Screen((Text(msgid, name=name, difficulty=difficulty, why=why(attachment.kept)),))
