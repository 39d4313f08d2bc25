"""The documents say what the program does: every verb, setting, command, dependency, date and link."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import config
from bot.calendar_source import load_calendar
from bot.conversation.words import catalogue as conversation_catalogue
from bot.data_source import load_profile
from bot.domain.people import Reader
from bot.domain.periods import Cadence, Period, schedule
from bot.domain.texts import Text
from bot.i18n import translate
from bot.runtime import timetable
from bot.sandbox.language import catalogue as sandbox_catalogue
from bot.verbs.command_line import parser
from handlers.access import COMMANDS
from tests.catalogues import sentences

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text(*path: str) -> str:
    return ROOT.joinpath(*path).read_text(encoding="utf-8")


def rows(markdown: str) -> list[list[str]]:
    """Return the cells of all table rows, heads included."""
    lines = [line for line in markdown.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def verbs(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Yield every verb, with the acts below it: "digest", "audit verify"."""
    choices = [a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not choices:
        yield before
    for name, below in (pair for named in choices for pair in named.items()):
        yield from verbs(below, f"{before} {name}".strip())


def settings_read() -> list[str]:
    """Return every name that the settings are read from."""
    return sorted(config.NAMES)


def hours_of_ticks() -> list[str]:
    """Return when each tick of the program runs, as the operator's manual writes it."""
    calls = [
        node for node in ast.walk(ast.parse(inspect.getsource(timetable.of_the_base))) if isinstance(node, ast.Call)
    ]
    found = [call for call in calls if ast.unparse(call.func) == "at"]
    return [written({str(given.arg): ast.literal_eval(given.value) for given in call.keywords}) for call in found]


def written(fields: dict[str, Any]) -> str:
    minute = fields["minute"]
    if "-" in str(fields.get("hour", "")):
        first, last = str(fields["hour"]).split("-")
        return f"nửa giờ một lần, {int(first):02}:00 đến {int(last):02}:30"
    if "hour" in fields:
        return ", ".join(f"{int(hour):02}:{minute:02}" for hour in str(fields["hour"]).split(","))
    every = str(minute).removeprefix("*/")
    return f"phút {minute} mỗi giờ" if every == str(minute) else f"{int(every):02} phút một lần"


def dependencies() -> list[str]:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    return [re.split(r"[<>=\[]", named)[0] for named in [*project["dependencies"], *(n for e in extras for n in e)]]


# --- everything there is, is documented


@pytest.mark.parametrize("verb", list(verbs(parser())))
def test_every_verb_stands_in_the_readme_and_in_the_operators_manual(verb: str) -> None:
    for page in (text("README.md"), text("docs", "van-hanh.md")):
        assert f"`python main.py {verb}" in page


@pytest.mark.parametrize("name", settings_read())
def test_every_setting_stands_in_the_readme_in_the_operators_manual_and_in_the_example(name: str) -> None:
    for page in (text("README.md"), text("docs", "van-hanh.md")):
        assert f"| `{name}` |" in page
    assert re.search(rf"^#?{name}=", text(".env.example"), re.MULTILINE)


def test_the_example_names_no_setting_that_is_not_read() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", text(".env.example"), re.MULTILINE)

    assert sorted(named) == settings_read()


def test_the_defaults_in_the_example_are_those_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = dict(re.findall(r"^#([A-Z_]+)=(.+)$", text(".env.example"), re.MULTILINE))
    monkeypatch.chdir(tmp_path)
    for name in config.NAMES:
        monkeypatch.setenv(name, defaults.get(name, ""))

    assert defaults
    assert config.load_settings() == config.Settings()


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_chat_command_stands_in_the_readme_and_in_the_users_manual(command: str) -> None:
    assert f"`/{command}`" in text("README.md")
    assert f"`/{command}`" in text("docs", "nguoi-dung.md")


def test_the_operators_manual_names_the_hour_of_everything_that_is_done_by_itself() -> None:
    written = [
        row[0] for row in rows(text("docs", "van-hanh.md").partition("## Việc định kỳ")[2].partition("\n## ")[0])
    ]

    assert sorted(written[1:]) == sorted(hours_of_ticks())


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_is_accounted_for(name: str) -> None:
    assert f"| `{name}` |" in text("docs", "decisions", "0001-dependencies.md")


def test_no_dependency_is_accounted_for_that_is_not_there() -> None:
    named = re.findall(r"^\| `(.+?)` \|", text("docs", "decisions", "0001-dependencies.md"), re.MULTILINE)

    assert sorted(named) == sorted(dependencies())


# --- what is documented, is there


@pages
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))

    missing = [t for t in targets if not t.startswith(("http:", "https:")) and not (page.parent / t).exists()]

    assert missing == []


