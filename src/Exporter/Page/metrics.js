// From pages of metrics to interfaces, their rates and history. Knows no document; times are in seconds.

export const HISTORY = 180; // of samples, and of an interface that is gone
const NEWS = 60; // while a change is pointed out
const SPAN = 3; // of the current rate
const PAUSE = 15; // between samples; after more, rates and charts begin anew

/** The families of an interface's columns, 0 to 3 as received and 4 to 7 as transmitted, by their first letters. */
const COUNTER = /^(receive|transmit)_(bytes|packets|err(?:or)?s|drop(?:ped)?)$/;
const INFO = /^(interface_info|speed_bytes|carrier|source_info|exporter_build_info)$/;
const LABELS = /(\w+)="((?:[^"\\]|\\.)*)"/g;

// Kinds and names:
const PHYSICAL = /^(physical|wifi|en|eth|wl|ww|ib|usb|em\d|p\d+p\d|lan|wan|sfp)[^.:]*$/;
const VIRTUAL = /^(lo(opback)?$|veth|br(idge|[-\d])|docker|(vir|vm|lxd)br|vnet|cni|cali|cilium|fw|tap|macv|eni\w{11}$)/;

/** Parses a page, in any of the three schemes; returns null if it is none of this exporter's. */
export function parse(text) {
	const page = { counters: new Map(), links: new Map() };
	for (let at = text.indexOf("# TYPE "); at >= 0; at = text.indexOf("\n# TYPE ", at)) {
		const start = text.indexOf("T", at) + 5;
		const family = text.slice(start, text.indexOf(" ", start));
		const key = family.replace(/^(netdev|node_network)_/, "").replace(/_total$/, "");
		const [, way, what] = key.match(COUNTER) ?? [];
		const column = what ? "bped".indexOf(what[0]) + (way === "transmit" ? 4 : 0) : -1;
		at = text.indexOf("\n", start);
		if (column >= 0 || INFO.test(key)) {
			for (let line = at + 1; text.startsWith(family, line); line = text.indexOf("\n", line) + 1) {
				parseSample(page, key, column, text, line + family.length);
			}
		}
	}
	return page.source ? page : null;
}

function parseSample(page, key, column, text, start) {
	const end = text.indexOf("\n", start);
	const close = text.lastIndexOf("} ", end);
	const value = +text.slice(close + 2, end);
	if (column >= 0) {
		const name = unescape(text.slice(text.indexOf('"', start) + 1, close - 1));
		const values = page.counters.get(name) ?? Array(8).fill(0);
		values[column] = value;
		page.counters.set(name, values);
		return;
	}
	const pairs = text.slice(start, close).matchAll(LABELS);
	const labels = Object.fromEntries(Array.from(pairs, ([, label, quoted]) => [label, unescape(quoted)]));
	const name = labels.interface ?? labels.device;
	if (name === undefined) {
		page[key.match(/source|build/)?.[0]] = labels;
	} else {
		page.links.set(name, { ...page.links.get(name), ...labels, [key]: value });
	}
}

const unescape = (value) => value.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));

class Interface {
	samples = []; // each with the increase of all columns since the first
	activeAt = -Infinity; // when a packet was last seen
	appearedAt = -Infinity;
	resetAt = -Infinity;
	goneAt = Infinity;
	isPaused = true;

	constructor(name) {
		this.name = name;
	}

	/** Takes the values of a reading. As in Prometheus, a counter that went down has begun again at 0. */
	add(values, now) {
		const before = this.values ?? values;
		const last = this.samples.at(-1)?.sums ?? Array(8).fill(0);
		const sums = values.map((value, i) => last[i] + value - (value < before[i] ? 0 : before[i]));
		if (values.some((value, i) => value < before[i])) {
			this.resetAt = now;
		}
		if (this.values ? sums[1] + sums[5] > last[1] + last[5] : values[1] + values[5] > 0) {
			this.activeAt = now;
		}
		this.samples = this.samples.filter((each) => now - each.at <= HISTORY);
		this.samples.push({ at: now, sums, isFirst: this.isPaused });
		this.values = values;
		this.isPaused = false;
	}

	/** The increase of a column in the last minute, received and transmitted. */
	increase(column, now) {
		const { sums } = this.samples.at(-1);
		const first = this.samples.find((each) => now - each.at <= NEWS)?.sums ?? sums;
		return sums[column] - first[column] + sums[column + 4] - first[column + 4];
	}

	/** The increase of a column a second, now; NaN if it is not known. */
	rate(column) {
		let first = this.samples.length - 1;
		const last = this.samples[first];
		while (first > 0 && !this.samples[first].isFirst && last.at - this.samples[first].at < SPAN - 0.5) {
			first--;
		}
		const { at, sums } = this.samples[first];
		return this.isPaused ? NaN : (last.sums[column] - sums[column]) / (last.at - at); // 0 / 0 is NaN
	}

	/** The rates of a column between the samples, each with its time; NaN after a pause. */
	rates(column) {
		return this.samples.map(({ at, sums, isFirst }, i, { [i - 1]: before }) => ({
			at, rate: isFirst || !before ? NaN : (sums[column] - before.sums[column]) / (at - before.at),
		}));
	}

	get isPhysical() {
		return PHYSICAL.test(this.link.kind ?? this.name) && !this.isVirtual;
	}

	get isVirtual() {
		return VIRTUAL.test(this.link.kind) || VIRTUAL.test(this.name);
	}

	/** What happened to it lately: gone, new, reset, or nothing. */
	badge(now) {
		return this.goneAt < Infinity ? "gone" : now - this.appearedAt < NEWS ? "new"
			: now - this.resetAt < NEWS ? "reset" : "";
	}

	group(now) {
		return now - this.activeAt > HISTORY && !this.badge(now) ? "idle" : this.isVirtual ? "virtual" : "main";
	}
}

export class History {
	interfaces = new Map();
	now = -Infinity;

	/** Takes a page, and when it was read. */
	add(page, now) {
		const isFirst = this.now === -Infinity;
		if (!(now > this.now && now - this.now < PAUSE)) {
			this.pause(); // the clock may have been set back, too
		}
		this.now = now;
		let order = 0;
		for (const [name, values] of page.counters) {
			let each = this.interfaces.get(name);
			if (!each || each.goneAt < Infinity) {
				this.interfaces.set(name, each = new Interface(name));
				each.appearedAt = isFirst ? -Infinity : now;
			}
			each.order = order++;
			each.link = page.links.get(name) ?? {};
			each.add(values, now);
		}
		for (const [name, each] of this.interfaces) {
			if (!page.counters.has(name)) {
				each.goneAt = Math.min(each.goneAt, now);
				each.isPaused = true;
				if (now - each.goneAt > HISTORY) {
					this.interfaces.delete(name);
				}
			}
		}
	}

	/** Begins anew: the next sample has no rate. */
	pause() {
		this.interfaces.forEach((each) => { each.isPaused = true; });
	}
}
