import test from 'ava';
import {MINUTE, SECOND} from '../../../src/core/clock.ts';
import {faceOf, rowsOf} from '../../helpers/nut-face.ts';
import {sessionOf} from '../../helpers/nut-session.ts';

test('every variable and every command of every kind of UPS is told, typed, described, and within its own type', t => {
	for (const model of ['SMT1500', 'SU1400', 'SRT1500RMXLA']) {
		const {ask} = faceOf({model});
		const lines = ask('LIST VAR ups\n');
		t.true(lines.length > 50, model);
		for (const line of lines.slice(1, -1)) {
			const [, name, value] = /^VAR ups (\S+) "(.*)"$/.exec(line) ?? [];
			const type = ask(`GET TYPE ups ${name}\n`)[0];
			t.regex(type, /^TYPE ups \S+ (RW )?(ENUM )?(RANGE )?(NUMBER|STRING:\d+)$/, `${model} ${name}`);
			t.false(ask(`GET DESC ups ${name}\n`)[0].endsWith('"Description unavailable"'), name);
			t.regex(value, type.endsWith('NUMBER') ? /^-?\d+(\.\d+)?$/ : /^[ -~]+$/, `${model} ${name}`);
			const options = ask(`LIST ENUM ups ${name}\n`).slice(1, -1);
			t.true(options.length === 0 || options.includes(`ENUM ups ${name} "${value}"`), `${model} ${name} ${value}`);
			t.is(options.length > 0, type.includes('ENUM'));
		}
		const names = rowsOf(lines);
		t.deepEqual(names, names.toSorted(), 'sorted');
		t.is(new Set(names).size, names.length);
		for (const command of rowsOf(ask('LIST CMD ups\n'))) {
			t.false(ask(`GET CMDDESC ups ${command}\n`)[0].endsWith('"Description unavailable"'), command);
		}
	}
});

test('the names and types of what a card tells over NUT are for ever', t => {
	const {ask} = faceOf({model: 'SMT1500'});
	const names = rowsOf(ask('LIST VAR ups\n'));
	t.snapshot(names.map(name => ask(`GET TYPE ups ${name}\n`)[0].slice('TYPE ups '.length)).join('\n'));
	t.snapshot(rowsOf(ask('LIST CMD ups\n')).join('\n'));
});

test('setting a variable to what it is changes nothing and succeeds', t => {
	for (const model of ['SMT1500', 'SU1400', 'SRT1500RMXLA']) {
		const {ask, tracked} = faceOf({model});
		for (const line of ask('LIST RW ups\n').slice(1, -1)) {
			const [, name, value] = /^RW ups (\S+) "(.*)"$/.exec(line) ?? [];
			t.is(tracked(`SET VAR ups ${name} "${value}"`), 'SUCCESS', `${model} ${name} ${value}`);
		}
		t.deepEqual(ask('GET VAR ups ups.status\n'), ['VAR ups ups.status "OL"']);
	}
});

/** A change, how it ends, and what is told afterwards. */
const changes: readonly (readonly [model: string, name: string, value: string, end: string, after: string])[] = [
	['SMT1500', 'ups.delay.shutdown', '33', 'SUCCESS', '33'],
	['SMT1500', 'ups.delay.shutdown', '-1', 'ERR INVALID-VALUE', '90'],
	['SMT1500', 'ups.delay.shutdown', '33.5', 'ERR INVALID-VALUE', '90'],
	['SMT1500', 'outlet.group.1.delay.shutdown', '-1', 'SUCCESS', '-1'],
	['SMT1500', 'outlet.group.1.name', 'racks', 'SUCCESS', 'racks'],
	['SMT1500', 'ups.id', 'seventeen letters', 'ERR TOO-LONG', 'APC UPS'],
	['SMT1500', 'ups.id', ' blank', 'ERR INVALID-VALUE', 'APC UPS'],
	['SMT1500', 'ups.test.interval', '604800', 'SUCCESS', '604800'],
	['SMT1500', 'ups.test.interval', '604801', 'ERR INVALID-VALUE', '1209600'],
	['SMT1500', 'input.sensitivity', 'low', 'SUCCESS', 'low'],
	['SMT1500', 'input.sensitivity', 'LOW', 'ERR INVALID-VALUE', 'high'],
	['SMT1500', 'battery.date', '2025-01-02', 'SUCCESS', '2025-01-02'],
	['SMT1500', 'battery.date', '2025-02-30', 'ERR INVALID-VALUE', '2026-01-05'],
	['SMT1500', 'output.voltage.nominal', '110', 'ERR READONLY', '120'],
	['SU1400', 'ups.delay.shutdown', '60', 'SUCCESS', '60'],
	['SU1400', 'ups.delay.shutdown', '61', 'ERR INVALID-VALUE', '60'],
	// An older UPS has four transfer points and rounds what lies between (nmc.md 4).
	['SU1400', 'input.transfer.low', '199', 'SUCCESS', '196'],
	['SU1400', 'input.transfer.high', '254', 'SUCCESS', '257'],
	['SU1400', 'input.transfer.high', '300', 'ERR INVALID-VALUE', '253'],
];

