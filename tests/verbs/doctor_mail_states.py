"""The states of docs/doctor.md that are about letters."""

from __future__ import annotations

from datetime import timedelta

from sqlite_utils import Database

from bot.domain.operations import Lane
from storage import mailboxes, outbox, people, retries
from storage.letters import CHANNEL, key_of
from storage.outbox import Envelope, OutboxState
from tests.verbs.data_directory import write
from tests.verbs.doctor_states import ME, NO_WEBHOOK, Scene, state
from tests.world import START


def _with_mail(scene: Scene) -> None:
    scene.patch.setenv("SMTP_URL", "smtp://bot:c4n4ry@127.0.0.1:1")
    scene.patch.setenv("MAIL_FROM", "tro-ly@example.vn")
    scene.patch.setenv("PUBLIC_URL", "https://bot.example.vn")


def _letter(db: Database) -> None:
    outbox.put(db, Envelope(key_of(1, START), CHANNEL, "key", None, Lane.BULK, "send", {}), START)


@state("--online: máy chủ thư không chạy")
def _mail_down(scene: Scene) -> None:
    _with_mail(scene)
    scene.serve({"getMe": (200, ME), "getWebhookInfo": (200, NO_WEBHOOK)})


@state("Có SMTP_URL mà không có MAIL_FROM")
def _half(scene: Scene) -> None:
    _with_mail(scene)
    scene.patch.delenv("MAIL_FROM")


@state("Thư chờ máy chủ thư ba giờ")
def _letter_waits(scene: Scene) -> None:
    _with_mail(scene)
    scene.start()
    write(_letter)
    since = START - timedelta(hours=3)
    write(lambda db: retries.wait(db, 1, START, START, since, "retry"))


@state("Thư hết hạn gửi trong ngày")
def _letter_expired(scene: Scene) -> None:
    _with_mail(scene)
    write(_letter)
    write(lambda db: outbox.end(db, 1, OutboxState.EXPIRED, START))


@state("Địa chỉ thư điện tử không nhận thư")
def _refused(scene: Scene) -> None:
    _with_mail(scene)

    def work(db: Database) -> None:
        person = people.person_by_code(db, "AN")
        assert person is not None
        mailboxes.put_unconfirmed(db, "key", person.id, "an@example.vn", START, is_proposed=False)
        found = mailboxes.by_key(db, "key")
        assert found is not None
        mailboxes.confirm(db, found, START)
        mailboxes.mark_refused(db, "key", START)

    write(work)
