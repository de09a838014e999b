"""No module imports, by whatever way round, one that imports it: not even for the names of types. In Rust neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

ENGINE = Path(__file__).resolve().parents[1] / "rust" / "engine" / "src"

#: the rooms of the engine, each knows only those before it
ROOMS = ("fault", "task", "state", "program", "transition", "explain", "proving", "search", "atlas")

#: a condition has expressions in it, an expression has conditions, made ready as guards: modules of one type
TERMS = {"program::condition", "program::expression", "program::guard"}


def circles(imports: Mapping[str, set[str]]) -> list[set[str]]:
    """The modules that reach each other."""
    reached: dict[str, set[str]] = {}
    for module in imports:
        seen: set[str] = set()
        waiting = list(imports[module])
        while waiting:
            if (other := waiting.pop()) not in seen:
                seen.add(other)
                waiting += imports.get(other, ())
        reached[module] = seen
    found: list[set[str]] = []
    for module in sorted(imports):
        circle = {other for other in reached[module] if module in reached.get(other, ())}
        if circle and circle not in found:
            found.append(circle)
    return found


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_there_are_no_circles() -> None:
    """What is imported under `TYPE_CHECKING` counts: two modules that need each other's types are one, or want a third."""
    graph = grimp.build_graph("fabula", exclude_type_checking_imports=False, cache_dir=None)
    # `fabula` itself is no stage: it gives the names of all others to who asks for them, and imports none.
    modules = sorted(graph.modules - {"fabula"})
    assert "fabula.charts.map.page" in modules
    assert circles({module: graph.find_modules_directly_imported_by(module) - {"fabula"} for module in modules}) == []


def used(text: str, module: str) -> Iterator[str]:
    """The paths that a module in Rust names by `use`, from the root of the crate, those of its own tests aside."""
    here = module.split("::")
    for path, items in re.findall(r"^use ([\w:]+?)(?:::\{([^;]*)\})?;", text.split("#[cfg(test)]")[0], re.MULTILINE):
        for item in re.findall(r"[\w:]+", items) or [""]:
            steps = [step for step in (*path.split("::"), *item.split("::")) if step]
            if steps[0] == "crate":
                yield "::".join(steps[1:])
            else:
                yield "::".join([*(here[:-1] if steps[0] == "super" else here), *(steps[1:] if steps[0] == "super" else steps)])


def modules_of(folder: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(folder.rglob("*.rs")):
        parts = path.relative_to(folder).with_suffix("").parts
        found["::".join(parts[:-1] if parts[-1] == "mod" else parts)] = path
    return found


def imports_of(folder: Path) -> dict[str, set[str]]:
    """The modules of a crate, each with those that it uses."""
    modules = modules_of(folder)
    found: dict[str, set[str]] = {}
    for module, path in modules.items():
        found[module] = set()
        for name in used(path.read_text(encoding="utf-8"), module):
            while name and name not in modules:
                name = name.rpartition("::")[0]
            if name not in ("", module):
                found[module].add(name)
    return found


def test_what_a_module_in_rust_uses_is_seen() -> None:
    text = "use std::fmt;\n\nuse super::other::{self, One};\nuse crate::state::graph::{Graph,\n    Node};\nuse inner::Two;\n"
    text += "\n#[cfg(test)]\nmod tests {\n    use crate::atlas::Atlas;\n}\n"
    assert list(used(text, "search::planner")) == [
        "search::planner::std::fmt",
        "search::other::self",
        "search::other::One",
        "state::graph::Graph",
        "state::graph::Node",
        "search::planner::inner::Two",
    ]


def test_there_are_no_circles_in_rust() -> None:
    imports = imports_of(ENGINE)
    assert "transition::world" in imports["explain::explainer"]
    assert circles(imports) == [TERMS]


def test_each_room_of_the_engine_knows_only_those_below_it() -> None:
    imports = imports_of(ENGINE)
    rooms = {module.partition("::")[0] for module in imports} - {"lib"}
    assert rooms == set(ROOMS)
    above = [
        (module, other)
        for module in sorted(imports)
        for other in sorted(imports[module])
        if module != "lib" and ROOMS.index(other.partition("::")[0]) > ROOMS.index(module.partition("::")[0])
    ]
    assert above == []