@pages
def test_every_command_that_is_shown_can_be_parsed(page: Path) -> None:
    shown = re.findall(r"\bpython main\.py ([^`\n]+)", page.read_text(encoding="utf-8"))

    for command in shown:
        arguments = shlex.split(command)
        if arguments not in (["--help"], ["--version"]):  # these end the program at once
            parser().parse_args(arguments)


def test_every_button_named_in_the_users_manual_exists() -> None:
    named = re.findall(r'"([^"]+)"', text("docs", "nguoi-dung.md"))

    assert named
    # What the chat platform's own buttons are called, the sandbox's page knows.
    pages = {*sandbox_catalogue("vi").values(), *conversation_catalogue("vi").values()}
    assert set(named) <= {*sentences("vi"), *pages}


def test_the_index_lists_every_decision_and_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))

    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert re.findall(r"\(decisions/(.+?)\)", text("docs", "README.md")) == names


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_a_context_and_consequences(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert headings == ["Context", "Decision", "Consequences"]


# --- what is written down twice, is the same


def test_the_table_of_periods_is_what_the_program_computes() -> None:
    written = [row for row in rows(text("docs", "ky-bao-cao.md")) if "2026" in row[0]]

    assert written == [period_row(period) for period in periods_of(2026)]


def periods_of(year: int) -> list[Period]:
    months = [Period(year, month) for month in range(1, 13)]
    return [*months, *(Period(year, quarter, Cadence.QUARTER) for quarter in range(1, 5))]


def period_row(period: Period) -> list[str]:
    days = schedule(period, load_profile("vpcp-2023").periods, load_calendar(2025, 2027))
    cells = [
        Text("{period}", period=period),
        Text("{first:date} – {last:date}", first=period.first_day, last=period.last_day),
        *(Text("{at:full}", at=at) for at in (days.due_at, days.digest_at, days.stop_at)),
    ]
    return [translate(cell, Reader()) for cell in cells]


@pytest.mark.parametrize("column", [0, 1], ids=["vi", "en"])
def test_the_glossary_has_one_word_for_one_thing(column: int) -> None:
    terms = [row[column].casefold() for row in rows(text("docs", "thuat-ngu.md"))]

    assert len(terms) > 50
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


# --- how it is written


KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_changelog_is_kept_one_sentence_per_line_under_the_usual_headings() -> None:
    lines = [line for line in text("CHANGELOG.md").splitlines()[4:] if line]
    releases = [line for line in lines if line.startswith("## ")]
    entries = [line for line in lines if not line.startswith("#")]

    assert releases[0] == "## [Unreleased]"
    assert all(re.fullmatch(r"## \[(Unreleased|\d+\.\d+\.\d+\] – \d{4}-\d{2}-\d{2})\]?", line) for line in releases)
    assert {line.removeprefix("### ") for line in lines if line.startswith("### ")} <= KINDS
    assert [line for line in entries if not re.fullmatch(r"- .+[^.]\.", line)] == []


@pages
def test_the_documents_are_sober(page: Path) -> None:
    words = re.sub(r"```.*?```|`[^`]*`|!\[", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert "!" not in words
    assert re.findall("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]", words) == []
