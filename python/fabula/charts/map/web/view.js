// The canvas: what is drawn, and how one moves in it.

const canvas = document.getElementById("map");
const pen = canvas.getContext("2d");
/** How large a drawing is made at most, and how much room the names of the last nodes take beside it. */
const [LARGEST, BESIDE] = [2.2, 130];
const SHAPES = [4, 3, 6, 5, -5, 8, -4, -6, -3, 7];
const SHADES = 6;
let colours = {};
let view = wholeView();
let paths = {};
let camera = { scale: 1, x: 0, y: 0 };
let chosen = -1;
let hovered = -1;
let lit = null;
let litPaths = null;
let wayPath = null;
let wayNodes = new Set();
let wanted = false;
/** What it is drawn on: the screen, or while it is printed a sheet of paper. */
let paper = null;
const sheet = () => paper ?? { wide: canvas.clientWidth, high: canvas.clientHeight, ratio: window.devicePixelRatio || 1 };

const dark = matchMedia("(prefers-color-scheme: dark)");
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  for (const name of ["paper", "raised", "ink", "quiet", "line", "edge", "dead", "narrow", "way", "node", "deep"]) colours[name] = read(name);
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [low, high] = [parts(colours.node), parts(colours.deep)];
  colours.shades = Array.from({ length: SHADES }, (_, step) =>
    `rgb(${low.map((value, at) => Math.round(value + ((high[at] - value) * step) / (SHADES - 1))).join(",")})`);
}
const endingColour = (ending) => `hsl(${(ending * 137.5 + 18) % 360} 58% ${dark.matches && !paper ? 64 : 43}%)`;

/** A polygon with so many corners (below 0: a star) around a point; 0: a circle. */
function shape(path, corners, x, y, radius) {
  if (corners === 0) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 7);
    return;
  }
  const count = corners > 0 ? corners : -2 * corners;
  for (let corner = 0; corner < count; corner++) {
    const turn = (2 * Math.PI * corner) / count - Math.PI / 2;
    const reach = corners < 0 && corner % 2 ? radius * 0.5 : radius;
    path[corner ? "lineTo" : "moveTo"](x + reach * Math.cos(turn), y + reach * Math.sin(turn));
  }
  path.closePath();
}

function shadeOf(node) {
  const most = DATA.readers && view.scene < 0 ? Math.log1p(DATA.readers) : Math.log1p(Math.max(...view.size));
  const here = Math.log1p(DATA.readers && view.scene < 0 ? view.hits[node] : view.size[node] - 1);
  return Math.min(SHADES - 1, Math.round((SHADES - 1) * (most > 0 ? here / most : 0)));
}
/** Half the height of a node; from far away all are drawn large enough to be seen. `grain` follows the scale in steps. */
let grain = 1;
const radius = (node) => Math.max(view.width[node] / 2, 1.5 / grain);
const grainOf = (scale) => 2 ** Math.ceil(Math.log2(Math.min(1, scale * 1.2)));

function trace(path, link) {
  const { source, target, bends } = link;
  let [x, y] = [view.x[source] + radius(source), view.y[source]];
  const [endX, endY] = [view.x[target] - radius(target), view.y[target]];
  if (view.x[target] > view.x[source]) {
    path.moveTo(x, y);
    for (let at = 0; at <= bends.length; at += 2) {
      const [nextX, nextY] = at < bends.length ? [bends[at], bends[at + 1]] : [endX, endY];
      const middle = (x + nextX) / 2;
      path.bezierCurveTo(middle, y, middle, nextY, nextX, nextY);
      [x, y] = [nextX, nextY];
    }
    return;
  }
  // Back, or within a layer: an arc above the nodes that it leaves.
  const bow = view.column * 0.3 + Math.abs(endX - x) * 0.12;
  path.moveTo(view.x[source], view.y[source] - radius(source));
  const top = Math.min(view.y[source], view.y[target]) - bow;
  path.bezierCurveTo(view.x[source] + bow * 0.4, top, view.x[target] - bow * 0.4, top, view.x[target], view.y[target] - radius(target));
}

