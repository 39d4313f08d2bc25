"""Imports go one way, and a verb imports no more than it needs."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.tree import ROOT, called, sources
from tests.world import ROSTER

LINT = Path(sys.executable).with_name("lint-imports")
PROGRAM = ("bot", "handlers", "storage")


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--config", "pyproject.toml"],
        cwd=directory,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(directory)},
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree somewhere else, to be spoilt."""
    for name in PROGRAM:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    found = lint(ROOT)

    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


FORBIDDEN = [
    ("bot/domain/reports.py", "import storage.reports", "Layers"),
    ("bot/domain/reports.py", "import bot.clock", "The domain"),
    ("bot/domain/reports.py", "import babel", "The domain"),
    ("bot/services/desk/aggregate.py", "import bot.runtime.outbox", "Layers"),
    ("bot/runtime/worker.py", "import handlers.dispatch", "Layers"),
    ("bot/runtime/worker.py", "import aiogram", "aiogram"),
    ("bot/services/desk/aggregate.py", "import aiogram.types", "aiogram"),
    ("bot/channels/telegram/client.py", "import telegram", "python-telegram-bot"),
    ("handlers/dispatch.py", "import bot.channels.telegram.client", "Layers"),
    ("storage/outbox.py", "import bot.services.desk", "Layers"),
    ("bot/sandbox/bot_api/sending.py", "import bot.sandbox.phones_api.state", "The sandbox's rooms"),
    ("bot/sandbox/groups.py", "import bot.sandbox.hub", "The sandbox's rooms"),
    ("bot/sandbox/bot_api/call.py", "import bot.sandbox.bot_api.sending", "The Bot API's side"),
    ("bot/sandbox/phones_api/requests.py", "import bot.sandbox.phones_api.state", "The people's side"),
    ("bot/sandbox/process.py", "import bot.sandbox.server", "What runs beside"),
]


def test_every_forbidden_import_is_found(copy: Path) -> None:
    for path, line, _ in FORBIDDEN:
        file = copy / path
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    found = lint(copy)

    assert found.returncode != 0
    broken = {line.rpartition(" BROKEN")[0] for line in found.stdout.splitlines() if line.endswith(" BROKEN")}
    assert len(broken) == 8, found.stdout
    for path, line, contract in FORBIDDEN:
        module = path.removesuffix(".py").replace("/", ".")
        assert any(name.startswith(contract) for name in broken), contract
        assert f"{module} -> {line.split()[1].partition('.types')[0]}" in found.stdout, (path, line)


def imports(tree: ast.Module) -> set[str]:
    """Return what a module imports, wherever in it, but not for its types only."""
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_main_knows_aiogram_by_name_only_and_nobody_imports_main() -> None:
    (_, main), *_ = sources("main.py")
    others = {path for path, tree in sources(*PROGRAM) if "main" in imports(tree)}

    assert not {name for name in imports(main) if name.partition(".")[0] in ("aiogram", "telegram", "sqlite3")}
    assert others == set()


def test_outside_storage_the_database_is_known_as_a_type_only() -> None:
    """`Database` names what a service is handed; nobody but storage opens one. doctor asks SQLite for its version."""
    allowed = {
        "bot/verbs/doctor.py": {"sqlite3"},
        "bot/sandbox/store/database.py": {"sqlite3"},
        "bot/sandbox/store/schema.py": {"sqlite3"},
    }
    for path, tree in sources("bot", "handlers"):
        found = imports(tree) & {"sqlite3", "sqlite_utils"}
        calls = {called(node) for node in ast.walk(tree)}
        names = {name.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "sqlite_utils"
                 for name in n.names}  # fmt: skip
        if path in allowed:
            assert found <= allowed[path], path
            continue
        assert "sqlite3" not in found, path
        assert names <= {"Database"}, path
        assert "Database" not in calls, path


REPORTING = """
import json, sys
try:
    {act}
except SystemExit:
    pass
finally:
    print("\\nMODULES", json.dumps(sorted(sys.modules)))
"""


def modules_after(act: str, directory: Path, **environment: str) -> set[str]:
    """Return what a fresh interpreter has imported once it has acted."""
    found = subprocess.run(
        [sys.executable, "-c", REPORTING.format(act=act)],
        cwd=directory,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(directory), **environment},
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return set(json.loads(found.stdout.rpartition("MODULES")[2]))


