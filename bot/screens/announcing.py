"""The form in which the desk announces something: each question, and the preview with everybody it goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.domain import broadcasts as rules
from bot.domain.attachments import Attachment
from bot.domain.broadcast_forms import AUDIENCE, CONFIRM, NO, NOW, WHEN, WHICH, YES
from bot.domain.broadcasts import Audience, Broadcast, Chosen
from bot.domain.form_questions import just_answered
from bot.domain.forms import Act, At, Draft, Form, Step
from bot.domain.handling import FILES, WORDS
from bot.domain.texts import BLANK, N_, NP_, Choice, Excerpt, Plural, Row, Screen, Text, joined
from bot.domain.verbs.broadcasts import OpenBroadcast, ShowAudience
from bot.screens import announcements
from bot.screens.difficulties.handling import two_in_a_row
from bot.screens.reporting import attachments, written
from bot.screens.reporting.acts import back, choice, files_row, save, send

HEADING = Text(N_("<b>Announcement of the Standing Body</b>"))
_NAMED = 4
_BUTTONS_IN_ROW = 4
AUDIENCES: Mapping[str, Text] = {
    Audience.BODY.value: Text(N_("The members of a body")),
    Audience.ROLE.value: Text(N_("Everybody with a role")),
    Audience.SEATS.value: Text(N_("Members by name")),
    Audience.UNFILED.value: Text(N_("Whose report has not come")),
    Audience.UNCONFIRMED.value: Text(N_("Who has not confirmed an earlier announcement")),
}
_SPELT: Mapping[str, str] = {YES: N_("yes"), NO: N_("no"), NOW: N_("now")}
_CHANGES: Mapping[str, str] = {
    WORDS: N_("Change words"),
    FILES: N_("Change files"),
    AUDIENCE: N_("Change kind"),
    WHEN: N_("Change hour"),
    CONFIRM: N_("Change confirming"),
    **dict.fromkeys(WHICH.values(), N_("Change recipients")),
}


class Person(Protocol):
    """Somebody an announcement is for."""

    @property
    def full_name(self) -> str:
        """Their name."""
        ...

    @property
    def organisation(self) -> str:
        """Of which member they are, empty where of none."""
        ...

    @property
    def unreachable(self) -> Text | None:
        """Why nothing reaches them, None where it does."""
        ...


@dataclass(frozen=True)
class Preview:
    """What is about to be sent, and to whom; `send_at` is None for at once.

    `before` is the announcement with the same words that went out lately, with who made it.
    """

    words: str
    files: Sequence[Attachment]
    chosen: Chosen
    called: object
    found: Sequence[Person]
    vacant: Sequence[str]
    send_at: datetime | None
    confirm: bool
    before: tuple[Broadcast, str] | None


@dataclass(frozen=True)
class FormView:
    """What the screens of the form show besides its draft; `names`: how options are called, by their codes."""

    form: Form
    names: Mapping[str, object] = field(default_factory=dict)
    email: str = ""
    preview: Preview | None = None


def draft_screen(view: FormView, draft: Draft) -> Screen:
    """The screen of the position where a draft stands."""
    match draft.position.at:
        case At.STEP:
            return _step(view, draft)
        case At.SHORTEN:
            return written.shorten_screen(view.form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.ITEM:
            return _changes(view, draft)
        case At.REVIEW if view.preview:
            return _review(view.preview, draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.COMPLETE if draft.items else Act.BEGIN)
            return Screen((HEADING,), ((begin,), (save(draft),)))


def _step(view: FormView, draft: Draft) -> Screen:
    asked, adding = view.form.step(draft.position.step), draft.position.adding
    if asked.files_max:
        return _files(view, draft, asked)
    answer = draft.answer(0, asked)
    offered = () if adding else asked.options or asked.quick
    numbered = [
        Text(N_("{number}. {reason}"), number=number, reason=_spelt(view, code))
        for number, code in enumerate(offered, 1)
    ]
    more = Text(N_("Please write on; the text is put behind what is there."))
    lines = (
        HEADING,
        *_recorded(view, draft),
        BLANK,
        *((more,) if adding else asked.words),
        *numbered,
        *([Text(N_("Entered: {answer}"), answer=_spelt(view, answer))] if answer else []),
    )
    return Screen(lines, (*_answers(draft, answer, offered), *_ways_on(view.form, draft, asked)))


def _recorded(view: FormView, draft: Draft) -> Sequence[Text]:
    """The answer that led here; "now" is a code, and is shown as a word."""
    before = just_answered(view.form, draft)
    if before and draft.answer(0, before) == NOW:
        return (Text(N_("Recorded: {answer}"), answer=_spelt(view, NOW)),)
    return written.recorded(view.form, draft)


def _files(view: FormView, draft: Draft, asked: Step) -> Screen:
    files = draft.attached(0)
    lines = (
        HEADING,
        *written.recorded(view.form, draft),
        *attachments.not_taken(replace(draft, surplus=0), asked.files_max, view.email),
        *_surplus(draft, asked.files_max),
        *((attachments.taken(files),) if files else asked.words),
    )
    return Screen(lines, (files_row(draft, files), *_ways_on(view.form, draft, asked)))


def _surplus(draft: Draft, most: int) -> list[Text]:
    said = N_("At most {most:count} files go with an announcement. Not stored: {count:count}.")
    return [Text(said, most=most, count=draft.surplus)] if draft.surplus else []


def _answers(draft: Draft, answer: str | None, offered: Sequence[str]) -> list[Row]:
    taps = [
        choice(draft, Text(N_("Choose {number}"), number=number + 1), Act.CHOOSE, number)
        for number in range(len(offered))
    ]
    rows: list[Row] = [tuple(taps[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(taps), _BUTTONS_IN_ROW)]
    return [*rows, *([(choice(draft, Text(N_("Keep this answer")), Act.KEEP),)] if answer else [])]


def _ways_on(form: Form, draft: Draft, asked: Step) -> Sequence[Row]:
    rows = (*written.recorded_rows(form, draft), *written.kept_rows(draft, asked))
    return (*rows, (back(draft), save(draft)))


def _spelt(view: FormView, code: str) -> object:
    """An answer or an option as it is shown."""
    if code in _SPELT:
        return Text(_SPELT[code])
    name = view.names.get(code, code)
    return Excerpt(name) if isinstance(name, str) else Text("{name}", name=name)


def _changes(view: FormView, draft: Draft) -> Screen:
    changes = [choice(draft, Text(_CHANGES[each.name]), Act.CHANGE, n) for n, each in enumerate(view.form.steps)]
    return Screen((HEADING, Text(N_("Which answer is to be changed?"))), (*two_in_a_row(changes), (back(draft),)))


def _review(view: Preview, draft: Draft) -> Screen:
    away = [each for each in view.found if each.unreachable]
    question = NP_(
        "Send to {count:count} person: {audience}?", "Send to {count:count} persons: {audience}?", by="count"
    )
    audience = announcements.audience(view.chosen, view.called)
    lines = [
        Text(question, count=len(view.found), audience=audience),
        Text(N_('"{text}"'), text=Excerpt(view.words)),
        *attachments.named(view.files),
        _when(view),
        *_recipients(view.found),
        *_unreachable(away),
        *_vacant(view.vacant),
        *_before(view),
    ]
    page = Choice(Text(N_("View recipients")), ShowAudience(draft.id, 0))
    change = choice(draft, Text(N_("Change announcement")), Act.OPEN_ITEM, 0)
    first: Row = (page, send(draft, Text(N_("Send announcement"))))
    return Screen(tuple(lines), (first, (change, save(draft))))


def _recipients(found: Sequence[Person]) -> list[Text]:
    names = [called(each) for each in found]
    return [Text(N_("Recipients: {names}."), names=_names(names))] if names else []


def _when(view: Preview) -> Text:
    asked = Text(N_(", with a request to confirm receipt")) if view.confirm else None
    if view.send_at:
        return Text(N_("To be sent at {at:full}{asked}."), at=view.send_at, asked=asked)
    return Text(N_("To be sent at once{asked}."), asked=asked)


def called(each: Person) -> Text:
    """Return a recipient as they are listed."""
    if not each.organisation:
        return Text(N_("{full_name}"), full_name=Excerpt(each.full_name))
    said = N_("{full_name} ({organisation})")
    return Text(said, full_name=Excerpt(each.full_name), organisation=Excerpt(each.organisation))


_MORE_PERSONS = NP_("{names} and {count:count} other person", "{names} and {count:count} other persons", by="count")
_MORE_MEMBERS = NP_("{names} and {count:count} other", "{names} and {count:count} others", by="count")


def _names(found: Sequence[Text], more: Plural = _MORE_PERSONS) -> Text:
    shown = joined(found[:_NAMED], "; ")
    if len(found) <= _NAMED:
        return shown
    return Text(more, names=shown, count=len(found) - _NAMED)


def _unreachable(away: Sequence[Person]) -> list[Text]:
    if not away:
        return []
    said = N_("Cannot be reached at present ({count:count}): {names}.")
    names = [Text(N_("{name}: {why}"), name=called(each), why=each.unreachable) for each in away]
    return [Text(said, count=len(away), names=_names(names))]


def _vacant(vacant: Sequence[str]) -> list[Text]:
    if not vacant:
        return []
    names = [Text(N_("{text}"), text=Excerpt(name)) for name in vacant]
    return [
        Text(
            N_("Nobody is recorded for ({count:count}): {names}."),
            count=len(vacant),
            names=_names(names, _MORE_MEMBERS),
        )
    ]


def _before(view: Preview) -> list[Text]:
    if view.before is None:
        return []
    made, who = view.before
    said = N_("The same words were announced already: {code}, by {who} at {at:stamp}.")
    return [Text(said, code=made.code, who=who, at=made.made_at)]


def audience(draft: Draft, found: Sequence[Person], vacant: Sequence[str], page: int) -> Screen:
    """A page of those whom a draft would go to, with why somebody cannot be reached; then the seats without anybody."""
    names = [
        Text(N_("• {name}: {why}"), name=called(each), why=each.unreachable)
        if each.unreachable
        else Text(N_("• {name}"), name=called(each))
        for each in found[page * rules.PAGE : (page + 1) * rules.PAGE]
    ]
    pages = rules.pages(len(found))
    heading = N_("<b>Recipients: {count:count}</b> – page {page}/{pages}")
    lines = [Text(heading, count=len(found), page=page + 1, pages=pages), *names]
    lines += _vacant(vacant) if page + 1 == pages else []
    turns = [Choice(Text(N_("View previous page")), ShowAudience(draft.id, page - 1))] if page else []
    if page + 1 < pages:
        turns.append(Choice(Text(N_("View next page")), ShowAudience(draft.id, page + 1)))
    rows: list[Row] = [tuple(turns)] if turns else []
    return Screen(tuple(lines), (*rows, (Choice(Text(N_("‹ Back")), OpenBroadcast(draft.id)),)))


def changed() -> Text:
    """What was shown is not what would be sent any more."""
    return Text(N_("The recipients have changed since they were shown. Nothing was sent; please look at them again."))


def nobody() -> Text:
    """An audience of nobody."""
    return Text(N_("Nobody belongs to these recipients at present. Nothing was sent; please choose others."))


def passed(at: datetime) -> Text:
    """The hour has passed while the form lay."""
    return Text(N_("{at:full} has passed meanwhile. Nothing was sent; please change the hour."), at=at)


def files_awaited() -> Text:
    """Files are still being fetched."""
    return Text(N_("The files are still being fetched. Nothing was sent; please choose again in a moment."))


def files_refused() -> Text:
    """A file cannot be sent."""
    return Text(N_("A file could not be stored and cannot be sent. Nothing was sent; please change the files."))


def repeated_already(code: str, other: Broadcast, who: str) -> Text:
    """It was sent again on this working day."""
    said = N_("{code} was sent again already by {who} at {at:stamp}; it is sent again once a working day.")
    return Text(said, code=code, who=who, at=other.made_at)


def taken(made: Broadcast) -> Text:
    """The announcement is on its way, or waits for its hour."""
    if made.is_scheduled:
        return Text(N_("{code} is recorded and will be sent at {at:full}."), code=made.code, at=made.send_at)
    return Text(N_("{code} is recorded and being sent."), code=made.code)


def done_before(code: str, _at: object) -> Text:
    """A second press of the last button."""
    return Text(N_("{code} was sent already. It need not be chosen again."), code=code)


def left() -> Text:
    """The form was left; what was entered is kept."""
    return Text(N_("The draft of the announcement is kept; choose to write one to go on with it."))
