"""A small house without tasks, under the other profile: what the large story does not come by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.services.people import roster
from tests.asking import answered
from tests.golden.stage import Stage
from tests.golden.story import CONTENT, MINUTE, ONE, PROPOSAL

AN = "TV01,Nguyễn Văn An,Chánh Văn phòng,ong,vi,,focal,hoi_dong_tu_van,VASEP,Hiệp hội A\n"
ROSTER = f"""person_code,full_name,title,address,language,phone,role,body,seat_code,organisation
{AN}TV02,Trần Thị Bích,Phó Chủ tịch,ba,vi,,focal,hoi_dong_tu_van,VCCI,Hiệp hội B
TV09,Đỗ Văn Giang,,dong_chi,vi,,principal,hoi_dong_tu_van,VITAS,Hiệp hội C
TV11,Lê Hà,,,vi,,focal,hoi_dong_tu_van,VLA,Hiệp hội D
TC16,Đặng Minh Quân,Vụ trưởng,ong,vi,,focal,to_cong_tac,TCTBCT,Bộ Công Thương
"""
DESK = """TT01,Phạm Thu Chi,Chuyên viên,,vi,,secretariat,,,
TT03,Anna Wilson,Officer,,en,,secretariat,,,
"""
OPEN = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]")
LONGEST = answered(
    after="field", before="files", procedure="t" * 300, content="n" * 2000, legal="c" * 500, proposal="k" * 2000
)
ADHOC = ("/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]", "dat dai")


def move_in(stage: Stage) -> None:
    """Import the roster while the program is not running."""
    lines = roster.read(ROSTER, stage.world.rules.profile.bodies)
    stage.world.write_now(lambda db: roster.write(stage.world.unit(db), lines, "operator"))


async def alone(stage: Stage) -> None:
    """Nobody at the desk, nobody to lead it."""
    do = stage.do
    await stage.begin()
    for who in ("TV01", "TV02", "TV09", "TV11", "TC16"):
        await stage.join(who)
    await do("TV01", *ADHOC, CONTENT, PROPOSAL, "[Không kèm tệp]", "[Gửi khẩn]")
    await stage.turn(timedelta(hours=2, minutes=5))
    await stage.bring_roster(ROSTER + DESK)
    await stage.join("TT01")
    await stage.join("TT03")
    for who in ("TT01", "TT03"):
        filtered = "[Lọc chưa liên kết]" if who == "TT01" else "[View those not linked]"
        await do(who, "/thanhvien", filtered, "/nhiemvu", "/tonghop")
    await do("TT01", "/nhiemvu", "[Xem việc đã xong]")
    for who in ("TV01", "TV09"):
        await do(who, "/nhiemvu", "[Xem việc đã xong]", "[Chọn danh sách]")


async def long_words(stage: Stage) -> None:
    """The longest texts, cut and seen in full; one too long for one message; as many items as there may be."""
    do = stage.do
    await do("TV02", *OPEN, "[Đất đai]", *LONGEST, "[Không kèm tệp]", "[Gửi báo cáo]")
    for who, first, parts in (
        ("TT01", "[Xem đủ mục 1]", ("[Xem nội dung]", "[Xem căn cứ]", "[Xem kiến nghị]")),
        ("TT03", "[View item 1 in full]", ("[View description]", "[View legal basis]", "[View proposal]")),
    ):
        for part in parts:
            await do(who, first, part)
    await do("TV02", "/tracuu BC-2611-001", "/tracuu VM-2611-002", "[Xem nội dung]")
    await do("TV02", "/tracuu VM-2611-002", "[Xem căn cứ]", "/tracuu VM-2611-002", "[Xem kiến nghị]")
    await do("TV09", *ADHOC, "n" * 2000, "k" * 2000, "[Không kèm tệp]", "[Gửi khẩn]")
    await do("TT01", "[Xem đủ nội dung]")
    await do("TV01", *OPEN, "[Đất đai (lần trước)]", "[Không rõ thủ tục]", "x" * 4096)
    stage.phone("TV01").date += 60
    await do("TV01", CONTENT, *ONE[3:])
    for _ in range(19):
        await do("TV01", "[Thêm vướng mắc]", "[Đầu tư]", *ONE[1:])
    await do("TV01", "[Lưu nháp, thoát]", "/batdau")
    await do("TC16", "/baocao", "[Báo cáo quý IV]", "[Khai vướng mắc]", "[Đất đai]", *LONGEST, "[Không kèm tệp]")
    await do("TC16", "o" * 2000, "[Gửi báo cáo]", "/tracuu BC-26Q4-001")


async def codes(stage: Stage) -> None:
    """Another phone, a code that is over, and so many wrong ones that typed codes pause."""
    do = stage.do
    await stage.join("TV01")
    new = await stage.invite("TV02")
    await do("STRANGER", new.code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]")
    await do("TV02", "/batdau")
    over = await stage.invite("TV09")
    await stage.turn(timedelta(hours=73))
    await do("FOREIGNER", over.code)
    strangers = [stage.telegram.phone(800000 + number) for number in range(10)]
    for stranger in strangers:
        for _ in range(5):
            stranger.send("MOI-2222-3333-44")
            await stage.settle()
    stage.note("ten strangers type five wrong codes each")
    await do("FOREIGNER", (await stage.invite("TV11")).code)
    await stage.turn(61 * MINUTE)


async def endings(stage: Stage) -> None:
    """A member who is excused, those who report late, and those whose duty ends in the middle of a form."""
    do = stage.do
    excused = (
        "INSERT INTO excuses SELECT seats.id, '2026-11', 'Nghỉ', persons.id, '2026-11-19T00:00:00.000000Z'"
        " FROM seats, persons WHERE seats.code = 'VLA' AND persons.code = 'TT01'"
    )
    await stage.world.writer.write(lambda db: db.conn.execute(excused).rowcount)
    await do("TV11", "/batdau")
    await stage.day(23, 11, 9)
    await do("TV09", "/baocao", "[Báo cáo tháng 11]", "[Báo không phát sinh]", "[Gửi báo cáo]")
    await do("TT01", "/tonghop")
    await do("TT03", "/tonghop")
    for who in ("TV01", "TV09", "TV11"):
        await do(who, "/baocao", "[Báo cáo tháng 12]")
    await do("TV09", "[Khai vướng mắc]")
    await do("TV11", "[Khai vướng mắc]")
    await do("TC16", "/baocao", "[Báo cáo đột xuất]", "[Đề nghị xử lý khẩn]")
    await stage.bring_roster(ROSTER.partition("\n")[0] + "\n" + DESK)
    for who in ("TV01", "TV09", "TV11", "TC16"):
        await do(who, CONTENT, "/batdau", "/trogiup", partial(stage.phone(who).send_photo), "/baocao")


async def tell(stage: Stage) -> None:
    """Tell the whole story of the house."""
    for chapter in (alone, long_words, codes, endings):
        await chapter(stage)
