"""What those who hold the seat of a difficulty are told of it, and what the desk is told of their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.difficulties import DifficultyAct, DifficultyEvent
from bot.domain.fields import Field
from bot.domain.handling import ADVICE, AGENCY, UNTIL, WORDS, Case, Verdict
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text
from bot.domain.verbs.difficulties import AddToDifficulty, SayOfResult, ShowEvent
from bot.domain.verbs.lookup import ShowReport
from bot.screens.difficulties import result_files
from bot.screens.difficulties.standing import document_of, reply_by, sent_by
from bot.screens.reporting.acceptance import span

VERDICTS: Mapping[Verdict, str] = {
    Verdict.SOLVED: N_("Solved (answer)"),
    Verdict.PARTLY_SOLVED: N_("Solved in part (answer)"),
    Verdict.NOT_SOLVED: N_("Not solved (answer)"),
}


def accepted(case: Case) -> Screen:
    """A difficulty was accepted for handling."""
    said = Text(
        N_(
            "Difficulty {code} was accepted for handling on {at:date}. The system will tell {you} when there is a"
            " result."
        ),
        code=case.code,
        at=case.events[-1].at,
    )
    return Screen((said,), ((_status(case),),), silent=True)


def asked(fields: Mapping[str, Field], case: Case) -> Screen:
    """More is asked for; until when, and how it is sent."""
    found, event = case.difficulty, case.events[-1]
    msgid = N_("To look into difficulty {code} ({field}{procedure}), the Standing Body asks for more: {words}.")
    said = Text(
        msgid,
        code=case.code,
        field=fields[found.field].name,
        procedure=Text(N_(" – {procedure}"), procedure=Excerpt(found.procedure)) if found.procedure else None,
        words=_words(case),
    )
    until = Text(N_("Deadline: {until:full}."), until=_until(event))
    sent = Choice(Text(N_("View what was sent")), ShowReport(case.code))
    return Screen((Text(N_("Dear {dear},")), said, until), ((add(case), sent),))


def lapsed(case: Case, until: datetime) -> Screen:
    """What was asked for did not come in time; it can still be sent."""
    msgid = N_(
        "Nothing has been added to difficulty {code} so far (deadline {until:stamp}). The Standing Body looks at it as"
        " it is; {you} can still add to it."
    )
    return Screen((Text(msgid, code=case.code, until=until),), ((add(case), _status(case)),), silent=True)


def forwarded(case: Case) -> Screen:
    """A difficulty was forwarded to an agency."""
    event = case.events[-1]
    said = Text(
        N_("Difficulty {code} was forwarded to {agency} on {at:date}{sent_by}{asked_by}."),
        code=case.code,
        agency=str(event.detail[AGENCY]),
        at=event.at,
        sent_by=sent_by(event),
        asked_by=reply_by(event),
    )
    return Screen((said,), ((_status(case),),), silent=True)


def reopened(case: Case) -> Screen:
    """What was closed is looked at again, and why."""
    msgid = N_("Difficulty {code} was opened again by the Standing Body. Reason: {words}.")
    return Screen((Text(msgid, code=case.code, words=_words(case)),), ((_status(case),),))


def result(case: Case) -> Screen:
    """There is a result: what it has come to in practice is asked once, and what silence means is said beforehand."""
    number = len(case.events)
    files = result_files.rows_of(case.code, case.events[-1], number)
    return Screen((*_result(case, case.events[-1]), *question(case, number)), (*files, *answers(case, number)))


def _result(case: Case, event: DifficultyEvent) -> tuple[Text, ...]:
    number = case.events.index(event) + 1
    view = Choice(Text(N_("View in full")), ShowEvent(case.code, number))
    said = Text(
        N_("<b>Result for difficulty {code}</b>: {words}.{document}"),
        code=case.code,
        words=Excerpt(str(event.detail[WORDS]), view),
        document=document_of(event),
    )
    return (said,)


def question(case: Case, number: int) -> tuple[Text, ...]:
    """What is asked of event `number`, a result or a close, and until when; the first is 1."""
    event = case.events[number - 1]
    if event.act is DifficultyAct.CLOSED:
        return (Text(N_("If it is not solved in practice, {you} can say so.")),)
    if not event.detail.get(UNTIL):
        return (Text(N_("Please say what it has come to in practice.")),)
    msgid = N_(
        "Please say by {until:full} what it has come to in practice. If nothing is said until then, the difficulty is"
        " closed; that it is not solved can still be said after that."
    )
    return (Text(msgid, until=_until(event)),)


def answers(case: Case, number: int) -> tuple[Row, ...]:
    """The answers to what is asked of event `number`."""
    if case.events[number - 1].act is DifficultyAct.CLOSED:
        return ((_answer(case, number, Verdict.NOT_SOLVED),),)
    return (
        (_answer(case, number, Verdict.SOLVED), _answer(case, number, Verdict.PARTLY_SOLVED)),
        (_answer(case, number, Verdict.NOT_SOLVED),),
    )


def _answer(case: Case, number: int, verdict: Verdict) -> Choice:
    return Choice(Text(VERDICTS[verdict]), SayOfResult(case.code, number, verdict))


def answered(case: Case, number: int, said: DifficultyEvent, who: str) -> Screen:
    """The notice of event `number` once somebody of the seat has answered: by whom, and no choices any more."""
    event = case.events[number - 1]
    told = _result(case, event) if event.act is DifficultyAct.ANSWERED else _closed(case, event)
    files = result_files.rows_of(case.code, event, number)
    return Screen((*told, BLANK, answered_by(said, who)), (*files, (_status(case),)))


def answered_by(said: DifficultyEvent, who: str) -> Text:
    """What was answered already, by whom and when."""
    msgid = N_("Answered at {at:stamp} by {who}: {answer}.")
    return Text(msgid, at=said.at, who=who, answer=Text(VERDICTS[Verdict(_VERDICT_OF[said.act])]))


def opinion(said: DifficultyEvent, who: str) -> Text:
    """What its sender says a difficulty has come to, with the words, as papers print it."""
    words = said.detail.get(WORDS)
    return Text(
        N_("{answer} ({who}, {at:stamp}){said} (opinion)"),
        answer=Text(VERDICTS[Verdict(_VERDICT_OF[said.act])]),
        who=who,
        at=said.at,
        said=Text(N_(": {words}"), words=str(words)) if words else None,
    )


_VERDICT_OF = {verdict.act: verdict for verdict in Verdict}


def newer(code: str) -> Text:
    """The question is over: something has been done since."""
    return Text(N_("There is something newer on {code}; nothing was done. Please choose View status."), code=code)


def returned(case: Case) -> Screen:
    """A difficulty is returned to be put in order."""
    msgid = N_("Difficulty {code} was returned to be put in order. Reason: {words}.")
    return Screen((Text(msgid, code=case.code, words=_words(case)),), ((add(case), _status(case)),))


def not_accepted(case: Case) -> Screen:
    """A difficulty is not accepted: why, and what can be done instead."""
    advice = case.events[-1].detail.get(ADVICE)
    said = Text(
        N_("Difficulty {code} was not accepted. Reason: {words}.{advice}"),
        code=case.code,
        words=_words(case),
        advice=Text(N_(" What can be done: {advice}."), advice=Excerpt(str(advice))) if advice else None,
    )
    return Screen((said,), ((add(case), _status(case)),))


def closed(case: Case) -> Screen:
    """The desk has closed a difficulty."""
    number = len(case.events)
    rows = (*answers(case, number), (_status(case),))
    return Screen((*_closed(case, case.events[-1]), *question(case, number)), rows)


def _closed(case: Case, event: DifficultyEvent) -> tuple[Text, ...]:
    words = event.detail.get(WORDS)
    if not words:
        msgid = N_(
            "Difficulty {code} is closed: nothing was said of its result until {until:stamp}. Closed does not mean that"
            " it is solved."
        )
        return (Text(msgid, code=case.code, until=_until(event)),)
    view = Choice(Text(N_("View in full")), ShowEvent(case.code, case.events.index(event) + 1))
    msgid = N_("Difficulty {code} is closed. Reason: {words}. Closed does not mean that it is solved.")
    return (Text(msgid, code=case.code, words=Excerpt(str(words), view)),)


def to_desk(case: Case, who: str) -> Screen:
    """What its sender said of a difficulty, for the desk; the newest event is that."""
    event, organisation = case.events[-1], case.seat.organisation
    said = Text(_TO_DESK[event.act], code=case.code, organisation=organisation, who=who)
    words = (Text(N_("{text}"), text=_words(case)),) if event.detail.get(WORDS) else ()
    view = Choice(Text(N_("View {code}"), code=case.code), ShowReport(case.code))
    return Screen((said, *words), ((view,),), silent=event.act is not DifficultyAct.NOT_SOLVED)


_TO_DESK: Mapping[DifficultyAct, str] = {
    DifficultyAct.NOT_SOLVED: N_("<b>{code} is not solved</b>, says {organisation} ({who}). It is open again."),
    DifficultyAct.PARTLY_SOLVED: N_("<b>{code} is solved in part</b>, says {organisation} ({who})."),
    DifficultyAct.SUPPLEMENTED: N_("<b>{code}</b>: {organisation} ({who}) has added the following."),
    DifficultyAct.LAPSED: N_("<b>{code}</b>: {organisation} has not added in time what was asked for."),
    DifficultyAct.WORDING_CONFIRMED: N_("<b>{code}</b>: {organisation} ({who}) agrees to the wording."),
    DifficultyAct.WORDING_OBJECTED: N_("<b>{code}</b>: {organisation} ({who}) asks for another wording."),
}


def tells_desk(act: DifficultyAct) -> bool:
    """Return whether the desk is told of it: where something is left to do."""
    return act in _TO_DESK


def recorded(code: str, within: timedelta, *, told: bool) -> Text:
    """Over the button of an act of the desk, whose notice waits; `told`: whether anybody who holds the seat can be
    reached.
    """
    if told:
        return Text(N_("{code}: recorded; the member is told in {span}."), code=code, span=span(within))
    return Text(N_("{code}: recorded. Nobody of the member can be reached through the system; please call."), code=code)


def add(case: Case) -> Choice:
    """The choice that adds to a difficulty."""
    return Choice(Text(N_("Add content")), AddToDifficulty(case.code))


def _status(case: Case) -> Choice:
    return Choice(Text(N_("View status")), ShowReport(case.code))


def _words(case: Case) -> Excerpt:
    """The words of the newest event; cut, they can be viewed."""
    number = len(case.events)
    view = Choice(Text(N_("View in full")), ShowEvent(case.code, number))
    return Excerpt(str(case.events[number - 1].detail[WORDS]), view)


def _until(event: DifficultyEvent) -> datetime:
    return datetime.fromisoformat(str(event.detail[UNTIL]))


def rows_of(case: Case, number: int, *, may_add: bool) -> Sequence[Row]:
    """What those who hold the seat can say on the screen of a difficulty: of event `number`, 0 for none."""
    rows = list(answers(case, number)) if number else []
    return [*rows, (add(case),)] if may_add else rows
