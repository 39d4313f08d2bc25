"""Papers that an officer sends to the leaders by hand: before their release, and once more to whoever has none.

Before the release nobody answers for the figures; so whoever sends them does, by name, and it is said that they are a
draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.operations import Lane, Operation, Send, Topic, TopicKind
from bot.domain.people import Actor, Role, To
from bot.domain.periods import Period
from bot.errors import BotError
from bot.screens import showing as wording
from bot.services.desk import releasing
from bot.services.desk.papers import Told, check_not_removed, files_of, told, topic_of
from bot.services.desk.previewing import Waiting, waiting_preview
from bot.services.people import duties
from bot.services.people.duties import officer_only
from bot.services.reply import Reply
from storage import addressees, ledgers, people, snapshots
from storage.rows import instant
from storage.unit import Unit

_SHOWN = "preview.shown"
_LEADERS = frozenset({Role.LEADER})
_PERSON = "person:"


def ask(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Ask whether the preview that was shown is sent to the leaders, in the presser's name. Raises as `show` does."""
    officer_only(unit, actor)
    made = waiting_preview(unit, period, exactly=True)
    return _refused(unit, actor, made, fingerprint) or Reply(wording.ask(period, fingerprint, actor.person.full_name))


def show(unit: Unit, actor: Actor, period: Period, fingerprint: int) -> Reply:
    """Send the preview that was shown to the leaders, in the name of the presser; once as long as it says the same.

    Where it has changed it is shown anew. Raises BotError: rights, or nothing_to_release.
    """
    officer_only(unit, actor)
    made = waiting_preview(unit, period, exactly=True)
    refused = _refused(unit, actor, made, fingerprint)
    if refused:
        return refused
    leaders = addressees.recipients(unit.db, _LEADERS, unit.today)
    if not leaders:
        return Reply(wording.nobody(period))
    ledgers.append_audit(unit.db, unit.now, duties.by(actor), _SHOWN, _object(made))
    drafts = [operation for to in leaders for operation in _to_leader(unit, actor, made, to)]
    return Reply(wording.shown(period, len(leaders), unit.now, actor.person.full_name), notices=tuple(drafts))


def _refused(unit: Unit, actor: Actor, made: Waiting, fingerprint: int) -> Reply | None:
    """What has changed is shown anew; what was sent before says when and by whom."""
    if made.faults or made.fingerprint != fingerprint:
        return releasing.seen_anew(unit, actor, made)
    entry = next((each for each in ledgers.entries_of(unit.db, [_object(made)]) if each.verb == _SHOWN), None)
    if entry is None:
        return None
    code = entry.actor.removeprefix(_PERSON)
    who = people.names_by_code(unit.db, {code}).get(code, "")
    return Reply(wording.shown_before(made.period, instant(entry.at), who))


def _object(made: Waiting) -> str:
    """What the audit calls these figures: the period, and by what one preview is told from another."""
    return f"preview:{made.period.iso}:{made.fingerprint:x}"


def _to_leader(unit: Unit, actor: Actor, made: Waiting, to: To) -> Sequence[Operation]:
    paper = made.paper
    screen = wording.draft(made.period, paper.number, made.fixed_at, paper.summary, actor.person.full_name)
    key = f"shown:{made.period.iso}:{made.fingerprint:x}:{to.account}"
    topic = Topic(TopicKind.PROVISIONAL, {"period": made.period.iso})
    message = Send(to, screen, topic=topic, lane=Lane.BULK, key=key)
    return [message, *releasing.preview_files(unit, made, to, Lane.BULK, key)]


def send_released(unit: Unit, actor: Actor, period: Period, number: int) -> Reply:
    """Send a released paper to the leaders who have none. Raises BotError: rights, paper_removed, not_frozen."""
    officer_only(unit, actor)
    check_not_removed(unit.db, period, number)
    head = snapshots.head(unit.db, period.iso, number)
    if head is None:
        raise BotError("not_frozen", period=period, number=number)
    frozen = told(unit, head)
    leaders = addressees.recipients(unit.db, _LEADERS, unit.today)
    without = [to for to in leaders if to.account and not snapshots.has_paper(unit.db, to.account, period.iso, number)]
    if without:
        about = f"digest:{period.iso}:{number}"
        ledgers.append_audit(unit.db, unit.now, duties.by(actor), "digest.sent_again", about)
    papers = [operation for to in without for operation in _released(frozen, to)]
    return Reply(wording.sent_again(period, number, len(without), len(leaders)), notices=tuple(papers))


def _released(frozen: Told, to: To) -> Sequence[Operation]:
    """Without a key: what was sent to them before did not arrive."""
    summary = Send(to, frozen.screen, topic=topic_of(frozen), lane=Lane.BULK)
    return [summary, *files_of(frozen, to, Lane.BULK)]
