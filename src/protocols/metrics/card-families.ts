// The metrics of all cards as text. Written by hand, not with prom-client: 10,000 cards have over a million series, which a registry
// of label objects neither holds nor prints in the time of a scrape.

import type {CardHouse, CardView} from '../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../core/absent.ts';
import {escapeLabel, familyHeader, familyText} from './exposition.ts';
import type {MetricType} from './exposition.ts';
import {deviceStates, readingMetrics, selfTestResults, statusFlags} from './map.ts';
import {TransferCounts} from './transfers.ts';

/** Seconds from 1970 to 2000, where the card's own days and minutes begin. */
const EPOCH_2000_SECONDS = 946_684_800;
const WARNING = 3;
/** Ids of the catalogue lie below this. */
const EVENT_IDS = 1024;
/** The event loop gets a turn after so many cards. */
const CARDS_AT_ONCE = 100;
const BLOCKS_MAX = 10_000;

const fixed: ReadonlyArray<readonly [name: string, type: MetricType, help: string]> = [
	['ups_info', 'gauge', 'What the UPS and its card are.'],
	['ups_status', 'gauge', 'Status words of NUT: 1 where it holds. All 0 while the UPS does not answer.'],
	['ups_self_test_result', 'gauge', 'Result of the last self-test: 1 for the one that holds.'],
	['ups_alarm_active', 'gauge', 'Whether the alarm holds.'],
	['ups_outlet_group_on', 'gauge', 'Whether the outlet group is on; 0 is the main one.'],
	['ups_transfers_total', 'counter', 'Transfers to battery.'],
	['ups_last_transfer_timestamp_seconds', 'gauge', 'When the UPS last went to battery.'],
	['ups_last_self_test_timestamp_seconds', 'gauge', 'When the last self-test ended.'],
	['ups_last_reading_timestamp_seconds', 'gauge', 'When the UPS was last heard, as of a scrape.'],
];
const [INFO, STATUS, TEST, ALARM, GROUP, TRANSFERS, TRANSFER_AT, TEST_AT, READING_AT] = fixed.keys();

/** A block of lines without what stands for the card: `join` puts that between the parts. */
type Block = readonly string[];

/** Renders all cards. `close` lets go of the house. */
export class CardFamilies {
	readonly #house: CardHouse;
	readonly #transfers: TransferCounts;
	/** Names of the alarms by event id, and blocks by what holds: few combinations do. */
	readonly #alarms: ReadonlyMap<number, string>;
	readonly #blocks = new Map<string, Block>();
	/** When each card's UPS was last heard, s since 1970; NaN where it never was. */
	readonly #heardAt: Float64Array;
	readonly #devices = new Map<string, number>();
	/** Text of each family so far; readings after the fixed ones. */
	#texts: string[] = [];

	constructor(house: CardHouse) {
		this.#house = house;
		this.#transfers = new TransferCounts(house);
		this.#alarms = alarmsOf(house);
		this.#heardAt = new Float64Array(house.count).fill(NaN);
	}

	close(): void {
		this.#transfers.close();
	}

	/** One run at a time. The event loop gets turns in between; each card is told as of one moment. */
	async render(): Promise<Buffer[]> {
		const headers = fixed
			.map(([name, type, help]) => familyHeader(name, type, help))
			.concat(readingMetrics.map(({name, type, help}) => familyHeader(name, type, help)));
		const parts: Buffer[][] = headers.map(header => [Buffer.from(header)]);
		this.#devices.clear();
		for (let first = 0; first < this.#house.count; first += CARDS_AT_ONCE) {
			this.#texts = headers.map(() => '');
			this.#add(first, Math.min(this.#house.count, first + CARDS_AT_ONCE));
			this.#texts.forEach((text, family) => parts[family].push(Buffer.from(text)));
			await breathe();
		}
		return [...parts.flat(), Buffer.from(this.#devicesText())];
	}

	#add(from: number, to: number): void {
		for (let card = from; card < to; card++) {
			const view = this.#house.view(card);
			view.look();
			this.#addCard(view, `ups="${escapeLabel(view.identity.cardId)}"`);
		}
	}

	#addCard(view: CardView, ups: string): void {
		const words = view.statusWords();
		this.#countDevice(view.lost, words);
		this.#texts[INFO] += infoLine(view, ups);
		this.#texts[STATUS] += this.#block('ups_status', 'flag', statusFlags, words).join(ups);
		this.#addAlarms(view, ups);
		this.#addHistory(view, ups);
		if (!view.lost) {
			this.#addReadings(view, ups);
		}
	}

