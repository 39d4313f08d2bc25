"""The words that the desk keeps to use again: listed by act, one whole, and named."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.forms import Act, At, Draft, Form
from bot.domain.handling import DeskAct
from bot.domain.saved_replies import ACTS, MOST, NAME, SavedReply
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text, Weight
from bot.domain.verbs.saved_replies import AskDeleteReply, DeleteReply, ListReplies, RenameReply, ShowReply
from bot.screens.difficulties.handling import ACTS as ACT_NAMES
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.lookup import by_number
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send
from bot.screens.triage import QUEUE


def of_act(act: DeskAct, replies: Sequence[SavedReply]) -> Screen:
    """What is kept for an act."""
    lines = [
        Text(N_("{number}. {name}: {words}"), number=number, name=Excerpt(each.name), words=Excerpt(each.words))
        for number, each in enumerate(replies, 1)
    ]
    none = Text(
        N_("There are none for this act yet. They are saved from the last screen of the act, before it is recorded.")
    )
    others = [Choice(Text(ACT_NAMES[each]), ListReplies(each)) for each in ACTS if each is not act]
    heading = Text(N_("<b>Reply templates</b> – {act}"), act=Text(ACT_NAMES[act]))
    rows = (*by_number([ShowReply(each.id) for each in replies]), *two_in_a_row(others), (QUEUE,))
    return Screen((heading, *(lines or [none])), rows)


def one(reply: SavedReply) -> Screen:
    """One of them, whole."""
    return Screen(
        (
            Text(N_("<b>{name}</b> – {act}"), name=reply.name, act=Text(ACT_NAMES[reply.act])),
            BLANK,
            Text(N_("{text}"), text=reply.words),
        ),
        (
            (
                Choice(Text(N_("Rename")), RenameReply(reply.id)),
                Choice(Text(N_("Delete template")), AskDeleteReply(reply.id)),
            ),
            (_list(reply.act),),
        ),
    )


def _list(act: DeskAct) -> Choice:
    return Choice(Text(N_("‹ Back to the list")), ListReplies(act))


def ask_delete(reply: SavedReply) -> Screen:
    """Whether one is to be deleted."""
    asked = Text(N_("Delete the template {name}? All officers use the same templates."), name=reply.name)
    keep = Choice(Text(N_("Keep template")), ShowReply(reply.id))
    return Screen((asked,), ((keep, Choice(Text(N_("Delete template")), DeleteReply(reply.id), Weight.DESTRUCTIVE)),))


def naming(form: Form, draft: Draft, words: str) -> Screen:
    """The form in which one is named."""
    if draft.position.at is At.SHORTEN:
        return written.shorten_screen(form, draft)
    quoted = Text(N_("Words: {words}"), words=Excerpt(words))
    if draft.position.at is At.REVIEW and draft.items:
        named = Text(N_("Save as <b>{name}</b>?"), name=draft.items[0][NAME])
        change = choice(draft, Text(N_("Rename")), Act.OPEN_ITEM)
        return Screen((named, quoted), ((send(draft, Text(N_("Save template"))), change), (save(draft),)))
    if draft.position.at is At.ITEM:
        change = choice(draft, Text(N_("Rename")), Act.CHANGE)
        return Screen((Text(N_("Which answer is to be changed?")),), ((change,), (back(draft),)))
    asked = (*form.steps[0].words, Text(N_("The name is seen by officers alone.")))
    return written.with_kept(Screen((quoted, BLANK, *asked), ((save(draft),),)), draft)


def saved(name: str) -> Text:
    """One has been saved, or has another name."""
    return Text(N_("The template {name} has been saved; it can be chosen in the forms of this act."), name=name)


def saved_before() -> Text:
    """A second press."""
    return Text(N_("The template was saved already."))


def deleted(name: str) -> Text:
    """One has been deleted."""
    return Text(N_("The template {name} has been deleted."), name=name)


def full() -> Text:
    """There are as many as its form has room for."""
    return Text(N_("This act has {most:count} templates already. Please delete one first."), most=MOST)
