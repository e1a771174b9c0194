// The Modbus map of a Smart-UPS's card: registers, blocks as NUT reads them, exceptions, and what may be written.

import {allOf, failed, hold, notApplicable, passed} from '../clause.ts';
import type {Clause, Suite, Verdict} from '../clause.ts';
import {read, write} from './face.ts';
import type {ModbusFace} from './face.ts';
import {registerClauses} from './registers.ts';

const BEHAVIOUR = 'register map 990-9840; modbus.md, Behaviour';
const PROTOCOL = 'Modbus Application Protocol 1.1b3, 6 and 7';
const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;
const STATUS_WORDS = 27;
const UNUSED = 5;
const UNDEFINED = 5000;
const ABSENT = 0xffff;

interface Row {
	readonly id: string;
	readonly requires: string;
	readonly source: string;
	readonly judge: (face: ModbusFace) => Promise<Verdict>;
}

function clause(row: Row): Clause<ModbusFace> {
	return {...row, id: `MODBUS-${row.id}`};
}

function exceptionIs(wanted: number, {exception}: {readonly exception: number}): Verdict {
	return hold(exception === wanted, `exception ${wanted}`, exception === 0 ? 'an answer' : `exception ${exception}`);
}

/** As NUT's apc_modbus asks: blocks that cross registers without a meaning. */
const blocks = (
	[
		[516, 120],
		[0, STATUS_WORDS],
		[128, 44],
		[1026, 22],
	] as const
).map(([address, count]) =>
	clause({
		id: `block-${address}`,
		requires: `a read of ${count} registers from ${address} on, over unused ones, is answered`,
		source: BEHAVIOUR,
		async judge(face) {
			const {exception, registers} = await read(face, address, count);
			return hold(registers.length === count, `${count} registers`, `${registers.length}, exception ${exception}`);
		},
	}),
);

/** A read that must end in an exception. */
function refusedRead(
	id: string,
	requires: string,
	[address, count]: readonly [number, number],
	wanted: number,
	source: string,
): Clause<ModbusFace> {
	return clause({id, requires, source, judge: async face => exceptionIs(wanted, await read(face, address, count))});
}

const refusals = [
	refusedRead(
		'read-inside',
		'a read that begins inside a value of two registers is exception 2',
		[1, 1],
		ILLEGAL_ADDRESS,
		BEHAVIOUR,
	),
	refusedRead(
		'read-part',
		'a read that ends inside a value of two registers is exception 2',
		[0, 1],
		ILLEGAL_ADDRESS,
		BEHAVIOUR,
	),
	refusedRead('read-none', 'a read of no register is exception 3', [0, 0], ILLEGAL_VALUE, PROTOCOL),
	refusedRead('read-many', 'a read of 126 registers is exception 3', [512, 126], ILLEGAL_VALUE, PROTOCOL),
	clause({
		id: 'function',
		requires: 'a function that is none is exception 1, with the function of the request',
		source: PROTOCOL,
		async judge(face) {
			const bytes = await face.ask(Uint8Array.of(0x41));
			const hex = Buffer.from(bytes).toString('hex');
			return hold(hex === `c10${ILLEGAL_FUNCTION}`, 'c101', hex);
		},
	}),
	clause({
		id: 'undefined',
		requires:
			'a register that the map has not is exception 2 by itself and 0 in a block, or 0xFFFF in both as the UPS does it',
		source: BEHAVIOUR,
		async judge(face) {
			const alone = await read(face, UNUSED, 1);
			const {registers} = await read(face, 0, STATUS_WORDS);
			const isOwn = alone.exception === 0 && alone.registers[0] === ABSENT;
			const isSound = isOwn
				? registers[UNUSED] === ABSENT
				: alone.exception === ILLEGAL_ADDRESS && registers[UNUSED] === 0;
			return hold(
				isSound,
				'exception 2 and 0, or 65535 twice',
				`exception ${alone.exception}, ${alone.registers.join()} and ${registers[UNUSED]}`,
			);
		},
	}),
];

const states = [1, 2, 3, 4];

