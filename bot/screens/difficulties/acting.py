"""The forms in which the desk acts on a difficulty: each question with what can be tapped, and what will be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.acting_forms import DAYS
from bot.domain.directing import Direction
from bot.domain.forms import Act, At, Draft, Form, Item, Step
from bot.domain.handling import ADVICE, AGENCY, DATED, DOCUMENT, FILES, WORDS, Case, DeskAct
from bot.domain.saved_replies import ACTS as ACTS_WITH_REPLIES
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.saved_replies import SaveReply
from bot.screens.difficulties import slips
from bot.screens.difficulties.handling import ACTS, two_in_a_row
from bot.screens.reporting import attachments, written
from bot.screens.reporting.acceptance import working_days
from bot.screens.reporting.acts import back, choice, files_row, save, send

_SEND: Mapping[DeskAct | Direction, str] = {
    DeskAct.ASKED: N_("Send question"),
    DeskAct.FORWARDED: N_("Record forwarding"),
    DeskAct.ANSWERED: N_("Send result"),
    DeskAct.NOT_ACCEPTED: N_("Do not accept"),
    DeskAct.RETURNED: N_("Return to member"),
    DeskAct.CLOSED: N_("Close"),
    DeskAct.REOPENED: N_("Open again"),
    DeskAct.PROPOSED: N_("Send to the leader"),
    DeskAct.NOTED: N_("Keep note"),
    Direction.OWN: N_("Record opinion"),
}
_READ_INSIDE: Mapping[DeskAct | Direction, str] = {
    DeskAct.PROPOSED: N_("The leader reads it; the member does not."),
    DeskAct.NOTED: N_("The Standing Body alone reads it."),
    Direction.OWN: N_("The Standing Body reads it; the member does not."),
}
"""Acts of which no member is told, and who reads their words."""
_CHANGES: Mapping[str, str] = {
    WORDS: N_("Change words"),
    ADVICE: N_("Change what to do"),
    DAYS: N_("Change deadline"),
    AGENCY: N_("Change agency"),
    DOCUMENT: N_("Change document"),
    DATED: N_("Change its day"),
    FILES: N_("Change files"),
}
_BUTTONS_IN_ROW = 4
_HOME = Choice(Text(N_("Main screen")), ShowHome())


@dataclass(frozen=True)
class View:
    """What the screens of an act show besides its draft; `told` is what the member will read, None while unknown.

    Without a `case` it is for `count` difficulties that are marked, of which `planned` says what would be done.
    """

    form: Form
    act: DeskAct | Direction
    case: Case | None
    told: Screen | None
    email: str = ""
    """Where a file can be sent that the program does not take."""
    unlisted: bool = False
    """Whether the authority that was entered is none of the list."""
    saved: Mapping[str, str] = field(default_factory=dict)
    """The names of the words that are saved for this act, by the words."""
    count: int = 1
    planned: Sequence[Text] = ()
    heading: Text | None = None
    """What it is about, where that is no difficulty."""


def draft_screen(view: View, draft: Draft) -> Screen:
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
        case At.REVIEW if view.told or view.planned or (view.act in _READ_INSIDE and draft.items):
            return written.with_kept(_review(view, draft), draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen((_heading(view),), ((begin,), (save(draft),))), draft)


def _heading(view: View) -> Text:
    act = _called(view.act)
    if view.heading:
        return view.heading
    if view.case is None:
        return Text(N_("<b>{act}</b> – marked difficulties: {count:count}"), act=act, count=view.count)
    return Text(N_("<b>{code}</b> – {act}"), code=view.case.code, act=act)


def _called(act: DeskAct | Direction) -> Text:
    return Text(ACTS[act] if isinstance(act, DeskAct) else N_("Opinion of the leader"))


def _step(view: View, draft: Draft) -> Screen:
    asked, position = view.form.step(draft.position.step), draft.position
    if asked.files_max:
        return _files(view, draft, asked)
    answer = draft.answer(0, asked)
    quick = () if position.adding else asked.quick
    more = Text(N_("Please write on; the text is put behind what is there."))
    about = view.case.difficulty.answers["content"] if view.case else ""
    content = [Text(N_("Difficulty: {content}"), content=Excerpt(about))] if about else []
    lines = (
        _heading(view),
        *written.recorded(view.form, draft),
        *content,
        BLANK,
        *((more,) if position.adding else asked.words),
        *(_offered(view, asked, number, text) for number, text in enumerate(quick, 1)),
        *([Text(N_("Other words can be typed."))] if quick and asked.name != DAYS else []),
        *([BLANK, Text(N_("Entered: {answer}"), answer=_spelt(asked, answer))] if answer else []),
        *written.kept_lines(draft),
    )
    return Screen(lines, (*_answers(draft, asked, answer, quick), *_ways_on(view.form, draft, asked)))


def _offered(view: View, asked: Step, number: int, text: str) -> Text:
    """An answer that can be tapped; words that were saved stand behind their name."""
    if asked.name == WORDS and text in view.saved:
        said = N_("{number}. {name}: {words}")
        return Text(said, number=number, name=Excerpt(view.saved[text]), words=Excerpt(text))
    return Text(N_("{number}. {reason}"), number=number, reason=_spelt(asked, text))


def _files(view: View, draft: Draft, asked: Step) -> Screen:
    files = draft.attached(0)
    lines = (
        _heading(view),
        *written.recorded(view.form, draft),
        *attachments.not_taken(draft, asked.files_max, view.email),
        *((attachments.taken(files),) if files else asked.words),
        *written.kept_lines(draft),
    )
    return Screen(lines, (files_row(draft, files), *_ways_on(view.form, draft, asked)))


def _spelt(asked: Step, answer: str) -> object:
    """An answer as it is shown; days that were tapped are kept as their number."""
    return working_days(int(answer)) if asked.name == DAYS and answer.isdecimal() else Excerpt(answer)


def _answers(draft: Draft, asked: Step, answer: str | None, quick: Sequence[str]) -> Sequence[Row]:
    taps = [
        choice(draft, Text(N_("Choose {number}"), number=number + 1), Act.CHOOSE, number)
        for number in range(len(quick))
    ]
    rows = [tuple(taps[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(taps), _BUTTONS_IN_ROW)]
    if asked.optional and not draft.position.adding:
        rows.append((choice(draft, Text(N_("Skip")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return rows


def _ways_on(form: Form, draft: Draft, asked: Step) -> Sequence[Row]:
    rows = (*written.recorded_rows(form, draft), *written.kept_rows(draft, asked))
    return (*rows, (back(draft), save(draft)))


def _changes(view: View, draft: Draft) -> Screen:
    changes = [
        choice(draft, Text(_CHANGES[step.name]), Act.CHANGE, number) for number, step in enumerate(view.form.steps)
    ]
    lines = (_heading(view), *_entered(draft.items[0]), BLANK, Text(N_("Which answer is to be changed?")))
    return Screen(lines, (*two_in_a_row(changes), (back(draft),)))


def _review(view: View, draft: Draft) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    lines = (
        Text(N_("<b>Check before recording</b>")),
        _heading(view),
        *_remarks(view),
        *view.planned,
        *(_told(view.told) if view.told else _entered(draft.items[0])),
        *((BLANK, *attachments.named(draft.attached(0))) if draft.attached(0) else ()),
    )
    more: list[Row] = [(slips.of_draft(draft),)] if view.act is DeskAct.FORWARDED and view.case else []
    if (
        view.case
        and view.act in ACTS_WITH_REPLIES
        and draft.items[0][WORDS] not in (*view.saved, *view.form.step(WORDS).quick)
    ):
        more.append((Choice(Text(N_("Save as template")), SaveReply(draft.id)),))
    return Screen(lines, ((send(draft, Text(_SEND[view.act])), change), *more, (save(draft),)))


def _told(told: Screen) -> Sequence[Text]:
    return (Text(N_("The member will read:")), BLANK, *(_as_read(line) for line in told.lines))


def _remarks(view: View) -> Sequence[Text]:
    if view.act in _READ_INSIDE:
        return (Text(_READ_INSIDE[view.act]),)
    if view.act is not DeskAct.FORWARDED:
        return ()
    unlisted = [Text(N_("The authority is not in the list of agencies; its name is kept as it was entered."))]
    issued = Text(N_("The system records the forwarding; the document itself is issued in the document system."))
    return (*(unlisted if view.unlisted else ()), issued)


def _as_read(line: Text) -> Text:
    """A line of a notice as its member will read it: addressed to nobody in particular, and with nothing to press."""
    member = {
        "dear": Text(N_("dear member (unnamed)")),
        "you": Text(N_("you (member)")),
        "You": Text(N_("You (member)")),
    }
    return Text(line.msgid, **{**member, **{name: _shown(value) for name, value in line.params.items()}})


def _shown(value: object) -> object:
    if isinstance(value, Text):
        return _as_read(value)
    # What is cut cannot be viewed yet: there is no event that holds it.
    return replace(value, view=None) if isinstance(value, Excerpt) else value


def _entered(item: Item) -> Sequence[Text]:
    texts = [item[name] for name in _CHANGES if name not in (DAYS, FILES) and item.get(name)]
    return [Text(N_("{text}"), text=Excerpt(text)) for text in texts]


def entered(draft: Draft) -> Sequence[Text]:
    """What was entered and has not been told, so that it can be used otherwise."""
    lines = _entered(draft.items[0]) if draft.items else ()
    return (Text(N_("What was entered is kept:")), *lines) if lines else ()


def gone(code: str, draft: Draft) -> Screen:
    """The difficulty is in no report any more."""
    said = Text(N_("{code} has been withdrawn; nothing was done."), code=code)
    return Screen((said, *entered(draft)), ((_HOME,),))


def left(code: str) -> Text:
    """The form was left; nothing was done."""
    return Text(N_("Nothing was done with {code}. What was entered is kept; choose the same act to go on."), code=code)
