"""What docs/phat-trien.md says of adding something is enough: its recipes are followed on a copy of the tree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("bot", "handlers", "storage", "locales", "scripts", "tests", "docs")
FILES = ("main.py", "pyproject.toml", "README.md", "CHANGELOG.md", ".env.example")
DOC = "docs/phat-trien.md"

Change = tuple[str, str]
"""A piece of a file that stands there once, and what stands in its place."""
Changes = Mapping[str, tuple[Change, ...]]
"""By file; a file that is not there yet is begun with what replaces an empty piece."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree somewhere else, to be built on."""
    for name in PARTS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("images"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def recipe(heading: str) -> str:
    """Return what the documentation says under a heading of "How to add"."""
    text = (ROOT / DOC).read_text(encoding="utf-8")
    found = re.search(rf"^\* \*\*{re.escape(heading)}\*\*.*?(?=^\* \*\*|^`tests|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[0]


def follow(copy: Path, changes: Changes) -> None:
    """Change the files of the copy."""
    for name, pieces in changes.items():
        path = copy / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for piece, instead in pieces:
            assert not piece or text.count(piece) == 1, (name, piece)
            text = text.replace(piece, instead) if piece else text + instead
        path.write_text(text, encoding="utf-8")


def run(copy: Path, *command: str) -> None:
    """Run a module or a script in the copy; it has to end well."""
    done = subprocess.run([sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def check(copy: Path, *tests: str) -> None:
    """Run the cheap checks, and tests, in the copy."""
    run(copy, "scripts/catalogue.py", "--update")
    run(copy, "-m", "ruff", "check", "--quiet", "bot", "handlers", "storage", "tests")
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests)


def entry(msgid: str, msgstr: str) -> Change:
    """Return an entry at the end of a catalogue."""
    return "", f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def named(text: str, names: Mapping[str, str]) -> set[str]:
    """Return the files a recipe names, `names` filling in what it leaves open."""
    for name, meant in names.items():
        text = text.replace(name, meant)
    return set(re.findall(r"`([\w./-]+\.(?:py|po|md))`", text)) | {"docs/nguoi-dung.md"} & {
        f"docs/{page}" for page in re.findall(r"\(([\w-]+\.md)\)", text)
    }


QUESTION: Changes = {
    "bot/domain/questions.py": (
        (
            '    Question(\n        name="proposal",',
            """    Question(
        name="effect",
        change=N_("Change effect"),
        periodic=Asking((Text(N_("How many people or firms does it affect, if that is known?")),)),
        optional=True,
        least=3,
        most=300,
        line=N_("Effect: {effect}"),
        searched=True,
        head=N_("Annex column: effect"),
    ),
    Question(
        name="proposal",""",
        ),
        (
            '        "sent_at": (None, 16),\n        "late": (None, 6),\n        "file_count": (None, 6),\n    },\n}',
            """        "sent_at": (None, 16),
        "late": (None, 6),
        "file_count": (None, 6),
    },
    4: {
        "number": (10.0, 5),
        "code": (25.0, 13),
        "report": (None, 13),
        "kind": (None, 8),
        "organisation": (24.0, 15),
        FIELD: (17.0, 10),
        PROCEDURE: (21.0, 13),
        "legal": (26.0, 14),
        "content": (47.0, 40),
        "effect": (15.0, 12),
        "proposal": (35.0, 25),
        "agency": (17.0, 12),
        "note": (15.0, None),
        "sent_at": (None, 16),
        "late": (None, 6),
        "file_count": (None, 6),
    },
}""",
        ),
    ),
    "storage/migrations.py": (
        (
            "STEPS = (",
            '''_EFFECT = """
ALTER TABLE difficulties ADD COLUMN effect TEXT NOT NULL DEFAULT '';
UPDATE drafts SET rev = rev + 1 WHERE closed_at IS NULL AND json_extract(step, '$.at') = 'item';
"""


def m999_effect(db: Database) -> None:
    """Whom a difficulty affects."""
    run(db, _EFFECT)


STEPS = (''',
        ),
        (")\nKNOWN =", "    m999_effect,\n)\nKNOWN ="),
    ),
    "locales/vi/messages.po": (
        entry("Change effect", "Sửa đối tượng"),
        entry("How many people or firms does it affect, if that is known?", "Có bao nhiêu đối tượng bị ảnh hưởng?"),
        entry("Effect: {effect}", "Đối tượng: {effect}"),
        entry("Annex column: effect", "Đối tượng"),
    ),
    "locales/en/messages.po": (
        entry("Change effect", "Change effect"),
        entry("How many people or firms does it affect, if that is known?", "How many does it affect?"),
        entry("Effect: {effect}", "Effect: {effect}"),
    ),
    "tests/handlers/test_effect.py": (
        (
            "",
            '''"""A question that was added: it is asked, shown to the desk and printed."""

from __future__ import annotations

from tests.asking import answered
from tests.handlers.acts import CONTENT, OPEN, PROPOSAL
from tests.world import World, say


async def test_whom_it_affects_reaches_the_desk(world: World) -> None:
    item = answered(field="[Đất đai]", content=CONTENT, proposal=PROPOSAL, effect="Khoảng 500 hộ")

    await say(world, world.phone("AN"), *OPEN, *item, "[Gửi báo cáo]")

    assert "Đối tượng: Khoảng 500 hộ" in world.phone("CHI").last.text
    assert world.count("difficulties", "effect = 'Khoảng 500 hộ'") == 1
''',
        ),
    ),
}

BUTTON: Changes = {
    "bot/domain/verbs/home.py": (
        (
            "",
            '''

@dataclass(frozen=True)
class ShowDates(Verb, wire="gd", access=Access.LINKED):
    """When reports are due."""
''',
        ),
    ),
    "bot/services/home.py": (
        ("from bot.services.standing import", "from bot.services.standing import accepting_now,"),
        (
            "def stray_file(actor: Actor)",
            '''def dates(unit: Unit) -> Reply:
    """When the reports that can be sent now are due."""
    cadences = dict.fromkeys(body.cadence for body in unit.rules.profile.bodies.values())
    return Reply(wording.dates([schedule for each in cadences for schedule in accepting_now(unit, each)]))


def stray_file(actor: Actor)''',
        ),
    ),
    "bot/screens/home.py": (
        (
            "def stray_file(*,",
            '''def dates(schedules: Sequence[Schedule]) -> Screen:
    """When reports are due."""
    said = N_("Report for {period}: due {due:full}.")
    lines = tuple(Text(said, period=schedule.period, due=schedule.due_at) for schedule in schedules)
    return Screen(lines, ((HELP,),))


def stray_file(*,''',
        ),
        (
            "    rows.append((LOOK_UP, HELP) if may_read else (HELP,))",
            "    rows.append((LOOK_UP, HELP) if may_read else (HELP,))\n    rows.append((DATES,))",
        ),
        ("HELP = Choice(", 'DATES = Choice(Text(N_("View dates")), ShowDates())\nHELP = Choice('),
        ("verbs.home import ShowHelp, ShowHome", "verbs.home import ShowDates, ShowHelp, ShowHome"),
    ),
    "handlers/home.py": (
        (
            "",
            '''

@router.callback_query(Linked(), Presses(ShowDates))
async def dates_pressed(_query: CallbackQuery, unit: Unit, actor: Actor) -> list[Operation]:
    """When reports are due."""
    return after_press(actor, home.dates(unit))
''',
        ),
        ("import ShowHelp, ShowHome", "import ShowDates, ShowHelp, ShowHome"),
    ),
    "tests/handlers/rights.py": (
        ("    ShowHelp: alike(LINKED),", "    ShowHelp: alike(LINKED),\n    ShowDates: alike(LINKED),"),
        ("verbs.home import ShowHelp, ShowHome", "verbs.home import ShowDates, ShowHelp, ShowHome"),
    ),
    "tests/handlers/served.py": (
        ('    ShowHelp: "Hướng dẫn",', '    ShowHelp: "Hướng dẫn",\n    ShowDates: "đến hạn 17:00",'),
        ("verbs.home import ShowHelp, ShowHome", "verbs.home import ShowDates, ShowHelp, ShowHome"),
    ),
    "tests/handlers/other_rights.py": (
        ("        ShowHelp(),", "        ShowHelp(),\n        ShowDates(),"),
        ("verbs.home import ShowHelp, ShowHome", "verbs.home import ShowDates, ShowHelp, ShowHome"),
    ),
    "locales/vi/messages.po": (
        entry("View dates", "Xem thời hạn"),
        entry("Report for {period}: due {due:full}.", "Báo cáo {period}: đến hạn {due:full}."),
    ),
    "locales/en/messages.po": (
        entry("View dates", "View dates"),
        entry("Report for {period}: due {due:full}.", "{period} report: due {due:full}."),
    ),
}


def test_a_question_is_added_by_its_recipe(copy: Path) -> None:
    said = recipe("A question about a difficulty")

    follow(copy, QUESTION)

    assert set(QUESTION) - named(said, {"test_agency.py": "test_effect.py"}) == set()
    check(
        copy,
        "tests/handlers/test_effect.py",
        "tests/guards/test_questions.py",
        "tests/exports/test_annex.py::test_the_columns_of_the_annex_fill_the_width_between_the_margins",
        "tests/storage/test_migrations.py::test_a_second_run_has_nothing_to_do",
    )


def test_a_button_is_added_by_its_recipe(copy: Path) -> None:
    said = recipe("A screen with a button") + recipe("A screen")

    follow(copy, BUTTON)

    assert set(BUTTON) - named(said, {"GOAL": "home"}) == set()
    check(copy, "tests/handlers/test_access.py", "tests/guards/test_buttons.py")


@pytest.mark.parametrize(
    "heading",
    [
        "The wording of a receipt",
        "A question about a difficulty",
        "A screen with a button",
        "A mark of the reminders",
        "A migration",
        "A channel",
    ],
)
def test_every_file_that_a_recipe_names_is_there(heading: str) -> None:
    goals = {f"{room}/GOAL.py" for room in ("bot/domain/verbs", "bot/services", "bot/screens", "handlers")}
    open_ended = goals | {"bot/channels/NAME/client.py"}
    paths = {name for name in named(recipe(heading), {}) if "/" in name} - open_ended

    assert paths
    assert [name for name in paths if not (ROOT / name).exists()] == []
