"""The form in which words about a difficulty are written: why it is not solved, or what is added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import questions
from bot.domain.forms import Act, At, Draft
from bot.domain.handling import OBJECTION, SUPPLEMENT, Case
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Screen, Text
from bot.domain.verbs.lookup import ShowReport
from bot.domain.wording_forms import WORDING_OBJECTION
from bot.screens.reporting import form, written
from bot.screens.reporting.acts import back, choice, save, send
from bot.screens.reporting.carrying import files_by_mail
from bot.screens.reporting.form import discard_screen, drop_screen, shorten_screen, step_screen

QUESTIONS: Mapping[str, tuple[Text, ...]] = {
    OBJECTION: (
        Text(
            N_(
                "Please say what is still in the way. It goes to the Standing Body, which looks at the difficulty"
                " again."
            )
        ),
    ),
    SUPPLEMENT: (Text(N_("Please enter what is to be added. What was sent stays as it is.")),),
    WORDING_OBJECTION: (Text(N_("Please say what is to be worded otherwise, and how.")),),
}
_HEADINGS = {
    OBJECTION: N_("<b>{code}</b> – not solved"),
    SUPPLEMENT: N_("<b>{code}</b> – add content"),
    WORDING_OBJECTION: N_("<b>{code}</b> – ask for another wording"),
}
_SEND = {
    OBJECTION: Text(N_("Send opinion")),
    SUPPLEMENT: Text(N_("Send addition")),
    WORDING_OBJECTION: Text(N_("Send opinion")),
}


def asked(kind: str, code: str, email: str) -> tuple[Text, ...]:
    """What is asked; of what is added also where its files go."""
    return (*QUESTIONS[kind], *((files_by_mail(code, email),) if kind == SUPPLEMENT else ()))


@dataclass(frozen=True)
class View(form.View):
    """What the screens of this form show beside the draft itself."""

    case: Case


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    return written.with_kept(_SCREENS[draft.position.at](view, draft), draft)


def _heading(view: View, draft: Draft) -> Text:
    return Text(_HEADINGS[draft.kind], code=view.case.code)


def _opening(view: View, draft: Draft) -> Screen:
    begin = choice(draft, Text(N_("Enter content")), Act.BEGIN)
    return Screen((_heading(view, draft), *QUESTIONS[draft.kind]), ((begin,), (_status(view), save(draft))))


def _step(view: View, draft: Draft) -> Screen:
    return step_screen(view, draft, _heading(view, draft))


def _review(view: View, draft: Draft) -> Screen:
    words = _words(draft)
    said = Text(N_("{text}"), text=Excerpt(words)) if words else Text(N_("No reason is given."))
    lines = (Text(N_("<b>Check before sending</b>")), _heading(view, draft), said, BLANK, _NEXT[draft.kind])
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    return Screen(lines, ((send(draft, _SEND[draft.kind]), change), (save(draft),)))


_NEXT = {
    OBJECTION: Text(N_("The difficulty is opened again and the Standing Body is told.")),
    SUPPLEMENT: Text(N_("The Standing Body is told.")),
    WORDING_OBJECTION: Text(N_("The Standing Body is told; what was sent stays as it is.")),
}


def _item(view: View, draft: Draft) -> Screen:
    words = _words(draft)
    shown = (Text(N_("{text}"), text=Excerpt(words)),) if words else ()
    change = choice(draft, Text(questions.WORDS.change), Act.CHANGE, 0)
    return Screen((_heading(view, draft), *shown), ((change,), (back(draft),)))


def _words(draft: Draft) -> str:
    return draft.items[0].get(questions.WORDS.name, "") if draft.items else ""


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.OPENING: _opening,
    At.STEP: _step,
    At.SHORTEN: shorten_screen,
    At.REVIEW: _review,
    At.ITEM: _item,
    At.DROP: drop_screen,
    At.DISCARD: discard_screen,
}
"""The form has one item, so that there is nothing between two; nothing offers to delete it, but a button is data."""


def _status(view: View) -> Choice:
    return Choice(Text(N_("View status")), ShowReport(view.case.code))


def noted(code: str) -> Text:
    """Over the button: what was answered has been taken."""
    return Text(N_("The answer about {code} has been recorded."), code=code)


def objected(code: str) -> Text:
    """What has been done, above the difficulty."""
    return Text(N_("{code} is open again; the opinion has been passed to the Standing Body."), code=code)


def supplemented(code: str, at: datetime) -> Text:
    """What has been done, above the difficulty."""
    return Text(
        N_("What was added to {code} was received at {at:clock}; the Standing Body is being told."), code=code, at=at
    )


def done_before(code: str, at: datetime) -> Text:
    """A second press of the choice that sends."""
    return Text(N_("This was sent for {code} at {at:clock}. It need not be sent again."), code=code, at=at)


def gone(code: str) -> Screen:
    """The difficulty is in no report any more."""
    return Screen(
        (Text(N_("{code} has been withdrawn; what was entered has not been sent."), code=code),), ((form.HOME,),)
    )
