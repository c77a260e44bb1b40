// Polls the metrics while the page is visible, and draws them. Only the rows in view exist.
import { History, HISTORY, parse } from "./metrics.js";

const MANY = 200; // interfaces: beyond, the page polls every two seconds
const ROWS_A_FRAME = 5;
const AROUND = 200; // pixels around the view
const GROUP_REM = 3.5; // the height of a group's row
const GROUPS = { main: "Interfaces", virtual: "Virtual", idle: "Idle" };
const NAMES = new Intl.Collator("en", { numeric: true });

const ui = Object.fromEntries(Array.from(document.querySelectorAll("[id]"), (each) => [each.id, each]));
const root = document.documentElement;
const table = ui.interfaces;
const body = table.tBodies[0];
const place = location.pathname; // of the token: exporters may share a host

const history = new History();
const folded = new Set(["idle"]);
let items = []; // what the table shows: groups, interfaces
let rows = new Map(); // those in view, by the key of their item
let sort = { sign: 0 };
let isBits = true;
let isPaused = false;
let isStale = false;
let turn = 0;
let kept = {}; // by this tab alone
let timer, frame;

try {
	kept = sessionStorage ?? kept;
} catch {} // the browser keeps nothing

/** Writes a number with three digits, by steps of 1000; a dash if it is not known. */
function scale(value, unit) {
	if (!isFinite(value)) {
		return "–";
	}
	let step = 0;
	for (; value >= 999.5; step++) {
		value /= 1000;
	}
	const decimals = step === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
	return `${value.toFixed(decimals)}\u00a0${"kMGTPE"[step - 1] ?? ""}${unit}`.replace("\u00a0 ", "\u00a0");
}

const rate = (bytes) => (isBits ? scale(bytes * 8, "bit/s") : scale(bytes, "B/s"));
const exact = (n) => n.toLocaleString("en");
const news = (increase) => (increase > 0 ? `▲ ${exact(increase)} in 1 min` : "");

/** What each column is sorted by, and the two lines of its cells. */
const COLUMNS = {
	name: [(i) => i.name, (name) => name, describe],
	rx: [(i) => i.rate(0), rate, (i) => scale(i.rate(1), " packets/s")],
	tx: [(i) => i.rate(4), rate, (i) => scale(i.rate(5), " packets/s")],
	received: [(i) => i.values[0], (n) => scale(n, "B"), (i) => scale(i.values[1], " packets")],
	transmitted: [(i) => i.values[4], (n) => scale(n, "B"), (i) => scale(i.values[5], " packets")],
	errors: [(i) => i.values[2] + i.values[6], exact, (i) => news(i.increase(2, history.now))],
	drops: [(i) => i.values[3] + i.values[7], exact, (i) => news(i.increase(3, history.now))],
};

function describe({ link: { kind, master, carrier, speed_bytes: speed } }) {
	const state = kind && !carrier ? "down" : speed > 0 && scale(speed * 8, "bit/s");
	return [kind, master && `in ${master}`, state].filter(Boolean).join(", ");
}

/** Draws rates as areas on one side of the middle line, with gaps where they are not known. */
function area(rates, high, side) {
	return rates.map((each, i) => {
		const x = (each.at - history.now + HISTORY).toFixed(1);
		const line = isNaN(rates[i - 1]?.rate) ? `M${x} 0V` : `L${x} `;
		const end = isNaN(rates[i + 1]?.rate) ? "V0Z" : "";
		return isNaN(each.rate) ? "" : line + (side * 20 * each.rate / high).toFixed(1) + end;
	}).join("");
}

const isFolded = (group) => folded.has(group) && !ui.filter.value;

function set(element, text) {
	if (element.shown !== text) {
		element.textContent = element.shown = text;
	}
}

function make(item) {
	const row = ui[item.each ? "row" : "group"].content.firstElementChild.cloneNode(true);
	Object.keys(item.each ? COLUMNS : {}).forEach((key, i) => {
		row.cells[i].dataset.key = key;
		row.cells[i].dataset.label = table.tHead.rows[0].cells[i].textContent;
	});
	return row;
}

