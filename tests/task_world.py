"""Tasks for the people of `tests.world`."""

from __future__ import annotations

from bot.services.tasks import importing
from bot.services.tasks.importing import Imported
from tests.world import World

HEADER = ",".join(importing.COLUMNS)
FULL_HEADER = ",".join((*importing.COLUMNS, *importing.OPTIONAL))

TASKS = f"""{FULL_HEADER}
NV-26-045,Thông báo số 437/TB-VPCP,Rà soát TTHC 03 năm không phát sinh,HIEPHOIB,HIEPHOIA,day,23/11/2026,,,,02/11/2026,,
NV-26-038,Văn bản số 38,Hoàn thiện kết nối dữ liệu chuyên ngành,HIEPHOIA,,day,10/11/2026,,,,,,
NV-26-047,Văn bản số 47,Cho ý kiến về phương án cắt giảm,HIEPHOIA,HIEPHOIB,before_day,19/11/2026,,Gửi tệp,,05/11/2026,,
NV-26-053,Văn bản số 53,Cung cấp danh sách đầu mối,HIEPHOIB,,none,,,,HIEPHOIA,,,
NV-23-014,Văn bản số 14,Hoàn thiện dự thảo Chỉ thị,HIEPHOIA,,month,10/2023,,,,,27/10/2023,Chỉ thị số 27/CT-TTg
NV-26-060,Văn bản số 60,Việc riêng của Hiệp hội B,HIEPHOIB,,quarter,IV/2026,,,,,,
"""
"""A leads one overdue and one due soon, coordinates in one, watches one, has one done; the last one is B's alone."""


def import_tasks(world: World, text: str = TASKS) -> Imported:
    """Import a programme as the verb does."""
    found = importing.read(text, importing.names(world.unit()))
    imported: Imported = world.write_now(lambda db: importing.write(world.unit(db), found, "test"))
    return imported


def bad_lines(error: BaseException) -> str:
    """Return the lines of an import's refusal in Vietnamese."""
    from bot.domain.people import Reader
    from bot.errors import BotError
    from bot.i18n import translate
    from bot.screens.errors import sentence

    assert isinstance(error, BotError)
    return translate(sentence(error), Reader())
