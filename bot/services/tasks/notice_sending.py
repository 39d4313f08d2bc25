"""A notice comes in: pasted in several messages or as a file, read beside the program, kept as lines to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from bot.clock import VN
from bot.domain.attachments import Attachment, FileKind
from bot.domain.characters import utf16_length
from bot.domain.forms import At, Done, Draft, Form, Position
from bot.domain.notice_forms import NOTICE_TEXT, TEXT, text_form
from bot.domain.notice_lines import LONGEST_PASTE, Decision, NoticeImport, ReadNotice
from bot.domain.operations import Operation, Send, Strip, Topic, TopicKind, screen_anchor
from bot.domain.people import Actor, Person, Role, To
from bot.domain.texts import N_, Row, Screen, Text
from bot.domain.writing import Source, Written
from bot.errors import BotError
from bot.exports.wording import vietnamese
from bot.screens import errors
from bot.screens.tasks import notices as wording
from bot.services.people.duties import officer_only
from bot.services.reply import Reply, with_remark
from bot.services.reporting.drafting import DraftForm
from bot.services.tasks.notice_files import MOST_BYTES
from bot.services.tasks.notice_lines import proposed
from bot.services.tasks.notice_parties import Directory
from bot.services.tasks.notice_reviewing import read_screen
from bot.services.upkeep.housekeeping import last_day_untouched
from storage import addressees, drafts, files, ledgers, notices, people
from storage.files import Fetch, StoredFile
from storage.unit import Unit

FILE, PASTE = "notice", "notice-paste"
"""The purposes for which a notice is fetched: from its channel, or from the draft it was pasted into."""


def start(unit: Unit, actor: Actor) -> Reply:
    """Show where a notice is sent, and which are under way; what is typed next is pasted. Raises BotError("rights")."""
    officer_only(unit, actor)
    draft = _open(unit, actor)
    return Reply(wording.start(under_way(unit, actor)), topic=_topic(draft))


def paste(unit: Unit, actor: Actor) -> Reply:
    """Ask for the text; what was pasted before stays. Raises BotError("rights")."""
    officer_only(unit, actor)
    return _pasted(_open(unit, actor))


def clear(unit: Unit, actor: Actor) -> Reply:
    """Throw away what was pasted. Raises BotError("rights")."""
    officer_only(unit, actor)
    draft = _open(unit, actor)
    emptied = replace(draft, rev=draft.rev + 1, items=(), sources=(), position=text_form().start())
    drafts.save_draft(unit.db, emptied, unit.now)
    return _pasted(emptied)


def desk_parts(unit: Unit, actor: Actor) -> tuple[Sequence[Text], Sequence[Row]]:
    """Return what the main screen says of imports that have not ended, and the choice that begins one."""
    found = under_way(unit, actor)
    return [wording.desk_line(found)] if found else [], [(wording.IMPORT,)]


def under_way(unit: Unit, actor: Actor) -> list[wording.Standing]:
    """Return every import that has not ended: colleagues see that it is under way."""
    return [_standing(unit, each, actor.person.id) for each in notices.under_way(unit.db)]


def _standing(unit: Unit, notice: NoticeImport, person: int) -> wording.Standing:
    lines = notices.lines_of(unit.db, notice.id)
    waiting = sum(line.decision is Decision.OPEN for line in lines)
    by = people.person_by_id(unit.db, notice.person).full_name
    return wording.Standing(notice, by, notice.person == person, waiting)


def pasting(unit: Unit, actor: Actor) -> Draft | None:
    """Return the draft into which what an officer sends is pasted; None while nothing is."""
    if actor.open_draft is None or Role.SECRETARIAT not in actor.roles:
        return None
    draft = drafts.draft_by_id(unit.db, actor.open_draft)
    is_own = draft is not None and draft.person == actor.person.id and draft.closed_at is None
    return draft if draft and is_own and draft.kind == NOTICE_TEXT else None


def take_text(unit: Unit, draft: Draft, written: Written) -> Reply:
    """Put a message behind what was pasted: one text may come as several."""
    before = _text(draft)
    if not written.text:
        return with_remark(_pasted(draft), wording.nothing_pasted())
    text = f"{before}\n{written.text}" if before else written.text
    if utf16_length(text) > LONGEST_PASTE:
        return with_remark(_pasted(draft), wording.too_long())
    sources = (*draft.answered_by(0, TEXT), Source(written.ref, len(written.text)))
    taken = replace(
        draft,
        rev=draft.rev + 1,
        turn=draft.turn + 1,
        items=({TEXT: text},),
        sources=({TEXT: sources},),
        position=Position(At.REVIEW),
    )
    drafts.save_draft(unit.db, taken, unit.now)
    return _pasted(taken)


def take_file(unit: Unit, actor: Actor, file: Attachment) -> Reply:
    """Ask for the file of a notice to be fetched and read.

    Raises BotError: notice_too_large, as far as the channel states a size, and notice_picture.
    """
    if file.kind is FileKind.PHOTO:
        raise BotError("notice_picture")
    if file.size > MOST_BYTES:
        raise BotError("notice_too_large")
    files.add_fetch(unit.db, FILE, actor.account, file.channel, file.ref, file.name, file.mime, unit.now)
    return Reply(kept=wording.reading(file.name))


def stored_text(db: Database, job: Fetch) -> bytes:
    """Return what was pasted. Raises BotError("notice_pasted_on") where it is not what was to be read any more."""
    draft = _draft_of(db, job)
    return _text(draft).encode()


def take(unit: Unit, job: Fetch, _file: StoredFile, read: ReadNotice) -> Sequence[Operation]:
    """Keep what was read, and show it to its sender. Raises BotError: rights, and notice_pasted_on."""
    to, person = _sender(unit, job)
    if job.purpose == PASTE:
        drafts.drop_draft(unit.db, _draft_of(unit.db, job).id)
    people.set_open_draft(unit.db, job.account, None)
    anchor = screen_anchor(job.account)
    screen = _imported(unit, person, job.name, read)
    return (Strip(to, anchor), Send(to, screen, anchor))


def fail(unit: Unit, job: Fetch, error: BotError) -> Sequence[Operation]:
    """Tell the sender why there is nothing to be checked, where they are still linked."""
    to = addressees.recipient(unit.db, job.account, unit.today)
    return (Send(to, errors.screen(error)),) if to else ()


def _sender(unit: Unit, job: Fetch) -> tuple[To, Person]:
    to, person = addressees.recipient(unit.db, job.account, unit.today), people.person_of_account(unit.db, job.account)
    held = people.duties_of(unit.db, person.id, unit.today)
    if to is None or all(duty.role is not Role.SECRETARIAT for duty in held):
        raise BotError("rights", phone=unit.rules.profile.office.phone)
    return to, person


def _imported(unit: Unit, person: Person, name: str, read: ReadNotice) -> Screen:
    if not read.passages:
        return wording.nothing(name)
    found = notices.same(unit.db, read.sign, read.sha256)
    own = [each for each in found if each.ended_at is None and each.person == person.id and each.sha256 == read.sha256]
    if own:
        return shown(unit, own[-1], person.id)  # the same text once more
    notice = _keep(unit, person, name, read, found)
    return shown(unit, notice, person.id)


def _keep(unit: Unit, person: Person, name: str, read: ReadNotice, before: Sequence[NoticeImport]) -> NoticeImport:
    marks = notices.assigned_marks(unit.db, [each.id for each in before])
    again = any(each.ended_at is None for each in before) or bool(marks)
    number = notices.add_import(unit.db, person.id, name, read, _basis(read), unit.now, supplements=again)
    directory = Directory.of(unit, read.stated)
    for place, passage in enumerate(read.passages, 1):
        decision = Decision.BEFORE if passage.mark in marks else Decision.OPEN
        notices.add_line(unit.db, number, place, passage, proposed(directory, passage), decision)
    by, about = f"person:{person.code}", f"notice:{number}"
    detail = {"sign": read.sign, "sha256": read.sha256, "lines": len(read.passages)}
    ledgers.append_audit(unit.db, unit.now, by, "notice.read", about, detail)
    notice = notices.import_by_id(unit.db, number)
    assert notice is not None
    return notice


def shown(unit: Unit, notice: NoticeImport, person: int) -> Screen:
    """Return what was read, or that the same notice was imported before by somebody."""
    lines = notices.lines_of(unit.db, notice.id)
    if not notice.supplements:
        return read_screen(notice, lines)
    before = [each for each in notices.same(unit.db, notice.sign, notice.sha256) if each.id < notice.id]
    tasks = notices.tasks_of(unit.db, [each.id for each in before])
    if tasks:
        on = next(each for each in reversed(before) if notices.tasks_of(unit.db, [each.id]))
        return wording.duplicate(notice, (on.ended_at or on.touched_at).astimezone(VN).date(), len(tasks))
    others = [each for each in before if each.ended_at is None and each.person != person]
    if not others:
        return read_screen(notice, lines)
    by = people.person_by_id(unit.db, others[-1].person).full_name
    return wording.in_work(notice, by, others[-1].begun_at)


def _basis(read: ReadNotice) -> str:
    """The document as the tasks name it: in Vietnamese, as its number is."""
    if not read.sign:
        return ""
    named = Text(N_("Notice No. {sign}"), sign=read.sign)
    if read.stated:
        named = Text(N_("Notice No. {sign} of {day:date}"), sign=read.sign, day=read.stated)
    return vietnamese(named)


def _open(unit: Unit, actor: Actor) -> Draft:
    key = (actor.person.id, 0, NOTICE_TEXT, "")
    draft = drafts.live_draft(unit.db, *key) or drafts.add_draft(unit.db, *key, "", unit.now)
    position = Position(At.REVIEW) if _text(draft) else text_form().start()
    opened = replace(draft, rev=draft.rev + 1, turn=draft.turn + 1, position=position, burst=None)
    drafts.save_draft(unit.db, opened, draft.updated_at)
    people.set_open_draft(unit.db, actor.account, draft.id)
    return opened


def _pasted(draft: Draft) -> Reply:
    return Reply(_screen_of(draft), topic=_topic(draft))


def _topic(draft: Draft) -> Topic:
    return Topic(TopicKind.DRAFT, {"draft": draft.id, "turn": draft.turn})


def _text(draft: Draft) -> str:
    return draft.items[0].get(TEXT, "") if draft.items else ""


def _screen_of(draft: Draft) -> Screen:
    return wording.pasted(draft, utf16_length(_text(draft)), len(draft.answered_by(0, TEXT)))


def _draft_of(db: Database, job: Fetch) -> Draft:
    number, _, rev = job.file_ref.partition(":")
    draft = drafts.draft_by_id(db, int(number))
    if draft is None or draft.closed_at or draft.rev != int(rev):
        raise BotError("notice_pasted_on")
    return draft


def _form(_unit: Unit, _draft: Draft) -> Form:
    return text_form()


def _screen(_unit: Unit, _actor: Actor, draft: Draft) -> Screen:
    return _screen_of(draft)


def _send(unit: Unit, actor: Actor, draft: Draft, _done: Done) -> Reply:
    """Have the text read as the file of a notice is; the draft stays until that is done."""
    officer_only(unit, actor)
    files.add_fetch(unit.db, PASTE, actor.account, "", f"{draft.id}:{draft.rev}", "", "text/plain", unit.now)
    people.set_open_draft(unit.db, actor.account, None)
    return Reply(wording.reading(""))


def _left(unit: Unit, actor: Actor, _draft: Draft) -> Reply:
    return start(unit, actor)


FORM = DraftForm(_form, _screen, _send, last_day_untouched, left=_left)
"""The text that is being pasted."""
