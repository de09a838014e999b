"""The map for other programs: as JSON, and as a graph for Graphviz. What is in the JSON is described in docs/maps.md."""

from __future__ import annotations

import json

from fabula.charts.map.details import Quote, quote_of
from fabula.charts.map.drawn import Drawn
from fabula.charts.map.graph import Link, Node
from fabula.charts.map.inside import Columns
from fabula.task import UNKNOWN

#: so many acts stand on an arrow of a graph for Graphviz
_MOST_ACTS = 3


def as_json(drawn: Drawn) -> str:
    """The map as one JSON object, a node or an edge on each line."""
    atlas, graph = drawn.atlas, drawn.graph
    ground = atlas.world.ground
    definition = ground.definition
    columns = Columns(atlas, graph.grouping.members, [node.first for node in graph.nodes])
    endings = list(definition.endings.values())
    head: dict[str, object] = {
        "format": "fabula map",
        "version": 1,
        "title": drawn.title,
        "complete": atlas.complete,
        "why": atlas.why,
        "states": atlas.size,
        "steps": len(atlas.acts),
        "depth": atlas.depth,
        "free": [ground.task.characters[mind] for mind in atlas.free],
        "level": graph.grouping.level,
        "rule": graph.grouping.rule,
        "readers": None if drawn.readings is None else drawn.readings.readers,
        "seed": None if drawn.readings is None else drawn.readings.seed,
        "layout": {"width": graph.width, "height": graph.height, "column": graph.column, "crossings": graph.crossings},
        "endings": [
            {
                "name": ending.name,
                "title": ending.title,
                "states": sum(node.size for node in graph.nodes if node.ending == number),
                "hits": None if drawn.readings is None else sum(node.hits for node in graph.nodes if node.ending == number),
                "source": _place(quote_of(ending.span)),
            }
            for number, ending in enumerate(endings)
        ],
        "scenes": [
            {
                "name": scene.name,
                "title": scene.title,
                "states": sum(node.size for node in graph.nodes if node.scene == number),
                "source": _place(quote_of(scene.span)),
            }
            for number, scene in enumerate(definition.scenes.values())
        ],
    }
    hits = drawn.readings is not None
    rows: dict[str, list[dict[str, object]]] = {
        "acts": [
            {"name": name, "text": text, "source": _place(quote_of(definition.actions[schema].span))}
            for name, text, schema in zip(drawn.act_names, drawn.act_sentences, drawn.act_schemas, strict=True)
        ],
        "nodes": [_node(drawn, node, columns, hits) for node in graph.nodes],
        "edges": [_edge(drawn, link, hits) for link in graph.links],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    for name, values in rows.items():
        lines = ",\n".join(f"  {json.dumps(value, ensure_ascii=False)}" for value in values)
        text += f',\n "{name}": [\n{lines}\n ]'
    return text + "\n}\n"


def _place(quote: Quote | None) -> dict[str, object] | None:
    return None if quote is None else {"file": quote.file, "line": quote.line, "text": quote.text}


def _node(drawn: Drawn, node: Node, columns: Columns, hits: bool) -> dict[str, object]:
    """`facts`: what is so in all its states."""
    ground = drawn.atlas.world.ground
    varying = set(columns.varying[node.number])
    facts: dict[str, object] = {}
    for fluent, column in enumerate(columns.all):
        if fluent not in varying:
            name, arguments = ground.property_of(fluent)
            value = column[node.number]
            facts[f"{name}({', '.join(arguments)})"] = None if value == UNKNOWN else ground.decode(fluent, value)
    return {
        "id": node.number,
        "states": list(node.states),
        "layer": node.layer,
        "x": node.x,
        "y": node.y,
        "height": node.width,
        "start": 0 in node.states,
        "ending": None if node.ending is None else ground.task.endings[node.ending].name,
        "scene": None if node.scene is None else list(ground.scenes)[node.scene],
        "dead": node.dead,
        "stuck": node.stuck,
        "unknown": node.open,
        "bottleneck": node.bottleneck,
        "bottleneck_of": [ground.task.endings[ending].name for ending in node.bottleneck_of],
        "inside": node.inside,
        "hits": node.hits if hits else None,
        "facts": facts,
    }


def _edge(drawn: Drawn, link: Link, hits: bool) -> dict[str, object]:
    return {
        "from": link.source,
        "to": link.target,
        "acts": [
            {
                "act": passage.act,
                "name": drawn.act_names[drawn.moves[passage.act]],
                "steps": passage.steps,
                "hits": passage.hits if hits else None,
            }
            for passage in link.passages
        ],
        "bends": [list(bend) for bend in link.bends],
    }


def as_dot(drawn: Drawn) -> str:
    """A directed graph with the nodes of a layer in a row."""
    graph = drawn.graph
    lines = [
        f"digraph {_quoted(drawn.title)} {{",
        "  // made by fabula",
        "  rankdir=LR;",
        '  node [shape=circle, label="", width=0.2, style=filled, fillcolor="#7d8896", fontname="sans-serif"];',
        '  edge [color="#8f867b", fontname="sans-serif", fontsize=9];',
    ]
    lines += [f"  {node.number} [{', '.join(_attributes(drawn, node))}];" for node in graph.nodes]
    for layer in sorted({node.layer for node in graph.nodes}):
        row = "; ".join(str(node.number) for node in graph.nodes if node.layer == layer)
        lines.append(f"  {{ rank=same; {row}; }}")
    for link in graph.links:
        acts = [drawn.act_names[drawn.moves[passage.act]] for passage in link.passages]
        more = [f"and {len(acts) - _MOST_ACTS} more"] if len(acts) > _MOST_ACTS else []
        attributes = [f"label={_quoted(chr(10).join([*acts[:_MOST_ACTS], *more]))}"]
        if graph.nodes[link.target].layer <= graph.nodes[link.source].layer:
            attributes += ["style=dashed", "constraint=false"]
        lines.append(f"  {link.source} -> {link.target} [{', '.join(attributes)}];")
    return "\n".join(lines) + "\n}\n"


def _attributes(drawn: Drawn, node: Node) -> list[str]:
    definition = drawn.atlas.world.definition
    endings, scenes = list(definition.endings.values()), list(definition.scenes.values())
    states = f"{node.size} state{'' if node.size == 1 else 's'}"
    scene = "" if node.scene is None else scenes[node.scene].title
    is_titled = scene != "" and drawn.graph.grouping.level == "scenes"
    attributes = [f"tooltip={_quoted(f'{scene}: {states}' if scene else states)}"]
    if node.ending is not None:
        attributes += ["shape=diamond", f"xlabel={_quoted(endings[node.ending].title)}", 'fillcolor="#c2491d"']
    elif node.is_dead:
        lost = "stuck" if node.stuck else "dead end"
        attributes += ['fillcolor="#fbf8f3"', 'color="#b0303a"', f"xlabel={_quoted(f'{scene}: {lost}' if is_titled else lost)}"]
    elif is_titled:
        attributes += [f"xlabel={_quoted(scene)}"]
    if node.bottleneck:
        attributes += ["peripheries=2"]
    if node.size > 1 and node.ending is None:
        attributes += [f"label={_quoted(str(node.size))}"]
    return attributes


def _quoted(text: str) -> str:
    """A text as Graphviz reads it: a backslash of the author's is none of Graphviz's escapes."""
    visible = "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
    escaped = visible.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
