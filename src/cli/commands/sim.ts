// `ridethrough sim`: a fleet of simulated cards, in real time or faster, until it is stopped or its time is over.

import {Option} from 'commander';
import type {EventsAck} from '../../agent/event-feed.ts';
import {codedError} from '../../core/errors.ts';
import {findModel, models, nearestSku} from '../../ups/catalogue.ts';
import type {Io, Register} from '../io.ts';
import {ProgressLine} from '../progress-line.ts';
import {parseSpeed} from '../scenario-options.ts';
import {rowsTable} from '../text-table.ts';
import {parseShard, wholeNumber} from '../values.ts';
import type {Shard} from '../values.ts';

export interface SimOptions {
	readonly cards: number;
	readonly models: readonly string[];
	readonly speed: number;
	readonly seed: number;
	readonly mqtt?: string;
	readonly mqttListen?: string;
	readonly eventsAck: EventsAck;
	readonly shard: Shard;
	readonly duration?: string;
	readonly disturbances: boolean;
	readonly json?: boolean;
}

/** Models of a fleet where nobody names any: 230 V types of several makers and sizes. */
export const DEFAULT_MODELS: readonly string[] = [
	'SMT1500',
	'SMT750I',
	'SMX1500I',
	'SUA1500I',
	'SMC1500',
	'5PX1500i',
	'5P650i',
	'SRT2200XLA',
	'9PX2000i-RT',
	'SURT6000XLI',
];
/** Seeded disturbances of each site, mean number a day. */
const DISTURBANCES = {sag: 12, swell: 2, flicker: 2, outage: 1};
const STEP_MS = 60_000;

const examples = `Examples:
  ridethrough sim --cards 100
  ridethrough sim --cards 10000 --speed 60x --seed 7
  ridethrough sim --cards 100000 --speed max --mqtt off --duration 1d
`;

const remarks = `
Without --mqtt the cards publish to a broker inside this process; its URL is printed. Runs until --duration of virtual time
has passed, or until INT or TERM: the first stops cleanly (a death for each card), the second at once.
JSON: schema ridethrough.sim/1, seed, cards, virtualSeconds (s), events, summary.`;

const flags: readonly Option[] = [
	new Option('--cards <N>', 'number of cards, 1 to 1000000')
		.default(10)
		.argParser(wholeNumber('--cards', 1, 1_000_000))
		.env('RIDETHROUGH_CARDS'),
	new Option('--models <SKU,...>', 'models in turn')
		.default(DEFAULT_MODELS, DEFAULT_MODELS.join(','))
		.argParser(parseModels),
	new Option('--speed <SPEED>', 'realtime, max, or virtual seconds a second such as 60x')
		.default(1, 'realtime')
		.argParser(parseSpeed)
		.env('RIDETHROUGH_SPEED'),
	new Option('--seed <N>', 'seed of everything that chance decides')
		.default(1)
		.argParser(wholeNumber('--seed', 0, 4_294_967_295))
		.env('RIDETHROUGH_SEED'),
	new Option('--mqtt <URL>', 'broker to publish to: mqtt://HOST:PORT or mqtts://HOST:PORT, or off').env(
		'RIDETHROUGH_MQTT',
	),
	new Option('--mqtt-listen <HOST:PORT>', 'where the embedded broker listens; port 0 takes a free one').env(
		'RIDETHROUGH_MQTT_LISTEN',
	),
	new Option('--events-ack <WHO>', "what moves each card's cursor over its log: the consumer's ack, or the broker's")
		.choices(['consumer', 'puback'])
		.default('puback')
		.env('RIDETHROUGH_EVENTS_ACK'),
	new Option('--shard <I/N>', 'play only shard I of N, counted from 0: whole sites of 100 cards')
		.default({index: 0, count: 1}, '0/1')
		.argParser(parseShard)
		.env('RIDETHROUGH_SHARD'),
	new Option('--duration <TIME>', 'virtual time to run, such as 90s, 2h, 1d (default: until stopped)'),
	new Option('--no-disturbances', 'leave the utility undisturbed'),
	new Option('--json', 'print one JSON document at the end'),
];

/** Adds `sim`. */
export const register: Register = (program, io) => {
	const command = program.command('sim').description('run a fleet of simulated cards');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: SimOptions) => runSim(io, given));
};

function parseModels(text: string): string[] {
	return text.split(',').map(sku => {
		if (findModel(sku) === null) {
			throw codedError(
				'E_MODEL_UNKNOWN',
				`No model has the SKU ${JSON.stringify(sku)}; did you mean ${nearestSku(sku)}? "ridethrough model list" shows all ${models().length}.`,
				{sku},
			);
		}
		return sku;
	});
}

async function runSim(io: Io, options: SimOptions): Promise<void> {
	const {openFleet} = await import('../../../sim/fleet/open-fleet.ts');
	const {plainFleet, shardOf} = await import('../../../sim/fleet/spec.ts');
	const until = await durationOf(options.duration);
	const whole = plainFleet(options.seed, options.cards, options.models, options.disturbances ? DISTURBANCES : {});
	const opened = await openFleet(shardOf(whole, options.shard.index, options.shard.count), {
		speed: options.speed,
		eventsAck: options.eventsAck,
		signal: io.stop,
		note: text => io.note(text),
		...(options.mqtt === undefined ? {} : {mqttUrl: options.mqtt}),
		...(options.mqttListen === undefined ? {} : {mqttListen: options.mqttListen}),
	});
	const {bench, fleet} = opened;
	io.note(
		`ready: ${bench.cards.length} cards, seed ${options.seed}, speed ${options.speed === Infinity ? 'max' : `${options.speed}x`}${opened.mqttUrl === '' ? '' : `, ${opened.mqttUrl}, topics ridethrough/v1/#`}`,
	);
	if (opened.serviceUrl !== undefined) {
		io.note(`the service ("ridethrough collect") comes in at ${opened.serviceUrl}`);
	}
	const progress = new ProgressLine(io, () => Date.now());
	try {
		while (!io.stop.aborted && bench.now() < until) {
			await bench.runUntil(Math.min(until, bench.now() + STEP_MS));
			progress.show(
				`${bench.cards.length} cards, ${(bench.now() / 3_600_000).toFixed(2)} h of virtual time, ${fleet.events} UPS events`,
			);
		}
	} finally {
		progress.end();
		await opened.close();
	}
	report(io, options, bench.now(), fleet.events, opened.summary());
}

/** Virtual milliseconds to run; Infinity without the option. */
async function durationOf(text: string | undefined): Promise<number> {
	const {DURATION_FORM, parseDuration} = await import('../../../sim/scenario/duration.ts');
	const duration = text === undefined ? Infinity : parseDuration(text);
	if (duration === undefined) {
		throw codedError('E_USAGE', `--duration ${text} is no time: write ${DURATION_FORM}.`, {
			option: '--duration',
			value: text ?? '',
		});
	}
	return duration;
}

function report(io: Io, options: SimOptions, now: number, events: number, summary: string[][]): void {
	if (options.json === true) {
		const document = {
			schema: 'ridethrough.sim/1',
			seed: options.seed,
			cards: options.cards,
			virtualSeconds: now / 1000,
			events,
			summary,
		};
		io.out(JSON.stringify(document, null, '\t'));
		return;
	}
	// A long fleet is summed up in its last row.
	const shown = summary.length > 12 ? [summary[0], summary.at(-1) as string[]] : summary;
	io.out([...rowsTable(shown), `${(now / 3_600_000).toFixed(2)} h of virtual time, ${events} UPS events`].join('\n'));
}
