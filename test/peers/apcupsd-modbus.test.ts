// apcupsd's Modbus driver, which knows serial lines only, reads the card in every state and says what it makes of it.

import test, {type ExecutionContext} from 'ava';
import {MINUTE, SECOND} from '../../src/core/clock.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusRtu} from '../../src/protocols/modbus/rtu-server.ts';
import {noApcupsd, startApcupsd, type Apcupsd} from '../helpers/apcupsd.ts';
import {houseOf, type TestHouse} from '../helpers/card-house.ts';
import {findProgram} from '../helpers/needs.ts';
import {serialLine} from '../helpers/serial-line.ts';

const reason = noApcupsd !== '' || findProgram('socat') !== null ? noApcupsd : 'socat not installed';
const declare = reason === '' ? test : test.skip;
const suffix = reason === '' ? '' : ` (skipped: ${reason})`;
const LOOK_MS = 300;
/** A look at every value takes apcupsd about three seconds. */
const PATIENCE_MS = 90_000;

interface Judged extends TestHouse {
	readonly apcupsd: Apcupsd;
}

/** A card on a line, whose time goes on with ours, and apcupsd at the other end. */
async function judge(t: ExecutionContext): Promise<Judged> {
	t.timeout(420_000);
	const house = houseOf({model: 'SMT1500'});
	house.advance(MINUTE);
	const pace = setInterval(() => house.advance(SECOND), SECOND);
	t.teardown(() => clearInterval(pace));
	const [near, far] = await serialLine(t);
	const server = await openModbusRtu({house: house.house, clock: nodeClock, line: {path: near}});
	t.teardown(() => server.close());
	const apcupsd = await startApcupsd(t, ['UPSCABLE smart', 'UPSTYPE modbus', `DEVICE ${far}`]);
	return {...house, apcupsd};
}

/** Waits for a field of apcaccess to be so, and gives all of them. */
async function seen(
	t: ExecutionContext,
	{apcupsd}: Judged,
	field: string,
	value: string,
): Promise<Map<string, string>> {
	const until = Date.now() + PATIENCE_MS;
	let status = await apcupsd.status();
	while (status.get(field) !== value && Date.now() < until) {
		await new Promise(resolve => {
			setTimeout(resolve, LOOK_MS);
		});
		status = await apcupsd.status();
	}
	t.is(status.get(field), value, [...status].map(([name, text]) => `${name}: ${text}`).join('\n'));
	return new Map(status);
}

function order({house}: TestHouse, command: string): void {
	const who = {actor: 'test', role: 1, origin: 2};
	house.view(0).order({command, target: 0, value: null, text: '', who});
}

declare(`apcupsd reads the values of a card over a serial line${suffix}`, async t => {
	const judged = await judge(t);
	await seen(t, judged, 'STATUS', 'ONLINE');
	const status = await seen(t, judged, 'BCHARGE', '100.0 Percent');
	const card = judged.house.view(0);
	card.look();
	const {identity, reading} = card;
	t.is(status.get('DRIVER'), 'MODBUS UPS Driver');
	t.is(status.get('MODEL'), identity.modelName);
	t.is(status.get('SERIALNO'), identity.serial);
	t.is(status.get('NOMPOWER'), `${identity.rating.ratedWatts} Watts`);
	t.is(status.get('NOMAPNT'), `${identity.rating.ratedVoltAmperes} VA`);
	t.is(status.get('NOMOUTV'), `${identity.rating.nominalVolts} Volts`);
	t.is(status.get('DSHUTD'), `${card.number('ups.off.delay')} Seconds`);
	for (const [field, expected, within] of [
		['LINEV', reading.inputVolts / 10, 1],
		['OUTPUTV', reading.outputVolts / 10, 1],
		['LINEFREQ', reading.outputHertz / 100, 0.2],
		['LOADPCT', reading.loadRatio / 10, 0.2],
		['OUTCURNT', reading.outputAmperes / 100, 0.2],
		['BATTV', reading.batteryVolts / 100, 0.2],
		['ITEMP', reading.batteryTemperature / 10, 0.2],
		['TIMELEFT', reading.batteryRuntime / 60, 0.5],
	] as const) {
		const value = Number.parseFloat(status.get(field) ?? '');
		t.true(Math.abs(value - expected) <= within, `${field}: ${value}, not ${expected}`);
	}
});

declare(`apcupsd says of every state what it is${suffix}`, async t => {
	const judged = await judge(t);
	const {bench, utility, advance} = judged;
	await seen(t, judged, 'STATUS', 'ONLINE');
	for (const [enter, status] of [
		[() => utility(0, 0.87), 'BOOST ONLINE'],
		[() => utility(0, 1.12), 'TRIM ONLINE'],
		[() => utility(0, 0), 'ONBATT'],
		[() => bench.target(0).addLoad(0.7), 'ONLINE OVERLOAD'],
	] as const) {
		const undo = enter();
		await seen(t, judged, 'STATUS', status);
		undo();
		advance(MINUTE);
		await seen(t, judged, 'STATUS', 'ONLINE');
	}
	order(judged, 'testBattery');
	advance(MINUTE);
	await seen(t, judged, 'SELFTEST', 'OK');
	advance(10 * MINUTE);
	order(judged, 'calibrate');
	await seen(t, judged, 'STATUS', 'CAL ONLINE');
	order(judged, 'stopCalibration');
	advance(600 * MINUTE);
	bench.target(0).wearBattery(6);
	order(judged, 'testBattery');
	advance(MINUTE);
	await seen(t, judged, 'STATUS', 'ONLINE REPLACEBATT');
});
