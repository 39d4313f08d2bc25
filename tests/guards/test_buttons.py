"""Buttons are typed: each is a verb of the registry, made by a screen and taken by one handler."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, get_type_hints

import pytest

from bot.domain.buttons import Verb
from bot.domain.verbs.registry import VERBS
from handlers.dispatch import dispatcher
from handlers.filters import Presses
from tests.guards.test_source import texts
from tests.guards.tree import called, docstrings, sources

DECLARED_IN = "bot/domain/verbs/"
_WIRES = "|".join(verb.wire for verb in VERBS)
_DATA = re.compile(rf"({_WIRES})(:[a-z0-9]*)+")


def literals(path: str, tree: ast.Module) -> Iterator[str]:
    """No button is written by hand."""
    remarks = docstrings(tree)
    for node in ast.walk(tree):
        if called(node).rpartition(".")[2] == "pack":
            yield f"{path}:{node.lineno}: pack()"  # type: ignore[attr-defined]
    for node, text in texts(tree):
        if id(node) not in remarks and _DATA.fullmatch(text):
            yield f"{path}:{node.lineno}: {text!r}"


def out_of_date(path: str, tree: ast.Module) -> Iterator[str]:
    """What a press says is read before a handler sees it, so that no handler finds it out of date."""
    if not path.startswith("handlers/") or path == "handlers/dispatch.py":
        return
    for node in ast.walk(tree):
        if called(node) == "BotError" and ast.unparse(node).startswith("BotError('stale'"):
            yield f"{path}:{node.lineno}: {ast.unparse(node)}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("check", [literals, out_of_date])
def test_the_source_keeps_the_rule(check: Any) -> None:
    assert [fault for path, tree in sources() if not path.startswith(DECLARED_IN) for fault in check(path, tree)] == []


@pytest.mark.parametrize(
    ("check", "path", "snippet"),
    [
        (literals, "bot/screens/x.py", "Choice(label, pack('h'))"),
        (literals, "bot/screens/x.py", "data = 'tv:vm2611001'"),
        (literals, "bot/services/x.py", "data = f'f:{draft}:{rev}'"),
        (out_of_date, "handlers/x.py", "raise BotError('stale')"),
    ],
)
def test_a_breach_of_the_rule_is_found(check: Any, path: str, snippet: str) -> None:
    assert list(check(path, ast.parse(snippet)))


def handlers() -> Iterator[tuple[type[Verb], Any]]:
    """Yield every handler of a press with its verb."""
    for router in dispatcher().chain_tail:
        for handler in router.callback_query.handlers:
            for part in handler.filters or ():
                if isinstance(part.callback, Presses):
                    yield part.callback.verb, handler.callback


def test_every_verb_has_one_handler() -> None:
    assert Counter(verb for verb, _ in handlers()) == Counter(VERBS)


def test_a_handler_that_looks_at_the_press_declares_the_verb_it_is_registered_for() -> None:
    hints = {handler: get_type_hints(handler).get("press") for _, handler in handlers()}

    assert [handler for verb, handler in handlers() if hints[handler] not in (None, verb)] == []


@cache
def made() -> frozenset[str]:
    """Return what screens and services make."""
    return frozenset(called(node) for _, tree in sources("bot/screens", "bot/services") for node in ast.walk(tree))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_every_verb_is_offered_by_some_screen(verb: type[Verb]) -> None:
    assert verb.__name__ in made()