function prepare() {
  grain = grainOf(camera.scale);
  paths = { forward: [new Path2D(), new Path2D(), new Path2D()], back: new Path2D(), nodes: new Map(), narrow: new Path2D() };
  const most = Math.log1p(DATA.readers || 1);
  for (const link of view.links) {
    const forward = view.x[link.target] > view.x[link.source];
    const weight = link.hits ? Math.min(2, Math.floor((3 * Math.log1p(link.hits)) / most)) : 0;
    trace(forward ? paths.forward[weight] : paths.back, link);
  }
  for (let node = 0; node < view.count; node++) {
    const ending = view.ending[node];
    const style = ending >= 0 ? `e${ending}` : view.dead[node] ? "dead" : `s${shadeOf(node)}`;
    if (!paths.nodes.has(style)) paths.nodes.set(style, new Path2D());
    shape(paths.nodes.get(style), ending >= 0 ? SHAPES[ending % SHAPES.length] : 0, view.x[node], view.y[node], radius(node) * (ending >= 0 ? 1.25 : 1));
    if (view.narrow[node]) shape(paths.narrow, 0, view.x[node], view.y[node], radius(node) + 4);
  }
  view.leads = new Uint8Array(view.count);
  for (const link of view.links) if (view.x[link.target] > view.x[link.source]) view.leads[link.source] = 1;
  view.order = Array.from({ length: view.count }, (_, node) => node);
  const rank = (node) => (node === 0 ? 1e9 : 0) + (view.ending[node] >= 0 || view.titled[node] ? 1e6 : 0) + (view.narrow[node] ? 1e5 : 0) + view.hits[node] + view.size[node];
  view.order.sort((one, other) => rank(other) - rank(one) || one - other);
  prepareLit();
  prepareWay();
}

function prepareLit() {
  litPaths = null;
  if (!lit || view.scene >= 0) return;
  litPaths = new Path2D();
  for (const link of view.links) if (lit[link.source] && lit[link.target] && view.x[link.target] > view.x[link.source]) trace(litPaths, link);
}

/** The way to the chosen node, as far as it is in this view. */
function prepareWay() {
  wayPath = null;
  wayNodes = new Set();
  if (chosen < 0) return;
  const group = new Map();
  if (view.scene >= 0) view.groups.forEach((states, node) => states.forEach((state) => group.set(state, node)));
  let last = -1;
  const passed = [];
  for (const state of wayTo(view.first[chosen])) {
    const node = view.scene < 0 ? STATES.node[state] : group.get(state) ?? -1;
    if (node >= 0 && node !== last) passed.push([last, node]);
    if (node >= 0) wayNodes.add(node);
    last = node;
  }
  const known = new Map(view.links.map((link) => [link.source * view.count + link.target, link]));
  wayPath = new Path2D();
  for (const [source, target] of passed) {
    const link = known.get(source * view.count + target);
    if (source >= 0 && link) trace(wayPath, link);
  }
}

// --- drawing ----------------------------------------------------------------------------------------------------------

function draw() {
  wanted = false;
  if (grainOf(camera.scale) !== grain) prepare();
  const { wide, high, ratio } = sheet();
  if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
  }
  const { scale } = camera;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, wide, high);
  pen.setTransform(scale * ratio, 0, 0, scale * ratio, camera.x * ratio, camera.y * ratio);
  const line = (pixels) => Math.max(pixels / scale, pixels * 0.5);
  const dim = lit !== null && view.scene < 0;
  pen.strokeStyle = colours.edge;
  pen.globalAlpha = dim ? 0.13 : view.links.length > 1500 ? 0.38 : 0.6;
  paths.forward.forEach((path, weight) => {
    pen.lineWidth = line([1, 2, 3.4][weight]);
    pen.stroke(path);
  });
  pen.globalAlpha *= 0.6;
  pen.lineWidth = line(1);
  pen.setLineDash([5 / scale, 4 / scale]);
  pen.stroke(paths.back);
  pen.setLineDash([]);
  if (dim && litPaths) {
    pen.globalAlpha = 0.75;
    pen.lineWidth = line(1.3);
    pen.stroke(litPaths);
  }
  pen.globalAlpha = 1;
  if (wayPath) {
    pen.strokeStyle = colours.way;
    pen.lineWidth = line(3);
    pen.stroke(wayPath);
  }
  if (dim) drawDimmed();
  else drawNodes();
  drawMarks();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawLabels(wide, high);
}

