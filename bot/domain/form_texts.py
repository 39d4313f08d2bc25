"""What a typed text makes of a draft.

Messages that follow each other faster than the next question can be read are one answer: each that comes is put
behind those before, and all of them are taken anew as the answer to the question they began with.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.characters import clean, cut, visible_length
from bot.domain.form_moves import answered, behind, long_set_aside, moved, nothing_new, question_of, with_answer
from bot.domain.form_questions import answer_at, asked_at
from bot.domain.forms import At, Burst, Draft, Form, Outcome, Position, Step, Typed
from bot.domain.phrases import looks_like_content, says_nothing_new, skips
from bot.domain.texts import N_, Text
from bot.domain.writing import LONGEST_KEPT, Written, divided, is_too_much, joined, parts, rewritten, sources, undivided

KEPT = Text(
    N_("What {you} just sent has been kept and does not stand in the report. It is offered where a text is asked for.")
)
NOT_KEPT = Text(
    N_(
        "What was just sent has not been kept: with it there would be more than {most:number} characters."
        " What was sent before is kept."
    ),
    most=LONGEST_KEPT,
)


NOT_TAKEN = Text(N_("What was just sent has not been taken. Please answer the question below."))


def typed(form: Form, draft: Draft, event: Typed) -> Outcome:
    """Take a message as an answer, or as more of the one that was just given, or keep it."""
    outcome = _typed(form, draft, event)
    if form.keeps or not outcome.draft.kept:
        return outcome
    return Outcome(replace(draft, burst=None), NOT_TAKEN)


def _typed(form: Form, draft: Draft, event: Typed) -> Outcome:
    written = Written(event.ref, clean(event.text))
    if event.seen:
        # Whatever it becomes, the answer before it has come to its end.
        return _begun(form, replace(draft, burst=None), written)
    if draft.burst is None:
        return keep(draft, written)
    if not written.text:
        return Outcome(draft, nothing_to_read())
    return _taken(form, _restored(draft, draft.burst), (*draft.burst.messages, written), draft)


def typed_choice(form: Form, draft: Draft, outcome: Outcome, written: Written) -> Outcome:
    """Remember which message a choice was typed as: what follows at once makes it the beginning of an answer.

    Of the options of a question one has been chosen, whatever follows.
    """
    position = draft.position
    if not position.takes_text or outcome.done or outcome.draft == draft:
        return outcome
    if _used(draft, outcome.draft):
        return _remembering(draft, outcome, (written,))  # what was kept has messages of its own
    answer = answer_at(outcome.draft, position)[0]
    if answer is not None and answer != answer_at(draft, position)[0]:
        typed_as = sources((Written(written.ref, answer),))
        outcome = replace(outcome, draft=with_answer(outcome.draft, position, answer, typed_as))
    return outcome if asked_at(form, position).find else _remembering(draft, outcome, (written,))


def keep(draft: Draft, *messages: Written) -> Outcome:
    """Keep texts that no question takes."""
    if not joined(messages).strip():
        return Outcome(draft, nothing_to_read())
    kept = (*draft.kept, *messages)
    if is_too_much(kept):
        return Outcome(draft, NOT_KEPT)
    return Outcome(replace(draft, rev=draft.rev + 1, kept=kept), KEPT)


def use_kept(form: Form, draft: Draft) -> Outcome:
    """Take what was kept as the answer to the present question; where it cannot be, it stays kept."""
    if not draft.kept:
        return Outcome(draft)
    outcome = _answer(form, replace(draft, kept=()), draft.kept)
    return Outcome(draft, outcome.remark) if outcome.draft.kept == () and outcome.draft.rev == draft.rev else outcome


def nothing_to_read() -> Text:
    """What is said of a text of which nothing can be seen."""
    return Text(N_("There is nothing to be read in what was just sent. Please type it again."))


def _begun(form: Form, draft: Draft, written: Written) -> Outcome:
    """Take the first message of an answer."""
    position = draft.position
    if position.at is At.SHORTEN and position.part is not None:
        return _part_rewritten(form, draft, written)
    if form.may_be_nil and _is_unwritten(form, draft) and _says_nothing(position, written.text):
        return typed_choice(form, draft, moved(draft, nothing_new(draft)), written)
    if not position.takes_text:
        return _beside(form, draft, written)
    asked = asked_at(form, position)
    if asked.files_max or asked.find:
        return _chosen(form, draft, asked, written)
    question = replace(draft, position=question_of(position))
    if position.at is At.SHORTEN and not skips(written.text):
        # At the list of its parts a text is sent in place of the one that was too long, which is kept.
        question = long_set_aside(question)
    outcome = _taken(form, question, (written,), draft)
    if outcome.draft.rev != draft.rev:
        return outcome
    # Whoever is told of an error is where he was.
    return replace(outcome, draft=replace(outcome.draft, position=position, kept=draft.kept, long=draft.long))


def _is_unwritten(form: Form, draft: Draft) -> bool:
    """Whether nothing stands in the draft yet but what was chosen: only then may it be a report of nothing new."""
    chosen = {asked.name for asked in form.steps if asked.find}
    return not any(answer for item in draft.items for name, answer in item.items() if name not in chosen)


def _says_nothing(position: Position, text: str) -> bool:
    """Whether a text says that there is nothing to report; at the question whether there is, "no" is enough."""
    return says_nothing_new(text) or (position.at is At.OPENING and skips(text))


def _beside(form: Form, draft: Draft, written: Written) -> Outcome:
    """Keep what may be content where a choice or files are awaited; a word or two is only said not to be taken."""
    if looks_like_content(written.text) or not written.text:
        return keep(draft, written)
    return _no_choice(form, draft, written)


def _no_choice(form: Form, draft: Draft, written: Written) -> Outcome:
    said = (
        N_('"{text}" is no choice here and does not stand in the report. Please choose one of:')
        if form.keeps
        else N_('"{text}" is no choice here. Please choose one of:')
    )
    return Outcome(draft, Text(said, text=cut(written.text, 60)))


def _chosen(form: Form, draft: Draft, asked: Step, written: Written) -> Outcome:
    """Take a word where files or a choice are awaited; a text that is none is kept."""
    if skips(written.text) and not asked.takes_no:
        return _remembering(draft, _skipped(form, draft, asked, (written,)), (written,))
    if asked.files_max:
        return _beside(form, draft, written)
    meant = asked.find(written.text) if asked.find else ()
    if len(meant) == 1:
        return answered(form, draft, meant[0], (Written(written.ref, meant[0]),))
    if meant:
        return moved(draft, replace(draft.position, offered=meant))
    kept = keep(draft, written).draft if looks_like_content(written.text) else draft
    return Outcome(kept, Text(asked.unknown, typed=cut(written.text, 60)))


def _taken(form: Form, draft: Draft, messages: tuple[Written, ...], present: Draft) -> Outcome:
    """Take messages as the answer to what `draft` asks; `present` is the draft where they cannot be kept."""
    if is_too_much(messages):
        return Outcome(present, NOT_KEPT)
    return _remembering(draft, _answer(form, draft, messages), messages)


def _remembering(draft: Draft, outcome: Outcome, messages: tuple[Written, ...]) -> Outcome:
    """Note what was typed, and what was there before it, as more may come."""
    position = question_of(draft.position)
    burst = Burst(messages, position, *answer_at(draft, position), _used(draft, outcome.draft))
    return replace(outcome, draft=replace(outcome.draft, burst=burst))


def _used(before: Draft, after: Draft) -> tuple[Written, ...]:
    """Return what was kept and no longer is."""
    return tuple(message for message in before.kept if message not in after.kept)


def _restored(draft: Draft, burst: Burst) -> Draft:
    """Return the draft as it was before its last answer began."""
    before = with_answer(draft, burst.position, burst.answer, burst.sources)
    kept = tuple(message for message in draft.kept if message not in burst.messages)
    restored = replace(before, position=burst.position, kept=(*burst.used, *kept), burst=None)
    # A text that is too long and was there before is not what is being typed, and stays.
    return replace(restored, long=()) if _is_too_long(burst, draft.long) else long_set_aside(restored)


def _is_too_long(burst: Burst, long: tuple[Written, ...]) -> bool:
    """Whether what is being typed is itself the text that is too long."""
    before = parts(burst.answer or "", burst.sources) if burst.position.adding else ()
    return joined(undivided(long)) == joined((*before, *(burst.used or burst.messages)))


def _answer(form: Form, draft: Draft, messages: tuple[Written, ...]) -> Outcome:
    """Take messages as the answer to a question that takes a text, or say why they cannot be."""
    asked, whole = asked_at(form, draft.position), messages
    if asked.files_max or asked.find:
        return keep(draft, *messages)
    if draft.position.adding:
        before, of = answer_at(draft, draft.position)
        whole = (*parts(before or "", of), *messages)
    if not asked.takes_no and (skips(joined(messages)) or says_nothing_new(joined(messages))):
        return _skipped(form, draft, asked, messages)
    if visible_length(joined(whole)) > asked.most:
        return _to_be_shortened(long_set_aside(draft), divided(whole))
    lacking = _lacking(joined(whole), asked)
    return Outcome(draft, lacking) if lacking else _understood(form, draft, asked, whole)


def _understood(form: Form, draft: Draft, asked: Step, messages: tuple[Written, ...]) -> Outcome:
    """Keep what messages were understood as, and say so where that is not what was typed."""
    text = joined(messages)
    answer = asked.kept_as(text)
    whole = messages if answer == text else (Written(messages[0].ref, answer),)
    outcome = answered(form, draft, answer, whole)
    return replace(outcome, remark=outcome.remark or asked.remark(text))


def _skipped(form: Form, draft: Draft, asked: Step, messages: tuple[Written, ...]) -> Outcome:
    if draft.position.adding:
        return moved(draft, behind(form, draft.position))
    if not asked.optional:
        return Outcome(draft, _required())
    return answered(form, draft, "", tuple(Written(each.ref, "") for each in messages))


def _to_be_shortened(draft: Draft, long: tuple[Written, ...]) -> Outcome:
    return moved(replace(draft, long=long), replace(draft.position, at=At.SHORTEN, part=None))


def _part_rewritten(form: Form, draft: Draft, written: Written) -> Outcome:
    number = draft.position.part
    assert number is not None
    if not written.text:
        return Outcome(draft, nothing_to_read())
    if skips(written.text):
        return _no_choice(form, draft, written)
    old = draft.long[number]
    # It stays a part of the message it was a part of: divided anew, the messages are still whole.
    long = (*draft.long[:number], rewritten(old, written.text), *draft.long[number + 1 :])
    if not looks_like_content(written.text):
        # A word or two in place of a paragraph may be a mistake.
        draft = replace(draft, kept=(*draft.kept, Written(old.ref, old.text.strip())))
    return Outcome(draft, NOT_KEPT) if is_too_much(long) else shortened(form, draft, long)


def shortened(form: Form, draft: Draft, long: tuple[Written, ...]) -> Outcome:
    """Return the draft with other parts of its long text: as the answer, if it has become short enough."""
    asked, whole = asked_at(form, draft.position), undivided(long)
    if visible_length(joined(whole)) > asked.most:
        return _to_be_shortened(draft, long)
    if _lacking(joined(whole), asked):
        return moved(long_set_aside(replace(draft, long=long)), question_of(draft.position))
    return answered(form, replace(draft, position=question_of(draft.position), long=()), joined(whole), whole)


def _lacking(text: str, asked: Step) -> Text | None:
    if not text:
        return nothing_to_read()
    if visible_length(text) >= asked.least:
        return asked.refuse(text)
    return Text(
        N_('The answer needs at least {least} characters. Entered: "{text}". Please write more.'),
        least=asked.least,
        text=text,
    )


def _required() -> Text:
    return Text(N_("An answer is needed here; this question cannot be skipped."))
