import type {ServerResponse} from 'node:http';
import test from 'ava';
import {SECOND} from '../../../src/core/clock.ts';
import {Hub} from '../../../sim/ui/hub.ts';
import type {Tick} from '../../../sim/ui/messages.ts';
import {BYTE_SPAN, FAULT_BIT, statusLooks} from '../../../sim/web/shared/statuses.ts';
import {liveRig} from '../../helpers/live-rig.ts';
import type {LiveRig} from '../../helpers/live-rig.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

const TICK_MS = 250;
const LINGER_MS = 10 * SECOND;
const online = 0;
const battery = statusLooks.findIndex(({name}) => name === 'battery');

interface Told {
	readonly id: string;
	readonly tick: Tick;
}

/** A page: what came, and whether it reads on. */
class Page {
	text = '';
	isSlow = false;
	leave = (): void => {};

	get response(): ServerResponse {
		const response = {
			write: (text: string) => (this.text += text) !== '',
			on: (_event: string, listener: () => void) => (this.leave = listener),
			end() {},
		};
		Object.defineProperty(response, 'writableNeedDrain', {get: () => this.isSlow});
		return response as unknown as ServerResponse;
	}

	get told(): Told[] {
		return [...this.text.matchAll(/^id: (.*)\ndata: (.*)$/gm)].map(([, id, data]) => ({
			id,
			tick: JSON.parse(data) as Tick,
		}));
	}

	/** The bytes of all cards as a page has them after everything that came. */
	get bytes(): number[] {
		let bytes: number[] = [];
		for (const {tick} of this.told) {
			bytes = tick.full === undefined ? bytes : [...Buffer.from(tick.full, 'base64')];
			const changed = Buffer.from(tick.changed ?? '', 'base64');
			for (let at = 0; at < changed.length; at += 4) {
				const word = changed.readUInt32LE(at);
				bytes[Math.floor(word / BYTE_SPAN)] = word % BYTE_SPAN;
			}
		}
		return bytes;
	}
}

interface Rig extends LiveRig {
	readonly clock: ManualClock;
	readonly hub: Hub;
	open(after?: string): Page;
}

function rigOf(cards = 40): Rig {
	const clock = new ManualClock();
	const rig = liveRig({count: cards}, clock, [
		() => [{name: 'things_total', type: 'counter', help: '', samples: [{labels: {kind: 'odd'}, value: 7}]}],
	]);
	const hub = new Hub(rig.watched);
	const open = (after?: string): Page => {
		const page = new Page();
		hub.add(page.response, after);
		return page;
	};
	return {...rig, clock, hub, open};
}

function truth({hub, house}: Rig): number[] {
	return Array.from({length: house.count}, (_, card) => hub.byteOf(card));
}

test('the whole and then the changes give every card the status it has', t => {
	const rig = rigOf();
	const page = rig.open();
	t.deepEqual(page.bytes, truth(rig));
	const undo = rig.utility(3, 0);
	rig.advance(10 * SECOND);
	rig.clock.advance(TICK_MS);
	t.is(page.told.at(-1)?.tick.full, undefined);
	t.is(page.bytes[3], battery);
	t.deepEqual(page.bytes, truth(rig));
	undo();
	for (let card = 0; card < 30; card++) {
		rig.utility(card, 0);
	}
	rig.advance(10 * SECOND);
	rig.clock.advance(TICK_MS);
	// Where most have changed, their bytes are shorter than the changes.
	t.not(page.told.at(-1)?.tick.full, undefined);
	t.deepEqual(page.bytes, truth(rig));
	t.is(page.bytes.filter(byte => byte === battery).length, 30);
});

