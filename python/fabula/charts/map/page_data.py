"""What the page of a map knows: everything in columns, so that it stays small. `web/data.js` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.charts.map.details import Details, Quote, chosen, details_of, quote_of
from fabula.charts.map.drawn import Drawn
from fabula.charts.map.inside import Columns, inside_of
from fabula.charts.map.scenes import whereabouts

#: of at most so many states a page also says what minds believe of each other
MOST_NESTED = 4_000
_SPOKEN, _EMPTY, _CLEARED = 1, 2, 4


class _Table:
    """Values that are numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[object, int] = {}

    def number(self, value: object) -> int:
        return self.numbers.setdefault(value, len(self.numbers))


def page_data(drawn: Drawn) -> dict[str, object]:
    """What the page knows."""
    atlas, graph, ground = drawn.atlas, drawn.graph, drawn.atlas.world.ground
    definition = ground.definition
    firsts = [node.first for node in graph.nodes]
    by_hits: Sequence[int] = range(atlas.size)
    if drawn.readings is not None:
        hits = drawn.readings.hits
        by_hits = sorted(by_hits, key=lambda state: -hits[state])
    kept = chosen(firsts, by_hits, graph.parents, drawn.most_details)
    details = details_of(atlas, kept, graph.parents, graph.parent_acts, MOST_NESTED)
    index = {number: place for place, number in enumerate(details.states)}
    sources = _Table()
    endings = [
        [ending.name, ending.title, sum(node.size for node in nodes), sum(node.hits for node in nodes), _source(sources, quote)]
        for number, ending in enumerate(definition.endings.values())
        for nodes in ([node for node in graph.nodes if node.ending == number],)
        for quote in (quote_of(ending.span),)
    ]
    acts = [
        [name, sentence, _source(sources, quote_of(definition.actions[schema].span))]
        for name, sentence, schema in zip(drawn.act_names, drawn.act_sentences, drawn.act_schemas, strict=True)
    ]
    marks = [
        [
            scene.name,
            scene.title,
            sum(node.size for node in graph.nodes if node.scene == number),
            _source(sources, quote_of(scene.span)),
        ]
        for number, scene in enumerate(definition.scenes.values())
    ]
    paths = _Table()
    facts = [
        [
            paths.number(fact.path),
            fact.fluent,
            fact.text,
            _SPOKEN * fact.spoken + _EMPTY * fact.empty + _CLEARED * (fact.value is None),
        ]
        for fact in details.facts
    ]
    columns = Columns(atlas, graph.grouping.members, details.states)
    scenes: dict[str, object] = {}
    for node in graph.nodes:
        known = [state for state in node.states if state in index]
        if len(known) < 2:
            continue
        inside = inside_of(atlas, columns, known)
        scenes[str(node.number)] = {
            "groups": [[index[state] for state in group] for group in inside.groups],
            "x": [x for x, _ in inside.places],
            "y": [y for _, y in inside.places],
            "links": _flat(inside.links),
            "column": inside.column,
        }
    return {
        "title": drawn.title,
        "by": definition.front.by,
        "language": drawn.language,
        "states": atlas.size,
        "steps": len(atlas.acts),
        "depth": atlas.depth,
        "complete": atlas.complete,
        "why": atlas.why,
        "level": graph.grouping.level,
        "rule": graph.grouping.rule,
        "shown": drawn.shown,
        "readers": 0 if drawn.readings is None else drawn.readings.readers,
        "seed": 0 if drawn.readings is None else drawn.readings.seed,
        "free": [definition.things[ground.task.characters[mind]].display for mind in atlas.free],
        "column": graph.column,
        "height": graph.height,
        "endings": endings,
        "marks": marks,
        "minds": [definition.things[mind].display for mind in ground.task.characters],
        "where": [fluent for _, _, fluent in whereabouts(ground)],
        "acts": acts,
        "facts": facts,
        "paths": [list(path) for path in _keys(paths)],
        "deeds": [[drawn.moves[deed.act], deed.text] for deed in details.deeds],
        "nodes": {
            "first": [index[node.first] for node in graph.nodes],
            "size": [node.size for node in graph.nodes],
            "x": [node.x for node in graph.nodes],
            "y": [node.y for node in graph.nodes],
            "width": [node.width for node in graph.nodes],
            "ending": [-1 if node.ending is None else node.ending for node in graph.nodes],
            "mark": [-1 if node.scene is None else node.scene for node in graph.nodes],
            "dead": [node.dead for node in graph.nodes],
            "stuck": [node.stuck for node in graph.nodes],
            "open": [node.open for node in graph.nodes],
            "bottleneck": [int(node.bottleneck) for node in graph.nodes],
            "of": [list(node.bottleneck_of) for node in graph.nodes],
            "inside": [node.inside for node in graph.nodes],
            "hits": [node.hits for node in graph.nodes],
            "varies": columns.varying,
        },
        "links": [
            [link.source, link.target, _flat((drawn.moves[p.act], p.steps, p.hits) for p in link.passages), _flat(link.bends)]
            for link in graph.links
        ],
        "of": _states(drawn, details, index),
        "scenes": scenes,
        "sources": [[quote.file, quote.line, quote.text] for quote in sources.numbers if isinstance(quote, Quote)],
    }


def _keys(paths: _Table) -> list[tuple[int, ...]]:
    return [path for path in paths.numbers if isinstance(path, tuple)]


def _source(sources: _Table, quote: Quote | None) -> int:
    return -1 if quote is None else sources.number(quote)


def _states(drawn: Drawn, details: Details, index: dict[int, int]) -> dict[str, object]:
    """The states of which there are details. A step that leads to another one names the node that holds it: -1 - its number."""
    atlas, graph = drawn.atlas, drawn.graph
    leading = drawn.kinds
    steps = [
        [(deed, index[target] if target in index else -1 - graph.grouping.of[target]) for deed, target in row]
        for row in details.steps
    ]
    return {
        "numbers": [] if len(details.states) == atlas.size else list(details.states),
        "node": [graph.grouping.of[state] for state in details.states],
        "parent": [index[parent] if (parent := graph.parents[state]) >= 0 else -1 for state in details.states],
        "coming": list(details.comings),
        "ending": [atlas.endings[state] for state in details.states],
        "kind": "".join(leading[state] for state in details.states),
        "changed": [len(row) for row in details.changes],
        "changes": _flat(details.changes),
        "stepped": [len(row) for row in steps],
        "steps": _flat(pair for row in steps for pair in row),
    }


def _flat(rows: Iterable[Iterable[int]]) -> list[int]:
    return [value for row in rows for value in row]
