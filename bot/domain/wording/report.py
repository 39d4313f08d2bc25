"""The screens of a periodic report, from choosing a period to the receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.callbacks import pack
from bot.domain.fields import Field
from bot.domain.forms import At, Draft, Form, Item, may_write_more, missing
from bot.domain.periods import Schedule
from bot.domain.profiles import Profile
from bot.domain.reports import Report
from bot.domain.screens import BLANK, N_, Choice, Excerpt, Label, Row, Screen, Text

HOME = Choice(Text(N_("Main screen")), pack("h"))

_SHORT_LIST = 6
"""How many fields are offered before "other fields"."""
_FULL_ITEMS = 3
"""Up to this many difficulties the review shows in full."""

_QUESTIONS: Mapping[str, tuple[Text, ...]] = {
    "field": (
        Text(N_("Which field does the difficulty belong to? You may also type its name, with or without accents.")),
    ),
    "procedure": (
        Text(
            N_(
                "Please enter the name or the code of the administrative procedure. If the difficulty"
                " is not tied to a particular one, choose Procedure not known."
            )
        ),
    ),
    "content": (
        Text(N_("Describe the difficulty: which rule or stage, in which locality, since when, and with what effect.")),
        Text(N_("The first message is taken as the answer; the next screen has the choice Write more.")),
    ),
    "legal": (
        Text(N_("The rule concerned, if you know it, for example: clause 2 Article 5 of Decree No. …/…/NĐ-CP.")),
    ),
    "proposal": (
        Text(N_("Your proposal for a solution, and the authority competent to decide (if it can be determined).")),
    ),
}
_SKIP = {"procedure": N_("Procedure not known"), "legal": N_("Skip")}
_CHANGE = {
    "field": N_("Change field"),
    "procedure": N_("Change procedure"),
    "content": N_("Change description"),
    "legal": N_("Change legal basis"),
    "proposal": N_("Change proposal"),
}


@dataclass(frozen=True)
class View:
    """What the screens of a draft show beside the draft itself."""

    form: Form
    fields: Mapping[str, Field]
    schedule: Schedule
    organisation: str
    sender: str
    late: bool


def choose(options: Sequence[tuple[Text, str]], filed: Sequence[Text]) -> Screen:
    """Which report to send; `options` are labels and callback data, `filed` what has been sent already."""
    if not options:
        return Screen((*filed, Text(N_("There is no report to be sent at present."))), ((HOME,),))
    rows = tuple((Choice(label, data),) for label, data in options)
    return Screen(
        (Text(N_("<b>Send a report</b>")), *filed, Text(N_("Please choose the report:"))),
        (*rows, (HOME,)),
    )


def filed_line(schedule: Schedule, report: Report, organisation: str) -> Text:
    """What has been sent for a period already."""
    return Text(
        N_("{period}{organisation}: received, code {code}, {at:stamp}."),
        period=schedule.period,
        organisation=f" – {organisation}" if organisation else None,
        code=report.code,
        at=report.sent_at,
    )


def draft_screen(view: View, draft: Draft) -> Screen:
    """The screen of the place where a draft stands."""
    return _SCREENS[draft.place.at](view, draft)


def _choice(draft: Draft, label: Text, what: str, index: int = 0) -> Choice:
    return Choice(label, pack("f", draft.id, draft.rev, what, index))


def _save(draft: Draft) -> Choice:
    return _choice(draft, Text(N_("Save and exit")), "s")


def _back(draft: Draft) -> Choice:
    return _choice(draft, Text(N_("‹ Back")), "b")


def _late_lines(view: View) -> tuple[Text, ...]:
    if not view.late:
        return ()
    return (
        Text(
            N_(
                "The deadline of {period} was {due:full}. The report can still be sent until {stop:full};"
                " it is recorded as late."
            ),
            period=view.schedule.period,
            due=view.schedule.due_at,
            stop=view.schedule.stop_at,
        ),
    )


def _opening(view: View, draft: Draft) -> Screen:
    period = view.schedule.period
    return Screen(
        (
            Text(
                N_("<b>Report for {period}</b> (data from {first:short} to {last:date})"),
                period=period,
                first=period.first_day,
                last=period.last_day,
            ),
            *_late_lines(view),
            Text(
                N_("Did {organisation} meet new difficulties with administrative procedures in this period?"),
                organisation=view.organisation,
            ),
        ),
        (
            (
                _choice(draft, Text(N_("Report difficulties")), "y"),
                _choice(draft, Text(N_("Nothing new")), "n"),
            ),
            (_choice(draft, Text(N_("‹ Back")), "s"),),
        ),
    )


def _nil(view: View, draft: Draft) -> Screen:
    unsent = (
        (
            Text(
                N_(
                    "The draft holds {count:count} difficulties; if nothing new is reported they are not sent"
                    " and stay in the draft."
                ),
                count=len(draft.items),
            ),
        )
        if draft.items
        else ()
    )
    return Screen(
        (
            Text(N_("<b>Report for {period}</b>"), period=view.schedule.period),
            *_late_lines(view),
            Text(
                N_("In this period {organisation} met no new difficulties with administrative procedures."),
                organisation=view.organisation,
            ),
            *unsent,
        ),
        ((_choice(draft, Text(N_("Send report")), "g"), _back(draft)),),
    )


def _step(view: View, draft: Draft) -> Screen:
    place, asked = draft.place, view.form.steps[draft.place.step]
    answer = draft.answer(place.item, asked)
    if place.adding:
        question: tuple[Text, ...] = (Text(N_("Please write on; the text is put behind what is there.")),)
    else:
        question = _QUESTIONS[asked.name]
    lines = (_step_heading(view, draft), *question, *_entered(view, asked.name, answer))
    rows: list[Row] = list(_options(view, draft)) if asked.options else []
    if asked.optional and not place.adding:
        rows.append((_choice(draft, Text(_SKIP[asked.name]), "k"),))
    if answer:
        rows.append((_choice(draft, Text(N_("Keep this answer")), "h"),))
    if may_write_more(view.form, draft):
        rows.append((_choice(draft, Text(N_("Write more (previous answer)")), "m"),))
    rows.append((_back(draft), _save(draft)))
    return Screen(lines, tuple(rows))


def _step_heading(view: View, draft: Draft) -> Text:
    place, optional = draft.place, view.form.steps[draft.place.step].optional
    return Text(
        N_("<b>{period} – difficulty {item}</b> – step {step}/{steps}{field}{optional}"),
        period=view.schedule.period,
        item=place.item + 1,
        step=place.step + 1,
        steps=len(view.form.steps),
        field=_field_suffix(view, draft),
        optional=Text(N_(" (optional)")) if optional else None,
    )


def _field_suffix(view: View, draft: Draft) -> Text | None:
    code = draft.answer(draft.place.item, view.form.steps[0])
    return Text(N_(" – {field}"), field=view.fields[code].name) if code and draft.place.step > 0 else None


def _entered(view: View, name: str, answer: str | None) -> tuple[Text, ...]:
    if not answer:
        return ()
    shown: object = view.fields[answer].name if name == "field" else Excerpt(answer)
    return (BLANK, Text(N_("Entered: {answer}"), answer=shown))


def _options(view: View, draft: Draft) -> Sequence[Row]:
    asked = view.form.steps[draft.place.step]
    order = list(asked.options)
    if draft.hint in order:
        order.remove(draft.hint)
        order.insert(0, draft.hint)
    shown = order if draft.place.wide else order[:_SHORT_LIST]
    choices = [_option(view, draft, code) for code in shown]
    alone = 1 if draft.hint in shown else 0  # the longer label of the field used last has a row to itself
    rows = [tuple(choices[i : i + 2]) for i in range(alone, len(choices), 2)]
    rows[:0] = [(choice,) for choice in choices[:alone]]
    if not draft.place.wide:
        rows.append((_choice(draft, Text(N_("Other fields")), "o"),))
    return rows


def _option(view: View, draft: Draft, code: str) -> Choice:
    name = view.fields[code].short
    label = Text(N_("{field} (last time)"), field=name) if code == draft.hint else Text(N_("{field}"), field=name)
    return _choice(draft, label, "c", view.form.steps[draft.place.step].options.index(code))


def _item_done(view: View, draft: Draft) -> Screen:
    item = draft.items[draft.place.item]
    first = [_choice(draft, Text(N_("Add a difficulty")), "a"), _choice(draft, Text(N_("Review and send")), "r")]
    second = [_choice(draft, Text(N_("Write more (previous answer)")), "m")] if may_write_more(view.form, draft) else []
    return Screen(
        (
            Text(
                N_("Difficulty {number} has been saved: {field}{procedure}."),
                number=draft.place.item + 1,
                field=view.fields[item["field"]].name,
                procedure=_procedure(item),
            ),
            Text(N_("It has not been sent yet.")),
        ),
        tuple(tuple(row) for row in (first, second, [_save(draft)]) if row),
    )


def _procedure(item: Item) -> Text | None:
    return Text(N_(" – {procedure}"), procedure=Excerpt(item["procedure"])) if item.get("procedure") else None


def _review(view: View, draft: Draft) -> Screen:
    lacking = missing(view.form, draft)
    lines = [
        Text(N_("<b>Check before sending</b> – report for {period}"), period=view.schedule.period),
        Text(N_("{organisation} – prepared by: {sender}"), organisation=view.organisation, sender=view.sender),
        *_late_lines(view),
        *(line for number, item in enumerate(draft.items, 1) for line in _item_lines(view, draft, number, item)),
        BLANK,
    ]
    if lacking:
        lines.append(
            Text(N_("Item {number} is not complete; it has to be completed before sending."), number=lacking.item + 1)
        )
        first = (_choice(draft, Text(N_("Complete item {number}"), number=lacking.item + 1), "n"),)
    else:
        lines.append(
            Text(
                N_(
                    "The report counts only after Send report is chosen. By choosing it {you} confirm"
                    " that the content holds no state secret."
                )
            )
        )
        first = (_choice(draft, Text(N_("Send report")), "g"),)
    edits = [
        _choice(draft, Text(N_("Change item {number}"), number=number), "e", number - 1)
        for number in range(1, len(draft.items) + 1)
    ]
    rows = [first, *(tuple(edits[i : i + 2]) for i in range(0, len(edits), 2))]
    last = [_choice(draft, Text(N_("Add a difficulty")), "a")] if len(draft.items) < view.form.items_max else []
    return Screen(tuple(lines), (*rows, (*last, _save(draft))))


def _item_lines(view: View, draft: Draft, number: int, item: Item) -> Sequence[Text]:
    heading = Text(
        N_("<b>Item {number}. {field}</b>{procedure}"),
        number=number,
        field=view.fields[item["field"]].name if item.get("field") else None,
        procedure=_procedure(item),
    )
    return (BLANK, heading, *_answers(item)) if len(draft.items) <= _FULL_ITEMS else (heading,)


def _answers(item: Item) -> Sequence[Text]:
    return (
        Text(N_("Difficulty: {content}"), content=Excerpt(item.get("content", ""))),
        Text(N_("Legal basis: {legal}"), legal=Excerpt(item["legal"]) if item.get("legal") else NOT_GIVEN),
        Text(N_("Proposal: {proposal}"), proposal=Excerpt(item.get("proposal", ""))),
    )


NOT_GIVEN = Text(N_("not given"))


def _item(view: View, draft: Draft) -> Screen:
    number, item = draft.place.item + 1, draft.items[draft.place.item]
    changes = [_choice(draft, Text(_CHANGE[s.name]), "q", i) for i, s in enumerate(view.form.steps)]
    rows = [tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)]
    return Screen(
        (
            Text(
                N_("<b>Item {number}. {field}</b>{procedure}"),
                number=number,
                field=view.fields[item["field"]].name if item.get("field") else None,
                procedure=_procedure(item),
            ),
            *_answers(item),
            BLANK,
            Text(N_("Which answer is to be changed?")),
        ),
        (*rows, (_back(draft), _choice(draft, Text(N_("Delete item {number}"), number=number), "d"))),
    )


def _drop(_view: View, draft: Draft) -> Screen:
    number = draft.place.item + 1
    return Screen(
        (Text(N_("Delete item {number} from the draft? What is deleted cannot be restored."), number=number),),
        (
            (
                _choice(draft, Text(N_("Keep item {number}"), number=number), "b"),
                _choice(draft, Text(N_("Delete item {number}"), number=number), "d"),
            ),
        ),
    )


_SCREENS: Mapping[At, Callable[[View, Draft], Screen]] = {
    At.OPENING: _opening,
    At.NIL: _nil,
    At.STEP: _step,
    At.ITEM_DONE: _item_done,
    At.REVIEW: _review,
    At.ITEM: _item,
    At.DROP: _drop,
}


def draft_saved(draft: Draft, kept_until: date, now: datetime) -> Screen:
    """The form was left; nothing has been sent."""
    return Screen(
        (
            Text(
                N_(
                    "The draft was saved at {now:clock}. It is kept until {until:date} and has not been sent"
                    " to the Standing Body."
                ),
                now=now,
                until=kept_until,
            ),
        ),
        ((Choice(Text(N_("Continue draft")), pack("d", draft.id)), HOME),),
    )


def receipt(profile: Profile, view: View, report: Report) -> Screen:
    """The report is stored. Says nothing that has not happened."""
    office = profile.office
    codes = ", ".join(difficulty.code for difficulty in report.difficulties)
    content = (
        Text(N_("Content: no new difficulties in {period}."), period=view.schedule.period)
        if report.nil
        else Text(N_("Content: {count:count} difficulties ({codes})."), count=len(report.difficulties), codes=codes)
    )
    return Screen(
        (
            Text(N_("<b>Report {code} has been received</b>"), code=report.code),
            Text(
                N_("Period: {period}. Member: {organisation}."),
                period=view.schedule.period,
                organisation=view.organisation,
            ),
            Text(N_("Received: {at:full} ({timeliness})."), at=report.sent_at, timeliness=timeliness(view.late)),
            content,
            BLANK,
            Text(N_("The content goes to the Standing Body to be aggregated for the competent authority.")),
            Text(N_("Contact: {unit}, {phone}."), unit=office.unit, phone=office.phone),
        )
    )


def timeliness(late: bool) -> Text:
    """How the time of a report that has been sent is called."""
    return Text(N_("late")) if late else Text(N_("on time"))


def already_received(report: Report, organisation: str, sender: str, schedule: Schedule) -> Screen:
    """The seat has reported for this period; there is one report per seat and period."""
    return Screen(
        (
            Text(
                N_(
                    "The report of {organisation} for {period} was received at {at:stamp}, code {code},"
                    " sent by {sender}. It need not be sent again."
                ),
                organisation=organisation,
                period=schedule.period,
                at=report.sent_at,
                code=report.code,
                sender=sender,
            ),
        ),
        ((HOME,),),
    )


def received_toast(code: str, at: datetime) -> Text:
    """A second press of Send report."""
    return Text(N_("The report was received at {at:clock}, code {code}. It need not be sent again."), at=at, code=code)


def closed(schedule: Schedule, draft: Draft, following: Schedule | None) -> Screen:
    """The period closed before the draft was sent."""
    lines = [
        Text(
            N_("The period {period} was closed at {stop:full}. What was entered is kept."),
            period=schedule.period,
            stop=schedule.stop_at,
        )
    ]
    if following is None:
        return Screen(tuple(lines), ((HOME,),))
    move = Choice(Text(N_("Move to {period:short}"), period=following.period), pack("p", draft.id))
    return Screen(tuple(lines), ((move, HOME),))


def report_label(organisation: Label | str | None, schedule: Schedule) -> Text:
    """The button of a report; names the member only where there is a choice of members."""
    if organisation:
        return Text(N_("{period:short} – {member}"), period=schedule.period, member=organisation)
    return Text(N_("Report for {period:short}"), period=schedule.period)