for (const [model, name, value, end, after] of changes) {
	test(`${name} of a ${model} set to "${value}" ends in ${end} and is then ${after}`, t => {
		const face = faceOf({model});
		t.is(face.tracked(`SET VAR ups ${name} "${value}"`), end);
		t.is(face.value(name), after);
	});
}

/** What happens, how long it lasts, and the status then. */
const states: readonly (readonly [
	what: string,
	act: (face: ReturnType<typeof faceOf>) => void,
	ms: number,
	status: string,
])[] = [
	['nothing', () => {}, SECOND, 'OL'],
	['an outage', face => void face.utility(0, 0), 10 * SECOND, 'OB DISCHRG'],
	['an outage until the battery is low', face => void face.utility(0, 0), 25 * MINUTE, 'OB LB DISCHRG'],
	['a low input', face => void face.utility(0, 0.85), 10 * SECOND, 'OL BOOST'],
	['a high input', face => void face.utility(0, 1.09), 10 * SECOND, 'OL TRIM'],
	['a self-test', face => face.tracked('INSTCMD ups test.battery.start'), 2 * SECOND, 'OL DISCHRG'],
	['a calibration', face => face.tracked('INSTCMD ups calibrate.start'), MINUTE, 'OL DISCHRG CAL'],
	['too much load', face => void face.bench.target(0).addLoad(0.8), 5 * SECOND, 'OL OVER'],
	['load.off', face => face.tracked('INSTCMD ups load.off'), 5 * SECOND, 'OL OFF'],
];

for (const [what, act, ms, status] of states) {
	test(`the status of a UPS after ${what} is ${status}`, t => {
		const face = faceOf({model: 'SMT1500'});
		act(face);
		face.advance(ms);
		t.is(face.value('ups.status'), status);
		t.is(face.value('ups.alarm'), 'ERR VAR-NOT-SUPPORTED');
	});
}

test('a double conversion UPS goes to bypass and back by command; another has no such command', t => {
	const online = faceOf({model: 'SRT1500RMXLA'});
	t.is(online.tracked('INSTCMD ups bypass.start'), 'SUCCESS');
	online.advance(SECOND);
	t.is(online.value('ups.status'), 'OL BYPASS');
	t.is(online.tracked('INSTCMD ups bypass.stop'), 'SUCCESS');
	t.deepEqual(faceOf({model: 'SMT1500'}).ask('INSTCMD ups bypass.start\n'), ['ERR CMD-NOT-SUPPORTED']);
});

test('a delay that a command brings holds for that command only', t => {
	const face = faceOf({model: 'SMT1500'});
	t.is(face.tracked('INSTCMD ups shutdown.return 40'), 'SUCCESS');
	t.is(face.value('ups.timer.shutdown'), '40');
	t.is(face.value('ups.delay.shutdown'), '90');
	face.advance(41 * SECOND);
	t.true(face.value('ups.status').includes('OFF'));
	t.is(face.tracked('INSTCMD ups load.off.delay soon'), 'ERR INVALID-ARGUMENT');
	t.is(faceOf({model: 'SU1400'}).tracked('INSTCMD ups load.off.delay 21'), 'ERR INVALID-ARGUMENT');
});

test('a refused command is OK on the wire and failed in tracking', t => {
	const face = faceOf({model: 'SMT1500'});
	t.is(face.tracked('INSTCMD ups shutdown.stop'), 'ERR FAILED');
	t.is(face.tracked('INSTCMD ups test.battery.stop'), 'ERR FAILED');
});

