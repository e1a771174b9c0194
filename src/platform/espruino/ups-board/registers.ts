// The registers of the UPS on a board: the blocks that NUT's driver and our own link read (src/link/image.ts), each an array that is
// filled from the UPS when somebody reads, and the commands. A read must lie within a block; what may be set on a real UPS is
// read-only here, because the console of the board sets it.

import * as bit from '../../../codec/modbus-bits.ts';
import {putWord} from '../../../codec/modbus-adu.ts';
import {illegalAddress} from '../../../codec/modbus-pdu.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import * as code from '../../../ups/codes.ts';
import * as condition from '../../../ups/conditions.ts';
import {DETAIL_SIZE, measureDetails, stayOffFor, turnOffIn, turnOnIn} from '../../../ups/details.ts';
import {measure} from '../../../ups/measure.ts';
import * as reading from '../../../ups/reading.ts';
import {NOT_AVAILABLE, READING_SIZE} from '../../../ups/reading.ts';
import {OFF_DELAY, ON_DELAY, REBOOT} from '../../../ups/row.ts';
import type {Ups} from '../../../ups/row.ts';
import {advance} from '../../../ups/ups.ts';
import type {SlaveRegisters} from './rtu-slave.ts';
import {carryOut} from './orders.ts';
import {inputBits, putStatus} from './status.ts';
import {MAP_GROUPS, putText, putWide, scaled} from './words.ts';

const STATUS_AT = 0;
const STATUS_WORDS = 27;
const DYNAMIC_AT = 128;
const DYNAMIC_WORDS = 47;
const INVENTORY_AT = 516;
const INVENTORY_WORDS = 120;
const SETTINGS_AT = 1026;
const SETTINGS_WORDS = 27;
const ABSENT_WORD = 0xffff;
const NOT_RUNNING = 0xffff;
/** A reading that is no older than this is told again: a master reads its blocks one after the other. */
const FRESH_MS = 250;

/** A register, the slot of the reading, and what to multiply it by. */
const scales: readonly number[] = [
	130,
	reading.batteryCharge,
	51.2,
	131,
	reading.batteryVolts,
	0.32,
	135,
	reading.batteryTemperature,
	12.8,
	136,
	reading.loadRatio,
	25.6,
	140,
	reading.outputAmperes,
	0.32,
	142,
	reading.outputVolts,
	6.4,
	144,
	reading.outputHertz,
	1.28,
];

/** Why there is no efficiency, by source: output off, too little load, on battery, in bypass. */
const whyNone: readonly number[] = [
	bit.efficiencyCode.outputOff,
	bit.efficiencyCode.loadTooLow,
	bit.efficiencyCode.onBattery,
	bit.efficiencyCode.inBypass,
];

interface Block {
	readonly from: number;
	readonly words: Uint16Array;
}

function block(from: number, count: number): Block {
	return {from: from, words: new Uint16Array(count)};
}

export class UpsRegisters implements SlaveRegisters {
	u: Ups;
	clock: Clock;
	row: Int32Array;
	details: Int32Array;
	measuredAt: Millis;
	status: Block;
	dynamic: Block;
	blocks: readonly Block[];

	constructor(u: Ups, clock: Clock, serialNumber: string) {
		this.u = u;
		this.clock = clock;
		this.row = new Int32Array(READING_SIZE);
		this.details = new Int32Array(DETAIL_SIZE);
		this.measuredAt = -FRESH_MS;
		this.status = block(STATUS_AT, STATUS_WORDS);
		this.dynamic = block(DYNAMIC_AT, DYNAMIC_WORDS);
		const inventory = block(INVENTORY_AT, INVENTORY_WORDS);
		const settings = block(SETTINGS_AT, SETTINGS_WORDS);
		this.blocks = [this.status, this.dynamic, inventory, settings];
		putInventory(u, inventory.words, serialNumber);
		putSettings(u, settings.words);
	}

	/** Lets the UPS live up to now. */
	live(): Millis {
		const t = this.clock.now();
		advance(this.u, t);
		return t;
	}

	/** Measures anew with the next read: something was done to the UPS. */
	stale(): void {
		this.measuredAt = -FRESH_MS;
	}

	/** What holds now, as a reading row. */
	look(): Int32Array {
		const t = this.live();
		if (t - this.measuredAt >= FRESH_MS) {
			this.measuredAt = t;
			measure(this.u, t, this.row, 0);
			measureDetails(this.u, t, this.details);
			putStatus(this.u, this.row, this.details, this.status.words);
			putDynamic(this.u, this.row, this.details, this.dynamic.words);
		}
		return this.row;
	}

