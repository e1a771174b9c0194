import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {devVariables, parseDev, writeDev} from '../../../src/protocols/nut/dev/dev-file.ts';
import {playDev} from '../../../src/protocols/nut/dev/player.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {hubOf, sessionOf} from '../../helpers/nut-session.ts';
import {userFrom} from '../../../src/protocols/nut/users.ts';

/** nut.md 8: a line, and what it makes of ups.id or of what it names; undefined removes or leaves out. */
const lines: readonly (readonly [line: string, name: string, value: string | undefined])[] = [
	['ups.id: rack-a', 'ups.id', 'rack-a'],
	['ups.id rack-a', 'ups.id', 'rack-a'],
	['ups.id: a   b', 'ups.id', 'a b'],
	['ups.id: "a   b"', 'ups.id', 'a   b'],
	['ups.id: a # comment', 'ups.id', 'a'],
	['ups.id: ID=18', 'ups.id', 'ID = 18'],
	['ups.id: "ID=18"', 'ups.id', 'ID=18'],
	[String.raw`ups.id: "a \"b\" \# \\"`, 'ups.id', String.raw`a "b" # \ `.trimEnd()],
	['ups.id: ""', 'ups.id', undefined],
	['ups.id:', 'ups.id', undefined],
	['UPS.ID: x', 'ups.id', 'x'],
	['ups.status: OL OL CHRG', 'ups.status', 'OL OL CHRG'],
	['ups.mfr: APC', 'device.mfr', 'APC'],
	['driver.name: x', 'driver.name', undefined],
	['# ups.id: x', 'ups.id', undefined],
];

for (const [line, name, value] of lines) {
	test(`${JSON.stringify(line)} makes ${name} ${JSON.stringify(value) ?? 'absent'}`, t => {
		const file = parseDev(`ups.id: before\n${name === 'ups.id' ? `ups.id: ""\n` : ''}${line}\n`);
		t.deepEqual(file.problems, []);
		t.is(devVariables(file).get(name), value);
	});
}

for (const line of ['ups.id: "a#b"', 'TIMER soon', 'TIMER 1 2', 'TIMER -1', '"no name": x']) {
	test(`${JSON.stringify(line)} is told with its line and left out`, t => {
		const file = parseDev(`ups.status: OL\n${line}\nups.load: 1\n`);
		t.deepEqual(
			file.problems.map(problem => problem.line),
			[2],
		);
		t.is(file.steps.length, 2);
	});
}

test('what is written is sorted, in quotes only where it must be, and is read as it was', t => {
	t.is(
		writeDev([
			['ups.status', 'OL CHRG'],
			['ups.id', 'a=b'],
			['battery.charge', '100'],
			['ups.model', 'Smart-UPS "1500" #2'],
			['ups.serial', ''],
		]),
		'battery.charge: 100\nups.id: "a=b"\nups.model: "Smart-UPS \\"1500\\" \\#2"\nups.status: OL CHRG\n',
	);
	const value = fc.stringMatching(/^[!-~]([ -~]{0,120}[!-~])?$/);
	const name = fc.constantFrom('ups.id', 'ups.load', 'input.voltage', 'outlet.group.1.name');
	fc.assert(
		fc.property(fc.uniqueArray(fc.tuple(name, value), {selector: ([each]) => each}), variables => {
			t.deepEqual(Object.fromEntries(devVariables(parseDev(writeDev(variables)))), Object.fromEntries(variables));
		}),
	);
});

const folder = join(process.env['RIDETHROUGH_DATA'] ?? '', 'nut');
const declare = existsSync(folder) ? test : test.skip;

declare(
	'every file of the collection of real devices is read without a problem, and is the same when written again',
	t => {
		for (const file of readdirSync(folder).filter(each => each.endsWith('.dev'))) {
			const read = parseDev(readFileSync(join(folder, file), 'latin1'));
			t.deepEqual(read.problems, [], file);
			const values = devVariables(read);
			t.true(values.size >= 15, file);
			t.true(values.has('ups.status'), file);
			t.deepEqual(Object.fromEntries(devVariables(parseDev(writeDev(values)))), Object.fromEntries(values), file);
		}
	},
);

function played(text: string, loop: boolean) {
	const clock = new ManualClock();
	const {source, stop} = playDev({
		name: 'ups',
		text,
		loop,
		clock,
		users: [],
		version: '0',
		listen: {host: '', port: 0},
	});
	const {ask} = sessionOf(hubOf({source, clock, users: [userFrom('a:b')]}));
	ask('USERNAME a\nPASSWORD b\n');
	return {clock, ask, stop, status: () => ask('GET VAR ups ups.status\n')[0]};
}

test('a .dev file is played once, waiting at each TIMER; what was set by hand stays', t => {
	const {clock, ask, status} = played('ups.status: OL\nTIMER 5\nups.status: OB DISCHRG\n', false);
	t.is(status(), 'VAR ups ups.status "OL"');
	t.deepEqual(ask('SET VAR ups ups.id mine\n'), ['ERR VAR-NOT-SUPPORTED']);
	clock.advance(5000);
	t.is(status(), 'VAR ups ups.status "OB DISCHRG"');
	t.deepEqual(ask('SET VAR ups ups.status OL\n'), ['OK']);
	clock.advance(60_000);
	t.is(status(), 'VAR ups ups.status "OL"');
	t.deepEqual(clock.pending, []);
});

test('a .seq file is played again and again, a second apart; what was set by hand is lost', t => {
	const {clock, ask, status, stop} = played('ups.status: OL\nTIMER 5\nups.status: OB\nTIMER 5\n', true);
	const seen: string[] = [];
	for (let second = 0; second < 22; second++) {
		seen.push(/"(.*)"/.exec(status())?.[1] ?? '');
		clock.advance(1000);
	}
	t.is(seen.join(' '), 'OL OL OL OL OL OB OB OB OB OB OB OL OL OL OL OL OB OB OB OB OB OB');
	t.deepEqual(ask('SET VAR ups ups.status X\n'), ['OK']);
	clock.advance(11_000);
	t.is(status(), 'VAR ups ups.status "OL"');
	stop();
	t.deepEqual(clock.pending, []);
});

test('ALARM adds a text and the word, and a lone ALARM takes both away', t => {
	const {clock, ask, status} = played('ups.status: OL\nALARM Fan failed\nALARM "Too hot"\nTIMER 1\nALARM\n', false);
	t.is(status(), 'VAR ups ups.status "ALARM OL"');
	t.deepEqual(ask('GET VAR ups ups.alarm\n'), ['VAR ups ups.alarm "Fan failed Too hot"']);
	t.deepEqual(ask('LIST VAR ups\n').length, 4);
	clock.advance(1000);
	t.is(status(), 'VAR ups ups.status "OL"');
	t.deepEqual(ask('GET VAR ups ups.alarm\n'), ['ERR VAR-NOT-SUPPORTED']);
});
