"""What an edited message makes of a draft: it changes whatever it had been taken into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.characters import cut, visible_length
from bot.domain.form_moves import with_answer
from bot.domain.form_questions import answer_at, asked_at
from bot.domain.form_texts import shortened
from bot.domain.forms import SUPPLEMENT, At, Burst, Draft, Form, Outcome, Position, Step
from bot.domain.phrases import says_nothing_new, skips
from bot.domain.texts import N_, Text
from bot.domain.writing import Written, edited, joined, names, parts, sources

_SHOWN_UNITS = 120


def refs_of(draft: Draft) -> frozenset[str]:
    """Return the names of the messages that stand in a draft, in whatever place."""
    burst = (*draft.burst.messages, *draft.burst.used) if draft.burst else ()
    waiting = [message.ref for message in (*draft.kept, *draft.long, *burst)]
    answers = [source.ref for item in draft.sources for of in item.values() for source in of]
    closing = [source.ref for source in draft.closing_sources]
    carried = [source.ref for each in draft.carried for source in each.sources]
    files = [file.message for files in draft.files for file in files]
    return frozenset(filter(None, (*waiting, *answers, *closing, *carried, *files)))


def edit(form: Form, draft: Draft, new: Written) -> Outcome:
    """Change what a message was taken into; where that cannot be, say so and leave it."""
    changed, remark = _words_in_waiting(draft, new), None
    position = changed.position
    if changed.long != draft.long and (position.at is At.SHORTEN or position.part is not None):
        # It is divided otherwise now, and may be short enough.
        changed = shortened(form, changed, changed.long).draft
    positions = tuple(_answered_with(form, draft, new.ref))
    for each in positions:
        changed, remark = _answer_changed(form, changed, each, new)
    if remark is None and changed != draft:
        remark = Text(N_("The answer was changed as the message was edited: {text}"), text=cut(new.text, _SHOWN_UNITS))
    elsewhere = next((each.item for each in positions if each.at is At.STEP and each.item != draft.position.item), None)
    if remark is not None and elsewhere is not None:
        remark = Text(N_("Difficulty {number}. {remark}"), number=elsewhere + 1, remark=remark)
    return Outcome(replace(changed, rev=draft.rev + 1) if changed != draft else draft, remark)


def _words_in_waiting(draft: Draft, new: Written) -> Draft:
    """Change what is kept, what is too long, what may be continued, and the words that came with a file."""
    return replace(
        draft,
        kept=edited(draft.kept, new),
        burst=_burst_edited(draft.burst, new) if draft.burst else None,
        long=_long_edited(draft, new),
        files=tuple(
            tuple(replace(file, caption=new.text) if file.message == new.ref else file for file in files)
            for files in draft.files
        ),
    )


def _burst_edited(burst: Burst, new: Written) -> Burst:
    """Change what was typed, and what had been answered before it."""
    before = edited(parts(burst.answer or "", burst.sources), new) if names(burst.sources, new.ref) else ()
    answer, of = (joined(before), sources(before)) if before else (burst.answer, burst.sources)
    return Burst(edited(burst.messages, new), burst.position, answer, of, edited(burst.used, new))


def _long_edited(draft: Draft, new: Written) -> tuple[Written, ...]:
    """Put the new words where the first part of the message stood."""
    if not names(draft.long, new.ref):
        return draft.long
    first = next(number for number, part in enumerate(draft.long) if part.ref == new.ref)
    others = tuple(part for part in draft.long[first:] if part.ref != new.ref)
    return (*draft.long[:first], Written(new.ref, f"{new.text}\n"), *others)


def _answered_with(form: Form, draft: Draft, ref: str) -> Iterator[Position]:
    """Yield the questions whose answers a message stands in."""
    known = {asked.name for asked in form.steps}
    for item, of in enumerate(draft.sources):
        for name, found in of.items():
            if name in known and names(found, ref):
                yield Position(At.STEP, item, name)
    for place, about in enumerate(draft.carried):
        if names(about.sources, ref):
            yield Position(At.SUPPLEMENT, place, SUPPLEMENT)
    if names(draft.closing_sources, ref):
        yield Position(At.CLOSING)


def _answer_changed(form: Form, draft: Draft, position: Position, new: Written) -> tuple[Draft, Text | None]:
    asked, (answer, of) = asked_at(form, position), answer_at(draft, position)
    messages = edited(parts(answer or "", of), new)
    value = _value(asked, messages)
    if value is None:
        return draft, _unchanged(asked, new)
    if value and (refused := asked.refuse(value)):
        return draft, refused
    kept = asked.kept_as(value)
    if kept == value:
        return with_answer(draft, position, value, sources(messages)), None
    return with_answer(draft, position, kept, sources((Written(new.ref, kept),))), asked.remark(value)


def _value(asked: Step, messages: tuple[Written, ...]) -> str | None:
    """Return the answer that messages give to a question, None where they give none."""
    text = joined(messages)
    if not text or skips(text) or says_nothing_new(text):
        return "" if asked.optional else None
    if asked.find:
        meant = asked.find(text)
        return meant[0] if len(meant) == 1 else None
    return text if asked.least <= visible_length(text) <= asked.most else None


def _unchanged(asked: Step, new: Written) -> Text:
    if asked.find:
        return Text(
            N_('The edited message "{text}" names no choice of the list; the answer stays as it was.'),
            text=cut(new.text, _SHOWN_UNITS),
        )
    return Text(
        N_(
            "The edited message was not taken: the answer would not have from {least:number} to {most:number}"
            " characters. It stays as it was."
        ),
        least=asked.least,
        most=asked.most,
    )