function show(row, { group, count, each }) {
	if (group) {
		const button = row.querySelector("button");
		button.dataset.group = row.dataset.group = group;
		button.setAttribute("aria-expanded", !isFolded(group));
		set(button, `${GROUPS[group]} (${count})`);
		return;
	}
	row.className = `row ${each.badge(history.now)}`;
	row.dataset.name = row.cells[0].title = each.name;
	set(row.querySelector("em"), each.badge(history.now));
	Object.values(COLUMNS).forEach(([value, first, second], i) => {
		const cell = row.cells[i];
		const more = second(each);
		cell.className = more.startsWith("▲") ? "moved" : "";
		set(cell.firstElementChild, first(value(each)));
		set(cell.lastElementChild, more);
	});
	const [rx, tx] = [each.rates(0), each.rates(4)];
	const high = Math.max(0, ...[...rx, ...tx].map((point) => point.rate || 0));
	const paths = row.querySelectorAll("path");
	paths[0].setAttribute("d", area(rx, high || 1, -1));
	paths[1].setAttribute("d", area(tx, high || 1, 1));
	set(row.querySelector("svg + small"), `peak ${rate(high)}`);
}

/** Updates rows, some in each frame. */
function update(waiting) {
	frame = requestAnimationFrame(() => {
		waiting.splice(0, ROWS_A_FRAME).forEach((item) => show(rows.get(item.key), item));
		if (waiting.length > 0) {
			update(waiting);
		}
	});
}

/** Decides what the table shows, in which order. */
function arrange() {
	const wanted = ui.filter.value.trim().toLowerCase();
	const all = [...history.interfaces.values()];
	const found = all.filter((each) => `${each.name} ${describe(each)}`.toLowerCase().includes(wanted));
	const compare = sort.key === "name" ? NAMES.compare : (a, b) => (a || 0) - (b || 0);
	const value = COLUMNS[sort.key]?.[0] ?? (() => 0);
	found.sort((a, b) => sort.sign * compare(value(a), value(b)) || a.order - b.order);
	items = Object.keys(GROUPS).flatMap((group) => {
		const members = found.filter((each) => each.group(history.now) === group);
		return members.length === 0 ? [] : [
			{ key: ` ${group}`, group, count: members.length },
			...isFolded(group) ? [] : members.map((each) => ({ key: each.name, each })),
		];
	});
	set(table.caption, `Interfaces: ${found.length} of ${all.length}`);
	table.setAttribute("aria-rowcount", items.length + 1);
}

/** Makes the rows in view and some around them. Rows have one height, those of groups another. */
function drawRows() {
	const { lineHeight, fontSize } = getComputedStyle(body);
	const { top } = body.getBoundingClientRect();
	let [first, end, above, height] = [0, 0, 0, 0];
	for (const { group } of items) {
		end += top + height < innerHeight + AROUND;
		height += group ? GROUP_REM * parseFloat(fontSize) : parseFloat(lineHeight);
		if (top + height < -AROUND) {
			first++;
			above = height;
		}
	}
	const shown = items.slice(first, end);
	const known = shown.filter((item) => item.each && rows.has(item.key));
	rows = new Map(shown.map((item) => [item.key, rows.get(item.key) ?? make(item)]));
	shown.filter((item) => !known.includes(item)).forEach((item) => show(rows.get(item.key), item));
	const drawn = [...rows.values()];
	drawn.forEach((row, i) => row.setAttribute("aria-rowindex", first + i + 2));
	if (drawn.length !== body.children.length || drawn.some((row, i) => row !== body.children[i])) {
		const { activeElement } = document;
		body.replaceChildren(...drawn);
		activeElement.focus({ preventScroll: true });
	}
	body.style.height = `${height}px`;
	body.style.paddingTop = `${above}px`;
	update(known);
}

function drawSum() {
	const summed = [...history.interfaces.values()].filter((each) => each.isPhysical && each.goneAt === Infinity);
	const sum = (column) => rate(summed.reduce((sum, each) => sum + each.rate(column), 0));
	ui.sum.hidden = summed.length === 0;
	set(ui["total-rx"], sum(0));
	set(ui["total-tx"], sum(4));
	set(ui.names, summed.map((each) => each.name).join(", "));
}

