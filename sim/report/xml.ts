// The little of XML 1.0 that a report needs.

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Text for the inside of an element. What XML 1.0 (2.2) has no place for is left out: control characters, lone surrogates. */
export function xmlText(text: string): string {
	let escaped = '';
	for (const character of text) {
		if (isAllowed(character.codePointAt(0)!)) {
			// A parser turns a carriage return into a line feed; nothing of ours needs one.
			escaped += escapes[character] ?? character;
		}
	}
	return escaped;
}

function isAllowed(code: number): boolean {
	return (
		code === 0x9
		|| code === 0xa
		|| (code >= 0x20 && code <= 0xd7ff)
		|| (code >= 0xe000 && code <= 0xfffd)
		|| code >= 0x10000
	);
}

/** Text for an attribute: line feeds and tabs would else be read back as spaces. */
export function xmlAttribute(text: string): string {
	return xmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** ` name="value"` for each entry. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
	return Object.entries(values)
		.map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
		.join('');
}
