// What stands around the canvas: details of what is chosen, search, legend, and how all of it begins.

const panel = document.getElementById("panel");
const legend = document.getElementById("legend");
const found = document.getElementById("found");
const query = document.getElementById("query");

/** An element with attributes (`on...` = listener) and children; texts become text nodes, whatever is in them. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** The language of what is an author's own, on a page that speaks English. */
const OWN = DATA.language === "en" ? {} : { lang: DATA.language, dir: "auto" };

/** Replaces what is in the panel. */
function fill(...children) {
  panel.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
}

// --- choosing and opening -----------------------------------------------------------------------------------------------

function choose(node) {
  chosen = node;
  prepareWay();
  if (node < 0) overview();
  else {
    show(node);
    if (view.scene >= 0) describeGroup(node);
    else if (NODES.size[node] > 1) describeScene(node);
    else describeState(NODES.first[node], node);
    document.getElementById("said").textContent = panel.querySelector("h2").textContent;
  }
  panel.scrollTop = 0;
  history.replaceState(null, "", node < 0 && view.scene < 0 ? "#" : `#${view.scene < 0 ? "" : `scene=${view.scene}&`}${node < 0 ? "" : `node=${node}`}`);
  redraw();
}

/** Goes into a scene, if there is more than one state in it to be seen. */
function open(node) {
  if (view.scene >= 0 || !DATA.scenes[node]) return;
  lit = null;
  look(sceneView(node), -1);
  document.getElementById("trail").hidden = false;
  document.getElementById("place").textContent = `${nameOf(node)} · ${many(NODES.size[node], "state")}`;
  describeScene(node);
}

function look(next, node) {
  view = next;
  chosen = -1;
  hovered = -1;
  prepare();
  fit();
  press();
  if (node >= 0) choose(node);
}

function leave() {
  if (!found.hidden) { found.hidden = true; return; }
  if (view.scene >= 0) {
    const scene = view.scene;
    document.getElementById("trail").hidden = true;
    look(wholeView(), scene);
  } else if (lit) light(null, null);
  else choose(-1);
}

/** Shows a state: its own node or, in a scene, the node of its group. */
function visit(state) {
  const node = STATES.node[state];
  if (view.scene === node) {
    const group = view.groups.findIndex((states) => states.includes(state));
    choose(group);
    if (view.groups[group].length > 1) describeState(state, -1);
    return;
  }
  if (view.scene >= 0) { document.getElementById("trail").hidden = true; look(wholeView(), -1); }
  if (NODES.size[node] === 1 || state === NODES.first[node]) choose(node);
  else { open(node); visit(state); }
}

function goTo(node) {
  if (view.scene >= 0) { document.getElementById("trail").hidden = true; look(wholeView(), -1); }
  choose(node);
  canvas.focus({ preventScroll: true });
}

// --- the panel ----------------------------------------------------------------------------------------------------------

function source(number) {
  if (number < 0) return null;
  const [file, line, text] = DATA.sources[number];
  return make("details", {}, make("summary", {}, `${file}:${line}`), make("code", { class: "quote" }, text));
}

function overview() {
  const ends = DATA.endings.filter(([, , states]) => states > 0);
  const never = DATA.endings.filter(([, , states]) => states === 0);
  fill(
    make("h2", OWN, DATA.title),
    DATA.by ? make("p", { class: "kind" }, `by ${DATA.by}`) : null,
    make("p", {}, DATA.complete
      ? `All lives of this story: ${many(DATA.states, "state")}, ${many(DATA.steps, "step")} between them, none further than ${many(DATA.depth, "act")} from the beginning.`
      : `${many(DATA.states, "state")} and ${many(DATA.steps, "step")} were found before the budget ended (${DATA.why || "not explored to the end"}): this map is no proof of what is not on it.`),
    DATA.free.length ? make("p", {}, `Acts of ${DATA.free.join(" and ")} need no reason here.`) : null,
    IN_SCENES ? make("p", {}, DATA.marks.length
      ? `Each dot with a title is a scene of the story's, and each ending is one.${DATA.rule ? ` What is in no scene stands together where it differs ${DATA.rule}.` : ""} Open one to see what is in it.`
      : `Each dot is a scene: states that differ ${DATA.rule}. Open one to see what is in it.`) : null,
    PARTIAL ? make("p", {}, `Of ${many(STATES.node.length, "state")} the details are in this file${DATA.readers ? ": those on the ways to the nodes that most readers came to" : ": those that are nearest to the beginning"}.`) : null,
    DATA.readers ? make("p", {}, `${many(DATA.readers, "random reader")} (seed ${DATA.seed}) have gone through it: the darker a dot and the thicker a line, the more of them came there.`) : null,
    make("h3", {}, "Endings"),
    make("ul", { class: "plain" }, ends.map(([name, title, states, hits]) => make("li", {},
      make("button", { ...OWN, class: "to", type: "button", onclick: () => light("ending", DATA.endings.findIndex((one) => one[0] === name)) }, title),
      make("small", {}, ` ${many(states, "state")}${DATA.readers ? `, ${share(hits)}` : ""}`)))),
    never.length ? make("p", { class: "quiet" }, `${DATA.complete ? "No life ends with" : "Not met so far:"} ${never.map(([, title]) => `“${title}”`).join(", ")}.`) : null,
    ...scenesPart(),
    make("h3", { class: "screen" }, "How to go about"),
    make("p", { class: "screen" }, "Time runs to the right. Drag to move, wheel or pinch to zoom. ", make("kbd", {}, "←"), make("kbd", {}, "→"), " follow the acts, ", make("kbd", {}, "↑"), make("kbd", {}, "↓"), " go within a layer, ", make("kbd", {}, "Enter"), " opens a scene, ", make("kbd", {}, "Esc"), " goes back, ", make("kbd", {}, "/"), " searches."),
  );
}

