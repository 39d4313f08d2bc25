"""What a draft says of difficulties that are carried over: a list, and for each of them what it is today.

The draft holds the list that its screens show, so that a button means the difficulty it stood beside. `renewed` brings
it up to date, which makes earlier buttons stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.carrying import Carried
from bot.domain.difficulties import DifficultyAct
from bot.domain.form_moves import STALE, carry_list, moved, with_carried
from bot.domain.forms import SUPPLEMENT, Act, At, Done, Draft, Form, Outcome, Position
from bot.domain.writing import parts

_Does = Callable[[Form, Draft, int], Outcome]


def renewed(draft: Draft, codes: Sequence[str]) -> Draft:
    """Return a draft with these difficulties carried over; what was said of those among them stays.

    Words about one that is not among them any more are kept beside the draft. A draft in which nothing has been
    entered begins with the list.
    """
    if [about.code for about in draft.carried] == list(codes):
        return draft
    known = {about.code: about for about in draft.carried}
    gone = [about for code, about in known.items() if code not in codes]
    words = [message for about in gone for message in parts(about.words or "", about.sources)]
    carried = tuple(known.get(code, Carried(code)) for code in codes)
    changed = replace(draft, carried=carried, kept=(*draft.kept, *words))
    return moved(changed, _where(draft, changed)).draft


def _where(draft: Draft, changed: Draft) -> Position:
    """Places of the list mean others now; and what has come to hold nothing begins anew."""
    position = draft.position
    if position.at in (At.CARRY, At.CARRY_ITEM) or position.step == SUPPLEMENT:
        return Position(At.CARRY if changed.carried else At.OPENING)
    if position.at is At.OPENING and not draft.carried and not draft.items:
        return Position(At.CARRY)
    left = not changed.items and not changed.statements
    if left and (position.at is At.REVIEW or (position.at is At.CLOSING and not position.nil)):
        return Position(At.OPENING)
    return position


def _say(act: DifficultyAct) -> _Does:
    def say(_form: Form, draft: Draft, _index: int) -> Outcome:
        place = draft.position.item
        about = replace(draft.carried[place], chosen=act)
        return moved(with_carried(draft, place, about), carry_list(place))

    return say


def _unsay(_form: Form, draft: Draft, _index: int) -> Outcome:
    place = draft.position.item
    about = draft.carried[place]
    if about.act is None:
        return Outcome(draft, STALE)
    kept = (*draft.kept, *parts(about.words or "", about.sources))
    return moved(replace(with_carried(draft, place, Carried(about.code)), kept=kept), carry_list(place))


def _to_list(_form: Form, draft: Draft, index: int) -> Outcome:
    """From anywhere to the list, or from a page of it to the one with the difficulty at a place."""
    return moved(draft, carry_list(index)) if index < len(draft.carried) else Outcome(draft, STALE)


def _open(_form: Form, draft: Draft, index: int) -> Outcome:
    return moved(draft, Position(At.CARRY_ITEM, index)) if index < len(draft.carried) else Outcome(draft, STALE)


def _on(_form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, Position(At.REVIEW if draft.items else At.OPENING))


def _supplement(form: Form, draft: Draft, _index: int) -> Outcome:
    if form.supplement is None:
        return Outcome(draft, STALE)
    return moved(draft, Position(At.SUPPLEMENT, draft.position.item, SUPPLEMENT))


def _with_words(lead: Callable[[Position], Position]) -> _Does:
    def go(_form: Form, draft: Draft, _index: int) -> Outcome:
        position = draft.position
        return moved(draft, lead(position)) if draft.carried[position.item].words else Outcome(draft, STALE)

    return go


def _back(_form: Form, draft: Draft, _index: int) -> Outcome:
    position = draft.position
    if position.at is At.CARRY_ITEM:
        return moved(draft, carry_list(position.item))
    adding = position.adding
    return moved(draft, replace(position, adding=False) if adding else Position(At.CARRY_ITEM, position.item))


def _to_review(_form: Form, draft: Draft, _index: int) -> Outcome:
    return moved(draft, Position(At.REVIEW)) if draft.statements else Outcome(draft, STALE)


def _leave(_form: Form, draft: Draft, _index: int) -> Outcome:
    return Outcome(draft, done=Done.EXIT)


ACTS: Mapping[tuple[At, Act], _Does] = {
    (At.CARRY, Act.CARRY_PAGE): _to_list,
    (At.CARRY, Act.CARRY_OPEN): _open,
    (At.CARRY, Act.CARRY_ON): _on,
    (At.CARRY, Act.EXIT): _leave,
    (At.CARRY_ITEM, Act.STILL_THERE): _say(DifficultyAct.RAISED_AGAIN),
    (At.CARRY_ITEM, Act.PARTLY_SOLVED): _say(DifficultyAct.PARTLY_SOLVED),
    (At.CARRY_ITEM, Act.SOLVED): _say(DifficultyAct.SOLVED),
    (At.CARRY_ITEM, Act.SUPPLEMENT): _supplement,
    (At.CARRY_ITEM, Act.TAKE_OUT): _say(DifficultyAct.WITHDRAWN),
    (At.CARRY_ITEM, Act.UNSAY): _unsay,
    (At.CARRY_ITEM, Act.BACK): _back,
    (At.SUPPLEMENT, Act.KEEP): _with_words(lambda position: carry_list(position.item)),
    (At.SUPPLEMENT, Act.WRITE_MORE): _with_words(lambda position: replace(position, adding=True)),
    (At.SUPPLEMENT, Act.BACK): _back,
    (At.SUPPLEMENT, Act.EXIT): _leave,
    (At.OPENING, Act.BACK): _to_list,
    (At.OPENING, Act.REVIEW): _to_review,
    (At.REVIEW, Act.CARRY_LIST): _to_list,
}
"""Where the acts about difficulties that are carried over are offered; a draft without any is never there."""
