import test from 'ava';
import type {ExecutionContext} from 'ava';
import {judgeAll} from '../../../hil/conformance/clause.ts';
import {openModbus} from '../../../hil/conformance/modbus/face.ts';
import type {ModbusFace} from '../../../hil/conformance/modbus/face.ts';
import {modbusMap} from '../../../hil/conformance/modbus/suite.ts';
import {putException, readHolding, writeMultiple} from '../../../src/codec/modbus-pdu.ts';
import {openRig} from '../../protocols/modbus/tcp-rig.ts';

const HOW = {clauseTimeoutMs: 5000, now: () => performance.now()};

async function card(t: ExecutionContext): Promise<ModbusFace> {
	const rig = await openRig(t);
	rig.advance(60_000);
	const opened = openModbus({host: '127.0.0.1', port: rig.server.port, unit: 1, timeoutMs: 3000, writes: true});
	t.teardown(() => opened.close());
	return opened.face;
}

/** Another answer to requests of a function that the test picks out. */
function otherwise(face: ModbusFace, picks: (pdu: Uint8Array) => boolean, answer: Uint8Array): ModbusFace {
	return {...face, ask: async pdu => (picks(pdu) ? answer : face.ask(pdu))};
}

function exception(functionCode: number, number: number): Uint8Array {
	const bytes = new Uint8Array(2);
	putException(bytes, 0, functionCode, number);
	return bytes;
}

const addressOf = (pdu: Uint8Array): number => Buffer.from(pdu).readUInt16BE(1);
const writtenOf = (pdu: Uint8Array): Uint8Array => Uint8Array.from(pdu.subarray(0, 5));

/** What a card with a defect answers: by clause, without `MODBUS-`. */
function defective(id: string, face: ModbusFace): ModbusFace {
	const words = (...values: readonly number[]): Uint8Array =>
		Uint8Array.of(readHolding, 2 * values.length, ...values.flatMap(value => [value >> 8, value & 255]));
	if (id.startsWith('write-') && id !== 'write-same') {
		const wrong = id === 'write-illegal' ? exception(writeMultiple, 3) : null;
		return {...face, ask: async pdu => (pdu[0] === writeMultiple ? (wrong ?? writtenOf(pdu)) : face.ask(pdu))};
	}
	if (id === 'write-same') {
		return otherwise(face, pdu => pdu[0] === writeMultiple, exception(writeMultiple, 2));
	}
	if (id.startsWith('read-')) {
		return otherwise(face, () => true, words(0));
	}
	const own: Readonly<Record<string, ModbusFace>> = {
		function: otherwise(face, pdu => pdu[0] === 0x41, exception(0x41, 2)),
		undefined: otherwise(face, pdu => addressOf(pdu) === 5, words(7)),
		'status-one': otherwise(face, () => true, words(0, 6)),
		'status-power': otherwise(face, pdu => addressOf(pdu) === 18, words(1)),
		check: otherwise(face, () => true, words(1, 2, 3, 4, 5, 6)),
		'command-clear': otherwise(face, () => true, words(1)),
	};
	return own[id] ?? otherwise(face, () => true, exception(readHolding, 2));
}

test('our card keeps every clause of the Modbus map over TCP', async t => {
	const judged = await judgeAll(modbusMap, await card(t), HOW);
	const wrong = judged.filter(({outcome}) => outcome !== 'passed');
	t.deepEqual(
		wrong.map(({id, expected, got, why}) => `${id}: ${expected}: ${got}${why}`),
		[],
	);
	t.is(new Set(judged.map(({id}) => id)).size, judged.length, 'ids are used once');
});

test('for every clause of the Modbus map there is a defect that it finds', async t => {
	const face = await card(t);
	const suite = {...modbusMap, greet: async () => {}};
	for (const clause of modbusMap.clauses) {
		const bad = defective(clause.id.replace('MODBUS-', ''), face);
		const [{outcome, got}] = await judgeAll({...suite, clauses: [clause]}, bad, HOW);
		t.is(outcome, 'failed', clause.id);
		t.not(got, '', clause.id);
	}
});

for (const [what, address, value] of [
	['volts without their scale', 142, 65_000],
	['a charge above 100 %', 130, 60_000],
	['a countdown of less than none', 155, 0xfff0],
] as const) {
	test(`a register is found at its clause: ${what}`, async t => {
		const face = await card(t);
		const bad = otherwise(
			face,
			pdu => pdu[0] === readHolding && addressOf(pdu) === address,
			Uint8Array.of(readHolding, 2, value >> 8, value & 255),
		);
		const judged = await judgeAll(modbusMap, bad, HOW);
		t.deepEqual(
			judged.filter(({outcome}) => outcome === 'failed').map(({id}) => id),
			[`MODBUS-${address}`],
		);
	});
}

test('nobody there is E_CARD_SILENT', async t => {
	const rig = await openRig(t);
	const {port} = rig.server;
	await rig.server.close();
	const opened = openModbus({host: '127.0.0.1', port, unit: 1, timeoutMs: 500, writes: false});
	await t.throwsAsync(judgeAll(modbusMap, opened.face, HOW), {code: 'E_CARD_SILENT'});
	opened.close();
});