test('a fault of the desk marks its cards and is listed until it ends', t => {
	const rig = rigOf();
	const page = rig.open();
	t.deepEqual(page.told[0].tick.faults, []);
	rig.desk.add({type: 'outage', cards: ['s0-c1', 's0-c2'], for: '30s'});
	rig.advance(5 * SECOND);
	rig.clock.advance(TICK_MS);
	t.deepEqual(
		page.told.at(-1)?.tick.faults?.map(({name, cards, first}) => ({name, cards, first})),
		[{name: 'outage', cards: 2, first: ['s0-c1', 's0-c2']}],
	);
	t.deepEqual(page.bytes.slice(0, 4), [online, battery | FAULT_BIT, battery | FAULT_BIT, online]);
	rig.clock.advance(TICK_MS);
	t.is(page.told.at(-1)?.tick.faults, undefined, 'what is no news is not told again');
	rig.advance(60 * SECOND);
	rig.clock.advance(TICK_MS);
	t.deepEqual(page.told.at(-1)?.tick.faults, []);
	t.deepEqual(page.bytes, truth(rig));
	t.is(page.bytes[1], online);
});

test('a page that does not read gets nothing queued, and everything anew when it reads again', t => {
	const rig = rigOf();
	const slow = rig.open();
	const quick = rig.open();
	slow.isSlow = true;
	const before = slow.text.length;
	for (let round = 0; round < 50; round++) {
		rig.utility(round % 40, 0);
		rig.advance(5 * SECOND);
		rig.clock.advance(TICK_MS);
	}
	t.is(slow.text.length, before);
	t.is(quick.told.length, 51);
	slow.isSlow = false;
	rig.clock.advance(TICK_MS);
	t.true(slow.told.at(-1)?.tick.begins);
	t.deepEqual(slow.bytes, quick.bytes);
	t.deepEqual(slow.bytes, truth(rig));
});

test('a page that comes back at once is told what it missed and no more', t => {
	const rig = rigOf();
	const page = rig.open();
	rig.clock.advance(TICK_MS);
	const last = page.told.at(-1)?.id;
	page.leave();
	rig.utility(5, 0);
	rig.advance(5 * SECOND);
	rig.clock.advance(3 * TICK_MS);
	const back = rig.open(last);
	t.deepEqual(
		back.told.map(({tick}) => tick.seq),
		[2, 3, 4],
	);
	page.text += back.text;
	t.deepEqual(page.bytes, truth(rig));
	t.true(rig.open('elsewhere.3').told[0].tick.begins, 'the id of another process');
	t.true(rig.open('here.99').told[0].tick.begins, 'an id that never was');
	rig.clock.advance(60 * TICK_MS);
	t.true(rig.open(last).told[0].tick.begins, 'an id of long ago');
});

test('while nobody looks nothing is done, and who comes then sees the present', t => {
	const rig = rigOf();
	t.false(rig.hub.isBusy);
	t.deepEqual(rig.clock.pending, []);
	const page = rig.open();
	t.true(rig.hub.isBusy);
	page.leave();
	rig.clock.advance(LINGER_MS + 2 * TICK_MS);
	t.false(rig.hub.isBusy);
	t.deepEqual(rig.clock.pending, []);
	rig.utility(7, 0);
	rig.advance(5 * SECOND);
	const back = rig.open();
	t.is(back.bytes[7], battery);
	t.deepEqual(back.told[0].tick.log, []);
	rig.hub.close();
	t.deepEqual(rig.clock.pending, []);
});

test('events and counters come with the ticks; of a flood, some and how many more', t => {
	const rig = rigOf(400);
	const page = rig.open();
	rig.utility(1, 0);
	rig.advance(5 * SECOND);
	rig.clock.advance(TICK_MS);
	const [card, , event, phase] = page.told.at(-1)?.tick.log?.[0] ?? [];
	t.deepEqual([card, rig.house.event(event ?? 0)?.name, phase], [1, 'onBattery', 1]);
	for (let each = 2; each < 400; each++) {
		rig.utility(each, 0);
	}
	rig.advance(5 * SECOND);
	rig.clock.advance(TICK_MS);
	const flood = page.told.at(-1)?.tick;
	t.is(flood?.log?.length, 60);
	t.is(flood?.untold, 398 - 60);
	t.is(flood?.logged, 399);
	rig.clock.advance(4 * TICK_MS);
	t.deepEqual(page.told.findLast(({tick}) => tick.meters !== undefined)?.tick.meters, [
		{name: 'things_total', of: 'odd', isCounter: true, value: 7},
	]);
	t.is(rig.open().told[0].tick.log?.length, 61, 'a page that comes later sees the newest');
});
