"""Rules about the source that no other tool checks. Each guard is shown to be able to fail."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from bot.screens.errors import ERROR_TEXTS
from handlers import access
from tests.catalogues import messages
from tests.guards.tree import ROOT, called, docstrings, parsed, sources

Check = Callable[[str, ast.Module], Iterator[str]]

SANDBOX_BASE = "bot/sandbox/store/"
"""The sandbox's own database: Telegram's side of the wire, not the program's."""
BENCH_BASES = ("scripts/bench/floor_base.py", "scripts/bench/grown.py")
"""The database of what the program is measured against, which has nothing of the program's; rows of the program's base
by the million, which its own statements would take an hour for."""

_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
_SQL = re.compile(
    r"\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+|DROP\s+|ALTER\s+|PRAGMA\s)",
    re.IGNORECASE,
)
_TRANSACTION_CALLS = ("begin", "commit", "rollback", "executescript")


def texts(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Yield every string constant with its text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def transactions(path: str, tree: ast.Module) -> Iterator[str]:
    """Only the Writer begins and ends transactions."""
    if path in ("storage/database.py", *BENCH_BASES) or path.startswith(SANDBOX_BASE):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in _TRANSACTION_CALLS:
            yield f"{path}:{node.lineno}: {called(node)}()"
    for constant, text in texts(tree):
        if _TRANSACTION.match(text) and text.split()[0].isupper():
            yield f"{path}:{constant.lineno}: {text[:40]!r}"


def sql(path: str, tree: ast.Module) -> Iterator[str]:
    """SQL stands in storage alone."""
    if path.startswith(("storage/", SANDBOX_BASE, *BENCH_BASES)):
        return
    remarks = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in ("execute", "executemany"):
            yield f"{path}:{node.lineno}: {called(node)}()"
    for constant, text in texts(tree):
        if id(constant) not in remarks and _SQL.match(text) and text.split()[0].isupper():
            yield f"{path}:{constant.lineno}: {text[:40]!r}"


_CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")


def clocks(path: str, tree: ast.Module) -> Iterator[str]:
    """Time comes in through bot.clock; the watch of the ticks alone looks at the machine's own clock."""
    for node in ast.walk(tree):
        if path == "bot/clock.py" or not _CLOCKS.search(called(node)):
            continue
        if path == "bot/runtime/ticker.py" and called(node) == "time.time":
            continue
        yield f"{path}:{node.lineno}: {called(node)}()"  # type: ignore[attr-defined]


def loose_tasks(path: str, tree: ast.Module) -> Iterator[str]:
    """A task belongs to a TaskGroup that is open in the same file."""
    groups = {
        ast.unparse(item.optional_vars)
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if called(item.context_expr) == "asyncio.TaskGroup" and item.optional_vars
    }
    for node in ast.walk(tree):
        owner, _, name = called(node).rpartition(".")
        if name == "ensure_future" or (name == "create_task" and owner not in groups):
            yield f"{path}:{node.lineno}: {called(node)}()"  # type: ignore[attr-defined]


_MUTABLE = ("list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "Event", "Lock", "Queue")


def module_state(path: str, tree: ast.Module) -> Iterator[str]:
    """Handlers keep nothing: what is per user stands in the base."""
    if not path.startswith("handlers/"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield f"{path}:{node.lineno}: global"
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        value = statement.value
        annotation = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
        plain = isinstance(value, ast.List | ast.Set | ast.ListComp | ast.SetComp | ast.DictComp | ast.Dict)
        made = called(value).rpartition(".")[2] in _MUTABLE
        table = isinstance(value, ast.Dict) and value.keys and _read_only(statement, annotation)
        if (plain or made) and not table:
            yield f"{path}:{statement.lineno}: {ast.unparse(statement)[:60]}"


def _read_only(statement: ast.Assign | ast.AnnAssign, annotation: str) -> bool:
    """A filled table of constants is no state: declared as a Mapping, or private and never written to."""
    return annotation.startswith("Mapping[") or isinstance(statement, ast.Assign)


def prints(path: str, tree: ast.Module) -> Iterator[str]:
    """Only verbs speak on standard output."""
    if not path.startswith(("bot/", "handlers/", "storage/")) or path.startswith("bot/verbs/"):
        return
    for node in ast.walk(tree):
        if called(node) == "print":
            yield f"{path}:{node.lineno}"  # type: ignore[attr-defined]


_VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)

NOT_IN_THE_CATALOGUE: Mapping[str, str] = {
    "main.py": "a package is missing, perhaps the one that reads the catalogue",
    "bot/verbs/command_line.py": "help of the command line, which imports nothing, not even the catalogue",
    "bot/i18n.py": "official dates and periods: rules of form, not sentences",
    "bot/domain/aligning.py": "đ, which Unicode does not take apart",
    "bot/domain/characters.py": "đ, which Unicode does not take apart",
    "bot/domain/secrecy.py": "marks that documents bear, and words that only look like them",
    "bot/domain/secret_letters.py": "what keyboards leave of the words of marks, and what they stand for",
    "bot/domain/citations.py": "how a provision is cited: words of the law, whatever the language of the reader",
    "bot/domain/citation_tokens.py": "letters of points and names of parts, as the law has them",
    "bot/domain/legal_documents.py": "kinds and names of documents, as the law has them",
    "bot/domain/encodings.py": "letters of legacy fonts and what they stand for",
    "bot/domain/task_deadlines.py": "deadlines as they are typed and kept, whatever the language of the reader",
    "bot/domain/personal_data.py": "đ, which Unicode does not take apart",
    "bot/domain/deadline_phrases.py": "how a deadline is written: an answer that is kept and read again",
    "storage/erasure.py": "what stands in the place of an erased name: data, as the name was",
}


def vietnamese(path: str, tree: ast.Module) -> Iterator[str]:
    """Every text a person sees is in the catalogue, so the code holds none in Vietnamese but as part of a msgid."""
    if path in NOT_IN_THE_CATALOGUE or not path.startswith(("main.py", "bot/", "handlers/", "storage/")):
        return
    for node, text in in_vietnamese(tree):
        if text not in messages("vi"):
            yield f"{path}:{node.lineno}: {text[:40]!r}"


def in_vietnamese(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Yield the texts in a module that have Vietnamese letters in them."""
    remarks = docstrings(tree)
    for node, text in texts(tree):
        if id(node) not in remarks and _VIETNAMESE.search(text):
            yield node, text


def of_one_channel(path: str, tree: ast.Module) -> Iterator[str]:
    """Raw updates are read by their channel, and nobody below asks which channel it is."""
    if not path.startswith(("bot/runtime/", "bot/services/", "bot/domain/", "bot/screens/", "handlers/")):
        return
    for node in ast.walk(tree):
        if called(node) == "raw.get" or (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "raw"):
            yield f"{path}:{node.lineno}: {ast.unparse(node)}"  # type: ignore[attr-defined]
    yield from (f"{path}:{constant.lineno}: {text}" for constant, text in texts(tree) if text == "telegram")


BAD: tuple[tuple[Check, str, str], ...] = (
    (of_one_channel, "handlers/x.py", "raw.get('message')"),
    (of_one_channel, "bot/runtime/x.py", "kind = raw['callback_query']['id']"),
    (of_one_channel, "bot/services/x.py", "if caller.channel == 'telegram':\n    pass"),
    (transactions, "bot/services/x.py", "db.conn.execute('BEGIN')"),
    (transactions, "handlers/x.py", "db.begin()"),
    (transactions, "storage/x.py", "db.conn.commit()"),
    (transactions, "storage/x.py", "db.conn.executescript('x')"),
    (transactions, "storage/x.py", "db.conn.execute(f'SAVEPOINT {name}')"),
    (sql, "bot/verbs/x.py", "db.conn.execute(text)"),
    (sql, "bot/services/x.py", "one(db, 'SELECT 1')"),
    (sql, "bot/services/x.py", "change(db, f'DELETE FROM {table}')"),
    (clocks, "bot/services/x.py", "datetime.now(UTC)"),
    (clocks, "bot/services/x.py", "datetime.datetime.utcnow()"),
    (clocks, "bot/services/x.py", "date.today()"),
    (clocks, "bot/runtime/x.py", "time.time()"),
    (loose_tasks, "bot/runtime/x.py", "asyncio.create_task(x)"),
    (loose_tasks, "bot/runtime/x.py", "asyncio.get_running_loop().create_task(x)"),
    (loose_tasks, "bot/runtime/x.py", "asyncio.ensure_future(x)"),
    (module_state, "handlers/x.py", "cache = {}"),
    (module_state, "handlers/x.py", "seen: set[int] = set()"),
    (module_state, "handlers/x.py", "names: list[str] = []"),
    (module_state, "handlers/x.py", "def f():\n    global n\n    n = 1"),
    (prints, "bot/runtime/x.py", "print('x')"),
    (vietnamese, "handlers/x.py", "Text('Đã nhận')"),
    (vietnamese, "bot/services/x.py", "f'kỳ {n}'"),
)

GOOD: tuple[tuple[Check, str, str], ...] = (
    (of_one_channel, "bot/channels/telegram/inbound.py", "raw.get('message')"),
    (of_one_channel, "handlers/x.py", "inbound.read(raw)"),
    (transactions, "bot/services/x.py", "with db.atomic():\n    pass"),
    (transactions, "bot/services/x.py", "Text('Begin with the field')"),
    (sql, "bot/services/x.py", "Text('Select the field. Update what is wrong')"),
    (clocks, "bot/clock.py", "datetime.now(UTC)"),
    (clocks, "bot/runtime/x.py", "time.monotonic()"),
    (
        loose_tasks,
        "bot/runtime/x.py",
        "async def f():\n    async with asyncio.TaskGroup() as g:\n        g.create_task(x)",
    ),
    (module_state, "handlers/x.py", "TABLE: Mapping[str, int] = {'a': 1}"),
    (vietnamese, "handlers/x.py", '"""Vướng mắc."""\nText("Difficulty")'),
)
CHECKS = tuple(dict.fromkeys(check for check, _, _ in BAD))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_source_keeps_the_rule(check: Check) -> None:
    found = [fault for path, tree in sources() for fault in check(path, tree)]

    assert found == []


@pytest.mark.parametrize(("check", "path", "snippet"), BAD)
def test_a_breach_of_the_rule_is_found(check: Check, path: str, snippet: str) -> None:
    assert list(check(path, ast.parse(snippet)))


@pytest.mark.parametrize(("check", "path", "snippet"), GOOD)
def test_what_only_looks_like_a_breach_is_let_pass(check: Check, path: str, snippet: str) -> None:
    assert list(check(path, ast.parse(snippet))) == []


def test_every_exception_from_the_catalogue_rule_is_still_needed() -> None:
    assert [path for path in NOT_IN_THE_CATALOGUE if not any(in_vietnamese(parsed(ROOT / path)))] == []


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "misc", "common", "base"}

    names = {path for path, _ in sources("main.py", "bot", "handlers", "storage", "scripts", "tests")}

    assert [path for path in names if drawers & set(path.removesuffix(".py").split("/"))] == []


CODE_AT: Mapping[str, int] = {"BotError": 0, "ListForm": 0}
"""What is given the code of an error, and in which place; a list of an office is refused with the code of its form."""

CODES_OF: Mapping[tuple[str, str], frozenset[str]] = {
    ("handlers/access.py", "_REFUSAL[access]"): frozenset(access._REFUSAL.values()),
    ("bot/exports/__init__.py", "met['code']"): frozenset(),  # the child raised it, from this source
    ("bot/services/tasks/notice_reading.py", "met['code']"): frozenset(),  # likewise
    ("bot/verbs/changing.py", "answer['error']"): frozenset(),  # the running program raised it, from this source
    ("storage/lock.py", "held"): frozenset({"already_running", "migrate_running", "restore_running"}),
    ("bot/services/tables/table.py", "form.error"): frozenset(),  # found where the form is described
}


def raised(places: Iterator[tuple[str, ast.Module]]) -> set[str]:
    """Return every code of a BotError in the source; each is a constant, or stands in `CODES_OF`."""
    codes: set[str] = set()
    for path, tree in places:
        constants = constants_of(tree)
        for node in ast.walk(tree):
            place = CODE_AT.get(called(node).rpartition(".")[2])
            if place is not None:
                code: Any = node.args[place]  # type: ignore[attr-defined]
                codes |= constants.get(ast.unparse(code)) or CODES_OF[path, ast.unparse(code)]
    return codes


def constants_of(tree: ast.Module) -> dict[str, frozenset[str]]:
    """Return what stands for a code in a module, as it is written there: every text, and every name of one text."""
    written = {ast.unparse(node): frozenset({text}) for node, text in texts(tree)}
    named = {
        ast.unparse(statement.targets[0]): frozenset({statement.value.value})
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        if isinstance(statement.value.value, str)
    }
    return written | named


def test_every_error_has_a_sentence_and_every_sentence_an_error() -> None:
    assert raised(sources()) == set(ERROR_TEXTS)


def test_an_error_without_a_sentence_would_be_noticed() -> None:
    for snippet in ("raise BotError('no_such_code', path=x)", "CODE = 'no_such_code'\nListForm(CODE, columns)"):
        assert raised(iter([("bot/x.py", ast.parse(snippet))])) == {"no_such_code"}


def test_a_code_that_cannot_be_read_from_the_source_would_be_noticed() -> None:
    for snippet in ("raise BotError(code)", "ListForm(error, columns)"):
        with pytest.raises(KeyError):
            raised(iter([("bot/x.py", ast.parse(snippet))]))
