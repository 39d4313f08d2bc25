"""What the desk lets every member read of a difficulty, and what those who co-signed it see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.forms import Act, At, Draft, Form, Item
from bot.domain.sharing_forms import ANSWER, HEADLINE
from bot.domain.texts import BLANK, N_, Choice, Excerpt, Row, Screen, Text, Weight
from bot.domain.verbs.alike import AskCosignBack, OpenSharing, RevokeSharing, TakeCosignBack
from bot.domain.verbs.home import ShowHome
from bot.domain.verbs.lookup import ShowReport
from bot.screens.reporting import written
from bot.screens.reporting.acts import back, choice, save, send

_HOME = Choice(Text(N_("Main screen")), ShowHome())


@dataclass(frozen=True)
class Standing:
    """How a difficulty is shared: how many members stand behind it, and what is shared of it at this moment."""

    code: str
    members: int
    headline: str = ""
    """Empty where nothing is shared."""
    answer: str = ""
    examples: Sequence[str] = ()
    """Of those who co-signed it: for the desk alone."""


def beside(screen: Screen, standing: Standing, *, desk: bool) -> Screen:
    """Return the screen of a difficulty with who stands behind it; at the desk with what is shared, and its acts."""
    lines = [*screen.lines, *members_line(standing.members)]
    if not desk:
        return replace(screen, lines=tuple(lines))
    lines += [Text(N_("Example: {example}"), example=Excerpt(example)) for example in standing.examples]
    if standing.headline:
        lines.append(Text(N_("Shared with every member: {headline}"), headline=Excerpt(standing.headline)))
    if standing.answer:
        lines.append(Text(N_("Answer shared: {answer}"), answer=Excerpt(standing.answer)))
    return replace(screen, lines=tuple(lines), rows=(_acts(standing), *screen.rows))


def members_line(members: int) -> Sequence[Text]:
    """How many members stand behind a difficulty; nothing where only its sender does."""
    return (Text(N_("{members:count} members stand behind it."), members=members),) if members > 1 else ()


def _acts(standing: Standing) -> Row:
    if not standing.headline:
        return (Choice(Text(N_("Allow sharing")), OpenSharing(standing.code)),)
    return (
        Choice(Text(N_("Change what is shared")), OpenSharing(standing.code)),
        Choice(Text(N_("Stop sharing")), RevokeSharing(standing.code), Weight.DESTRUCTIVE),
    )


def draft_screen(form: Form, draft: Draft, code: str, content: str) -> Screen:
    """The screen of the position where the form stands."""
    heading = Text(N_("<b>Share {code}</b>"), code=code)
    match draft.position.at:
        case At.STEP:
            return _step(form, draft, heading, content)
        case At.ITEM:
            return _changes(draft, heading)
        case At.REVIEW:
            return _review(draft, heading)
        case _:
            begin = choice(draft, Text(N_("Continue")), Act.BEGIN)
            return Screen((heading,), ((begin,), (save(draft),)))


def _step(form: Form, draft: Draft, heading: Text, content: str) -> Screen:
    step = form.step(draft.position.step)
    answer = draft.answer(0, step)
    lines = [heading, *written.recorded(form, draft), Text(N_("Difficulty: {content}"), content=Excerpt(content))]
    lines += [BLANK, *step.words]
    if answer:
        lines += [BLANK, Text(N_("Entered: {answer}"), answer=Excerpt(answer))]
    rows: list[Row] = []
    if step.optional:
        rows.append((choice(draft, Text(N_("Skip")), Act.SKIP),))
    if answer:
        rows.append((choice(draft, Text(N_("Keep this answer")), Act.KEEP),))
    return Screen(tuple(lines), (*rows, (back(draft), save(draft))))


def _changes(draft: Draft, heading: Text) -> Screen:
    labels = (N_("Change headline"), N_("Change answer"))
    changes = tuple(choice(draft, Text(label), Act.CHANGE, number) for number, label in enumerate(labels))
    return Screen((heading, Text(N_("Which answer is to be changed?"))), (changes, (back(draft),)))


def _review(draft: Draft, heading: Text) -> Screen:
    change = choice(draft, Text(N_("Change content")), Act.OPEN_ITEM, 0)
    return Screen(
        (heading, *_entered(draft.items[0]), BLANK, _WHO_READS),
        ((send(draft, Text(N_("Allow sharing"))), change), (save(draft),)),
    )


def _entered(item: Item) -> Sequence[Text]:
    headline = Text(N_("Headline: {headline}"), headline=Excerpt(item.get(HEADLINE, "")))
    answer = item.get(ANSWER)
    return (headline, *((Text(N_("Answer: {answer}"), answer=Excerpt(answer)),) if answer else ()))


_WHO_READS = Text(
    N_(
        "Every member who writes a difficulty that looks like it may read this, with the code and how many members"
        " stand behind it. Nothing else of it is shown. It can be stopped at any time."
    )
)


def gone(code: str, entered: Item) -> Screen:
    """The difficulty was withdrawn; what was entered about it is shown, as nobody else will read it."""
    lines = _entered(entered) if entered else ()
    said = Text(N_("{code} has been withdrawn by its member; nothing was shared. What was entered:"), code=code)
    bare = Text(N_("{code} has been withdrawn by its member; nothing was shared."), code=code)
    return Screen((said if lines else bare, *lines), ((_HOME,),))


def done(code: str, *, answered: bool) -> Text:
    """What has been done, above the screen that follows."""
    told = N_("What is shared of {code} has been recorded; those who co-signed it are told the answer.")
    return Text(told if answered else N_("What is shared of {code} has been recorded."), code=code)


def done_before(code: str, at: datetime) -> Text:
    """A second press of the last button."""
    return Text(N_("This was done for {code} at {at:clock}. It need not be chosen again."), code=code, at=at)


def revoked(code: str) -> Text:
    """The headline is shared no longer."""
    return Text(N_("{code} is shared no longer."), code=code)


def left(code: str) -> Screen:
    """The form was left; nothing is shared of what was entered."""
    kept = Text(N_("What was entered is kept; nothing of it is shared."))
    return Screen((kept,), ((Choice(Text(N_("View {code}"), code=code), ShowReport(code)), _HOME),))


def answer_told(code: str, headline: str, answer: str) -> Screen:
    """The answer to a difficulty, for those who co-signed it."""
    return Screen(
        (
            Text(
                N_("<b>{code}</b>, which your organisation co-signed: {headline}"),
                code=code,
                headline=Excerpt(headline),
            ),
            Text(N_("It has been answered: {answer}"), answer=Excerpt(answer)),
        )
    )


def cosigned(standing: Standing, organisation: str, at: datetime, example: str, back_to: Choice | None) -> Screen:
    """A difficulty of another for a member who co-signed it: what is shared of it, and what they added."""
    headline = Text(N_("<b>{code}</b> – {headline}"), code=standing.code, headline=Excerpt(standing.headline))
    hidden = Text(N_("<b>{code}</b>: its headline is not shared any longer."), code=standing.code)
    by = Text(N_("Co-signed by {organisation} at {at:stamp}."), organisation=organisation, at=at)
    lines = [headline if standing.headline else hidden, by, *members_line(standing.members)]
    if example:
        lines.append(Text(N_("Example: {example}"), example=Excerpt(example)))
    if standing.answer:
        lines.append(Text(N_("It has been answered: {answer}"), answer=Excerpt(standing.answer)))
    back = Choice(_TAKE_BACK, AskCosignBack(standing.code))
    return Screen(tuple(lines), ((back,), (back_to, _HOME) if back_to else (_HOME,)))


_TAKE_BACK = Text(N_("Take back co-sign"))


def ask_back(code: str, organisation: str, example: str) -> Screen:
    """Whether a difficulty is co-signed no longer, and what that means."""
    asked = N_(
        "<b>Take back the co-sign of {code}?</b> {organisation} is not counted any more, and is not told of its"
        " outcome. Papers that have been made stay as they are."
    )
    without = Text(N_("The Standing Body does not see the example any more; it is shown here once more afterwards."))
    take, keep = TakeCosignBack(code), ShowReport(code)
    return Screen(
        (Text(asked, code=code, organisation=organisation), *((without,) if example else ())),
        ((Choice(_TAKE_BACK, take, Weight.DESTRUCTIVE), Choice(Text(N_("Keep the co-sign")), keep)),),
    )


def taken_back(code: str, organisation: str, example: str) -> Screen:
    """What has been done; the words of the example are not lost."""
    said = Text(N_("{organisation} does not co-sign {code} any more."), organisation=organisation, code=code)
    words = (Text(N_("The example was: {example}"), example=example),) if example else ()
    return Screen((said, *words), ((_HOME,),))