/** The scenes that the author has marked. */
function scenesPart() {
  if (!DATA.marks.length) return [];
  const passed = DATA.marks.map((_, mark) => mark).filter((mark) => DATA.marks[mark][2] > 0);
  const never = DATA.marks.filter(([, , states]) => states === 0);
  const onclick = (mark) => () => (IN_SCENES ? goTo(NODES.mark.indexOf(mark)) : light("mark", mark));
  return [
    make("h3", {}, "Scenes"),
    make("ul", { class: "plain" }, passed.map((mark) => make("li", {},
      make("button", { ...OWN, class: "to", type: "button", onclick: onclick(mark) }, DATA.marks[mark][1]), make("small", {}, ` ${many(DATA.marks[mark][2], "state")}`)))),
    never.length ? make("p", { class: "quiet" }, `${DATA.complete ? "No life passes" : "Not met so far:"} ${never.map(([, title]) => `“${title}”`).join(", ")}.`) : null,
  ];
}

const share = (hits) => `${((100 * hits) / Math.max(1, DATA.readers)).toFixed(hits * 1000 < DATA.readers ? 2 : 1)} % of readers`;

function badges(node, state) {
  const found = [];
  const badge = (text, kind = "") => found.push(make("span", { class: `badge ${kind}` }, text));
  if (state === 0) badge("the beginning");
  if (STATES.ending[state] >= 0) badge(`ending: ${DATA.endings[STATES.ending[state]][0]}`);
  const mark = NODES.mark[STATES.node[state]];
  if (mark >= 0 && (node < 0 || !isTitled(node) || NODES.size[node] === 1)) badge(`scene: ${DATA.marks[mark][1]}`);
  const kind = STATES.kind[state];
  if (kind === "s") badge("stuck: nothing can follow", "dead");
  if (kind === "d") badge("dead end: no ending can be reached", "dead");
  if (kind === "o") badge("not known what follows");
  if (node >= 0) {
    if (NODES.bottleneck[node]) badge("bottleneck: on every life to any ending", "narrow");
    else if (NODES.of[node].length && NODES.of[node].length <= 4) badge(`on every life to ${NODES.of[node].map((ending) => DATA.endings[ending][0]).join(", ")}`, "narrow");
    if (DATA.readers) badge(`${NODES.hits[node].toLocaleString("en")} hits`);
  }
  return make("div", { class: "badges" }, found);
}

