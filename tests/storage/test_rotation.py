"""Which backups are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VN
from storage.rotation import file_name, made_at, newest, to_delete

NOW = datetime(2026, 11, 16, 2, 30, tzinfo=VN)
moments = st.integers(-150 * 86_400, 45 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))
backups = st.lists(moments.map(file_name), unique=True, max_size=60)


def kept(names: list[str], now: datetime = NOW) -> list[str]:
    gone = to_delete(names, now)
    return [name for name in names if name not in gone]


def test_a_backup_is_called_by_its_moment_in_viet_nam() -> None:
    name = file_name(datetime(2026, 11, 15, 19, 30, 5, tzinfo=UTC))

    assert name == "bot-20261116-023005.db"
    assert made_at(name) == datetime(2026, 11, 16, 2, 30, 5, tzinfo=VN)


@given(moments)
def test_a_name_tells_its_moment_to_the_second(moment: datetime) -> None:
    assert made_at(file_name(moment)) == moment


@given(backups)
def test_the_newest_backup_is_never_deleted(names: list[str]) -> None:
    latest = newest(names, NOW)

    assert latest is None or file_name(latest) not in to_delete(names, NOW)


@given(backups)
def test_the_newest_of_each_of_the_last_seven_days_with_a_backup_is_kept(names: list[str]) -> None:
    past = sorted(name for name in names if name <= file_name(NOW))
    days = sorted({name[:12] for name in past})[-7:]

    for day in days:
        assert max(name for name in past if name.startswith(day)) in kept(names)


@given(backups)
def test_what_is_kept_is_the_newest_of_its_day_and_no_more_than_eleven(names: list[str]) -> None:
    past = [name for name in kept(names) if name <= file_name(NOW)]

    assert len(past) <= 11
    assert len({name[:12] for name in past}) == len(past)


@given(backups)
def test_deleting_again_deletes_nothing_more(names: list[str]) -> None:
    assert to_delete(kept(names), NOW) == []


@given(backups, st.integers(0, 400))
def test_a_time_without_backups_deletes_nothing(names: list[str], days: int) -> None:
    left = [name for name in kept(names) if name <= file_name(NOW)]

    assert to_delete(left, NOW + timedelta(days=days)) == []


@given(backups)
def test_what_a_wrong_clock_dated_later_is_left_alone_and_does_not_count(names: list[str]) -> None:
    past = [name for name in names if name <= file_name(NOW)]

    assert to_delete(names, NOW) == to_delete(past, NOW)


@given(st.lists(st.text(max_size=30)))
def test_other_files_are_left_alone(names: list[str]) -> None:
    others = [*names, "bot.db", "bot-20261301-000000.db", "bot-20261101-000000.db-wal", "bot-20261101-000000.key"]

    assert to_delete(others, NOW) == []


def test_after_a_quarter_of_nights_there_are_the_last_seven_and_one_of_more_than_two_weeks_ago() -> None:
    names: list[str] = []
    for night in range(90):
        now = NOW + timedelta(days=night)
        names = kept([*names, file_name(now)], now)

        dates = sorted(at for name in names if (at := made_at(name)))
        assert [now - timedelta(days=back) for back in range(min(night, 6), -1, -1)] == dates[-7:]
        assert night < 21 or timedelta(days=15) <= now - dates[0] <= timedelta(days=21)
        assert len(names) <= 10