	/** What is true only while the UPS answers: old values are never told as new ones. */
	#addReadings({reading, identity}: CardView, ups: string): void {
		for (const [at, {name, slot, perStep, labels}] of readingMetrics.entries()) {
			const steps = reading[slot];
			if (steps !== NOT_AVAILABLE) {
				this.#texts[fixed.length + at] +=
					`${name}{${ups}${labels}} ${perStep < 1 ? inParts(steps, perStep) : steps * perStep}\n`;
			}
		}
		// Without any test there is no result, which is a result of its own here.
		const result = selfTestResults[reading.selfTestResult === NOT_AVAILABLE ? 0 : reading.selfTestResult];
		this.#texts[TEST] += this.#block('ups_self_test_result', 'result', selfTestResults, [result]).join(ups);
		for (let group = 0; reading.groupsOn !== NOT_AVAILABLE && group < identity.rating.groups; group++) {
			this.#texts[GROUP] += `ups_outlet_group_on{${ups},group="${group}"} ${(reading.groupsOn >> group) & 1}\n`;
		}
	}

	#addAlarms(view: CardView, ups: string): void {
		const held = view.held().map(({event}) => this.#alarms.get(event) ?? '');
		this.#texts[ALARM] += this.#block('ups_alarm_active', 'alarm', [...this.#alarms.values()], held).join(ups);
	}

	/** A state set: a line a value, 1 for those that hold. */
	#block(name: string, label: string, values: readonly string[], held: readonly string[]): Block {
		const key = `${name} ${held.join(' ')}`;
		let block = this.#blocks.get(key);
		if (block === undefined) {
			const ends = values.map(value => `,${label}="${value}"} ${held.includes(value) ? 1 : 0}\n`);
			block = ['', ...ends].map((end, at) => (at < values.length ? `${end}${name}{` : end));
			this.#makeRoom();
			this.#blocks.set(key, block);
		}
		return block;
	}

	/** Combinations could become many over a long life. */
	#makeRoom(): void {
		if (this.#blocks.size >= BLOCKS_MAX) {
			this.#blocks.clear();
		}
	}

	/** What stays true whether the UPS answers or not. */
	#addHistory(view: CardView, ups: string): void {
		for (const [reason, count] of this.#transfers.of(view)) {
			this.#texts[TRANSFERS] += `ups_transfers_total{${ups},reason="${reason}"} ${count}\n`;
		}
		this.#addTime(TRANSFER_AT, ups, minuteSeconds(view.detail.transferMinute));
		this.#addTime(TEST_AT, ups, minuteSeconds(view.detail.selfTestMinute));
		if (!view.lost && view.reading.outputStatus !== NOT_AVAILABLE) {
			this.#heardAt[view.card] = view.utc / 1000;
		}
		this.#addTime(READING_AT, ups, this.#heardAt[view.card]);
	}

	#addTime(family: number, ups: string, seconds: number): void {
		if (!Number.isNaN(seconds)) {
			this.#texts[family] += `${fixed[family][0]}{${ups}} ${seconds}\n`;
		}
	}

	#countDevice(lost: boolean, words: readonly string[]): void {
		const state = lost ? 'lost' : (deviceStates.find(([, word]) => words.includes(word))?.[0] ?? 'unknown');
		this.#devices.set(state, (this.#devices.get(state) ?? 0) + 1);
	}

	#devicesText(): string {
		const states = [...deviceStates.map(([state]) => state), 'lost', 'unknown'];
		const samples = states.map(state => ({labels: {state}, value: this.#devices.get(state) ?? 0}));
		return familyText({name: 'ridethrough_devices', type: 'gauge', help: 'Cards by what their UPS does.', samples});
	}
}

/** Without the noise of binary fractions: 230.1 and not 230.10000000000002. */
function inParts(steps: number, perStep: number): number {
	return steps / Math.round(1 / perStep);
}

function alarmsOf(house: CardHouse): Map<number, string> {
	const facts = Array.from({length: EVENT_IDS}, (_, id) => house.event(id));
	const alarms = facts.filter(event => event !== null && event.paired && event.severity >= WARNING);
	return new Map(alarms.map(event => [event?.id ?? 0, event?.name ?? '']));
}

function infoLine({identity}: CardView, ups: string): string {
	const {vendor, sku, serial, upsFirmware, cardFirmware} = identity;
	const labels = [
		['manufacturer', vendor],
		['model', sku],
		['serial', serial],
		['firmware', upsFirmware],
		['card_firmware', cardFirmware],
	];
	return `ups_info{${ups},${labels.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',')}} 1\n`;
}

function minuteSeconds(minute: number): number {
	return minute === NOT_AVAILABLE ? NaN : EPOCH_2000_SECONDS + minute * 60;
}

async function breathe(): Promise<void> {
	await new Promise<void>(resolve => {
		setImmediate(resolve);
	});
}