function describeScene(node) {
  const first = NODES.first[node];
  const size = NODES.size[node];
  const varies = new Set(NODES.varies[node]);
  const facts = factsOf(first);
  const remarks = [];
  if (NODES.dead[node] && NODES.dead[node] < size) remarks.push(make("p", {}, `From ${many(NODES.dead[node], "state")} of it no ending can be reached${NODES.stuck[node] ? `; in ${NODES.stuck[node].toLocaleString("en")} nothing can follow` : ""}.`));
  if (NODES.open[node]) remarks.push(make("p", {}, `Of ${many(NODES.open[node], "state")} it is not known what follows.`));
  fill(
    make("p", { class: "kind" }, `Scene of ${many(size, "state")}, ${many(NODES.inside[node], "step")} within`),
    make("h2", {}, nameOf(node)),
    badges(node, first),
    ...remarks,
    DATA.scenes[node] && view.scene !== node ? make("button", { class: "go open", type: "button", onclick: () => open(node) }, "Open this scene") : "",
    isTitled(node) ? make("p", {}, `It begins with: ${nameOfState(first)}.`) : "",
    isTitled(node) ? source(DATA.marks[NODES.mark[node]][3]) : "",
    ...endingText(first),
    ...wayPart(first),
    make("h3", {}, "So in all of it"),
    factList(facts, first, (fluent) => !varies.has(fluent)),
    make("h3", {}, "So in its first state ", make("small", {}, "it differs in others")),
    factList(facts, first, (fluent) => varies.has(fluent)),
    ...mindsPart(facts, " in its first state"),
    ...linksPart(node),
  );
}

function describeGroup(group) {
  const states = view.groups[group];
  if (states.length === 1) return describeState(states[0], -1);
  fill(
    make("p", { class: "kind" }, `${many(states.length, "state")} within the scene`),
    make("h2", {}, view.name(group)),
    badges(-1, states[0]),
    make("h3", {}, "Its states"),
    make("ul", { class: "plain" }, states.slice(0, 200).map((state) => make("li", {},
      make("button", { class: "to", type: "button", onclick: () => describeState(state, -1) }, `${numberOf(state)}: ${nameOfState(state)}`)))),
    states.length > 200 ? make("p", { class: "quiet" }, `and ${(states.length - 200).toLocaleString("en")} more`) : "",
    ...wayPart(states[0]),
    make("h3", {}, "So in the first of them"),
    factList(factsOf(states[0]), states[0], () => true),
  );
  return undefined;
}

function describeState(state, node) {
  const facts = factsOf(state);
  const steps = stepsOf(state);
  fill(
    make("p", { class: "kind" }, `State ${numberOf(state).toLocaleString("en")}, ${many(wayTo(state).length - 1, "act")} from the beginning`),
    make("h2", {}, nameOfState(state)),
    badges(node, state),
    ...endingText(state),
    ...(steps.length ? [make("h3", {}, "What can follow"), ...steps.map(([deed, target]) => stepButton(deed, target))] : []),
    ...wayPart(state),
    make("h3", {}, "What is so"),
    factList(facts, state, () => true),
    ...mindsPart(facts, ""),
    ...(node >= 0 ? linksPart(node, true) : []),
  );
  panel.scrollTop = 0;
}

function stepButton(deed, target) {
  const [act, reason] = DATA.deeds[deed];
  const said = sentence(act);
  const onclick = () => (target >= 0 ? visit(target) : goTo(-1 - target));
  const ends = target >= 0 && STATES.ending[target] >= 0 ? make("small", {}, `and it ends: ${DATA.endings[STATES.ending[target]][1]}`) : null;
  return make("button", { class: "go", type: "button", onclick }, make("span", OWN, reason || said), ends);
}

function endingText(state) {
  const ending = STATES.ending[state];
  return ending < 0 ? [] : [source(DATA.endings[ending][4])].filter(Boolean);
}

function wayPart(state) {
  const way = wayTo(state).slice(1);
  if (!way.length) return [];
  const item = (here) => {
    const [act, reason] = DATA.deeds[STATES.coming[here]];
    return make("li", {}, make("button", { ...OWN, class: "to", type: "button", onclick: () => visit(here) }, reason), source(DATA.acts[act][2]));
  };
  const list = make("ol", {}, way.map(item));
  const title = make("h3", {}, "The shortest way here ", make("small", {}, many(way.length, "act")));
  return way.length <= 5 ? [title, list] : [title, make("details", {}, make("summary", {}, `from “${nameOfState(way[0])}” to “${nameOfState(state)}”`), list)];
}

function factList(facts, state, wanted) {
  const parent = STATES.parent[state];
  const before = parent < 0 ? null : factsOf(parent)[worldPath];
  const rank = (fluent) => (DATA.where.includes(fluent) ? 0 : 1);
  const rows = [...facts[worldPath]].filter(([fluent]) => wanted(fluent)).sort((one, other) => rank(one[0]) - rank(other[0]) || one[0] - other[0]);
  const said = [];
  const quiet = [];
  for (const [fluent, fact] of rows) {
    const [, , text, flags] = DATA.facts[fact];
    const isNew = before && before.get(fluent) !== fact;
    const item = make("li", isNew ? { class: "new", title: "new here" } : {}, make("span", OWN, text));
    (isNew || ((flags & SPOKEN) && !(flags & EMPTY)) ? said : quiet).push(item);
  }
  const list = make("div", {}, make("ul", { class: "plain" }, said));
  if (!said.length) list.append(make("p", { class: "quiet" }, "Nothing to speak of."));
  if (quiet.length) list.append(make("details", {}, make("summary", {}, `${quiet.length} more, of what is not so or only keeps account`), make("ul", { class: "plain" }, quiet)));
  return list;
}

