// The simulated UPS's bundle alone, with a master on its line that reads as NUT's driver does: what it answers, as a digest an hour.

import {isRtuFrame, rtuFrame} from '../../../src/codec/modbus-adu.ts';
import {readPdu, writePdu} from '../../../src/codec/modbus-pdu.ts';
import {HOUR, MINUTE, SECOND} from '../../../src/core/clock.ts';
import {Digest} from '../../gate/digest.ts';
import {FakeBoard, FakeSerial} from './board.ts';
import {bytesOfText, hexOf} from './bytes.ts';
import type {Bundle, UpsConsole} from './day.ts';
import {Timeline} from './timeline.ts';

const UNIT = 1;
const EVERY_MS = 5 * SECOND;
/** Longer than the longest answer takes at 9,600 baud. */
const ANSWER_MS = 400;
/** Address and count of the blocks that are read in turn. */
const blocks: readonly (readonly [address: number, count: number])[] = [
	[0, 27],
	[128, 44],
	[516, 120],
	[1026, 22],
	[2000, 1],
];
const SELF_TEST = 1541;

class Master {
	timeline: Timeline;
	serial: FakeSerial;
	digest: Digest;
	answers: number;
	broken: number;
	held: string;
	turn: number;

	constructor(timeline: Timeline) {
		this.timeline = timeline;
		this.serial = new FakeSerial(timeline);
		this.digest = new Digest();
		this.answers = 0;
		this.broken = 0;
		this.held = '';
		this.turn = 0;
		this.serial.on('data', text => {
			this.held += text;
		});
	}

	/** Asks for the next block, and looks at the answer. */
	ask(): void {
		const wanted = blocks[this.turn % blocks.length];
		this.turn += 1;
		this.send(readPdu(3, wanted[0], wanted[1]));
		this.timeline.after(EVERY_MS, () => this.ask());
	}

	send(pdu: Uint8Array): void {
		this.held = '';
		this.serial.write(rtuFrame(UNIT, pdu));
		this.timeline.after(ANSWER_MS, () => {
			const bytes = bytesOfText(this.held);
			this.answers += 1;
			this.broken += isRtuFrame(bytes, 0, bytes.length) ? 0 : 1;
			this.digest.bytes(bytes);
		});
	}
}

type Step = readonly [minute: number, act: (ups: UpsConsole, master: Master) => void];

const steps: readonly Step[] = [
	[3, ups => ups.load(45)],
	[5, ups => ups.blackout()],
	[9, ups => ups.restore()],
	[30, (_ups, master) => master.send(writePdu(SELF_TEST, [1]))],
	[40, ups => ups.input(199, 50)],
	[42, ups => ups.restore()],
	[50, ups => ups.load(80)],
	[61, ups => ups.blackout()],
	[115, ups => ups.restore()],
];

/** What the UPS said in `hours`, a line an hour, and what its console shows at the end. */
export function playFarEnd(bundle: Bundle, hours: number): string {
	const timeline = new Timeline();
	const board = new FakeBoard(timeline, 1);
	const master = new Master(timeline);
	const lines: string[] = [];
	board.serial.far = master.serial;
	master.serial.far = board.serial;
	bundle(board.interpreter());
	steps.forEach(step =>
		timeline.after(step[0] * MINUTE + 2500, () => step[1](board.globals['ups'] as UpsConsole, master)),
	);
	timeline.after(SECOND, () => master.ask());
	for (let hour = 1; hour <= hours; hour++) {
		timeline.runUntil(hour * HOUR);
		lines.push(
			'hour ' + hour + ' ' + master.answers + ' answers, ' + master.broken + ' broken, ' + master.digest.text(),
		);
	}
	const status = (board.globals['ups'] as UpsConsole).status();
	const names = Object.keys(status);
	lines.push(names.map(name => name + ' ' + status[name]).join(', ') + ' ' + hexOf([UNIT]));
	return lines.join('\n');
}
