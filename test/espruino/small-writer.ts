// The writer of telemetry without its short cuts: a fleet of a hundred thousand cards on Node needs them, one card on a board its room.

/** Bodies by method; each says the same in fewer words. */
const bodies: Readonly<Record<string, string>> = {
	view: 'return this.bytes.subarray(0, this.at);',
	signedFields: 'return this.slowFields(fields, places, values, from, nothing);',
	two: 'this.slowVarint(first >>> 0);\n\t\tthis.slowVarint(second >>> 0);',
	varint: 'this.slowVarint(value);',
};

/** `source`, the text of src/codec/protobuf.ts, with these bodies. */
export function smallWriter(source: string): string {
	return Object.entries(bodies).reduce((text, [name, body]) => {
		const method = new RegExp(`(\\n\\t${name}\\([^{]*\\{\\n)[\\s\\S]*?(\\n\\t\\}\\n)`);
		if (!method.test(text)) {
			throw new Error(`src/codec/protobuf.ts has no method ${name} for a board to shorten`);
		}
		return text.replace(method, (_all, head: string, end: string) => `${head}\t\t${body}${end}`);
	}, source);
}