function mindsPart(facts, where) {
  const parts = [];
  DATA.minds.forEach((name, mind) => {
    const items = [];
    DATA.paths.forEach((path, number) => {
      if (path[0] !== mind || !facts[number].size) return;
      for (const [fluent, fact] of facts[number]) {
        const truth = facts[worldPath].get(fluent);
        const prefix = path.length > 1 ? `${name} thinks: ` : "";
        items.push(make("li", {}, prefix + DATA.facts[fact][2],
          path.length === 1 && truth !== undefined ? make("span", { class: "truth" }, `In truth: ${DATA.facts[truth][2]}`) : null));
      }
    });
    if (items.length) parts.push(make("h4", OWN, name), make("ul", { class: "plain" }, items.slice(0, 12)));
    if (items.length > 12) parts.push(make("details", {}, make("summary", {}, `${items.length - 12} more`), make("ul", { class: "plain" }, items.slice(12))));
  });
  const title = make("h3", {}, "Who is wrong, and about what", make("small", {}, where));
  return parts.length ? [title, ...parts] : [title, make("p", { class: "quiet" }, "Nobody is wrong about anything that is spoken of.")];
}

function linksPart(node, only = false) {
  const rows = (links, end) => links
    .map((link) => [link, DATA.links[link][end]])
    .sort((one, other) => linkHits(other[0]) - linkHits(one[0]) || one[0] - other[0])
    .map(([link, other]) => {
      const acts = linkActs(link);
      const steps = DATA.links[link][2].filter((_, at) => at % 3 === 1).reduce((sum, count) => sum + count, 0);
      const numbers = [steps > 1 ? many(steps, "step") : "", DATA.readers ? `${linkHits(link).toLocaleString("en")} hits` : ""].filter(Boolean).join(", ");
      return make("div", {},
        make("button", { class: "go", type: "button", onclick: () => goTo(other) },
          end ? "→ " : "← ", make("b", {}, nameOf(other)), ...acts.slice(0, 4).map((act) => make("small", OWN, sentence(act))),
          acts.length > 4 ? make("small", {}, `and ${acts.length - 4} other acts`) : null,
          numbers ? make("small", {}, numbers) : null),
        source(DATA.acts[acts[0]][2]));
    });
  const parts = [];
  if (OUT[node].length && !only) parts.push(make("h3", {}, "Where it leads"), ...rows(OUT[node], 1));
  if (INTO[node].length) parts.push(make("h3", {}, "How one comes here"), ...rows(INTO[node], 0));
  return parts;
}

// --- legend and filters -------------------------------------------------------------------------------------------------

let lighting = null;

/** Brings out the nodes of which something is so; again, or without a kind: all. */
function light(kind, which) {
  const same = lighting && lighting.kind === kind && lighting.which === which;
  lighting = kind === null || same ? null : { kind, which };
  if (view.scene >= 0) { document.getElementById("trail").hidden = true; look(wholeView(), -1); }
  const nodes = Array.from({ length: COUNT }, (_, node) => node);
  if (!lighting) lit = null;
  else if (kind === "ending") lit = leadingTo(nodes.filter((node) => NODES.ending[node] === which));
  else if (kind === "dead") lit = Uint8Array.from(nodes, (node) => (NODES.dead[node] > 0 ? 1 : 0));
  else if (kind === "narrow") lit = Uint8Array.from(nodes, (node) => (NODES.bottleneck[node] ? 1 : 0));
  else if (kind === "mark") lit = Uint8Array.from(nodes, (node) => (NODES.mark[node] === which ? 1 : 0));
  else lit = which;
  prepareLit();
  press();
  redraw();
}

function press() {
  for (const button of legend.querySelectorAll("button[data-kind]")) {
    const on = lighting && lit && button.dataset.kind === lighting.kind && Number(button.dataset.which) === (lighting.which ?? 0);
    button.setAttribute("aria-pressed", on ? "true" : "false");
  }
}

