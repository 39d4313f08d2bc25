"""The wording of a difficulty for the document: on its page, in the form of the desk, and as its member is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.forms import Act, At, Draft, Form
from bot.domain.handling import WORDS, Case, newest
from bot.domain.reports import Difficulty
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.difficulties import ShowEvent
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowReport
from bot.domain.verbs.wordings import AnswerWording, OpenWording, SendWording
from bot.domain.wordings import (
    CONTENT,
    PROPOSAL,
    Agreement,
    Wording,
    answer,
    asked,
    lacks_vietnamese,
    may_be_sent,
    may_be_worded,
    sent,
)
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send

_AGREED: Mapping[Agreement, str] = {
    Agreement.CONFIRMED: N_("Agree (wording)"),
    Agreement.OBJECTED: N_("Ask for a change"),
}
_CHANGES: Mapping[str, str] = {WORDS: N_("Change content"), PROPOSAL: N_("Change proposal")}
_HOME = Choice(Text(N_("Main screen")), ShowHome())


@dataclass(frozen=True)
class Worded:
    """How a difficulty is worded: by what its live version says, and whether it was worded before that said so."""

    wording: Wording | None
    outdated: bool
    names: Mapping[str, str]
    """Of those who did something, by what events call them."""

    def by(self, event: DifficultyEvent | Wording) -> str:
        """Return the name of who did something."""
        return self.names.get(event.actor, "")


def on_page(screen: Screen, case: Case, worded: Worded, *, desk: bool, own: bool) -> Screen:
    """Return the page of a difficulty with its wording, and what this reader can do about it."""
    lines = [*_lacking(case.difficulty, worded)] if desk else []
    lines += _as_it_stands(case, worded)
    rows: list[Row] = []
    if desk and may_be_worded(case.events):
        rows.append((Choice(Text(N_("Word the content")), OpenWording(case.code, newest(case.events))),))
        if worded.wording and may_be_sent(case.events):
            rows.append((Choice(Text(N_("Ask the member")), SendWording(case.code, newest(case.events))),))
    if own and worded.wording and asked(case.events):
        rows.append(_answers(case.code, asked(case.events)))
    return replace(screen, lines=(*screen.lines, *lines), rows=(*rows, *screen.rows))


def _lacking(difficulty: Difficulty, worded: Worded) -> Sequence[Text]:
    printed = (worded.wording.content, worded.wording.proposal) if worded.wording else ("", "")
    content, proposal = (
        said or difficulty.answers[name] for said, name in zip(printed, (CONTENT, PROPOSAL), strict=True)
    )
    if not lacks_vietnamese(content, proposal):
        return ()
    return (BLANK, Text(N_("There is no Vietnamese wording yet; the document needs one.")))


def _as_it_stands(case: Case, worded: Worded) -> list[Text]:
    found = worded.wording
    if found is None:
        old = N_(
            "The wording for the document was made before the member amended this; it is not used. Please word it anew."
        )
        return [BLANK, Text(old)] if worded.outdated else []
    heading = Text(N_("<b>Wording for the document</b> ({who}, {at:date}):"), who=worded.by(found), at=found.at)
    return [BLANK, heading, *_words(case, found), *_said(case, worded)]


def _words(case: Case, found: Wording) -> list[Text]:
    """The wording; what of it finds no room can be viewed with its event."""
    number = next((n for n, e in enumerate(case.events, 1) if e.act is DifficultyAct.WORDED and e.at == found.at), 0)
    view = Choice(Text(N_("View wording")), ShowEvent(case.code, number)) if number else None
    lines = [Text(N_("{text}"), text=Excerpt(found.content, view))]
    if found.proposal:
        lines.append(Text(N_("Proposal: {proposal}"), proposal=Excerpt(found.proposal, view)))
    return lines


def _said(case: Case, worded: Worded) -> Sequence[Text]:
    said, number = answer(case.events), sent(case.events)
    if said:
        return (answered_by(said, worded.by(said)),)
    if not number:
        return ()
    return (
        Text(N_("Sent to the member to be confirmed on {at:date}; not answered yet."), at=case.events[number - 1].at),
    )


def answered_by(said: DifficultyEvent, who: str) -> Text:
    """What the member said of the wording, by whom and when."""
    if said.act is DifficultyAct.WORDING_CONFIRMED:
        return Text(N_("The member agrees to the wording ({who}, {at:stamp})."), who=who, at=said.at)
    words = Excerpt(str(said.detail.get(WORDS, "")))
    msgid = N_("The member asks for another wording ({who}, {at:stamp}): {words}")
    return Text(msgid, who=who, at=said.at, words=words)


def _answers(code: str, number: int) -> Row:
    return tuple(Choice(Text(_AGREED[each]), AnswerWording(code, number, each)) for each in Agreement)


def to_confirm(case: Case, wording: Wording) -> Screen:
    """The member is asked whether the wording is right; the newest event is that question."""
    number = len(case.events)
    why = N_(
        "For the document the Standing Body has worded difficulty {code} as below. What {you} sent is kept as it is, in"
        " the annex. Please say whether {you} agree; the document does not wait for the answer."
    )
    lines = (Text(N_("Dear {dear},")), Text(why, code=case.code), BLANK, *side_by_side(case, wording))
    return Screen(lines, (_answers(case.code, number), (_view(case.code),)))


def side_by_side(case: Case, wording: Wording) -> list[Text]:
    """The words of the member and those of the desk, one below the other."""
    number = next((n for n, e in enumerate(case.events, 1) if e.act is DifficultyAct.WORDED and e.at == wording.at), 0)
    view = Choice(Text(N_("View wording")), ShowEvent(case.code, number)) if number else None
    answers = case.difficulty.answers
    own = Choice(_view(case.code).label, ShowReport(case.code))
    lines = [
        Text(N_("<b>As it was sent</b>: {text}"), text=Excerpt(answers[CONTENT], own)),
        Text(N_("<b>As it is worded</b>: {text}"), text=Excerpt(wording.content, view)),
        BLANK,
        Text(N_("<b>Proposal as it was sent</b>: {text}"), text=Excerpt(answers[PROPOSAL], own)),
    ]
    if wording.proposal:
        lines.append(Text(N_("<b>Proposal as it is worded</b>: {text}"), text=Excerpt(wording.proposal, view)))
    else:
        lines.append(Text(N_("The proposal stays as it was sent.")))
    return lines


def answered(case: Case, wording: Wording, said: DifficultyEvent, who: str) -> Screen:
    """What was asked, once somebody of the seat has answered: by whom, and no choices any more."""
    lines = (_heading(case.code), *side_by_side(case, wording), BLANK, answered_by(said, who))
    return Screen(lines, ((_view(case.code),),))


def _heading(code: str) -> Text:
    return Text(N_("<b>{code}</b> – wording for the document"), code=code)


def _view(code: str) -> Choice:
    return Choice(Text(N_("View {code}"), code=code), ShowReport(code))


def draft_screen(form: Form, draft: Draft, case: Case) -> Screen:
    """The screen of the position where the form stands."""
    heading = _heading(case.code)
    match draft.position.at:
        case At.STEP:
            return _step(form, draft, case, heading)
        case At.SHORTEN:
            return written.shorten_screen(form, draft)
        case At.DISCARD:
            return written.discard_screen(draft)
        case At.ITEM:
            return _which(form, draft, case, heading)
        case At.REVIEW if draft.items:
            return written.with_kept(_review(draft, case, heading), draft)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return written.with_kept(Screen((heading,), ((begin,), (save(draft),))), draft)


def _step(form: Form, draft: Draft, case: Case, heading: Text) -> Screen:
    step, adding = form.step(draft.position.step), draft.position.adding
    entered = draft.answer(0, step)
    name = CONTENT if step.name == WORDS else PROPOSAL
    more = Text(N_("Please write on; the text is put behind what is there."))
    lines = (
        heading,
        *written.recorded(form, draft),
        Text(N_("<b>As it was sent</b>: {text}"), text=Excerpt(case.difficulty.answers[name])),
        BLANK,
        *((more,) if adding else step.words),
        *([BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(entered))] if entered else []),
        *written.kept_lines(draft),
    )
    rows: list[Row] = []
    if step.optional and not adding:
        rows.append((choice(draft, Text(N_("Leave as it was sent")), Act.SKIP),))
    if entered:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    rows += [*written.recorded_rows(form, draft), *written.kept_rows(draft, step), (back(draft), save(draft))]
    return Screen(lines, tuple(rows))


def of_draft(draft: Draft, case: Case) -> Wording:
    """Return the wording that a draft would become."""
    item, answers = draft.items[0], case.difficulty.answers
    return Wording(
        draft.updated_at, "", item.get(WORDS, ""), item.get(PROPOSAL, ""), answers[CONTENT], answers[PROPOSAL]
    )


def _review(draft: Draft, case: Case, heading: Text) -> Screen:
    said = N_("The member's own words stay, in the annex; the member is told nothing of it now.")
    lines = (
        Text(N_("<b>Check before recording</b>")),
        heading,
        *side_by_side(case, of_draft(draft, case)),
        BLANK,
        Text(said),
    )
    record, change = send(draft, Text(N_("Record wording"))), choice(draft, Text(N_("Change content")), Act.OPEN_ITEM)
    return Screen(lines, ((record, change), (save(draft),)))


def _which(form: Form, draft: Draft, case: Case, heading: Text) -> Screen:
    changes = [choice(draft, Text(_CHANGES[step.name]), Act.CHANGE, number) for number, step in enumerate(form.steps)]
    lines = (
        heading,
        *side_by_side(case, of_draft(draft, case)),
        BLANK,
        Text(N_("Which answer is to be changed?")),
    )
    return Screen(lines, (tuple(changes), (back(draft),)))


def entered(draft: Draft) -> list[Text]:
    """What was entered and has not been recorded, so that it can be used otherwise."""
    item = draft.items[0] if draft.items else {}
    texts = [item[name] for name in _CHANGES if item.get(name)]
    lines = [Text(N_("{text}"), text=Excerpt(text)) for text in texts]
    return [Text(N_("What was entered is kept:")), *lines] if lines else []


def gone(code: str, draft: Draft) -> Screen:
    """The difficulty is in no report any more."""
    said = Text(N_("{code} has been withdrawn; nothing was done."), code=code)
    return Screen((said, *entered(draft)), ((_HOME,),))


def left(code: str) -> Text:
    """The form was left; nothing was done."""
    msgid = N_("{code} has not been worded. What was entered is kept; choose the same act to go on.")
    return Text(msgid, code=code)


def recorded(code: str) -> Text:
    """The wording is kept."""
    return Text(N_("{code}: the wording is recorded; the papers say it from now on."), code=code)


def amended_meanwhile(code: str) -> Text:
    """The report was amended while a wording was written."""
    msgid = N_("{code}: the report was amended meanwhile. Please compare before recording; nothing was recorded now.")
    return Text(msgid, code=code)


def already(code: str) -> Text:
    """A second press of the choice that records."""
    return Text(N_("{code}: this was recorded already. It need not be chosen again."), code=code)


def nothing_to_send(code: str) -> Text:
    """There is no wording that the member could be asked about at this moment."""
    msgid = N_("{code}: there is no wording at this moment that the member has not been asked about; nothing was sent.")
    return Text(msgid, code=code)


def over(code: str) -> Text:
    """What was asked is no longer asked."""
    msgid = N_("{code}: this wording is no longer the one of now; nothing was recorded. What there is stands below.")
    return Text(msgid, code=code)


def noted(code: str) -> Text:
    """What the member said has been taken."""
    return Text(N_("The answer about the wording of {code} has been recorded."), code=code)
