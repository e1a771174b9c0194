// A strict reader for the XML that our reports use: elements, attributes in double quotes, text, the five entities and
// decimal references. Everything else is an error, so that what passes here passes any parser.

export interface XmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	/** Text directly inside, joined. */
	readonly text: string;
}

const entities: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};
// XML 1.0, production 2: what is no Char may stand nowhere.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const token = /<\/([a-z-]+)>|<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;

export function readXml(text: string): XmlElement {
	if (forbidden.test(text)) {
		throw new SyntaxError('a character that XML has no place for');
	}
	if (!text.startsWith(declaration)) {
		throw new SyntaxError('no XML declaration');
	}
	const root = {name: '', attributes: {}, children: [] as XmlElement[], text: ''};
	const open = [root];
	token.lastIndex = declaration.length;
	while (token.lastIndex < text.length) {
		const at = token.lastIndex;
		const match = token.exec(text);
		if (match === null) {
			throw new SyntaxError(`not XML: ${text.slice(at, at + 60)}`);
		}
		take(match, open);
	}
	if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') {
		throw new SyntaxError('not one closed root element');
	}
	return root.children[0];
}

interface OpenElement {
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	text: string;
}

function take([, closed, opened, attributes, alone, plain]: RegExpExecArray, open: OpenElement[]): void {
	const top = open.at(-1)!;
	if (plain !== undefined) {
		if (plain.includes(']]>')) {
			throw new SyntaxError('"]]>" in text');
		}
		top.text += unescaped(plain);
	} else if (opened !== undefined) {
		const element = {name: opened, attributes: attributesOf(attributes), children: [], text: ''};
		top.children.push(element);
		if (alone === '') {
			open.push(element);
		}
	} else if (open.pop()!.name !== closed || open.length === 0) {
		throw new SyntaxError(`</${closed}> closes something else`);
	}
}

function attributesOf(text: string): Record<string, string> {
	const attributes: Record<string, string> = {};
	for (const [, name, value] of text.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
		if (Object.hasOwn(attributes, name)) {
			throw new SyntaxError(`${name} twice`);
		}
		// A parser makes a space of a bare line feed or tab in an attribute.
		attributes[name] = unescaped(value.replaceAll(/[\n\t]/g, ' '));
	}
	return attributes;
}

function unescaped(text: string): string {
	return text.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
		const decimal = /^#([0-9]+)$/.exec(name);
		const value = decimal === null ? entities[name] : String.fromCodePoint(Number(decimal[1]));
		if (value === undefined || !whole.endsWith(';')) {
			throw new SyntaxError(`bad reference ${whole}`);
		}
		return value;
	});
}
