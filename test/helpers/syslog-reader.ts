// Reads a message of RFC 5424 by its grammar; throws where there is none.

export interface ReadMessage {
	readonly facility: number;
	readonly severity: number;
	readonly timestamp: string;
	readonly host: string;
	readonly app: string;
	readonly proc: string;
	readonly msgId: string;
	/** Parameters by element and name. */
	readonly elements: Record<string, Record<string, string>>;
	readonly text: string;
}

const header = /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([!-~]+) ([!-~]+) ([!-~]+) ([!-~]+) /;
const element = /^\[([!#-<>-\\^-~]{1,32})((?: [!#-<>-\\^-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\]/;
const param = / ([^=]+)="((?:[^"\\\]]|\\["\\\]])*)"/g;

export function readSyslog(bytes: Buffer): ReadMessage {
	const line = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	const head = header.exec(line);
	if (head === null || Number(head[1]) > 191) {
		throw new Error(`no header: ${line}`);
	}
	let rest = line.slice(head[0].length);
	const elements: ReadMessage['elements'] = {};
	if (rest.startsWith('-')) {
		rest = rest.slice(1);
	}
	for (let match = element.exec(rest); match !== null; match = element.exec(rest)) {
		const params = [...match[2].matchAll(param)];
		elements[match[1]] = Object.fromEntries(params.map(([, name, value]) => [name, value.replaceAll(/\\(.)/gu, '$1')]));
		rest = rest.slice(match[0].length);
	}
	if (rest !== '' && !rest.startsWith(' ')) {
		throw new Error(`no structured data: ${line}`);
	}
	return {
		facility: Math.floor(Number(head[1]) / 8),
		severity: Number(head[1]) % 8,
		timestamp: head[2],
		host: head[3],
		app: head[4],
		proc: head[5],
		msgId: head[6],
		elements,
		text: rest.slice(1),
	};
}

/** Whole messages of an octet-counted stream, and what is left of it. */
export function unframe(bytes: Buffer): {messages: Buffer[]; rest: Buffer} {
	const messages: Buffer[] = [];
	let rest = bytes;
	for (;;) {
		const match = /^([1-9]\d*) /.exec(rest.subarray(0, 12).toString('latin1'));
		const start = match?.[0].length ?? 0;
		const end = start + Number(match?.[1]);
		if (match === null || rest.length < end) {
			return {messages, rest};
		}
		messages.push(rest.subarray(start, end));
		rest = rest.subarray(end);
	}
}