	read(address: number, count: number, out: Uint8Array, at: number): number {
		const found = this.blocks.find(each => address >= each.from && address + count <= each.from + each.words.length);
		if (found === undefined) {
			return illegalAddress;
		}
		this.look();
		const first = address - found.from;
		for (let i = 0; i < count; i++) {
			putWord(out, at + 2 * i, found.words[first + i]);
		}
		return 0;
	}

	write(address: number, count: number, bytes: Uint8Array, at: number): number {
		const wrong = carryOut(this.u, this.live(), address, count, bytes, at);
		this.stale();
		return wrong;
	}
}

function efficiency(u: Ups, row: Int32Array): number {
	return row[reading.efficiency] === NOT_AVAILABLE ? whyNone[u.source] : scaled(row[reading.efficiency], 12.8, 0);
}

function countdown(details: Int32Array, at: number, group: number): number {
	return group < reading.group3Status - reading.group0Status + 1 && details[at + group] !== NOT_AVAILABLE
		? details[at + group]
		: NOT_RUNNING;
}

/** Fills `words`, of which the first is register 128. */
function putDynamic(u: Ups, row: Int32Array, details: Int32Array, words: Uint16Array): void {
	const at = -DYNAMIC_AT;
	putWide(words, at + 128, scaled(row[reading.batteryRuntime], 1, 0));
	for (let i = 0; i < scales.length; i += 3) {
		words[at + scales[i]] = scaled(row[scales[i + 1]], scales[i + 2], 0);
	}
	words[at + 138] = scaled((row[reading.outputVoltAmperes] * 100) / u.rating.ratedVoltAmperes, 256, 0);
	putWide(words, at + 145, row[reading.outputEnergy]);
	words[at + 150] = inputBits(u);
	words[at + 151] = scaled(row[reading.inputVolts], 6.4, ABSENT_WORD);
	words[at + 154] = u.holds(condition.noBattery) ? bit.efficiencyCode.batteryDisconnected : efficiency(u, row);
	for (let group = 0; group < MAP_GROUPS; group++) {
		const first = at + 155 + 4 * group;
		words[first] = countdown(details, turnOffIn, group);
		words[first + 1] = countdown(details, turnOnIn, group);
		const off = countdown(details, stayOffFor, group);
		putWide(words, first + 2, off === NOT_RUNNING ? -1 : off);
	}
}

const FIRMWARE = 'UPS 09.8';

/** Fills `words`, of which the first is register 516. */
function putInventory(u: Ups, words: Uint16Array, serialNumber: string): void {
	const model = u.rating.model;
	const at = -INVENTORY_AT;
	putText(words, at + 516, 8, FIRMWARE);
	putText(words, at + 532, 16, model.sku);
	putText(words, at + 548, 16, model.sku);
	putText(words, at + 564, 8, serialNumber);
	putText(words, at + 572, 8, model.batterySku);
	putText(words, at + 580, 8, '');
	words[at + 588] = model.ratedVoltAmperes;
	words[at + 589] = model.ratedWatts;
	words[at + 590] = (1 << u.rating.groups) - 1;
	words[at + 592] = 1 << bit.outputVoltages.indexOf(model.nominalVolts);
	putText(words, at + 596, 8, 'Simulated');
	for (let group = 0; group < u.rating.groups; group++) {
		putText(words, at + 604 + 8 * group, 8, 'Group ' + group);
	}
}

/** Codes of the sensitivity by bit: high, medium, low [assumed]. */
const sensitivities: readonly number[] = [code.sensitivityHigh, code.sensitivityMedium, code.sensitivityLow];

/** Fills `words`, of which the first is register 1026. */
function putSettings(u: Ups, words: Uint16Array): void {
	words.fill(NOT_RUNNING);
	words[0] = u.trimAbove;
	words[1] = u.boostBelow;
	words[2] = 1 << sensitivities.indexOf(u.sensitivity);
	for (let group = 0; group < u.rating.groups; group++) {
		const first = 3 + 5 * group;
		words[first] = u.j[u.p + OFF_DELAY + group];
		words[first + 1] = u.j[u.p + ON_DELAY + group];
		putWide(words, first + 2, u.j[u.p + REBOOT + group]);
	}
}
