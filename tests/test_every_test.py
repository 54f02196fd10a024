"""A test that asserts nothing cannot fail but by an accident, and is worse than none."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

DEEPEST = 3
"""So many calls of the file's own functions may lie between a test and what it asserts."""

Functions = Mapping[str, ast.FunctionDef]


def asserting_nothing(source: str) -> Iterator[str]:
    """The tests of a file in which nothing is compared: only that nothing raises is seen."""
    tree = ast.parse(source)
    functions = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    for name, function in functions.items():
        if name.startswith("test_") and not _asserts(function, functions, DEEPEST):
            yield name


def _asserts(function: ast.FunctionDef, functions: Functions, deepest: int) -> bool:
    return any(_is_asserting(node, functions, deepest) for node in ast.walk(function))


def _is_asserting(node: ast.AST, functions: Functions, deepest: int) -> bool:
    match node:
        case ast.Assert() | ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="pytest"), attr=name)):
            return name in {"raises", "fail", "warns"}
        case ast.Call(func=ast.Name(id=name)) if name in functions and deepest:
            return _asserts(functions[name], functions, deepest - 1)
    return False


def test_every_test_asserts_something() -> None:
    found = [
        f"{path.relative_to(TESTS)}: {name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for name in asserting_nothing(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    look()", ["test_it"]),
        ("    looked = look()\n    print(looked)", ["test_it"]),
        ("    assert look()", []),
        ("    with pytest.raises(OSError):\n        look()", []),
        ("    raise AssertionError('never')", []),
        ("    checked()\n\ndef checked():\n    assert look()", []),
        ("    checked()\n\ndef checked():\n    look()", ["test_it"]),
    ],
)
def test_one_that_asserts_nothing_is_found(body: str, found: list[str]) -> None:
    assert list(asserting_nothing(f"def test_it():\n{body}\n")) == found
