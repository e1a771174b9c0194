// The poller against a scripted master in virtual time.

import test from 'ava';
import {SECOND} from '../../src/core/clock.ts';
import {inventoryBlock, settingsBlock, statusBlock} from '../../src/link/image.ts';
import {Refusal} from '../../src/link/master.ts';
import type {ModbusMaster} from '../../src/link/master.ts';
import {startSelfTest} from '../../src/link/orders.ts';
import {pollTimes, UpsLink} from '../../src/link/ups-link.ts';
import {ManualClock} from '../helpers/manual-clock.ts';

interface Rig {
	readonly clock: ManualClock;
	readonly link: UpsLink;
	/** What was asked for: addresses, writes with a `!`. */
	readonly asked: string[];
	/** What was told: `heard`, `heard new`, `silent`. */
	readonly told: string[];
	/** Lets time go on, and promises settle. */
	pass(delay: number): Promise<void>;
	/** What reading an address does; null where nothing special. */
	failure: (address: number) => Error | null;
	words: (address: number) => number;
	opens: number;
}

async function settle(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) {
		await Promise.resolve();
	}
}

async function rigOf(): Promise<Rig> {
	const clock = new ManualClock();
	const asked: string[] = [];
	const told: string[] = [];
	const rig: Rig = {clock, asked, told, opens: 0, failure: () => null, words: () => 0} as unknown as Rig;
	const master: ModbusMaster = {
		async read(address, count) {
			asked.push(String(address));
			const error = rig.failure(address);
			if (error !== null) {
				throw error;
			}
			return Array.from({length: count}, () => rig.words(address));
		},
		async write(address) {
			asked.push(`!${address}`);
			const error = rig.failure(-address);
			if (error !== null) {
				throw error;
			}
		},
		close() {},
	};
	const link = new UpsLink(
		async () => {
			rig.opens += 1;
			return master;
		},
		clock,
		pollTimes,
		{heard: (_image, isNew) => told.push(isNew ? 'heard new' : 'heard'), silent: () => told.push('silent')},
	);
	const pass = async (delay: number): Promise<void> => {
		for (let left = delay; left > 0; left -= 50) {
			clock.advance(Math.min(50, left));
			await settle();
		}
	};
	Object.assign(rig, {link, pass});
	link.start();
	await settle();
	return rig;
}

function take(list: string[]): string[] {
	return list.splice(0);
}

test('everything is read at the start, then the status every second and what is measured every three', async t => {
	const {asked, told, pass} = await rigOf();
	t.deepEqual(take(asked), ['516', '1026', '0', '128']);
	t.deepEqual(take(told), ['heard new']);
	await pass(3 * SECOND);
	t.deepEqual(take(asked), ['0', '0', '0', '128']);
	t.deepEqual(take(told), ['heard', 'heard', 'heard']);
});

test('the inventory is read again after ten minutes', async t => {
	const {asked, pass} = await rigOf();
	take(asked);
	await pass(600 * SECOND);
	t.is(asked.filter(each => each === String(inventoryBlock.address)).length, 1);
});

test('a new state is told with the readings of that state', async t => {
	const rig = await rigOf();
	take(rig.asked);
	rig.words = address => (address === statusBlock.address ? 4 : 0);
	await rig.pass(SECOND);
	t.deepEqual(take(rig.asked), ['0', '128']);
});

test('a write goes before what is to be read, and the status shows what came of it', async t => {
	const rig = await rigOf();
	take(rig.asked);
	let made: Error | null | undefined;
	rig.link.write(startSelfTest, statusBlock, failure => {
		made = failure;
	});
	await settle();
	t.deepEqual(take(rig.asked), ['!1541']);
	t.is(made, undefined, 'the UPS is given a moment');
	await rig.pass(200);
	t.is(made, null);
	t.deepEqual(take(rig.asked).slice(0, 2), ['0', '0']);
});

test('a write that the UPS refuses is told so, and the line goes on', async t => {
	const rig = await rigOf();
	rig.failure = address => (address < 0 ? new Refusal(2) : null);
	let made: Error | null | undefined;
	rig.link.write(startSelfTest, statusBlock, failure => {
		made = failure;
	});
	await rig.pass(200);
	t.true(made instanceof Refusal);
	t.false(rig.told.includes('silent'));
});

test('a line that fails is told, opened anew ever more seldom, and everything is read again when it is back', async t => {
	const rig = await rigOf();
	rig.failure = () => new Error('no answer in time');
	take(rig.told);
	await rig.pass(SECOND);
	t.true(rig.told.every(each => each === 'silent'));
	await rig.pass(300 * SECOND);
	const often = rig.opens;
	await rig.pass(60 * SECOND);
	t.true(rig.opens - often <= 16, `${rig.opens - often} times a minute`);
	t.true(rig.opens - often >= 1);
	rig.failure = () => null;
	take(rig.told);
	take(rig.asked);
	await rig.pass(30 * SECOND);
	t.is(take(rig.told)[0], 'heard new');
	t.deepEqual(take(rig.asked).slice(0, 4), ['516', '1026', '0', '128']);
});

test('writes that wait when the line fails have not been made', async t => {
	const rig = await rigOf();
	rig.failure = () => new Error('gone');
	const made: Array<Error | null> = [];
	for (let i = 0; i < 3; i++) {
		rig.link.write(startSelfTest, statusBlock, failure => made.push(failure));
	}
	await rig.pass(SECOND);
	t.is(made.length, 3);
	t.true(made.every(failure => failure !== null));
	rig.link.write(startSelfTest, statusBlock, failure => made.push(failure));
	t.is(made.length, 4, 'nothing is queued for a UPS that does not answer');
});

test('a UPS without the settings that only NUT knows is none the worse', async t => {
	const rig = await rigOf();
	rig.failure = address => (address === settingsBlock.address ? new Refusal(2) : null);
	await rig.pass(601 * SECOND);
	t.false(rig.told.includes('silent'));
	t.is(rig.link.image.raw('InputHighTransfer'), null);
});

test('a UPS that is busy is asked again; a card whose UPS is gone is silent', async t => {
	const rig = await rigOf();
	let busy = 2;
	rig.failure = () => (busy-- > 0 ? new Refusal(6) : null);
	await rig.pass(2 * SECOND);
	t.false(rig.told.includes('silent'));
	rig.failure = () => new Refusal(0x0b);
	await rig.pass(2 * SECOND);
	t.true(rig.told.includes('silent'));
});

test('a link that was stopped asks nothing more', async t => {
	const rig = await rigOf();
	const stopped = rig.link.stop();
	await settle();
	await stopped;
	take(rig.asked);
	await rig.pass(10 * SECOND);
	t.deepEqual(rig.asked, []);
});