function fillOf(style) {
  if (style === "dead") return colours.paper;
  return style[0] === "e" ? endingColour(Number(style.slice(1))) : colours.shades[Number(style.slice(1))];
}

function drawNodes() {
  for (const [style, path] of paths.nodes) {
    pen.fillStyle = fillOf(style);
    pen.fill(path);
    pen.strokeStyle = style === "dead" ? colours.dead : colours.paper;
    pen.lineWidth = style === "dead" ? 2.5 : 1.5;
    pen.stroke(path);
  }
  pen.strokeStyle = colours.narrow;
  pen.lineWidth = 2.5;
  pen.stroke(paths.narrow);
}

function drawDimmed() {
  pen.globalAlpha = 0.16;
  drawNodes();
  pen.globalAlpha = 1;
  for (let node = 0; node < view.count; node++) {
    if (!lit[node]) continue;
    const ending = view.ending[node];
    const path = new Path2D();
    shape(path, ending >= 0 ? SHAPES[ending % SHAPES.length] : 0, view.x[node], view.y[node], radius(node) * (ending >= 0 ? 1.25 : 1));
    pen.fillStyle = fillOf(ending >= 0 ? `e${ending}` : view.dead[node] ? "dead" : `s${shadeOf(node)}`);
    pen.fill(path);
    pen.strokeStyle = view.dead[node] ? colours.dead : colours.paper;
    pen.lineWidth = view.dead[node] ? 2.5 : 1.5;
    pen.stroke(path);
  }
}

