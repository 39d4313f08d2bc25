"""A task takes a course with each of its leads; what the desk decides is told to those concerned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.courses import Lead, Stage
from bot.domain.deadlines import DeadlineKind
from bot.domain.tasks import Bucket, Part
from bot.errors import BotError
from bot.services.tasks import deciding, working
from bot.services.tasks.working import Result
from tests.services.courses import OUTSIDE, Act, Desk, a_task
from tests.world import World


@pytest.fixture
def desk(still_world: World) -> Desk:
    for code in ("AN", "BICH", "BINH", "CHI", "LAN"):
        still_world.link(code)
    found = Desk(still_world)
    found.assign(a_task(found, "HIEPHOIA"))
    return found


def refused(desk: Desk, code: str, act: Act) -> str:
    with pytest.raises(BotError) as error:
        desk.does(code, act)
    return error.value.code


def a(desk: Desk) -> Lead:
    return Lead(desk.seat("HIEPHOIA"))


def receive(desk: Desk) -> Act:
    return lambda unit, actor: working.receive(unit, actor, desk.task_id, a(desk))


def progress(desk: Desk, percent: int | None, words: str = "", figure: int | None = None) -> Act:
    return lambda unit, actor: working.progress(unit, actor, desk.task_id, a(desk), percent, words, figure)


def report(desk: Desk, words: str = "Đã ban hành.", document: str = "Quyết định số 15/QĐ-BTP") -> Act:
    return lambda unit, actor: working.report(unit, actor, desk.task_id, a(desk), Result(words, document))


def extend(desk: Desk, to: date, words: str = "Chờ ý kiến 05 địa phương.") -> Act:
    return lambda unit, actor: working.ask_extension(unit, actor, desk.task_id, a(desk), to, words)


def decide(desk: Desk, how: Callable[..., object], *more: object) -> Act:
    newest = desk.course(a(desk)).newest
    return lambda unit, actor: how(unit, actor, desk.task_id, a(desk), newest, *more)  # type: ignore[return-value]


def of_whole(desk: Desk, how: Callable[..., object]) -> Act:
    return lambda unit, actor: how(unit, actor, desk.task_id, "Vì sao.")  # type: ignore[return-value]


def test_a_new_task_has_the_next_number_of_the_year_and_each_is_told_in_his_own_part(desk: Desk) -> None:
    assert desk.task.code == "NV-26-001"
    assert desk.stages() == [Stage.NEW]
    told = desk.told()
    assert set(told) == {"AN", "BICH", "BINH"}
    assert "Vai trò: chủ trì." in told["AN"]
    assert "Đề nghị xác nhận đã nhận nhiệm vụ." in told["AN"]
    assert "Vai trò: phối hợp. Cơ quan chủ trì: Hiệp hội A." in told["BICH"]
    assert "Thời hạn: 17:00 thứ Tư, ngày 25/11/2026" in told["BICH"]

    assert desk.assign(a_task(desk, "HIEPHOIB")).code == "NV-26-002"


def test_a_task_goes_from_receipt_to_its_end_and_back_once(desk: Desk) -> None:
    desk.does("AN", receive(desk))
    assert desk.stages() == [Stage.RECEIVED]
    desk.does("AN", progress(desk, 60, "đã lập danh mục"))
    assert desk.stages() == [Stage.WORKING]

    desk.turn(20)
    desk.does("AN", report(desk))
    assert desk.stages() == [Stage.WAITING]
    assert "Hiệp hội A báo hoàn thành" in desk.told()["CHI"]
    assert "đúng hạn" in desk.told()["CHI"]

    desk.does("CHI", decide(desk, deciding.give_back, "Chưa có phụ lục."))
    assert desk.stages() == [Stage.AGAIN]
    assert "Lý do: Chưa có phụ lục." in desk.told()["AN"]
    assert "Thời hạn giữ nguyên: 17:00 thứ Tư, ngày 25/11/2026" in desk.told()["AN"]

    desk.turn(25, hour=16)
    desk.does("AN", report(desk, "Đã bổ sung phụ lục."))
    desk.turn(27)
    assert desk.at().bucket is Bucket.OPEN_IN_TIME  # it waits since the last day
    desk.does("CHI", decide(desk, deciding.confirm))

    assert desk.stages() == [Stage.DONE]
    assert (desk.task.done_on, desk.at().bucket) == (date(2026, 11, 25), Bucket.DONE_ON_TIME)
    assert desk.task.result == "Quyết định số 15/QĐ-BTP, Đã bổ sung phụ lục."
    said = "được xác nhận hoàn thành đúng hạn (kết quả gửi ngày 25/11/2026, xác nhận ngày 27/11/2026)"
    assert said in desk.told()["AN"]


def test_a_deadline_is_in_force_until_a_later_one_is_granted_and_that_is_counted(desk: Desk) -> None:
    desk.does("AN", extend(desk, date(2026, 11, 28)))
    assert "đến thứ Hai, ngày 30/11/2026" in desk.told()["CHI"]  # the 28th is a Saturday
    desk.turn(26)
    assert desk.at().bucket is Bucket.OPEN_OVERDUE

    desk.does("CHI", decide(desk, deciding.grant))

    assert (desk.at().due_on, desk.at().bucket) == (date(2026, 11, 30), Bucket.OPEN_IN_TIME)
    assert desk.course(a(desk)).extensions == 1
    assert "Thời hạn mới: 17:00 thứ Hai, ngày 30/11/2026" in desk.told()["AN"]
    assert refused(desk, "AN", extend(desk, date(2026, 11, 30))) == "extension_bad"


def test_what_is_refused_changes_no_deadline_and_can_be_asked_again(desk: Desk) -> None:
    desk.does("AN", extend(desk, date(2026, 12, 1)))
    assert refused(desk, "AN", extend(desk, date(2026, 12, 2))) == "task_moved_on"

    desk.does("CHI", decide(desk, deciding.refuse, "Cần hoàn thành đúng hạn."))

    assert (desk.at().due_on, desk.course(a(desk)).extensions) == (date(2026, 11, 25), 0)
    assert "chưa được chấp thuận" in desk.told()["AN"]
    desk.does("AN", extend(desk, date(2026, 12, 2)))


def test_of_two_decisions_on_one_result_the_second_is_told_so(desk: Desk) -> None:
    desk.does("AN", report(desk))
    first, second = decide(desk, deciding.give_back, "Thiếu."), decide(desk, deciding.confirm)
    desk.does("CHI", first)
    assert refused(desk, "CHI", second) == "task_moved_on"
    desk.does("AN", report(desk))
    assert refused(desk, "CHI", second) == "task_meanwhile"
    assert desk.stages() == [Stage.WAITING]


@pytest.mark.parametrize("who", ["BICH", "CHI", "LAN"])
def test_nobody_but_its_lead_moves_a_course(desk: Desk, who: str) -> None:
    for act in (receive(desk), progress(desk, 50), report(desk), extend(desk, date(2026, 12, 1))):
        assert refused(desk, who, act) == ("task_not_lead" if who == "BICH" else "stale")
    assert desk.stages() == [Stage.NEW]


def test_progress_is_below_a_hundred_and_falls_only_with_a_word_why(desk: Desk) -> None:
    desk.does("AN", progress(desk, 75))
    for percent in (-1, 100, 101):
        assert refused(desk, "AN", progress(desk, percent)) == "progress_bad"
    assert refused(desk, "AN", progress(desk, 50)) == "progress_falls"
    desk.does("AN", progress(desk, 50, "phải làm lại biểu mẫu"))

    found = desk.course(a(desk)).progress
    assert found is not None
    assert (found.percent, found.words) == (50, "phải làm lại biểu mẫu")


def test_what_is_counted_is_said_as_a_number_and_only_where_there_is_a_target(desk: Desk) -> None:
    assert refused(desk, "AN", progress(desk, None, "", 120)) == "progress_bad"
    desk.assign(a_task(desk, "HIEPHOIA", target=342, unit="phản ánh, kiến nghị"))
    reply = desk.does("AN", progress(desk, None, "", 120))

    found = desk.course(a(desk)).progress
    assert found is not None
    assert found.figure == 120
    assert reply.toast is not None


def test_receipt_and_progress_are_taken_back_within_ten_minutes_by_whoever_did_it(desk: Desk) -> None:
    back: Act = lambda unit, actor: working.take_back(unit, actor, desk.task_id, a(desk))  # noqa: E731
    desk.does("AN", receive(desk))
    desk.does("AN", progress(desk, 40))
    desk.later(minutes=10)
    desk.does("AN", back)
    assert (desk.stages(), desk.course(a(desk)).progress) == ([Stage.RECEIVED], None)
    desk.later(seconds=1)
    assert refused(desk, "AN", back) == "task_not_undone"

    desk.does("AN", report(desk))
    assert refused(desk, "AN", back) == "task_not_undone"


def test_a_task_of_two_leads_is_the_fold_of_its_courses(desk: Desk) -> None:
    desk.assign(a_task(desk, "HIEPHOIA", "HIEPHOIB"))
    desk.does("AN", report(desk))
    assert (desk.stages(), desk.task.stage) == ([Stage.WAITING, Stage.NEW], Stage.WORKING)
    desk.does("CHI", decide(desk, deciding.confirm))
    desk.turn(26)
    assert (desk.task.stage, desk.at().bucket, desk.task.done_on) == (Stage.WORKING, Bucket.OPEN_OVERDUE, None)
    assert desk.at(a(desk)).bucket is Bucket.DONE_ON_TIME

    b = Lead(desk.seat("HIEPHOIB"))
    desk.does("BINH", lambda unit, actor: working.report(unit, actor, desk.task_id, b, Result("Đã xong.")))
    newest = desk.course(b).newest
    desk.does("CHI", lambda unit, actor: deciding.confirm(unit, actor, desk.task_id, b, newest))
    assert (desk.task.stage, desk.at().bucket, desk.task.done_on) == (Stage.DONE, Bucket.DONE_LATE, date(2026, 11, 26))


def test_the_course_of_an_agency_without_a_seat_is_kept_in_its_name(desk: Desk) -> None:
    watched = a_task(desk, outside=(OUTSIDE,))
    desk.assign(replace(watched, seats={Part.WATCHING: (desk.seat("HIEPHOIB"),)}))
    lead = Lead(agency=OUTSIDE)

    desk.does("BINH", lambda unit, actor: working.receive(unit, actor, desk.task_id, lead))
    assert refused(desk, "AN", lambda unit, actor: working.receive(unit, actor, desk.task_id, lead)) == "stale"
    desk.does("CHI", lambda unit, actor: working.report(unit, actor, desk.task_id, lead, Result("Đã xong.")))
    assert f"báo hoàn thành thay cho {OUTSIDE}" in desk.told()["CHI"]
    kept = desk.world.read.conn.execute("SELECT agency, detail FROM task_events WHERE kind = 'reported'").fetchone()
    assert kept["agency"] == OUTSIDE
    assert '"in_name": true' in kept["detail"]


def test_a_change_is_told_to_all_and_to_who_has_no_part_any_more_and_ends_what_was_granted(desk: Desk) -> None:
    desk.does("AN", extend(desk, date(2026, 12, 1)))
    desk.does("CHI", decide(desk, deciding.grant))
    after = replace(desk.task, deadline="30/12/2026", seats={Part.LEAD: (desk.seat("HIEPHOIA"),)})

    desk.does("CHI", lambda unit, actor: deciding.change(unit, actor, desk.task_id, after, "Theo ý kiến chỉ đạo."))

    told = desk.told()
    assert "từ 17:00 thứ Ba, ngày 01/12/2026 thành 17:00 thứ Tư, ngày 30/12/2026" in told["AN"]
    assert "không còn tham gia thực hiện" in told["BINH"]
    assert (desk.at().due_on, desk.course(a(desk)).extensions) == (date(2026, 12, 30), 1)
    same: Act = lambda unit, actor: deciding.change(unit, actor, desk.task_id, desk.task, "Vì sao.")  # noqa: E731
    assert refused(desk, "CHI", same) == "task_same"


def test_what_is_suspended_is_not_overdue_and_goes_on_where_it_stood(desk: Desk) -> None:
    desk.does("AN", progress(desk, 50))
    desk.does("CHI", lambda unit, actor: deciding.suspend(unit, actor, desk.task_id, "Chờ luật mới."))
    desk.turn(30)
    assert (desk.stages(), desk.at().bucket) == ([Stage.SUSPENDED], Bucket.OPEN_IN_TIME)
    assert refused(desk, "AN", progress(desk, 60)) == "task_moved_on"

    desk.does("CHI", lambda unit, actor: deciding.resume(unit, actor, desk.task_id, "Luật đã có."))
    assert (desk.stages(), desk.at().bucket) == ([Stage.WORKING], Bucket.OPEN_OVERDUE)


def test_what_is_cancelled_is_in_no_list_and_told_to_all(desk: Desk) -> None:
    from storage import tasks

    cancel: Act = lambda unit, actor: deciding.cancel(unit, actor, desk.task_id, "Trùng nhiệm vụ khác.", "")  # noqa: E731
    desk.does("CHI", cancel)
    assert set(desk.told()) == {"AN", "BICH", "BINH"}
    assert [tasks.all_tasks(desk.world.read, done=done) for done in (True, False)] == [[], []]
    assert [task.code for task in tasks.cancelled(desk.world.read)] == ["NV-26-001"]
    assert refused(desk, "CHI", cancel) == "task_moved_on"


def test_a_question_of_any_part_is_answered_once_and_to_its_seat(desk: Desk) -> None:
    b = desk.seat("HIEPHOIB")
    desk.does("BICH", lambda unit, actor: working.ask(unit, actor, desk.task_id, b, "Mẫu biểu nào?"))
    assert "Hiệp hội B hỏi:" in desk.told()["CHI"]
    [question] = desk.world.read.conn.execute("SELECT id FROM task_events WHERE kind = 'asked'").fetchone()

    answer: Act = lambda unit, actor: deciding.answer(unit, actor, desk.task_id, question, "Mẫu số 2.")  # noqa: E731
    desk.does("CHI", answer)

    assert set(desk.told()) == {"BICH", "BINH"}
    assert "Trả lời: Mẫu số 2." in desk.told()["BICH"]
    assert refused(desk, "CHI", answer) == "task_answered"
    assert refused(desk, "AN", answer) == "rights"


def test_decisions_are_the_desks_alone(desk: Desk) -> None:
    desk.does("AN", report(desk))
    for who in ("AN", "BICH", "LAN"):
        for act in (decide(desk, deciding.confirm), decide(desk, deciding.give_back, "Vì sao.")):
            assert refused(desk, who, act) == "rights"
        for whole in (deciding.suspend, deciding.cancel):
            assert refused(desk, who, of_whole(desk, whole)) == "rights"
        assert (
            refused(desk, who, lambda unit, actor: deciding.change(unit, actor, desk.task_id, desk.task, "V"))
            == "rights"
        )


def test_an_extension_asked_for_after_the_deadline_is_an_explanation(desk: Desk) -> None:
    desk.turn(27)
    desk.does("AN", extend(desk, date(2026, 12, 4)))
    assert "giải trình việc quá hạn" in desk.told()["CHI"]


def test_a_task_before_a_day_is_asked_for_again_by_a_day_as_such(desk: Desk) -> None:
    desk.assign(replace(a_task(desk, "HIEPHOIA"), deadline_kind=DeadlineKind.BEFORE_DAY, deadline="23/11/2026"))
    assert desk.at().due_on == date(2026, 11, 20)
    desk.does("AN", extend(desk, date(2026, 11, 29)))
    desk.does("CHI", decide(desk, deciding.grant))
    assert desk.at().due_on == date(2026, 11, 30)
