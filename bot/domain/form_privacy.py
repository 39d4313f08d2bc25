"""Personal numbers in the answers of a draft: where they stand, and the draft with all of them covered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain import personal_data
from bot.domain.forms import At, Draft, Form
from bot.domain.personal_data import Personal, cover, find


@dataclass(frozen=True)
class InDraft:
    """A personal number in a draft: in which item, the first being 1, or 0 beside the items; covered already."""

    item: int
    what: Personal
    covered: str


def personal_in(form: Form, draft: Draft) -> tuple[InDraft, ...]:
    """Return the personal numbers in what would be sent, each once an item."""
    texts = [(0, draft.closing or "")]
    if draft.position.at is not At.NIL:  # what is kept beside a report that says nothing of it is not sent
        texts[:0] = [(number, each.caption) for number, files in enumerate(draft.files, 1) for each in files]
        texts[:0] = [(number, text) for number, item in enumerate(draft.items, 1) for text in _texts(form, item)]
    found = [
        InDraft(number, each.what, cover(text[each.start : each.end])) for number, text in texts for each in find(text)
    ]
    return tuple(dict.fromkeys(found))


def covered(form: Form, draft: Draft) -> Draft:
    """Return the draft with every personal number covered; no text changes its length."""
    return replace(
        draft,
        items=tuple(_covered(form, item) for item in draft.items),
        files=tuple(
            tuple(replace(each, caption=personal_data.covered(each.caption)) for each in files) for files in draft.files
        ),
        closing=None if draft.closing is None else personal_data.covered(draft.closing),
    )


def _texts(form: Form, item: Mapping[str, str]) -> list[str]:
    return [item[name] for name in _typed(form) if name in item]


def _covered(form: Form, item: Mapping[str, str]) -> Mapping[str, str]:
    typed = _typed(form)
    return {name: personal_data.covered(answer) if name in typed else answer for name, answer in item.items()}


def _typed(form: Form) -> frozenset[str]:
    """The questions that are answered with a text and not with a choice."""
    return frozenset(step.name for step in form.steps if not step.options)