function icon(corners, fill, stroke, extra) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-9 -9 18 18");
  svg.setAttribute("aria-hidden", "true");
  const steps = [];
  shape({ moveTo: (x, y) => steps.push(`M${x} ${y}`), lineTo: (x, y) => steps.push(`L${x} ${y}`), arc: (x, y, r) => steps.push(`M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0`), closePath: () => steps.push("Z") }, corners, 0, 0, corners ? 7 : 5.5);
  for (const [d, inside, line] of [[steps.join(""), fill, stroke], ...(extra || [])]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", inside);
    path.setAttribute("stroke", line);
    path.setAttribute("stroke-width", "1.8");
    svg.append(path);
  }
  return svg;
}

function drawLegend() {
  const total = (list) => list.reduce((sum, value) => sum + value, 0);
  const row = (mark, text, note) => make("li", {}, make("span", { class: "row" }, mark, make("span", { class: "what" }, text), make("small", {}, note)));
  const filter = (mark, text, note, kind, which, disabled) => make("li", {},
    make("button", { type: "button", "data-kind": kind, "data-which": which, "aria-pressed": "false", disabled, onclick: () => light(kind, which) },
      mark, make("span", { class: "what" }, text), make("small", {}, note)));
  const cross = [["M-2.8 -2.8L2.8 2.8M2.8 -2.8L-2.8 2.8", "none", colours.dead]];
  const dead = total(NODES.dead);
  const narrow = total(NODES.bottleneck);
  const what = IN_SCENES ? "scene" : "state";
  legend.replaceChildren(
    make("h2", {}, "Endings: show the lives that lead there"),
    make("ul", {}, DATA.endings.map(([, title, states, hits], ending) =>
      filter(icon(SHAPES[ending % SHAPES.length], endingColour(ending), "none"), title, states ? (DATA.readers ? share(hits).replace(" of readers", "") : states.toLocaleString("en")) : DATA.complete ? "never" : "not met", "ending", ending, states === 0))),
    ...(DATA.marks.length ? [make("h2", {}, "Scenes: bring out"),
      make("ul", {}, DATA.marks.map(([, title, states], mark) =>
        filter(icon(0, colours.shades[SHADES - 2], "none"), title, states ? states.toLocaleString("en") : DATA.complete ? "never" : "not met", "mark", mark, states === 0)))] : []),
    make("h2", {}, "Bring out"),
    make("ul", {},
      filter(icon(0, colours.paper, colours.dead, cross), "Dead ends", dead.toLocaleString("en"), "dead", 0, dead === 0),
      filter(icon(0, colours.shades[1], colours.narrow), "Bottlenecks, on every life to an ending", String(narrow), "narrow", 0, narrow === 0)),
    make("h2", {}, "Reading it"),
    make("ul", {},
      row(icon(0, colours.shades[0], "none"), DATA.readers ? `Few readers come to this ${what}` : IN_SCENES ? "Scene of few states" : "State", ""),
      DATA.readers || IN_SCENES ? row(icon(0, colours.shades[SHADES - 1], "none"), DATA.readers ? "Many readers come here" : "Scene of many states", "") : null,
      row(icon(0, "none", "none", [["M-8 0C-2 0 2 0 8 0", "none", colours.way]]), "The shortest way to what is chosen", "")),
    make("p", {}, "Time runs to the right; dashed lines lead back."),
  );
  press();
}

// --- search -------------------------------------------------------------------------------------------------------------