/** Draws in the next frame; after scrolling, what the table has already. */
function draw(event) {
	isStale ||= event?.type !== "scroll";
	cancelAnimationFrame(frame);
	frame = requestAnimationFrame(() => {
		if (isStale) {
			arrange();
			drawSum();
			isStale = false;
		}
		drawRows();
	});
}

/** Shows a state; its text is announced when it changes. */
function enter(state, text) {
	root.dataset.state = state;
	set(ui.status, text);
	ui.login.hidden = state !== "token";
	ui.live.hidden = state === "token" || history.now === -Infinity;
	if (state !== "live" && state !== "paused") {
		history.pause();
	}
	draw();
}

function schedule(milliseconds) {
	clearTimeout(timer);
	if (!document.hidden && !isPaused) {
		timer = setTimeout(poll, Math.max(milliseconds, 100));
	}
}

/** Reads the metrics once, and arranges for the next time. */
async function poll() {
	const mine = ++turn;
	const began = Date.now(); // performance.now() may stand still in sleep
	const token = kept[place];
	const headers = token ? { Authorization: `Bearer ${token}` } : {};
	const options = { headers, signal: AbortSignal.timeout?.(10_000) };
	const response = await fetch(location.origin + ui.metrics.pathname, options).catch(() => null);
	const now = (began + Date.now()) / 2000; // in seconds; the file was read in between
	const text = await response?.text().catch(() => undefined);
	const page = response?.ok && text?.endsWith("\n") && parse(text);
	if (isPaused || mine !== turn) {
		return;
	}
	if (page) {
		history.add(page, now);
		enter("live", "Live");
		tell(page);
	} else if (response?.status === 401) {
		askToken();
	} else if (text !== undefined) {
		const isOurs = response.status === 503 && !text.startsWith("<");
		enter("fault", isOurs ? text : `What answers is not this exporter (HTTP ${response.status}).`);
	} else if (root.dataset.state !== "gone") {
		enter("gone", `No answer since ${new Date(began).toTimeString().slice(0, 8)}; still asking.`);
	}
	schedule((history.interfaces.size > MANY ? 2000 : 1000) - (Date.now() - began));
}

function tell({ source, build }) {
	set(ui.source, `${source.path}, network namespace: ${source.namespace}`);
	set(ui.version, `netdev-exporter ${build.version} (${build.revision})`);
	document.title = `${location.host}: network interfaces`;
}

function askToken() {
	const isAsking = root.dataset.state === "token";
	enter("token", `The exporter ${kept[place] ? "does not accept this" : "asks for its"} token.`);
	if (!isAsking) {
		ui.token.focus();
	}
}

ui.login.onsubmit = () => {
	kept[place] = ui.token.value;
	ui.login.reset();
	schedule(0);
	return false;
};
ui.unit.onclick = () => {
	isBits = !isBits;
	set(ui.unit, isBits ? "Show bytes" : "Show bits");
	draw();
};
ui.pause.onclick = () => {
	isPaused = !isPaused;
	set(ui.pause, isPaused ? "Continue" : "Pause");
	enter(isPaused ? "paused" : "start", isPaused ? "Paused" : "Connecting");
	schedule(0);
};
table.tHead.onclick = ({ target }) => {
	const { key } = target.dataset;
	if (key) {
		sort = { key, sign: sort.key === key ? -sort.sign : key === "name" ? 1 : -1 };
		for (const cell of table.tHead.rows[0].cells) {
			cell.setAttribute("aria-sort", !cell.contains(target) ? "none" : sort.sign > 0 ? "ascending" : "descending");
		}
		draw();
	}
};
body.onclick = ({ target: { dataset: { group } } }) => {
	if (group && !ui.filter.value) {
		folded.delete(group) || folded.add(group);
		draw();
	}
};
ui.filter.oninput = onscroll = onresize = draw;
document.onvisibilitychange = () => schedule(0);

enter("start", "Connecting");
if (document.body.dataset.token === "required" && !kept[place]) {
	askToken();
} else {
	schedule(0);
}
