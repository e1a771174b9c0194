// `ridethrough agent`: one card in real time, on a broker of yours or on one inside this process.

import {hostname} from 'node:os';
import {Option} from 'commander';
import type {Command} from 'commander';
import {eventTexts} from '../../agent/event-texts.ts';
import {codedError} from '../../core/errors.ts';
import {RandomStream, seedFor} from '../../core/random.ts';
import {findModel, nearestSku} from '../../ups/catalogue.ts';
import type {AgentState} from '../../platform/node/agent-state.ts';
import type {AgentIdentity} from '../../platform/node/main.ts';
import type {UpsModel} from '../../ups/model.ts';
import type {Io, Register} from '../io.ts';
import {wholeNumber} from '../values.ts';

export interface AgentOptions {
	readonly model: string;
	readonly serial?: string;
	readonly cardId?: string;
	readonly site: string;
	readonly mqtt?: string;
	readonly mqttListen: string;
	readonly mqttVersion: '3.1.1' | '5';
	readonly state?: string;
	readonly load: number;
	readonly ambient: number;
}

const examples = `Examples:
  ridethrough agent
  ridethrough agent --model SMT1500 --serial AS1234567890 --mqtt mqtt://127.0.0.1:1883
  ridethrough agent --mqtt mqtts://broker.example --state /var/lib/ridethrough
`;

const remarks = `
Without --mqtt the card publishes to a broker inside this process; its URL is printed. With --state the card goes on after a
restart where it was: battery, wear, event numbers. INT or TERM stops it; stdout has one line an event.`;

const PHASE_CLEAR = 2;
const QUEUE_MAX = 10_000;
const KEEPALIVE_SECONDS = 60;

const flags: readonly Option[] = [
	new Option('--model <SKU>', 'the UPS behind the card, as "model list" spells it')
		.default('SMT1500')
		.env('RIDETHROUGH_MODEL'),
	new Option('--serial <S>', 'serial number (default: made from the host name)').env('RIDETHROUGH_SERIAL'),
	new Option('--card-id <ID>', 'id in topics, 1 to 32 of a-z, 0-9 and - (default: the serial number)').env(
		'RIDETHROUGH_CARD_ID',
	),
	new Option('--site <NAME>', 'where the card stands').default('').env('RIDETHROUGH_SITE'),
	new Option('--mqtt <URL>', 'broker: mqtt://HOST:PORT or mqtts://HOST:PORT, with user:password@ where needed').env(
		'RIDETHROUGH_MQTT',
	),
	new Option('--mqtt-listen <HOST:PORT>', 'where the embedded broker listens; port 0 takes a free one')
		.default('127.0.0.1:0')
		.env('RIDETHROUGH_MQTT_LISTEN'),
	new Option('--mqtt-version <V>', 'of the protocol')
		.choices(['3.1.1', '5'])
		.default('3.1.1')
		.env('RIDETHROUGH_MQTT_VERSION'),
	new Option('--state <DIR>', 'directory that keeps the state over restarts').env('RIDETHROUGH_STATE'),
	new Option('--load <PERCENT>', 'load, percent of the rated watts')
		.default(30)
		.argParser(wholeNumber('--load', 0, 150))
		.env('RIDETHROUGH_LOAD'),
	new Option('--ambient <CELSIUS>', 'temperature of the room, °C')
		.default(21)
		.argParser(wholeNumber('--ambient', 0, 60))
		.env('RIDETHROUGH_AMBIENT'),
];

/** Adds `agent`. */
export const register: Register = (program, io) => {
	const command = program.command('agent').description('run one card in real time');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: AgentOptions) => runAgent(io, given, program.version() ?? '', command));
};

function modelFor(sku: string): UpsModel {
	const model = findModel(sku);
	if (model === null) {
		throw codedError(
			'E_MODEL_UNKNOWN',
			`No model has the SKU ${JSON.stringify(sku)}; did you mean ${nearestSku(sku)}?`,
			{sku},
		);
	}
	return model;
}

/** A serial number that stays the same on this machine. */
function hostSerial(sku: string): string {
	return `RT${seedFor(0, `${hostname()}/${sku}`).toString().padStart(10, '0')}`;
}

function cardIdFrom(serial: string): string {
	return serial
		.toLowerCase()
		.replaceAll(/[^a-z0-9-]/g, '-')
		.slice(0, 32);
}