function ring(node, colour, distance, width) {
  pen.beginPath();
  pen.arc(view.x[node], view.y[node], radius(node) + distance, 0, 7);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

function drawMarks() {
  for (let node = 0; node < view.count; node++) {
    if (view.dead[node]) {
      const arm = radius(node) * 0.5;
      pen.beginPath();
      pen.moveTo(view.x[node] - arm, view.y[node] - arm);
      pen.lineTo(view.x[node] + arm, view.y[node] + arm);
      pen.moveTo(view.x[node] + arm, view.y[node] - arm);
      pen.lineTo(view.x[node] - arm, view.y[node] + arm);
      pen.strokeStyle = colours.dead;
      pen.lineWidth = 1.8;
      pen.globalAlpha = lit && view.scene < 0 && !lit[node] ? 0.16 : 1;
      pen.stroke();
      pen.globalAlpha = 1;
    }
  }
  const large = Math.max(1, 1 / camera.scale);
  for (const node of wayNodes) ring(node, colours.way, 1, 2 * large);
  if (view.scene < 0 || view.first[0] === 0) {
    pen.beginPath();
    const [x, y, arm] = [view.x[0], view.y[0], radius(0) * 0.5];
    pen.moveTo(x - arm * 0.7, y - arm);
    pen.lineTo(x + arm, y);
    pen.lineTo(x - arm * 0.7, y + arm);
    pen.closePath();
    pen.fillStyle = colours.paper;
    pen.fill();
    ring(0, colours.ink, 1, 2);
  }
  if (hovered >= 0) ring(hovered, colours.ink, 3, 1.5 * large);
  if (chosen >= 0) ring(chosen, colours.way, 5, 3 * large);
}

/** Names where there is room for them, the more important ones first. */
function drawLabels(wide, high) {
  const { scale } = camera;
  const cell = 8;
  const across = Math.ceil(wide / cell) + 1;
  const taken = new Uint8Array(across * (Math.ceil(high / cell) + 1));
  const fits = (left, top, right, bottom, mark) => {
    for (let row = Math.max(0, Math.floor(top / cell)); row <= Math.min(Math.floor(high / cell), Math.floor(bottom / cell)); row++) {
      for (let col = Math.max(0, Math.floor(left / cell)); col <= Math.min(across - 1, Math.floor(right / cell)); col++) {
        if (mark) taken[row * across + col] = 1;
        else if (taken[row * across + col]) return false;
      }
    }
    return true;
  };
  const legend = document.getElementById("legend");
  if (!legend.hidden && !paper) {
    fits(legend.offsetLeft, legend.offsetTop, legend.offsetLeft + legend.offsetWidth, legend.offsetTop + legend.offsetHeight, true);
  }
  const visible = [];
  for (const node of view.order) {
    const size = (radius(node) + (view.narrow[node] ? 6 : node === chosen ? 5 : 0)) * scale;
    const [x, y] = [view.x[node] * scale + camera.x, view.y[node] * scale + camera.y];
    if (x < -300 || x > wide + 20 || y < -20 || y > high + 20) continue;
    visible.push([node, x, y, size]);
    fits(x - size, y - size, x + size, y + size, true);
  }
  const first = visible.filter(([node]) => node === chosen || node === hovered || wayNodes.has(node));
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  let drawn = 0;
  const tried = new Set();
  for (const [node, x, y, size] of [...first, ...visible]) {
    if (tried.has(node)) continue;
    tried.add(node);
    if (drawn > 400 || (size < 2.2 && view.ending[node] < 0 && !view.titled[node] && !first.length)) continue;
    if (lit && view.scene < 0 && !lit[node] && node !== hovered && node !== chosen) continue;
    const strong = (view.ending[node] >= 0 && view.scene < 0) || view.titled[node] || (node === 0 && view.first[0] === 0) || node === chosen || node === hovered;
    pen.font = `${strong ? "600 " : ""}${strong ? 13 : 12}px "Source Sans 3","Segoe UI","Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif`;
    const narrow = Math.max(70, view.column * scale - 2 * size - 12);
    const place = (lines) => {
      const lengths = lines.map((line) => pen.measureText(line).width);
      const [length, half] = [Math.max(...lengths), 7.5 * lines.length - 0.5];
      // What is taken is known in cells: close above or below a node its own cell may be in the way, further away never.
      // At an edge a name is moved inwards, and not cut by it.
      const inside = Math.max(4, Math.min(x - length / 2, wide - length - 4));
      const around = [2, 9].flatMap((away) => [[inside, y - size - away - half], [inside, y + size + away + half]]);
      const beside = x + size + 6 + length > wide && x + size < wide ? [] : [[x + size + 6, y]];
      const free = [...beside, ...around].find(([left, middle]) => fits(left - 2, middle - half, left + length + 2, middle + half, false));
      if (!free) return false;
      const [left, middle] = free;
      fits(left - 2, middle - half, left + length + 2, middle + half, true);
      pen.strokeStyle = colours.paper;
      pen.lineWidth = 3.5;
      pen.fillStyle = strong ? colours.ink : colours.quiet;
      lines.forEach((line, number) => {
        const start = left > x ? left : left + (length - lengths[number]) / 2;
        const height = middle + 15 * (number - (lines.length - 1) / 2);
        pen.strokeText(line, start, height);
        pen.fillText(line, start, height);
      });
      drawn++;
      return true;
    };
    // A name that has no room in one line may have it in two; a title may be cut rather than left out.
    const name = cut(view.name(node), strong || !view.leads[node] ? 260 : narrow);
    if (place([name]) || !strong) continue;
    const both = halves(name);
    if ((!both || !place(both)) && view.titled[node]) place([cut(view.name(node), Math.max(90, view.column * scale - 16))]);
  }
}

/** A text in two lines of about the same length; nothing if it is one word. */
function halves(text) {
  const spaces = [...text.matchAll(/ /g)].map((found) => found.index);
  if (!spaces.length) return undefined;
  const middle = spaces.reduce((best, at) => (Math.abs(2 * at - text.length) < Math.abs(2 * best - text.length) ? at : best));
  return [text.slice(0, middle), text.slice(middle + 1)];
}

const cuts = new Map();
function cut(text, room) {
  const key = `${pen.font.length} ${Math.round(room / 10)} ${text}`;
  if (cuts.has(key)) return cuts.get(key);
  let short = text;
  while (short.length > 4 && pen.measureText(short).width > room) short = `${short.replace(/…$/, "").slice(0, -2).trimEnd()}…`;
  if (cuts.size > 20000) cuts.clear();
  cuts.set(key, short);
  return short;
}

function redraw() {
  if (wanted) return;
  wanted = true;
  requestAnimationFrame(draw);
}

// --- on paper ---------------------------------------------------------------------------------------------------------

/** A landscape sheet in pixels of CSS, so much finer, and as much of its height as there is room for. */
const SHEET = { wide: 1040, most: 560, least: 160, ratio: 3 };
let screenCamera = null;

/** The whole of what is shown, in the light, as large as a sheet of paper is. */
function ontoPaper() {
  if (paper) return;
  screenCamera = { ...camera };
  const [left, top, right, bottom] = bounds();
  const scale = Math.min(LARGEST, (SHEET.wide - BESIDE) / Math.max(1, right - left));
  const high = Math.max(SHEET.least, Math.min(SHEET.most, (bottom - top) * scale + 60));
  paper = { wide: SHEET.wide, high: Math.round(high), ratio: SHEET.ratio };
  document.documentElement.dataset.paper = "";
  recolour();
  fit();
  draw();
}

function ontoScreen() {
  if (!paper) return;
  paper = null;
  delete document.documentElement.dataset.paper;
  camera = screenCamera;
  recolour();
  draw();
}

addEventListener("beforeprint", ontoPaper);
addEventListener("afterprint", ontoScreen);

// --- moving -----------------------------------------------------------------------------------------------------------

function bounds() {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let node = 0; node < view.count; node++) {
    left = Math.min(left, view.x[node] - 20);
    right = Math.max(right, view.x[node] + 20);
    top = Math.min(top, view.y[node] - 30);
    bottom = Math.max(bottom, view.y[node] + 30);
  }
  return [left, top, right, bottom];
}

