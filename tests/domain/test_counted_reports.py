"""When periodic reports may be the results of a recurring task, and when that is proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import Recurrence
from bot.domain.periods import Cadence
from bot.domain.series import is_reported, may_count_reports

LEADS = st.lists(st.sampled_from([*Cadence, None]), max_size=4)


@given(st.sampled_from(Recurrence), LEADS)
def test_reports_may_count_only_where_everybody_who_leads_reports_as_often(
    recurrence: Recurrence, cadences: list[Cadence | None]
) -> None:
    same = {Recurrence.MONTHLY: {Cadence.MONTH}, Recurrence.QUARTERLY: {Cadence.QUARTER}}

    assert may_count_reports(recurrence, cadences) is (set(cadences) == same.get(recurrence))


@pytest.mark.parametrize(
    "title",
    [
        "Tổng hợp khó khăn, vướng mắc, định kỳ hằng tháng gửi Cơ quan thường trực",
        "tong hop, gui co quan thuong truc",
        "Rà soát và gửi về Cơ quan\nthường trực trước ngày 25",
        "Báo cáo Cơ quan thường trực kết quả thực hiện",
        "Báo cáo kết quả với Cơ quan thường trực của Tổ công tác",
    ],
)
def test_what_goes_to_the_standing_body_is_proposed_as_the_report(title: str) -> None:
    assert is_reported(title)


@pytest.mark.parametrize(
    "title",
    [
        "Rà soát thủ tục hành chính",
        "Báo cáo Thủ tướng Chính phủ",
        "Phối hợp với Cơ quan thường trực rà soát",
        "Báo cáo Thủ tướng. Cơ quan thường trực theo dõi",
        "Gửi Bộ Tư pháp theo đề nghị của Cơ quan thường trực",
        "",
    ],
)
def test_what_goes_elsewhere_is_not(title: str) -> None:
    assert not is_reported(title)
