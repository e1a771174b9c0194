import test from 'ava';
import fc from 'fast-check';
import {settings} from '../../../src/agent/settings/catalogue.ts';
import {configIni, keywordOf, MOST_INI_CHARACTERS, parseConfigIni} from '../../../src/agent/settings/config-ini.ts';
import {checkFile} from '../../../src/agent/settings/settings-file.ts';
import {changesFor} from './changes.ts';
import {newRig, someone} from './rigs.ts';

const SERIAL = 'AS1234567890';

function problemsOf(text: string): string[] {
	const {desk} = newRig('SMX1500I');
	return checkFile(desk, parseConfigIni(text, SERIAL)).problems.map(
		each => `${each.line}:${each.column} ${each.message}`,
	);
}

/** A file, and what is told of it. */
const wrong: readonly (readonly [what: string, text: string, told: RegExp])[] = [
	['a keyword outside of a section', 'Name=x', /^1:1 Name stands outside of any section/],
	['a section that is none', '[Ups]', /^1:1 "\[Ups\]" is no section; the sections are \[UPS\]/],
	['a section that is not closed', '[UPS', /^1:1 "\[UPS" is no section/],
	['a line without a sign of equality', '[UPS]\n\n  Name', /^3:3 "Name" is neither a \[Section\] nor keyword=value/],
	['a line without a keyword', '[UPS]\n=5', /^2:1 "=5" is neither/],
	[
		'a keyword that is none',
		'[UPS]\nTransferHihg=253',
		/^2:1 \[UPS\] has no keyword TransferHihg; did you mean TransferHigh\?/,
	],
	[
		'a keyword of another section',
		'[Modbus]\nName=x',
		/^2:1 \[Modbus\] has no keyword Name; is it in another section\?/,
	],
	['an event that is none', '[Events]\nOnBateriSeverity=critical', /^2:1 \[Events\] has no keyword OnBateriSeverity/],
	['a keyword given twice', '[UPS]\nOffDelay=3\n[UPS]\nOffDelay=3', /^4:1 OffDelay was given in line 2 already/],
	[
		'a value out of range',
		'[UPS]\nTransferHigh = 254',
		/^2:16 ups.transfer.high cannot be "254": .*; the nearest is 257\.$/,
	],
	['a value that is no number', '[UPS]\nOffDelay=9O', /^2:10 ups.off.delay cannot be "9O": it takes 0 to 86400 s\.$/],
	['a text too long', '[UPS]\nName=12345678901234567', /^2:6 ups.name cannot be .*up to 16 printable ASCII characters/],
	[
		'what is as it is',
		'[UPS]\nRatedOutputVoltage=240',
		/^2:20 ups.output.voltage cannot be changed on a SMX1500I; it stays 230 V/,
	],
	[
		'a foreign keyword',
		'[NetworkTCP/IP]\nHostName=x',
		/^2:1 \[NetworkTCP\/IP\] has no keyword HostName; it has SystemIP/,
	],
	['a foreign section without keywords', '[SystemDate/Time]\nDate=x', /^2:1 .* it has none here\.$/],
	['a file too large', ';'.repeat(MOST_INI_CHARACTERS + 1), /^1:1 the file has 262145 characters/],
];

for (const [what, text, told] of wrong) {
	test(`${what} is told with its place`, t => {
		const problems = problemsOf(text);
		t.is(problems.length, 1);
		t.regex(problems[0] ?? '', told);
	});
}

test('one wrong line refuses the whole file, and every wrong line is told', t => {
	const {desk} = newRig('SMX1500I');
	const checked = checkFile(desk, parseConfigIni('[UPS]\nOffDelay=30\nnonsense\nReturnDelay=-1\n', SERIAL));
	t.deepEqual(
		checked.problems.map(each => each.line),
		[3, 4],
	);
	t.deepEqual(checked.changes, []);
	t.deepEqual(checked.diff, []);
});

test("comments, blank lines, white space and both line ends are read; the field's network section is left alone", t => {
	const text = '; a comment\r\n# another\r\n\r\n[NetworkTCP/IP]\r\nSystemIP=10.0.0.2\r\n[UPS]\r\n OffDelay =\t30 \r\n';
	const {desk} = newRig('SMX1500I');
	const checked = checkFile(desk, parseConfigIni(text, SERIAL));
	t.deepEqual(checked.problems, []);
	t.deepEqual(
		checked.diff.map(each => [each.key, each.after]),
		[['ups.off.delay', 30]],
	);
	t.deepEqual(
		checked.ignored.map(each => each.line),
		[5],
	);
});

test('Override keeps what belongs to another UPS out, and only that', t => {
	const text = (serial: string): string => `[UPS]\nOverride=${serial}\nName=Rack 4\nOffDelay=30\n`;
	const keys = (serial: string): string[] => parseConfigIni(text(serial), SERIAL).changes.map(each => each.key);
	t.deepEqual(keys(SERIAL), ['ups.name', 'ups.off.delay']);
	t.deepEqual(keys('AS0000000000'), ['ups.off.delay']);
	t.is(parseConfigIni(text('AS0000000000'), SERIAL).ignored[0]?.line, 3);
});

test('no two settings of a section have the same keyword', t => {
	const places = settings.map(each => `${each.key.split('.')[0]}/${keywordOf(each.key)}`);
	t.is(new Set(places).size, places.length);
});

test('what is exported is imported without a difference, and makes another card the same', t => {
	const of = newRig('SMX1500I').ups.rating;
	const always = {key: 'event.onBattery.untilCleared', value: 'true'};
	fc.assert(
		fc.property(changesFor(of), changes => {
			const {desk, card} = newRig('SMX1500I');
			t.deepEqual(desk.apply([...changes, always], 0, card, someone).problems, []);
			const text = configIni(desk.list(), SERIAL);
			const same = checkFile(desk, parseConfigIni(text, SERIAL));
			t.deepEqual([same.problems, same.diff, same.ignored], [[], [], []]);
			const other = newRig('SMX1500I');
			const checked = checkFile(other.desk, parseConfigIni(text, SERIAL));
			t.deepEqual(checked.problems, []);
			other.desk.apply(checked.changes, 0, other.card, someone);
			t.is(other.desk.digestText(), desk.digestText());
		}),
		{numRuns: 50},
	);
});

test('no text makes the reader throw, and what is refused has a place', t => {
	const piece = fc.constantFrom(
		'[UPS]',
		'[',
		']',
		'=',
		'\n',
		'\r\n',
		' ',
		'OffDelay',
		'Name',
		'5',
		';',
		'\0',
		'\u00e9',
		'__proto__',
	);
	fc.assert(
		fc.property(fc.array(fc.oneof(piece, fc.string()), {maxLength: 40}), pieces => {
			const parsed = parseConfigIni(pieces.join(''), SERIAL);
			t.true(parsed.problems.every(each => each.line >= 1 && each.column >= 1));
		}),
	);
});