test('a command that succeeds and fails later is failed in tracking', t => {
	const face = faceOf({model: 'SMT1500'});
	const id = face.ask('INSTCMD ups calibrate.start\n')[0].split(' ')[2];
	t.deepEqual(face.ask(`GET TRACKING ${id}\n`), ['SUCCESS']);
	face.advance(MINUTE);
	face.tracked('INSTCMD ups calibrate.stop');
	face.advance(2 * SECOND);
	t.deepEqual(face.ask(`GET TRACKING ${id}\n`), ['ERR FAILED']);
});

test('one outlet group is switched, timed and told of by itself', t => {
	const face = faceOf({model: 'SMT1500'});
	t.is(face.tracked('INSTCMD ups outlet.group.1.load.off'), 'SUCCESS');
	face.advance(SECOND);
	t.is(face.value('outlet.group.1.status'), 'off');
	t.is(face.value('outlet.group.0.status'), 'on');
	t.is(face.value('ups.status'), 'OL');
	t.is(face.tracked('INSTCMD ups outlet.group.1.load.on'), 'SUCCESS');
	face.advance(SECOND);
	t.is(face.tracked('INSTCMD ups outlet.group.1.load.off.delay 30'), 'SUCCESS');
	t.is(face.value('outlet.group.1.timer.shutdown'), '30');
	t.is(face.value('ups.timer.shutdown'), '-1');
});

test('the beeper is silenced for ever, and not, by command', t => {
	const face = faceOf({model: 'SMT1500'});
	t.is(face.tracked('INSTCMD ups beeper.disable'), 'SUCCESS');
	t.is(face.value('ups.beeper.status'), 'disabled');
	t.is(face.tracked('INSTCMD ups beeper.enable'), 'SUCCESS');
	t.is(face.value('ups.beeper.status'), 'enabled');
});

test('while the UPS does not answer its card the data are stale, and no old reading is told as new', t => {
	const face = faceOf({model: 'SMT1500'});
	const undo = face.bench.target(0).silenceLink();
	face.advance(MINUTE);
	t.deepEqual(face.ask('GET VAR ups ups.status\nLIST VAR ups\nINSTCMD ups load.off\n'), [
		'ERR DATA-STALE',
		'ERR DATA-STALE',
		'ERR DATA-STALE',
	]);
	t.deepEqual(face.ask('LOGIN ups\n'), ['OK']);
	undo();
	face.advance(MINUTE);
	t.is(face.value('ups.status'), 'OL');
});

test('a forced shutdown lasts until the output has been off and is on again, and both are in the log', t => {
	const face = faceOf({model: 'SMT1500'});
	t.deepEqual(face.ask('FSD ups\nFSD ups\n'), ['OK FSD-SET', 'OK FSD-SET']);
	t.is(face.value('ups.status'), 'FSD OL');
	face.tracked('INSTCMD ups shutdown.return 5');
	face.advance(6 * SECOND);
	t.is(face.value('ups.status'), 'FSD OL OFF');
	face.advance(MINUTE);
	face.clock.advance(SECOND);
	t.is(face.value('ups.status'), 'OL');
	const card = face.house.view(0);
	card.look();
	const texts: string[] = [];
	for (let sequence = card.oldest; sequence <= card.newest; sequence++) {
		texts.push(card.entry(sequence)?.note?.text ?? '');
	}
	t.is(texts.filter(text => text.startsWith('Forced shutdown by NUT')).length, 1);
	t.is(texts.filter(text => text.startsWith('Forced shutdown ended')).length, 1);
});

test('the operator ends a forced shutdown by command; without one there is no such command', t => {
	const face = faceOf({model: 'SMT1500'});
	t.deepEqual(face.ask('INSTCMD ups experimental.fsd.clear\n'), ['ERR CMD-NOT-SUPPORTED']);
	face.ask('FSD ups\n');
	t.is(face.tracked('INSTCMD ups experimental.fsd.clear'), 'SUCCESS');
	t.is(face.value('ups.status'), 'OL');
});

test('wrong passwords are told of in the log of the card, without the password', t => {
	const face = faceOf({model: 'SMT1500'});
	sessionOf(face.hub).ask('USERNAME operator\nPASSWORD hunter2\nLOGIN ups\n');
	const card = face.house.view(0);
	card.look();
	const entry = card.entry(card.newest);
	t.is(face.house.event(entry?.event ?? 0)?.name, 'loginRefused');
	t.is(entry?.note?.actor, 'operator');
	t.false(JSON.stringify(entry).includes('hunter2'));
});
