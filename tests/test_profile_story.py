"""One story under both profiles: whatever differs between them is data."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields
from pathlib import Path

from sqlite_utils import Database

from bot.data_source import load_profile, load_seats
from bot.domain.directory import DirectoryView
from bot.domain.people import Caller
from bot.domain.texts import Label
from bot.domain.verbs.directory import ShowMember
from bot.services.people import roster
from storage import invitations, people
from tests.asking import answered
from tests.telegram import Phone
from tests.test_agencies import FULL_ROSTER
from tests.world import World, running, say

PROFILES = ("vpcp-2023", "btp-2026")
CONTENT = "Hồ sơ nhập khẩu phải nộp lại bản giấy dù đã gửi bản điện tử có ký số."
PROPOSAL = "Đề nghị bỏ yêu cầu nộp bản giấy."
ONE = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL)
REPORT = ("/baocao", "[Báo cáo tháng 11]", "[Khai vướng mắc]", *ONE, "[Gửi báo cáo]")
CODE = re.compile(r"MOI-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")
SECRETS = re.compile(rf"{CODE.pattern}|start=[\w-]{{22}}|\b[0-9a-f]{{16}}\b|\b[0-9a-f]{{64}}\b")


async def tell(path: Path, profile: str) -> list[str]:
    """Invite, join, report and aggregate with all seats; return everything that was shown and the document's words."""
    world = World(path, profile=profile)
    lines = roster.read(FULL_ROSTER, world.rules.profile.bodies)
    world.write_now(lambda db: roster.write(world.unit(db), lines, "test", load_seats()))
    officer, member = world.telegram.phone(1), world.telegram.phone(2)
    huy, chau = (people.person_by_code(world.read, code) for code in ("TT01", "TV01"))
    assert huy
    assert chau
    world.write_now(lambda db: join(world, db, huy.id))
    async with running(world):
        await say(world, officer, "/thanhvien", "[Xem trang sau]")
        officer.press(ShowMember(chau.id, DirectoryView()).data, officer.last.id)
        await world.settle()
        await say(world, officer, "[Cấp mã mời]")
        code = CODE.findall(officer.last.text)[0]
        await say(world, member, "/start", code, "[Xác nhận đúng]", "[Đồng ý, tiếp tục]", "[Giữ trung tính]")
        await say(world, member, *REPORT, "/trogiup", "/batdau")
        await say(world, officer, "/tonghop")
    world.close()
    return [*shown(member), *shown(officer), document(officer)]


def join(world: World, db: Database, person: int) -> None:
    """Link an officer who agreed to the notice of the profile."""
    account = people.link_account(db, Caller("telegram", "1", "1"), person, world.clock.now())
    invitations.add_consent(db, account, world.rules.profile.notice_version, world.clock.now())


def directory(parent: Path, profile: str) -> Path:
    made = parent / profile
    made.mkdir()
    return made


def shown(phone: Phone) -> list[str]:
    return [f"{seen.text}\n{seen.labels}" for seen in phone.messages]


def document(phone: Phone) -> str:
    """The words of the draft report that was sent to a phone."""
    data = next(seen.file[1] for seen in phone.messages if seen.file and seen.file[0].endswith(".docx"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return " ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", package.read("word/document.xml").decode()))


def names(profile: str) -> dict[str, str]:
    """Every name and number a profile gives the office, its bodies and its bot: what to what kind."""
    loaded = load_profile(profile)
    values: dict[str, object] = {field.name: getattr(loaded.office, field.name) for field in fields(loaded.office)}
    values |= {code: body.name for code, body in loaded.bodies.items()}
    found: dict[str, str] = {}
    for kind, value in values.items():
        texts = value if isinstance(value, tuple) else [value.vi] if isinstance(value, Label) else [str(value)]
        found |= {text: f"«{kind}{number}»" for number, text in enumerate(_printed(text) for text in texts) if text}
    return found


def _printed(text: str) -> str:
    """A name as papers print it: the marks at its end are theirs."""
    return text.rstrip(" ;.")


def without_names(text: str) -> str:
    known = {name: kind for profile in PROFILES for name, kind in names(profile).items()}
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, known[name])
    return SECRETS.sub("…", text)


async def test_the_whole_story_differs_between_the_profiles_by_the_names_of_the_office_alone(tmp_path: Path) -> None:
    government, justice = [await tell(directory(tmp_path, profile), profile) for profile in PROFILES]

    assert [without_names(text) for text in government] == [without_names(text) for text in justice]
    assert government != justice
    assert any("Đã nhận báo cáo BC-2611-001" in text for text in justice)
    assert any("Thành viên: 01/30 đã gửi báo cáo định kỳ." in text for text in justice)


async def test_the_draft_report_carries_the_name_and_the_sign_of_the_profiles_office(tmp_path: Path) -> None:
    before, now = (load_profile(profile).office for profile in PROFILES)

    words = (await tell(directory(tmp_path, PROFILES[1]), PROFILES[1]))[-1]

    assert now.issuer in words
    assert now.sign in words
    assert before.issuer not in words
    assert before.sign not in words