const status = [
	clause({
		id: 'status-one',
		requires: 'exactly one of on line, on battery, bypass and output off is set in UPSStatus_BF',
		source: 'modbus.md, Bit fields',
		async judge(face) {
			const bits = (await read(face, 0, 2)).registers[1] ?? 0;
			const set = states.filter(bit => ((bits >> bit) & 1) === 1);
			return hold(set.length === 1, 'one of bits 1 to 4', `bits ${set.join(', ') || 'none'}`);
		},
	}),
	clause({
		id: 'status-power',
		requires: 'SimpleSignalingStatus_BF tells a power failure where InputStatus_BF is not acceptable, and only there',
		source: 'modbus.md, Bit fields',
		async judge(face) {
			const failure = ((await read(face, 18, 1)).registers[0] ?? 0) & 1;
			const acceptable = ((await read(face, 150, 1)).registers[0] ?? 0) & 1;
			return hold(failure !== acceptable, 'one the complement of the other', `${failure} and ${acceptable}`);
		},
	}),
	clause({
		id: 'check',
		requires: 'the text and the number for checking a master, 2050 to 2055, are those of the map',
		source: 'modbus.md, Registers 2050 to 2061',
		async judge(face) {
			// Characters 1 to 8, and 0x12345678.
			const wanted = '313233343536373812345678';
			const {registers, exception} = await read(face, 2050, 6);
			const hex = registers.map(word => word.toString(16).padStart(4, '0')).join('');
			return exception === 0 ? hold(hex === wanted, wanted, hex) : failed(wanted, `exception ${exception}`);
		},
	}),
];

const NAME = 596;
const NAME_WORDS = 8;
const HIGH_TRANSFER = 1026;
const TEST_COMMAND = 1541;

/** A write that must end in exception 2; `values` are of no use to a card that takes them. */
function refusedWrite(
	id: string,
	requires: string,
	of: (face: ModbusFace) => Promise<{readonly exception: number}>,
): Clause<ModbusFace> {
	return clause({
		id,
		requires,
		source: BEHAVIOUR,
		judge: async face =>
			face.writes ? exceptionIs(ILLEGAL_ADDRESS, await of(face)) : notApplicable('writing was not allowed'),
	});
}

/** What is read there, written back. */
async function writeBack(face: ModbusFace, address: number, count: number): Promise<{readonly exception: number}> {
	return write(face, address, (await read(face, address, count)).registers);
}

const writes = [
	refusedWrite('write-read-only', 'a write to a register that is read-only is exception 2', async face =>
		writeBack(face, 588, 1),
	),
	refusedWrite('write-undefined', 'a write to a register that the map has not is exception 2', async face =>
		write(face, UNDEFINED, [0]),
	),
	refusedWrite('write-part', 'a write of a part of a value is exception 2', async face => {
		const {registers} = await read(face, NAME, NAME_WORDS);
		return write(face, NAME, registers.slice(0, 1));
	}),
	refusedWrite('write-two', 'a write of two values at once is exception 2', async face =>
		writeBack(face, HIGH_TRANSFER, 2),
	),
	clause({
		id: 'write-same',
		requires: 'a setting takes the value that it has, and keeps it',
		source: BEHAVIOUR,
		async judge(face) {
			if (!face.writes) {
				return notApplicable('writing was not allowed');
			}
			const before = (await read(face, NAME, NAME_WORDS)).registers.join();
			const {exception} = await writeBack(face, NAME, NAME_WORDS);
			const after = (await read(face, NAME, NAME_WORDS)).registers.join();
			return allOf([
				hold(exception === 0, 'an answer', `exception ${exception}`),
				hold(after === before, before, after),
			]);
		},
	}),
	clause({
		id: 'write-illegal',
		requires: 'a value that the UPS does not take is no exception, and changes nothing',
		source: BEHAVIOUR,
		async judge(face) {
			if (!face.writes) {
				return notApplicable('writing was not allowed');
			}
			const before = (await read(face, HIGH_TRANSFER, 1)).registers;
			const {exception} = await write(face, HIGH_TRANSFER, [ABSENT - 1]);
			const after = (await read(face, HIGH_TRANSFER, 1)).registers;
			if (after[0] !== before[0]) {
				await write(face, HIGH_TRANSFER, before);
				return failed(`still ${before[0]}`, `${after[0]}`);
			}
			return exception === 0 ? passed : failed('an answer', `exception ${exception}`);
		},
	}),
	clause({
		id: 'command-clear',
		requires: 'a command register reads 0: commands are cleared at once',
		source: BEHAVIOUR,
		async judge(face) {
			const {exception, registers} = await read(face, TEST_COMMAND, 1);
			return hold(registers[0] === 0, '0', `${registers.join()}, exception ${exception}`);
		},
	}),
];

export const modbusMap: Suite<ModbusFace> = {
	name: 'modbus',
	title: 'Modbus map of a Smart-UPS behind a network management card',
	clauses: [...registerClauses, ...blocks, ...refusals, ...status, ...writes],
	async greet(face) {
		await read(face, 0, STATUS_WORDS);
	},
};
