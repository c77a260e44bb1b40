// From pages of metrics to interfaces, their rates and their history. Knows no document; times are in seconds.

export const HISTORY = 180; // how long samples are kept, and an interface that is gone
const NEWS = 60; // how long a change is pointed out
const SPAN = 3; // the current rate is that of so many seconds
const PAUSE = 8; // between samples; after a longer one, rates and charts begin anew

/** The columns of an interface's values, by the families' names in all schemes without prefix and `_total`. */
const COLUMNS = {
	receive_bytes: 0, receive_packets: 1, receive_errors: 2, receive_errs: 2, receive_dropped: 3, receive_drop: 3,
	transmit_bytes: 4, transmit_packets: 5, transmit_errors: 6, transmit_errs: 6, transmit_dropped: 7, transmit_drop: 7,
};
const INFO = /^(interface_info|speed_bytes|up|source_info|exporter_build_info|node_uname_info)$/;
const LABELS = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Of kinds, and of names where sysfs does not say what an interface is. */
const PHYSICAL = /^(physical|wifi|en|eth|wl|ww|ib|usb|em\d|p\d+p\d|lan|wan|sfp)[^.:]*$/;
const VIRTUAL = /^(lo$|loopback|veth|br[-\di]|docker|virbr|vnet|vmbr|lxc|podman|cni|cali|fw[bpl]|tap|ifb|dummy|macv)/;

/**
 * Parses a page in the text format, of any of the three schemes.
 * @returns null if it is no page of this exporter; else `counters` and `links` by interface, and the labels of
 * `source`, `build` and `node`, the last only in the scheme node.
 */
export function parse(text) {
	const page = { counters: new Map(), links: new Map(), node: {} };
	for (let at = text.indexOf("# TYPE "); at >= 0; at = text.indexOf("\n# TYPE ", at)) {
		const start = text.indexOf("T", at) + 5;
		const family = text.slice(start, text.indexOf(" ", start));
		const key = family.replace(/^(netdev|node_network)_/, "").replace(/_total$/, "");
		at = text.indexOf("\n", start);
		if (key in COLUMNS || INFO.test(key)) {
			for (let line = at + 1; text.startsWith(family, line); line = text.indexOf("\n", line) + 1) {
				parseSample(page, key, text, line + family.length);
			}
		}
	}
	return page.source ? page : null;
}

function parseSample(page, key, text, start) {
	const end = text.indexOf("\n", start);
	const close = text.lastIndexOf("} ", end);
	const value = +text.slice(close + 2, end);
	if (key in COLUMNS) {
		const name = unescape(text.slice(text.indexOf('"', start) + 1, close - 1));
		const values = page.counters.get(name) ?? Array(8).fill(0);
		values[COLUMNS[key]] = value;
		page.counters.set(name, values);
		return;
	}
	const pairs = text.slice(start, close).matchAll(LABELS);
	const labels = Object.fromEntries(Array.from(pairs, ([, label, quoted]) => [label, unescape(quoted)]));
	const name = labels.interface ?? labels.device;
	if (name === undefined) {
		page[key.match(/source|build|node/)[0]] = labels;
	} else {
		page.links.set(name, { ...page.links.get(name), ...labels, [key]: value });
	}
}

const unescape = (value) => value.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));

/** One interface: its place in the file, what sysfs says of it, its last values, and those before. */
class Interface {
	samples = []; // each with the increase of all columns since the first
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
		const sums = this.samples.at(-1)?.sums;
		this.samples.push({
			at: now, isFirst: this.isPaused,
			sums: values.map((value, i) => (sums?.[i] ?? 0) + value - (value < before[i] ? 0 : before[i])),
		});
		if (values.some((value, i) => value < before[i])) {
			this.resetAt = now;
		}
		while (now - this.samples[0].at > HISTORY) {
			this.samples.shift();
		}
		this.values = values;
		this.isPaused = false;
	}

	/** The increase of a column and its transmit twin in the last minute, or so many seconds. */
	increase(column, seconds = NEWS) {
		const { at, sums } = this.samples.at(-1);
		const first = this.samples.find((each) => at - each.at <= seconds).sums;
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
		return PHYSICAL.test(this.link.kind || this.name);
	}

	/** What happened to it lately: gone, new, reset, or nothing. */
	badge(now) {
		return this.goneAt < Infinity ? "gone" : now - this.appearedAt < NEWS ? "new"
			: now - this.resetAt < NEWS ? "reset" : "";
	}

	/** Where it is shown: idle ones had no packet in the whole history, or never. */
	group(now) {
		const isLong = now - this.samples[0].at > HISTORY - PAUSE || this.values[1] + this.values[5] === 0;
		return isLong && this.increase(1, HISTORY) === 0 && !this.badge(now) ? "idle"
			: VIRTUAL.test(this.link.kind || this.name) ? "virtual" : "main";
	}
}

/** All interfaces since the page was opened. */
export class History {
	interfaces = new Map();
	now = -Infinity;

	/** Takes a page, and when it was read. */
	add(page, now) {
		const isFirst = this.now === -Infinity;
		if (now - this.now > PAUSE) {
			this.pause();
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
