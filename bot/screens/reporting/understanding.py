"""What is understood of the answers: provisions and codes of procedures, each of which can be left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.characters import cut
from bot.domain.forms import NOT_MEANT, Act, Draft, Form, Step, understood
from bot.domain.texts import BLANK, N_, Choice, Row, Screen, Text
from bot.screens.reporting.acts import back, choice, save

_SHOWN_UNITS = 300
_IN_ROW = 3
_MOST = 24
"""So many can be chosen on one screen; nobody names more by hand."""
_CHANGE = Text(N_("Change what is read"))


def reads(form: Form, draft: Draft, asked: Step) -> bool:
    """Return whether anything is understood of the answer to a question."""
    answer = draft.answer(draft.position.item, asked)
    return bool(answer and form.understood({asked.name: answer}))


def of_answer(form: Form, draft: Draft, asked: Step, answer: str) -> Sequence[Text]:
    """The line that says what is understood of one answer."""
    dropped = draft.items[draft.position.item].get(NOT_MEANT, "").split("\n")
    found = [each for each in form.understood({asked.name: answer}) if each not in dropped]
    return (Text(N_("Understood: {provisions}"), provisions=cut("; ".join(found), _SHOWN_UNITS)),) if found else ()


def rows(form: Form, draft: Draft) -> Sequence[Row]:
    """The choice that leads to the list, where there is something in it."""
    return ((choice(draft, _CHANGE, Act.SHOW_UNDERSTOOD),),) if understood(form, draft) else ()


def screen(form: Form, draft: Draft) -> Screen:
    """Everything that is understood, with a choice for each to leave it out or to take it in again."""
    found = understood(form, draft)[:_MOST]
    meant, dropped = N_("{number}. {provision}"), N_("{number}. {provision} (left out)")
    several, lines, before = len(draft.items) > 1, [], -1
    for number, each in enumerate(found, 1):
        if several and each.item != before:
            lines += [BLANK, Text(N_("Item {number}:"), number=each.item + 1)]
            before = each.item
        lines.append(Text(meant if each.meant else dropped, number=number, provision=each.text))
    choices = [_turn(draft, number, leave_out=each.meant) for number, each in enumerate(found)]
    return Screen(
        (
            Text(N_("<b>What is understood of the words</b>")),
            Text(
                N_(
                    "It is kept beside the words, which stay as they were typed, and is used for searching and for"
                    " grouping. What is wrong can be left out."
                )
            ),
            *lines,
        ),
        (
            *(tuple(choices[i : i + _IN_ROW]) for i in range(0, len(choices), _IN_ROW)),
            (back(draft), save(draft)),
        ),
    )


def _turn(draft: Draft, number: int, *, leave_out: bool) -> Choice:
    label = N_("Leave out {number}") if leave_out else N_("Take in {number}")
    return choice(draft, Text(label, number=number + 1), Act.TURN_UNDERSTOOD, number)
