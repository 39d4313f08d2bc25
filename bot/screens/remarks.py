"""The remarks of a period's paper: the form in which the desk writes them, and what it is told."""

from __future__ import annotations

from datetime import datetime

from bot.domain.forms import Act, At, Draft, Form
from bot.domain.handling import WORDS
from bot.domain.periods import Period
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.desk import ShowAggregate
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send


def draft_screen(form: Form, draft: Draft, period: Period) -> Screen:
    """The screen of the position where the form stands."""
    heading = Text(N_("<b>Remarks of the paper of {period}</b>"), period=period)
    match draft.position.at:
        case At.STEP:
            return _step(form, draft, heading)
        case At.SHORTEN:
            return written.shorten_screen(form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.REVIEW if draft.items:
            return written.with_kept(_review(draft, heading), draft)
        case At.ITEM:
            change = choice(draft, Text(N_("Change remarks")), Act.CHANGE, 0)
            return Screen((heading, *_text(draft)), ((change,), (back(draft),)))
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen((heading,), ((begin,), (save(draft),))), draft)


def _step(form: Form, draft: Draft, heading: Text) -> Screen:
    step, adding = form.step(draft.position.step), draft.position.adding
    entered = draft.answer(0, step)
    more = Text(N_("Please write on; the text is put behind what is there."))
    lines = (
        heading,
        *((more,) if adding else step.words),
        *([BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(entered))] if entered else []),
        *written.kept_lines(draft),
    )
    rows: list[Row] = [] if adding else [(choice(draft, Text(N_("No remarks")), Act.SKIP),)]
    if entered:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(lines, (*rows, *written.kept_rows(draft, step), (back(draft), save(draft))))


def _text(draft: Draft) -> tuple[Text, ...]:
    text = draft.items[0].get(WORDS, "") if draft.items else ""
    return (Text(N_("{text}"), text=Excerpt(text)) if text else Text(N_("The paper has no remarks.")),)


def _review(draft: Draft, heading: Text) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    lines = (Text(N_("<b>Check before recording</b>")), heading, *_text(draft))
    return Screen(lines, ((send(draft, Text(N_("Record remarks"))), change), (save(draft),)))


def recorded(period: Period) -> Text:
    """They stand in the preview now."""
    return Text(N_("The remarks of {period} are recorded; they stand in the preview."), period=period)


def changed_by(period: Period, who: str, at: datetime) -> Text:
    """Another officer has changed them since the form was opened."""
    msgid = N_(
        "{who} changed the remarks of {period} at {at:stamp}. Recording puts what stands below in their place; nothing"
        " was recorded now."
    )
    return Text(msgid, period=period, who=who, at=at)


def released(period: Period, draft: Draft) -> Screen:
    """The paper has been released meanwhile; what was entered is shown."""
    said = Text(
        N_("The paper of {period} does not wait for its release any more; nothing was recorded."), period=period
    )
    kept = (Text(N_("What was entered is kept:")), *_text(draft)) if draft.items else ()
    return Screen((said, *kept), ((Choice(Text(N_("View the paper")), ShowAggregate(period)),),))


def left(period: Period) -> Text:
    """The form was left; nothing was done."""
    msgid = N_("The remarks of {period} are as they were. What was entered is kept; choose the same act to go on.")
    return Text(msgid, period=period)


def already(period: Period) -> Text:
    """A second press of the choice that records."""
    return Text(N_("The remarks of {period} were recorded already. It need not be chosen again."), period=period)
