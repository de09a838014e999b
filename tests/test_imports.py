"""No module imports, by whatever way round, one that imports it: not even for the names of types."""

from __future__ import annotations

from collections.abc import Mapping

import grimp


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