def tops(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("data")
    (directory / "roster.csv").write_text(ROSTER, encoding="utf-8")
    modules_after('import main; main.main(["import-roster", "--yes", "roster.csv"])', directory)
    return directory


HEAVY = {
    "aiogram", "aiohttp", "apscheduler", "babel", "docx", "holidays", "lxml", "openpyxl", "PIL", "prometheus_client",
    "pydantic", "pydantic_settings", "pypdf", "sqlite_utils", "telegram", "xlsxwriter",
}  # fmt: skip
"""What takes a tenth of a second and more: who lives for a moment imports what it is there for."""
MOST_FILES = 200
"""Of the program's own, imported by `doctor`: 163 when this was written, of 800."""


@pytest.mark.parametrize(
    "verb",
    ["migrate", "import-roster --yes roster.csv", "invite --all", "digest --period 2026-11 --out .", "doctor",
     "audit verify", "replay"],
)  # fmt: skip
def test_a_verb_that_needs_no_network_imports_none(verb: str, data: Path) -> None:
    found = modules_after(f"import main; main.main({verb.split()!r})", data)

    assert not tops(found) & (HEAVY - {"holidays", "sqlite_utils"})
    assert not {name for name in found if name.startswith("holidays.countries")}
    links = {"bot.channels", "bot.channels.telegram", "bot.channels.telegram.links"}  # what a link looks like
    assert not {name for name in found - links if name.startswith(("bot.sandbox", "bot.channels", "handlers"))}


def test_what_an_operator_looks_at_first_imports_no_screens_and_makes_no_papers(data: Path) -> None:
    found = modules_after('import main; main.main(["doctor"])', data)

    own = {name for name in found if name.partition(".")[0] in PROGRAM}
    assert len(own) <= MOST_FILES
    assert not own & {"bot.services.desk.snapshots", "bot.screens.desk", "bot.domain.verbs.registry"}


@pytest.mark.parametrize(
    ("paper", "libraries"),
    [
        ("docx", {"docx", "lxml"}),
        ("span_docx", {"docx", "lxml"}),
        ("xlsx", {"xlsxwriter"}),
        ("own_data", {"xlsxwriter"}),
    ],
)
def test_a_child_imports_what_writes_its_paper_and_words_alone(paper: str, libraries: set[str], tmp_path: Path) -> None:
    found = modules_after(f"import bot.exports.__main__, bot.exports.{paper}", tmp_path)

    assert tops(found) & (HEAVY | {"asyncio", "ssl", "storage", "handlers"}) == libraries
    rooms = {".".join(name.split(".")[:2]) for name in found if name.startswith("bot.")}
    assert rooms <= {"bot.clock", "bot.domain", "bot.errors", "bot.exports", "bot.i18n", "bot.po_file", "bot.screens"}
    assert {name for name in found if name.startswith("bot.screens.")} <= {"bot.screens.names"}
    assert not {name for name in found if name.startswith("bot.domain.verbs.")}


def test_help_imports_the_command_line_and_nothing_else_of_ours(tmp_path: Path) -> None:
    found = modules_after('import main; main.main(["--help"])', tmp_path)

    assert tops(found) & {"main", "handlers", "storage", "sqlite_utils", "babel"} == {"main"}
    assert {name for name in found if name.startswith("bot")} == {"bot", "bot.verbs", "bot.verbs.command_line"}


BUILD = """
    import asyncio, gc
    gc.disable()  # half the time of the import
    from pathlib import Path
    import main
    from bot.clock import SystemClock
    from bot.config import Settings, load_key
    from bot.services.rules import load_rules
    from storage.database import Writer, migrate, open_for_writing
    here = Path()
    migrate(here / "bot.db")
    writer = Writer(open_for_writing(here / "bot.db"))
    clock = SystemClock()
    rules = load_rules("vpcp-2023", load_key(here), clock.now().date())
    async def build():
        main.build_app(Settings(bot_token="42:memory_memory_memory_memory"), here, clock, rules, writer)
    asyncio.run(build())
""".strip()


def test_the_program_on_telegram_imports_nothing_of_the_sandbox(tmp_path: Path) -> None:
    found = modules_after(BUILD, tmp_path)

    assert "aiogram" in tops(found)
    assert not tops(found) & {"telegram", "docx", "xlsxwriter", "cryptography"}
    assert not {name for name in found if name.startswith("bot.sandbox")}


@pytest.mark.parametrize(("contact", "rings"), [("", False), ("mailto:vanphong@coquan.gov.vn", True)])
def test_the_page_loads_what_its_bell_needs_where_it_rings_alone(contact: str, rings: bool, tmp_path: Path) -> None:
    page = f'public_url="http://localhost:8020", web_push_contact="{contact}"'

    found = modules_after(BUILD.replace("Settings(", f"Settings({page}, "), tmp_path)

    assert "bot.channels.web.client" in found
    assert ("cryptography" in tops(found)) == rings