function fit() {
  const legend = document.getElementById("legend");
  fitBeside(0);
  if (paper || legend.hidden || canvas.clientWidth < 900) return;
  const [wide, top] = [legend.offsetWidth + 30, canvas.clientHeight - legend.offsetHeight - 30];
  const isHidden = (_, node) => view.x[node] * camera.scale + camera.x < wide && view.y[node] * camera.scale + camera.y > top;
  if (Array.from({ length: view.count }, isHidden).some(Boolean)) fitBeside(wide - 10);
}

function fitBeside(free) {
  const [left, top, right, bottom] = bounds();
  // The names of the last nodes stand to the right of them.
  const room = sheet();
  const wide = Math.max(120, room.wide - free - (room.wide < 600 ? 60 : BESIDE));
  const trail = view.scene < 0 || paper ? 0 : 46;
  const high = room.high - trail;
  camera.scale = Math.min(LARGEST, wide / (right - left), high / (bottom - top));
  camera.x = free + (wide - (right + left) * camera.scale) / 2;
  camera.y = trail + (high - (bottom + top) * camera.scale) / 2;
  redraw();
}

function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const scale = Math.min(6, Math.max(0.004, camera.scale * factor));
  camera.x = x - ((x - camera.x) * scale) / camera.scale;
  camera.y = y - ((y - camera.y) * scale) / camera.scale;
  camera.scale = scale;
  redraw();
}

