import test from 'ava';
import fc from 'fast-check';
import {parseBoards} from '../../../hil/board/parse.ts';
import {problemText} from '../../../sim/scenario/problems.ts';

const whole = `
locks: locks
boards:
  rack-3:
    summary: a Smart-UPS behind an isolating transformer
    card: {kind: snmp-card, address: 192.0.2.7}
    faces:
      snmp: {host: 192.0.2.7, community: '@secrets/read'}
      nut: {host: 192.0.2.9, ups: rack, user: watcher, password: 'env:NUT_PASSWORD'}
      mqtt: {url: 'mqtt://192.0.2.9:1883', card: rack-3}
      modbus: modbus-tcp://192.0.2.7?unit=3
    instruments:
      mains: {kind: ac-source, at: 'tcp://192.0.2.20:5025', safe: nominal,
        volts: {min: 0, max: 264, nominal: 230}, hertz: {min: 45, max: 66, nominal: 50}}
      cut: {kind: relay, at: 'serial:/dev/ttyUSB1?baud=115200', channel: 101, safe: closed, identity: 34970A, timeout: 500ms}
    fixtures: [isolating-transformer]
    serial: {console: 'rfc2217://192.0.2.30:2217?baud=9600&parity=even&data=7&stop=2'}
  esp:
    card: {kind: espruino, address: 'serial:/dev/ttyACM0?baud=115200'}
    link: pty
`;

const problemsOf = (text: string): string[] => parseBoards(text, 'b.yaml').problems.map(problemText);

/** A map with one board of these lines. */
const board = (lines: string): string => `boards:\n  one:\n    card: {kind: agent}\n    ${lines}\n`;

test('a whole map is read, with paths from its folder, behind the built-in board', t => {
	const {map, problems} = parseBoards(whole, '/bench/boards.yaml');
	t.deepEqual(problems.map(problemText), []);
	t.deepEqual(
		map.boards.map(({name}) => name),
		['simulated', 'rack-3', 'esp'],
	);
	t.is(map.locks, '/bench/locks');
	const [, rack, esp] = map.boards;
	t.deepEqual(rack.faces.snmp, {
		host: '192.0.2.7',
		port: 161,
		version: '2c',
		community: '@/bench/secrets/read',
		user: null,
	});
	t.is(rack.faces.nut?.password, 'env:NUT_PASSWORD');
	t.like(rack.faces.modbus, {kind: 'tcp', unit: 3});
	t.like(rack.instruments[1], {kind: 'relay', channel: 101, safe: 'closed', timeoutMs: 500, identity: '34970A'});
	t.like(rack.serial[0].at, {kind: 'rfc2217', baud: 9600, parity: 'even', dataBits: 7, stopBits: 2});
	t.deepEqual(esp.link, {kind: 'pty'});
});

const refused: ReadonlyArray<readonly [title: string, text: string, told: RegExp]> = [
	['an empty file', '# nothing\n', /boards is missing/],
	['an unknown key', board('fixtres: []'), /b\.yaml:4:5: boards\.one\.fixtres: unknown key.*did you mean fixtures\?/],
	['a board without a card', 'boards:\n  one: {link: pty}\n', /card is missing/],
	['a board of the built-in name', 'boards:\n  simulated:\n    card: {kind: agent}\n', /is built in/],
	['a name with capitals', 'boards:\n  Rack:\n    card: {kind: agent}\n', /"Rack" is no name/],
	['an unknown kind of card', 'boards:\n  one:\n    card: {kind: espruin}\n', /did you mean espruino\?/],
	[
		'an address that the kind has no use for',
		'boards:\n  one:\n    card: {kind: agent, address: x}\n',
		/has no meaning/,
	],
	['a password in the map', board('faces: {nut: {host: h, ups: u, user: me, password: hunter2}}'), /@FILE or env:NAME/],
	['a password without a user', board("faces: {nut: {host: h, ups: u, password: 'env:P'}}"), /needs user too/],
	[
		'version 3 with a community',
		board("faces: {snmp: {host: h, version: 3, user: u, community: 'env:C'}}"),
		/belongs to/,
	],
	[
		'privacy without authentication',
		board("faces: {snmp: {host: h, version: 3, user: u, privacy: {by: aes, key: 'env:K'}}}"),
		/needs auth too/,
	],
	['a password in a URL', board("faces: {mqtt: {url: 'mqtt://me:it@h', card: c}}"), /keys of their own/],
	[
		'an instrument without a safe state',
		board("instruments: {r: {kind: relay, at: 'tcp://h:1', channel: 1}}"),
		/safe is missing/,
	],
	[
		'a nominal voltage outside the limits',
		board(
			"instruments: {s: {kind: ac-source, at: 'tcp://h:1', safe: off, volts: {min: 1, max: 2, nominal: 3}, hertz: {min: 50, max: 50, nominal: 50}}}",
		),
		/nominal must be from min to max/,
	],
	[
		'a relay with volts',
		board("instruments: {r: {kind: relay, at: 'tcp://h:1', channel: 1, safe: open, volts: 1}}"),
		/unknown key/,
	],
	[
		'a timeout without a unit',
		board("instruments: {r: {kind: relay, at: 'tcp://h:1', channel: 1, safe: open, timeout: 5}}"),
		/no unit/,
	],
	['a line of no kind', board('link: usb'), /right is serial:/],
	['a baud rate out of range', board("link: 'serial:/dev/x?baud=1'"), /from 300 to 4000000/],
	['a parameter twice', board("link: 'serial:/dev/x?baud=300&baud=300'"), /there twice/],
	['a port out of range', board("link: 'rfc2217://h:70000'"), /from 1 to 65535/],
	['a fixture twice', board('fixtures: [a, a]'), /stands twice/],
];

for (const [title, text, told] of refused) {
	test(`${title} is refused in a sentence that says what would be right`, t => {
		t.true(
			problemsOf(text).some(each => told.test(each)),
			problemsOf(text).join('\n'),
		);
	});
}

test('no secret that stands in a map is ever shown but in the line itself', t => {
	for (const {message} of parseBoards(board('faces: {nut: {host: h, ups: u, user: me, password: hunter2}}'), 'b')
		.problems) {
		t.notRegex(message, /hunter2/);
	}
});

test('any text is read or refused, never thrown at', t => {
	const pieces = fc.constantFrom(
		'boards:',
		'\n',
		'  ',
		'one',
		': ',
		'{',
		'}',
		'[',
		']',
		'card',
		'kind',
		'agent',
		'&a',
		'*a',
		'"',
		'-',
	);
	fc.assert(
		fc.property(fc.array(fc.oneof(pieces, fc.string({maxLength: 4})), {maxLength: 30}), parts => {
			const {problems, map} = parseBoards(parts.join(''), 'b.yaml');
			return problems.length > 0 || map.boards.length >= 1;
		}),
	);
	t.pass();
});
