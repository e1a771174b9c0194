import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import test from 'ava';
import {parse} from 'yaml';
import {parseBoards} from '../../../hil/board/parse.ts';
import {boardSchema} from '../../../hil/board/schema.ts';

const schema = JSON.parse(JSON.stringify(boardSchema()));
const validate = new Ajv2020({strict: true, strictRequired: false, strictTypes: false}).compile(schema);

/** What is published stands beside the sources; tests run from the root of the repository. */
const published = (name: string): string => readFileSync(`hil/boards/${name}`, 'utf8');

test('the schema that is published is what the code makes', t => {
	t.deepEqual(JSON.parse(published('schema.json')), schema, 'run make schema');
});

test('the example names its schema, and both the schema and the parser take it', t => {
	const text = published('example.yaml');
	t.is(text.split('\n')[0], '# yaml-language-server: $schema=schema.json');
	t.deepEqual(parseBoards(text, 'example.yaml').problems, []);
	t.true(validate(parse(text)), JSON.stringify(validate.errors));
});

const relay = "kind: relay, at: 'tcp://h:1', channel: 1, safe: open";
const source =
	"kind: ac-source, at: 'tcp://h:1', safe: off, volts: {min: 0, max: 1, nominal: 1}, hertz: {min: 50, max: 60, nominal: 50}";
const board = (lines: string): string => `boards:\n  one:\n    card: {kind: agent}\n    ${lines}\n`;

const fine: readonly string[] = [
	'boards: {}\nlocks: locks\n',
	board('summary: a\n    link: pty\n    fixtures: [a, b]'),
	board("link: 'rfc2217://h:1?baud=300'"),
	board("faces: {snmp: {host: h, version: 3, user: u, auth: {by: sha, key: 'env:A'}, privacy: {by: aes, key: '@k'}}}"),
	board(
		"faces: {snmp: {host: h, community: 'env:C'}, nut: {host: h, ups: u}, mqtt: {url: 'mqtt://h', card: c}, modbus: 'modbus-tcp://h'}",
	),
	board(`instruments: {r: {${relay}, timeout: 2s, identity: X}, s: {${source}}}`),
	board("serial: {console: 'serial:/dev/ttyACM0'}"),
];

for (const text of fine) {
	test(`the schema and the parser both take ${JSON.stringify(text)}`, t => {
		t.deepEqual(parseBoards(text, 'b.yaml').problems, []);
		t.true(validate(parse(text)), JSON.stringify(validate.errors));
	});
}

const unknown: readonly string[] = [
	'boards: {}\nzzz: 1\n',
	board('zzz: 1'),
	'boards:\n  one:\n    card: {kind: agent, zzz: 1}\n',
	board('faces: {zzz: 1}'),
	board("faces: {snmp: {host: h, community: 'env:C', zzz: 1}}"),
	board('faces: {nut: {host: h, ups: u, zzz: 1}}'),
	board("faces: {mqtt: {url: 'mqtt://h', card: c, zzz: 1}}"),
	board(`instruments: {r: {${relay}, zzz: 1}}`),
	board(`instruments: {s: {${source}, zzz: 1}}`),
	board('fixtures: [a, a]'),
	board('link: usb'),
	board('faces: {nut: {host: h, ups: u, user: me, password: hunter2}}'),
];

for (const text of unknown) {
	test(`the schema and the parser both refuse ${JSON.stringify(text)}`, t => {
		t.true(parseBoards(text, 'b.yaml').problems.length > 0);
		t.false(validate(parse(text)));
	});
}