/** Moves as little as needed to have a node in sight. */
function show(node) {
  const margin = 70;
  const [x, y] = [view.x[node] * camera.scale + camera.x, view.y[node] * camera.scale + camera.y];
  camera.x += Math.max(0, margin - x) - Math.max(0, x - canvas.clientWidth + 2 * margin);
  camera.y += Math.max(0, margin - y) - Math.max(0, y - canvas.clientHeight + margin);
  redraw();
}

function nodeAt(x, y) {
  let [best, distance] = [-1, Infinity];
  for (let node = 0; node < view.count; node++) {
    const away = Math.hypot(view.x[node] * camera.scale + camera.x - x, view.y[node] * camera.scale + camera.y - y);
    const reach = Math.max(9, radius(node) * camera.scale + 5);
    if (away < reach && away < distance) [best, distance] = [node, away];
  }
  return best;
}

const pointers = new Map();
let moved = 0;
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
  if (pointers.size === 1) moved = 0;
  canvas.classList.add("grabbed");
});
canvas.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) {
    const over = nodeAt(event.offsetX, event.offsetY);
    canvas.classList.toggle("over", over >= 0);
    if (over !== hovered) { hovered = over; redraw(); }
    return;
  }
  const now = [event.offsetX, event.offsetY];
  if (pointers.size === 2) {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const distance = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
    zoom(distance(now) / distance(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    camera.x += (now[0] - before[0]) / 2;
    camera.y += (now[1] - before[1]) / 2;
  } else {
    camera.x += now[0] - before[0];
    camera.y += now[1] - before[1];
  }
  moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
  pointers.set(event.pointerId, now);
  redraw();
});
function release(event) {
  const was = pointers.delete(event.pointerId);
  if (pointers.size === 0) canvas.classList.remove("grabbed");
  if (was && event.type === "pointerup" && pointers.size === 0 && moved < 6) choose(nodeAt(event.offsetX, event.offsetY));
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => { if (hovered >= 0) { hovered = -1; redraw(); } });
canvas.addEventListener("dblclick", (event) => {
  const node = nodeAt(event.offsetX, event.offsetY);
  if (node >= 0) open(node);
  else zoom(1.6, event.offsetX, event.offsetY);
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  if (event.deltaMode === 0 && event.shiftKey) { camera.x -= event.deltaY; redraw(); }
  else zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
}, { passive: false });

/** The neighbour in a direction: along the links for left and right, within the layer for up and down. */
function beside(node, key) {
  if (key === "ArrowUp" || key === "ArrowDown") {
    const sign = key === "ArrowUp" ? -1 : 1;
    const layer = Array.from({ length: view.count }, (_, other) => other)
      .filter((other) => view.x[other] === view.x[node] && sign * (view.y[other] - view.y[node]) > 0);
    return layer.sort((one, other) => sign * (view.y[one] - view.y[other]))[0] ?? node;
  }
  const [from, to] = key === "ArrowLeft" ? ["target", "source"] : ["source", "target"];
  const near = view.links.filter((link) => link[from] === node).map((link) => link[to])
    .filter((other) => (key === "ArrowLeft" ? view.x[other] < view.x[node] : view.x[other] > view.x[node]));
  return near.sort((one, other) => view.hits[other] - view.hits[one] || Math.abs(view.y[one] - view.y[node]) - Math.abs(view.y[other] - view.y[node]))[0] ?? node;
}

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key.startsWith("Arrow")) {
    if (event.shiftKey) {
      camera.x += { ArrowLeft: 80, ArrowRight: -80 }[event.key] || 0;
      camera.y += { ArrowUp: 80, ArrowDown: -80 }[event.key] || 0;
      redraw();
    } else choose(chosen < 0 ? 0 : beside(chosen, event.key));
  } else if (event.key === "Enter") { if (chosen >= 0) open(chosen); }
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target instanceof HTMLInputElement;
  if (event.key === "Escape") leave();
  else if (typing) return;
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else if (event.key === "l" || event.key === "L") document.getElementById("keys").click();
  else if (event.key === "/") document.getElementById("query").focus();
  else return;
  event.preventDefault();
});
