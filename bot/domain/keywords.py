"""Words that are typed for a choice where there are no buttons, as data of the verbs; read with marks or without."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.buttons import Verb
from bot.domain.characters import key
from bot.domain.forms import Act
from bot.domain.verbs.answering import AskSnooze
from bot.domain.verbs.approving import AnswerProxy
from bot.domain.verbs.directory import AnswerDirectory
from bot.domain.verbs.leading import AnswerDirection
from bot.domain.verbs.reporting import AnswerForm, OpenNilReport, OpenReport

BACK = "QUAY LAI"
"""What goes one screen back, whatever it asks for."""
BACK_NUMBER = "0"
"""The same where digits are choices: its number is always this, and the word is understood as well."""
NUMBERED = "#"
"""In place of a word: a choice that is known by its number."""
BY_LABEL = ""
"""In place of a word: a choice for which its label is typed, as it does what cannot be taken back."""
_ACTS: Mapping[Act, str] = {
    Act.EXIT: "LUU",
    Act.SKIP: "BO QUA",
    Act.FILES_COMPLETE: "XONG",
    Act.SEND: "GUI",
    Act.ADD_ITEM: "THEM",
    Act.NOTHING: "KHONG PHAT SINH",
}
_VERBS: Mapping[type[Verb], str] = {
    OpenReport: "BAO CAO",
    OpenNilReport: "KHONG PHAT SINH",
    AskSnooze: "HEN",
}
_FORMS = (AnswerForm, AnswerProxy, AnswerDirectory, AnswerDirection)
COMMANDS: Mapping[str, str] = {
    "TRO GIUP": "trogiup",
    "BAO CAO": "baocao",
    "NHIEM VU": "nhiemvu",
    "TRA CUU": "tracuu",
    "CAI DAT": "caidat",
}
"""What asks for a command, which elsewhere has a menu, wherever somebody is."""


def word_of(data: str) -> str:
    """Return the word for what a button would carry; empty for what has none."""
    for verb, word in _VERBS.items():
        if verb.read(data):
            return word
    for form in _FORMS:
        answer = form.read(data)
        if answer and answer.what is Act.OPEN_ITEM:
            return f"SUA {answer.index + 1}"
        if answer:
            return _ACTS.get(answer.what, "")
    return ""


def command_of(typed: str) -> str:
    """Return the command that a message asks for which says nothing else; empty where it asks for none."""
    return _TYPED.get(key(typed), "")


_TYPED = {key(word): name for word, name in COMMANDS.items()}
