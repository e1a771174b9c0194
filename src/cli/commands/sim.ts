// `ridethrough sim`: a fleet of simulated cards, in real time or faster, until it is stopped or its time is over.

import {availableParallelism} from 'node:os';
import {Option} from 'commander';
import type {Command} from 'commander';
import type {EventsAck} from '../../agent/event-feed.ts';
import {codedError} from '../../core/errors.ts';
import {findModel, models, nearestSku} from '../../ups/catalogue.ts';
import {faceOptions} from '../face-options.ts';
import type {FaceOptions} from '../face-options.ts';
import type {Register} from '../io.ts';
import {parseSpeed} from '../scenario-options.ts';
import {simMqttOptions} from '../sim-mqtt-options.ts';
import type {SimMqttGiven} from '../sim-mqtt-options.ts';
import {parseShard, wholeNumber} from '../values.ts';
import type {Shard} from '../values.ts';

export interface SimOptions extends FaceOptions, SimMqttGiven {
	readonly cards: number;
	readonly models: readonly string[];
	readonly speed: number;
	readonly seed: number;
	readonly mqttListen?: string;
	readonly eventsAck: EventsAck;
	readonly shard: Shard;
	readonly firstIndex: number;
	readonly workers: number;
	readonly duration?: string;
	readonly disturbances: boolean;
	readonly faults?: string;
	readonly firmwareRoot?: string;
	readonly firmwareSlotKib: number;
	readonly ui?: string;
	readonly uiToken?: string;
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

const WORKERS_MAX = 64;

const examples = `Examples:
  ridethrough sim --cards 100
  ridethrough sim --cards 10000 --speed 60x --seed 7
  ridethrough sim --cards 100000 --speed max --mqtt off --duration 1d
  ridethrough sim --cards 100000 --workers auto --mqtt mqtt://broker.example:1883 --metrics 0.0.0.0:9464
  ridethrough sim --cards 1000 --ui 127.0.0.1:8080
  ridethrough sim --cards 10000 --mqtt mqtt://127.0.0.1:1883 --publish-interval 1s --connect-rate 2000/s --watch-latency 2
  ridethrough sim --cards 100 --mqtt mqtt://127.0.0.1:1883 --firmware-root keys/1.root.cbor
`;

const remarks = `
Without --mqtt the cards publish to a broker inside this process; its URL is printed. Runs until --duration of virtual time
has passed, or until INT or TERM: the first stops cleanly (a death for each card), the second at once.
With --firmware-root the cards boot from flash of their own, and take releases of "firmware serve" on the same broker.
With --workers N the cards are shared out by site; a life is the same whatever the split. Each thread keeps time for itself: at
--speed max one may be ahead of another. --metrics then tells sums (not the cards), and the other faces are refused: they are for
one thread, or for shards in processes of their own.
JSON: schema ridethrough.sim/1, seed, cards, virtualSeconds (s), events, digest (of all that happened to all cards; the digests of
shards add up modulo 2^64), summary, mqtt (the counters of the sessions) or encoded (what --mqtt off would have published).`;

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
	...simMqttOptions,
	new Option('--mqtt-listen <HOST:PORT>', 'where the embedded broker listens; port 0 takes a free one').env(
		'RIDETHROUGH_MQTT_LISTEN',
	),
	new Option('--events-ack <WHO>', "what moves each card's cursor over its log: the consumer's ack, or the broker's")
		.choices(['consumer', 'puback'])
		.default('puback')
		.env('RIDETHROUGH_EVENTS_ACK'),
	new Option(
		'--shard <I/N>',
		'play only shard I of N, counted from 0: whole sites of 100 cards; auto/N takes I from the end of HOSTNAME',
	)
		.default({index: 0, count: 1}, '0/1')
		.argParser(parseShard)
		.env('RIDETHROUGH_SHARD'),
	new Option('--first-index <N>', 'number of the first card, so that fleets of several instances do not collide')
		.default(1)
		.argParser(wholeNumber('--first-index', 1, 999_999_999))
		.env('RIDETHROUGH_FIRST_INDEX'),
	new Option('--workers <N>', 'threads that share the fleet, each with sessions of its own; auto is one a core')
		.default(1)
		.argParser(parseWorkers)
		.env('RIDETHROUGH_WORKERS'),
	new Option('--duration <TIME>', 'virtual time to run, such as 90s, 2h, 1d (default: until stopped)'),
	new Option('--faults <FILE>', 'YAML list of faults, as the control API takes them, made at the start').env(
		'RIDETHROUGH_FAULTS',
	),
	new Option('--no-disturbances', 'leave the utility undisturbed'),
	new Option('--firmware-root <FILE>', 'root document that the cards trust; without, they take no firmware').env(
		'RIDETHROUGH_FIRMWARE_ROOT',
	),
	new Option('--firmware-slot-kib <N>', 'size of each of the two slots of a card for an image')
		.default(64)
		.argParser(wholeNumber('--firmware-slot-kib', 16, 16_384))
		.env('RIDETHROUGH_FIRMWARE_SLOT_KIB'),
	new Option('--ui <ADDR:PORT>', 'serve the live view of the fleet there; port 0 takes a free one').env(
		'RIDETHROUGH_UI',
	),
	new Option('--ui-token <@FILE|env:NAME>', 'where the token of the live view stands; needed off loopback'),
	new Option('--json', 'print one JSON document at the end'),
	...faceOptions(),
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
		.action(async (given: SimOptions) => {
			const version = program.version() ?? '';
			if (given.workers > 1) {
				const {runSimCrew} = await import('../sim-crew.ts');
				await runSimCrew(io, given, version, namesGiven(command));
			} else {
				const {runSim} = await import('../sim-run.ts');
				await runSim(io, given, version);
			}
		});
};

/** The flags that somebody gave, on the command line or elsewhere. */
function namesGiven(command: Command): string[] {
	const isGiven = (option: Option): boolean =>
		!['default', undefined].includes(command.getOptionValueSource(option.attributeName()));
	return command.options.filter(isGiven).map(({long}) => long ?? '');
}

function parseWorkers(text: string): number {
	return text === 'auto' ? availableParallelism() : wholeNumber('--workers', 1, WORKERS_MAX)(text);
}

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
