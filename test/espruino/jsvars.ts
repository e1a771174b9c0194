// How many variables of a board something takes, by the measured costs of espruino.md 5 (the form of 13 bytes). An estimate: what a
// closure has captured is not seen, and nothing of the interpreter's own is counted. Written in the Espruino subset, as it walks what is
// alive in the gate's engine too.

/** Code from flash, whatever its length. */
export const FUNCTION_JSVARS = 10;
/** A function that is a value, and not one of the bundle's own level. */
const CLOSURE = 5;
const OBJECT = 1;
/** Of a class: what leads to its methods. */
const INSTANCE = 4;
const ARRAY = 2;
const VIEW = 3;
const DATA_VIEW = 17;
const BYTES_A_VARIABLE = 13;
const CHARACTERS_A_VARIABLE = 9;
const SHORT_NAME = 4;
const LONG_NAME = 10;

/** What stands behind a value beside the place that holds it: nothing where it fits there. */
function ofValue(value: unknown): number {
	if (typeof value === 'string') {
		return 1 + Math.floor(value.length / CHARACTERS_A_VARIABLE);
	}
	const isSmall = typeof value !== 'number' || value === (value | 0);
	return isSmall ? 0 : 1;
}

function ofName(name: string): number {
	return name.length <= SHORT_NAME ? 1 : 2 + Math.floor((name.length - SHORT_NAME) / LONG_NAME);
}

function isView(value: object): value is ArrayBufferView {
	return typeof (value as {byteLength?: number}).byteLength === 'number' && 'buffer' in value;
}

/** Walks what is alive, each thing once. */
export class JsVarCount {
	seen: object[];
	total: number;
	/** What belongs to the board and not to the bundle. */
	isForeign: (value: object) => boolean;

	constructor(isForeign: (value: object) => boolean) {
		this.seen = [];
		this.total = 0;
		this.isForeign = isForeign;
	}

	/** Counts what `value` leads to. */
	add(value: unknown): void {
		this.total += ofValue(value);
		const leads = (typeof value === 'object' && value !== null) || typeof value === 'function';
		if (!leads || this.seen.indexOf(value) >= 0 || this.isForeign(value)) {
			return;
		}
		this.seen.push(value);
		if (typeof value === 'function') {
			this.total += CLOSURE;
		} else if (Array.isArray(value)) {
			this.total += ARRAY + value.length;
			value.forEach(each => this.add(each));
		} else {
			this.addObject(value);
		}
	}

	addObject(value: object): void {
		if (isView(value)) {
			this.total += 'getUint8' in value ? DATA_VIEW : VIEW;
			this.addBuffer(value.buffer);
			return;
		}
		this.total += Object.getPrototypeOf(value) === Object.getPrototypeOf({}) ? OBJECT : INSTANCE;
		const names = Object.keys(value);
		for (let i = 0; i < names.length; i++) {
			this.total += ofName(names[i]);
			this.add((value as Record<string, unknown>)[names[i]]);
		}
	}

	/** Views of one buffer share it. */
	addBuffer(buffer: ArrayBufferLike): void {
		if (this.seen.indexOf(buffer) < 0) {
			this.seen.push(buffer);
			this.total += Math.ceil(buffer.byteLength / BYTES_A_VARIABLE);
		}
	}

	/** Counts a variable of the bundle's own level; the functions there are code, and counted by their number. */
	addVariable(value: unknown): void {
		this.total += 1;
		if (typeof value === 'function') {
			this.seen.push(value);
		} else {
			this.add(value);
		}
	}
}