const index = [];
function buildIndex() {
  const byAct = new Map();
  DATA.links.forEach(([, target, acts]) => acts.forEach((act, at) => {
    if (at % 3 === 0) byAct.set(act, (byAct.get(act) || new Set()).add(target));
  }));
  DATA.endings.forEach(([name, title], ending) => {
    const nodes = NODES.ending.flatMap((other, node) => (other === ending ? [node] : []));
    if (nodes.length) index.push({ text: title, more: name, kind: "ending", nodes });
  });
  DATA.marks.forEach(([name, title], mark) => {
    const nodes = NODES.mark.flatMap((other, node) => (other === mark ? [node] : []));
    if (nodes.length) index.push({ text: title, more: name, kind: "scene", nodes });
  });
  const byDeed = new Map();
  STATES.coming.forEach((deed, state) => { if (deed >= 0) byDeed.set(DATA.deeds[deed][0], (byDeed.get(DATA.deeds[deed][0]) || new Set()).add(STATES.node[state])); });
  DATA.acts.forEach(([name, said], act) => {
    const nodes = byAct.get(act) || byDeed.get(act);
    if (nodes) index.push({ text: said, more: name, kind: "act", nodes: [...nodes] });
  });
  const byFact = new Map();
  NODES.first.forEach((state, node) => {
    for (const fact of factsOf(state)[worldPath].values()) {
      if (!(DATA.facts[fact][3] & SPOKEN) || DATA.facts[fact][3] & EMPTY) continue;
      byFact.set(fact, (byFact.get(fact) || []).concat(node));
    }
  });
  for (const [fact, nodes] of byFact) index.push({ text: DATA.facts[fact][2], more: "", kind: DATA.where.includes(DATA.facts[fact][1]) ? "place" : "fact", nodes });
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
query.addEventListener("input", () => {
  if (!index.length) buildIndex();
  const words = plain(query.value).split(/\s+/).filter(Boolean);
  found.hidden = words.length === 0;
  if (!words.length) { light(null, null); return; }
  const matches = index.filter((entry) => { const text = plain(`${entry.text} ${entry.more}`); return words.every((word) => text.includes(word)); });
  lighting = null;
  const marked = new Uint8Array(COUNT);
  matches.forEach((entry) => entry.nodes.forEach((node) => { marked[node] = 1; }));
  light("search", marked);
  found.replaceChildren(...matches.slice(0, 40).map((entry) => make("li", {},
    make("button", { type: "button", onclick: () => { found.hidden = true; light(null, null); light("search", Uint8Array.from(NODES.x, (_, node) => (entry.nodes.includes(node) ? 1 : 0))); goTo(entry.nodes[0]); } },
      make("span", {}, entry.text), make("small", {}, `${entry.kind}, ${entry.nodes.length}`)))));
  if (!matches.length) found.append(make("li", { class: "none" }, "Nothing of this name on the map."));
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") {
    const first = found.querySelector("button");
    if (first) event.key === "Enter" ? first.click() : first.focus();
    event.preventDefault();
  }
});
found.addEventListener("keydown", (event) => {
  const buttons = [...found.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)].focus();
  else if (event.key === "ArrowUp") (buttons[at - 1] || query).focus();
  else return;
  event.preventDefault();
});

// --- the beginning ------------------------------------------------------------------------------------------------------

if (DATA.marks.length) {
  document.querySelector("label[for=query]").textContent = "Search scenes, acts, places, people and endings";
  query.placeholder = "Search scenes, acts, places, people, endings";
}
document.getElementById("counts").textContent = [
  IN_SCENES ? `${DATA.shown} of ${many(DATA.states, "state")}` : many(DATA.states, "state"),
  many(DATA.steps, "step"),
  DATA.readers ? many(DATA.readers, "reader") : "",
].filter(Boolean).join(" · ");
document.getElementById("in").addEventListener("click", () => zoom(1.3));
document.getElementById("out").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("fit").addEventListener("click", fit);
document.getElementById("back").addEventListener("click", leave);
document.getElementById("keys").addEventListener("click", (event) => {
  legend.hidden = !legend.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!legend.hidden));
});
if (!DATA.complete) {
  const remark = document.getElementById("remark");
  remark.hidden = false;
  remark.textContent = "Not all lives are on this map: its budget ended first. What is not on it may still be possible.";
}
function recolour() {
  readColours();
  drawLegend();
  redraw();
}
dark.addEventListener("change", recolour);
new ResizeObserver(redraw).observe(canvas);
// A legend must not hide what it explains.
if (canvas.clientWidth < 900) legend.hidden = true;
document.getElementById("keys").setAttribute("aria-expanded", String(!legend.hidden));
recolour();
prepare();
overview();
fit();
const place = new URLSearchParams(location.hash.slice(1));
if (place.has("scene") && DATA.scenes[place.get("scene")]) open(Number(place.get("scene")));
if (place.has("node") && Number(place.get("node")) < view.count) choose(Number(place.get("node")));
if (place.has("light")) {
  const [kind, which] = place.get("light").split(" ");
  light(kind, Number(which || 0));
}
draw();
if (place.has("measure")) {
  // How long a frame takes while one moves and zooms: for tests, which read it from the page.
  const began = performance.now();
  for (let frame = 0; frame < 60; frame++) {
    zoom(frame % 20 < 10 ? 1.08 : 1 / 1.08);
    camera.x += 3;
    draw();
    pen.getImageData(0, 0, 1, 1);
  }
  document.documentElement.dataset.frame = ((performance.now() - began) / 60).toFixed(2);
}
document.documentElement.dataset.ready = String(COUNT);