async function runAgent(io: Io, given: AgentOptions, version: string, command: Command): Promise<void> {
	const {StateDirectory} = await import('../../platform/node/state-dir.ts');
	const {loadAgentState, saveAgentState} = await import('../../platform/node/agent-state.ts');
	const {DOUBLES, INTEGERS} = await import('../../ups/row.ts');
	const store = given.state === undefined ? null : StateDirectory.open(given.state);
	try {
		const saved = store === null ? null : loadAgentState(store, DOUBLES, INTEGERS);
		const named = saved === null || command.getOptionValueSource('model') !== 'default';
		const identity = identityOf(given, saved, named ? given.model : saved.model, version);
		const {Agent} = await import('../../platform/node/main.ts');
		const {nodeClock, nodeWallClock} = await import('../../platform/node/clock.ts');
		const ports = {
			clock: nodeClock,
			wallClock: nodeWallClock,
			keep: (state: AgentState) => (store === null ? undefined : saveAgentState(store, state)),
			told: (_t: number, event: number, phase: number) =>
				io.out(`${new Date().toISOString()} ${eventLine(event, phase)}`),
		};
		// A battery that was in another UPS says nothing about this one.
		await serve(io, new Agent(identity, ports, saved?.model === identity.model.sku ? saved : null), given);
	} finally {
		store?.close();
	}
}

function identityOf(given: AgentOptions, saved: AgentState | null, sku: string, version: string): AgentIdentity {
	const serial = given.serial ?? saved?.serial ?? hostSerial(sku);
	return {
		cardId: given.cardId ?? saved?.cardId ?? cardIdFrom(serial),
		serial,
		model: modelFor(sku),
		site: given.site,
		cardFirmware: version,
		loadRatio: given.load / 100,
		ambientCelsius: given.ambient,
	};
}

function eventLine(event: number, phase: number): string {
	const text = eventTexts[event];
	return (phase === PHASE_CLEAR ? text?.clear : text?.set) ?? `event ${event}`;
}

interface Broker {
	readonly openWire: import('../../protocols/mqtt/wire.ts').OpenWire;
	readonly address: string;
	readonly user: string | null;
	readonly password: string | null;
	close(): Promise<void>;
}

async function openBroker(io: Io, given: AgentOptions, cardId: string): Promise<Broker> {
	const {parseBrokerUrl} = await import('../../protocols/mqtt/broker-url.ts');
	const {fullWires} = await import('../../protocols/mqtt/full-client.ts');
	const protocolVersion = given.mqttVersion === '5' ? 5 : 4;
	if (given.mqtt !== undefined) {
		const {address, user, password} = parseBrokerUrl(given.mqtt);
		return {openWire: fullWires({broker: address, protocolVersion}), address, user, password, close: async () => {}};
	}
	const {openEmbedded} = await import('../../../sim/fleet/embedded.ts');
	const broker = await openEmbedded(given.mqttListen, text => io.note(text));
	const openWire = fullWires({broker: () => broker.attach(cardId), protocolVersion: 4});
	return {openWire, address: broker.url ?? '', user: null, password: null, close: async () => broker.stop()};
}

async function serve(io: Io, agent: import('../../platform/node/main.ts').Agent, given: AgentOptions): Promise<void> {
	const {createMqttUplink} = await import('../../protocols/mqtt/uplink.ts');
	const {brokerError} = await import('../../protocols/mqtt/wire.ts');
	const {nodeClock} = await import('../../platform/node/clock.ts');
	const {cardId, model, serial} = agent.identity;
	const broker = await openBroker(io, given, cardId);
	const uplink = createMqttUplink({
		card: cardId,
		openWire: broker.openWire,
		clock: nodeClock,
		random: new RandomStream(seedFor(Date.now() % 4_294_967_296, cardId)),
		user: broker.user,
		password: broker.password,
		keepaliveSeconds: KEEPALIVE_SECONDS,
		queueMax: QUEUE_MAX,
		death: () => agent.beginSession(),
		onUp: () => {
			uplink.send('birth', agent.birth());
			io.note(
				`ready: card ${cardId} (${model.sku}, serial ${serial}) on ${broker.address}, topics ridethrough/v1/+/${cardId}/#`,
			);
		},
		// Not the end: the card goes on, and tries again.
		onDown: closed => {
			if (!io.stop.aborted) {
				io.note(`${brokerError(closed, broker.address).message} Trying again.`);
			}
		},
		onMessage: () => {},
	});
	uplink.start();
	agent.start(uplink);
	await stopped(io.stop);
	agent.stop();
	if (uplink.up) {
		uplink.send('death', agent.death());
	}
	await uplink.stop();
	await broker.close();
}

async function stopped(stop: AbortSignal): Promise<void> {
	if (!stop.aborted) {
		await new Promise<void>(resolve => {
			stop.addEventListener('abort', () => resolve(), {once: true});
		});
	}
}
