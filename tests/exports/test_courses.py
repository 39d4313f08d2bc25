"""What a paper says of tasks that are overdue."""

from __future__ import annotations

from bot.exports.courses import sentences
from tests.exports.rich import rich


def test_agencies_that_are_late_with_the_same_tasks_stand_together_and_others_alone() -> None:
    data = rich()
    [late, waiting] = [row for row in data["courses"]["rows"] if row["bucket"] == "open_overdue"]
    names = ("Hiệp hội A", "Hiệp hội B", "Hiệp hội C")
    alike = [{**late, "lead": name, "code": "NV-26-201"} for name in names]
    alone = {**late, "lead": "Hiệp hội D", "code": "NV-26-202"}
    data["courses"]["rows"] = [waiting, *alike, alone]

    said = [line for line in sentences(data) if "NV-26-20" in line]

    assert [line.split(" (hạn ")[0] for line in said] == [
        "- Hiệp hội A; Hiệp hội B; Hiệp hội C (03 cơ quan, tổ chức): NV-26-201",
        "- Hiệp hội D: NV-26-202",
    ]
