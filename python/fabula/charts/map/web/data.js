"use strict";
// What the page knows, read from columns: see page_data.py. All text in it is an author's and is only ever shown
// through `textContent` or drawn; nothing in it is markup.

const DATA = JSON.parse(document.getElementById("data").textContent);
const [SPOKEN, EMPTY, CLEARED] = [1, 2, 4];
const NODES = DATA.nodes;
const STATES = DATA.of;
const COUNT = NODES.x.length;
const PARTIAL = STATES.numbers.length > 0;

function starts(lengths) {
  const found = new Int32Array(lengths.length + 1);
  lengths.forEach((length, place) => { found[place + 1] = found[place] + length; });
  return found;
}
const CHANGED = starts(STATES.changed);
const STEPPED = starts(STATES.stepped);

const OUT = Array.from({ length: COUNT }, () => []);
const INTO = Array.from({ length: COUNT }, () => []);
DATA.links.forEach(([source, target], link) => { OUT[source].push(link); INTO[target].push(link); });

const numberOf = (state) => (PARTIAL ? STATES.numbers[state] : state);
const many = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const sentence = (act) => DATA.acts[act][1];
const worldPath = DATA.paths.findIndex((path) => path.length === 0);

/** The states of the first shortest life that comes to a state, itself the last. */
function wayTo(state) {
  const way = [];
  for (let here = state; here >= 0; here = STATES.parent[here]) way.push(here);
  return way.reverse();
}

/** What is so in a state, and in its minds: path -> fluent -> number of the fact. */
function factsOf(state) {
  const found = DATA.paths.map(() => new Map());
  for (const here of wayTo(state)) {
    for (let at = CHANGED[here]; at < CHANGED[here + 1]; at++) {
      const [path, fluent, , flags] = DATA.facts[STATES.changes[at]];
      if (flags & CLEARED) found[path].delete(fluent);
      else found[path].set(fluent, STATES.changes[at]);
    }
  }
  return found;
}

/** The deeds that lead on from a state, each with a state (or, below 0, -1 - the node of one that is not in this file). */
function stepsOf(state) {
  const found = [];
  for (let at = STEPPED[state]; at < STEPPED[state + 1]; at++) found.push([STATES.steps[2 * at], STATES.steps[2 * at + 1]]);
  return found;
}

/** The nodes from which one of those that are marked can be reached, themselves included. */
function leadingTo(marked) {
  const lit = new Uint8Array(COUNT);
  const queue = [];
  marked.forEach((node) => { lit[node] = 1; queue.push(node); });
  for (let at = 0; at < queue.length; at++) {
    for (const link of INTO[queue[at]]) {
      const source = DATA.links[link][0];
      if (!lit[source]) { lit[source] = 1; queue.push(source); }
    }
  }
  return lit;
}

const linkHits = (link) => DATA.links[link][2].reduce((sum, value, at) => sum + (at % 3 === 2 ? value : 0), 0);
const linkActs = (link) => DATA.links[link][2].filter((_, at) => at % 3 === 0);
const isDead = (node) => NODES.dead[node] === NODES.size[node];

/** In short, how a state came about, or how it ended. */
function nameOfState(state) {
  if (STATES.ending[state] >= 0) return DATA.endings[STATES.ending[state]][1];
  return STATES.coming[state] < 0 ? "The beginning" : sentence(DATA.deeds[STATES.coming[state]][0]).replace(/\.$/, "");
}
/** How a state came about, also where that was the end. */
const comingOf = (state) => (STATES.coming[state] < 0 ? "The beginning" : sentence(DATA.deeds[STATES.coming[state]][0]).replace(/\.$/, ""));
const IN_SCENES = DATA.level === "scenes";
/** Whether a node is one of the scenes that the author has marked. */
const isTitled = (node) => IN_SCENES && NODES.mark[node] >= 0;
const nameOf = (node) => (isTitled(node) ? DATA.marks[NODES.mark[node]][1] : nameOfState(NODES.first[node]));

// --- the views: all nodes, or the inside of one -----------------------------------------------------------------------

/** `nodes`: what each node of the view is: `states`, of which the first is shown; `links`: pairs, and what they bend around. */
function wholeView() {
  return {
    scene: -1, count: COUNT, x: NODES.x, y: NODES.y, width: NODES.width, column: DATA.column,
    ending: NODES.ending, first: NODES.first, size: NODES.size,
    dead: NODES.dead.map((_, node) => isDead(node)), titled: NODES.mark.map((_, node) => isTitled(node)),
    narrow: NODES.bottleneck, hits: NODES.hits,
    links: DATA.links.map(([source, target, , bends], link) => ({ source, target, bends, hits: linkHits(link) })),
    name: nameOf,
  };
}

function sceneView(scene) {
  const inside = DATA.scenes[scene];
  const first = inside.groups.map((group) => group[0]);
  const links = [];
  for (let at = 0; at < inside.links.length; at += 2) {
    links.push({ source: inside.links[at], target: inside.links[at + 1], bends: [], hits: 0 });
  }
  return {
    scene, count: first.length, x: inside.x, y: inside.y, column: inside.column, first,
    size: inside.groups.map((group) => group.length),
    width: inside.groups.map((group) => 12 + 2 * Math.floor(Math.log2(group.length))),
    ending: first.map((state) => STATES.ending[state]),
    dead: inside.groups.map((group) => group.every((state) => "ds".includes(STATES.kind[state]))),
    narrow: first.map(() => 0), hits: first.map(() => 0), titled: first.map(() => false), links,
    name: (group) => comingOf(first[group]),
    groups: inside.groups,
  };
}
