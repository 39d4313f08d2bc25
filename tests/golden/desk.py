"""What the desk does with difficulties, from the card in its group to the release of the papers, in both languages.

An office whose papers wait for their release: members have reported, officers act, leaders say what they think.
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.people import MEMBER_ROLES
from bot.domain.periods import Period
from bot.services.desk import binding
from bot.services.people import roster
from storage import people
from tests.filed import file_report
from tests.golden.house import DESK, OPEN, ROSTER
from tests.golden.office import MORE
from tests.golden.stage import Stage
from tests.golden.story import CONTENT_EN, ONE, PROPOSAL, PROPOSAL_EN

LEADER_EN = "TT04,Peter Grant,Head of Unit,,en,,leader,,,\n"
ALIKE = "Doanh nghiệp bị yêu cầu nộp lại trích lục bản đồ dù dữ liệu đã có trên cơ sở dữ liệu đất đai."
OTHER = "Hồ sơ điều chỉnh chủ trương đầu tư bị trả lại nhiều lần, mỗi lần nêu một yêu cầu mới."
REPORTS = {
    "VCCI": (("dat_dai", ALIKE, PROPOSAL), ("dau_tu", OTHER, "Chỉ yêu cầu bổ sung hồ sơ một lần.")),
    "AMCHAM": (("dat_dai", CONTENT_EN, PROPOSAL_EN),),
}
WORDED = "Cơ quan tiếp nhận yêu cầu nộp lại trích lục bản đồ địa chính dù dữ liệu đã được kết nối, chia sẻ."
TRANSLATED = "Doanh nghiệp phải nộp lại trích lục bản đồ dù dữ liệu đã có trong cơ sở dữ liệu."
PROPOSAL_WORDED = "Bãi bỏ thành phần hồ sơ này."
ASKED = "Giao Bộ Nông nghiệp và Môi trường rà soát, bãi bỏ thành phần hồ sơ trong quý IV"
OPINION = "Mời Bộ Nông nghiệp và Môi trường họp trước ngày 30/11/2026; báo cáo kết quả"
TOLD = timedelta(minutes=5, seconds=1)
"""After it nothing is taken back any more, and members are told."""
LAND, SAME, TRADE, ENGLISH = (f"/tracuu VM-2611-{number:03}" for number in range(1, 5))


def move_in(stage: Stage) -> None:
    """Import the roster while the program is not running."""
    lines = roster.read(ROSTER + MORE + DESK + LEADER_EN, stage.world.rules.profile.bodies)
    stage.world.write_now(lambda db: roster.write(stage.world.unit(db), lines, "operator"))


async def reported(stage: Stage, seat: str) -> None:
    """Let the report of a seat be there: how it is written is told elsewhere."""
    items = [{"field": field, "content": said, "proposal": wish} for field, said, wish in REPORTS[seat]]

    def work(db: object) -> None:
        unit = stage.world.unit(db)  # type: ignore[arg-type]
        found = next(each for each in people.seats_ever(unit.db) if each.code == seat)
        person = next(iter(people.persons_of_seat(unit.db, found.id, MEMBER_ROLES, unit.today)))
        file_report(unit, found, person, Period(2026, 11), items)

    await stage.world.writer.write(work)


async def group(stage: Stage) -> None:
    """The desk binds its group; a report is a card there, and a difficulty is worked on."""
    code = (await stage.world.writer.write(lambda db: binding.issue(stage.world.unit(db), "operator"))).code
    await stage.in_group("TT01", f"/start@tro_ly_bot {code}")
    await stage.do("TV01", *OPEN, *ONE, "[Gửi báo cáo]")
    for seat in REPORTS:
        await reported(stage, seat)
    await stage.in_group("TT01", "/tiepnhan", "[Chọn 1]", "[Nhận xử lý]", "[Tiếp nhận]", "[Hoàn tác]", "[Tiếp nhận]")
    await stage.in_group("TT03", "[Nhận xử lý thay]", "[Thôi xử lý]")
    await stage.turn(TOLD)


async def classified(stage: Stage) -> None:
    """What a member chose is corrected and taken back, in both languages; criteria of the law are marked."""
    do = stage.do
    await do("TT01", LAND, "[Chọn cơ quan này]", "[Sửa phân loại]", "[Sửa lĩnh vực]", "dau tu", "[Ghi nhận]")
    await do("TT01", "[Hoàn tác]", "[Sửa phân loại]", "[Sửa thủ tục]", "Trích lục bản đồ 1.012786", "[Ghi nhận]")
    await do("TT01", "[Sửa phân loại]", "[Sửa mã ngoài]", "PAKN.20261116.0012", "[Ghi nhận]")
    await do("TT01", "[Sửa phân loại]", "[Đánh dấu 1]", "[Đánh dấu 3]", "[Bỏ dấu 3]")
    await do("TT03", ENGLISH, "[Reclassify]", "[Change title]", "Map extracts", "[Record correction]", "[Undo]")
    await do("TV01", LAND)


async def worded(stage: Stage) -> None:
    """What goes into the document is worded; one member asks for a change and agrees then, another agrees at once."""
    do = stage.do
    await do("TT01", LAND, "[Biên tập nội dung]", WORDED, "[Giữ nguyên văn]", "[Ghi nội dung]")
    await do("TT01", "[Gửi thành viên xác nhận]")
    await do("TT03", ENGLISH, "[Word the content]", TRANSLATED, PROPOSAL_WORDED, "[Record wording]")
    await do("TT03", "[Ask the member]")
    await stage.turn(TOLD)
    await do("TV01", "[Đề nghị sửa]", "Đề nghị nêu rõ việc này diễn ra tại tỉnh Lâm Đồng.", "[Gửi ý kiến]")
    await do("TV08", "[Agree]")
    await do("TT01", LAND, "[Biên tập nội dung]", f"Tại tỉnh Lâm Đồng: {WORDED}", "[Giữ nguyên văn]", "[Ghi nội dung]")


async def asked(stage: Stage) -> None:
    """More is asked for, a difficulty is returned, another not accepted and taken up again; members answer."""
    do = stage.do
    await do("TT01", TRADE, "[Đề nghị bổ sung]", "[Chọn 2]", "[Bỏ qua]", "[Gửi đề nghị]")
    await do("TT03", ENGLISH, "[Ask for more]", "the provinces and the month", "[Skip]", "[Send question]")
    await stage.turn(TOLD)
    await do("TV02", "[Bổ sung nội dung]", "Tại tỉnh Lâm Đồng, từ tháng 9/2026.", "[Gửi bổ sung]")
    await do("TV08", "[Add content]", "In Lam Dong, in September.", "[Send addition]")
    await do("TT01", TRADE, "[Không tiếp nhận]", "[Chọn 2]", "[Không tiếp nhận]")
    await do("TT03", ENGLISH, "[Return to member]", "The procedure is missing.", "[Return to member]")
    await stage.turn(TOLD)
    await do("TT01", TRADE, "[Mở lại]", "Đã bổ sung đủ nội dung", "[Mở lại]")
    await stage.turn(TOLD)


async def merged(stage: Stage) -> None:
    """What is the same is followed together, parted, and followed together again; its sender is told."""
    do = stage.do
    await do("TT01", SAME, "[Gộp vướng mắc]", "[Chọn 1]", "[Gộp vướng mắc]")
    await stage.turn(TOLD)
    await do("TV02", SAME)
    await do("TT03", LAND, "[Part VM-2611-002]")
    await stage.turn(TOLD)
    await do("TT01", SAME, "[Gộp vướng mắc]", "[Chọn 1]", "[Gộp vướng mắc]")
    await stage.turn(TOLD)


async def led(stage: Stage) -> None:
    """Leaders are asked and say what they think; the desk learns of it once nothing is taken back any more."""
    do = stage.do
    await do("TT01", LAND, "[Xin ý kiến lãnh đạo]", ASKED, "[Gửi lãnh đạo]")
    await stage.turn(TOLD)
    await do("TT02", "/batdau", "[Cho ý kiến]", "[Chọn 1]", "[Đồng ý đề xuất]", "[Hoàn tác]")
    await stage.turn(timedelta(seconds=30))
    await do("TT04", "/start", "[Give opinions]", "[Choose 1]")
    await do("TT02", "[Nêu ý kiến khác]", OPINION, "[Ghi nhận ý kiến]")
    await stage.turn(TOLD)
    await do("TT03", ENGLISH, "[Ask the leader]", "Forward it to the ministry", "[Send to the leader]")
    await stage.turn(TOLD)
    await do("TT04", "[Agree to proposal]")
    await stage.turn(TOLD)
    await do("TV01", LAND)


async def forwarded(stage: Stage) -> None:
    """It is forwarded with the draft of a slip, answered, and its member says what became of it."""
    do = stage.do
    await do("TT01", LAND, "[Chuyển cơ quan]", "[Chọn 1]", "12/BTP-KSTT", "[Ghi nhận chuyển]")
    await stage.turn(TOLD)
    await stage.day(17, 11)
    await do("TT01", LAND, "[Trả lời]", "Bãi bỏ thành phần hồ sơ là trích lục bản đồ", "123/QĐ-BNNMT", "16/11/2026")
    await do("TT01", "[Không kèm tệp]", "[Gửi kết quả]")
    await stage.turn(TOLD)
    await do("TV01", "[Đã tháo gỡ]")
    await do("TV02", "[Chưa tháo gỡ]")
    await do("TT01", TRADE, "[Đóng theo dõi]", "[Chọn 1]", "[Đóng theo dõi]")
    await stage.turn(TOLD)


async def marked(stage: Stage) -> None:
    """Several difficulties are marked in the queue and acted on at once, in both languages."""
    do = stage.do
    await do("TT01", "/tiepnhan", "[Chọn nhiều]", "[Chọn cả trang]", "[Xử lý 4 mục chọn]", "[Tiếp nhận]")
    await do("TT01", "[Ghi nhận 2 mục]", "[Hoàn tác]")
    await do("TT03", "/tiepnhan", "[Mark several]", "[Mark 1]", "[Mark 2]", "[Act on 2 marked]", "[Forward]")
    await do("TT03", "bo tai chinh", "[Skip]", "[Save and exit]")


async def released(stage: Stage) -> None:
    """The figures are fixed, remarked on and released; the group, leaders and members are told."""
    do = stage.do
    await stage.day(23, 11, 17)
    await do("TT01", "[Sửa nhận định]", "Các vướng mắc tập trung vào lĩnh vực đất đai.", "[Ghi nhận định]")
    await do("TT01", "[Gửi lãnh đạo xem]", "[Gửi lãnh đạo xem]")
    await do("TT03", "/tonghop", "[Release the figures]", "[Release the figures]")
    await do("TT02", "/tonghop")


async def tell(stage: Stage) -> None:
    """Tell the whole story of the desk."""
    await stage.begin()
    for who in ("TV01", "TV02", "TV08", "TT01", "TT02", "TT03", "TT04"):
        await stage.join(who)
    for chapter in (group, classified, worded, asked, marked, merged, led, forwarded, released):
        await chapter(stage)
