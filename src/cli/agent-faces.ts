// The faces of a running card that publish over MQTT: its own telemetry or Sparkplug B, and Home Assistant beside either.

import {findCommand} from '../agent/commands/table.ts';
import {logRefusals} from '../agent/inbox.ts';
import {homeAssistantReadings} from '../agent/home-assistant.ts';
import {deviceUser, originHomeAssistant, originMqtt, originSparkplug} from '../agent/roles.ts';
import {stageNames} from '../agent/commands/stages.ts';
import type {StageTold} from '../agent/commands/ports.ts';
import {sparkplugReadings} from '../agent/sparkplug-metrics.ts';
import type {TelemetryFace} from '../agent/telemetry-face.ts';
import {ProtobufWriter} from '../codec/protobuf.ts';
import {MINUTE} from '../core/clock.ts';
import type {Store} from '../core/ports.ts';
import {RandomStream, seedFor} from '../core/random.ts';
import {nodeClock, nodeWallClock} from '../platform/node/clock.ts';
import type {Agent} from '../platform/node/main.ts';
import type {AgentFirmware} from '../platform/node/main/agent-firmware.ts';
import {nativeCardOf} from '../platform/node/main/native-card.ts';
import {NativeFace} from '../platform/node/main/native-face.ts';
import {createHomeAssistantFace} from '../protocols/mqtt/home-assistant/face.ts';
import {createSparkplugFace} from '../protocols/mqtt/sparkplug/face.ts';
import {SPARKPLUG_BYTES} from '../protocols/mqtt/sparkplug/payloads.ts';
import {brokerError} from '../protocols/mqtt/wire.ts';
import type {Closed, OpenWire} from '../protocols/mqtt/wire.ts';
import type {AgentOptions} from './commands/agent.ts';
import type {Io} from './io.ts';

const KEEPALIVE_SECONDS = 60;
const TELL_REFUSED_EVERY_MS = MINUTE;

/** A broker as the faces of one card come to it. */
export interface CardBroker {
	/** Of the session with this client id. */
	openWire(clientId: string): OpenWire;
	readonly address: string;
	readonly user: string | null;
	readonly password: string | null;
	close(): Promise<void>;
}

/** What every face is given. */
interface Parts {
	readonly io: Io;
	readonly agent: Agent;
	readonly given: AgentOptions;
	readonly broker: CardBroker;
	readonly store: Store;
	/** Null where the card takes no updates. */
	readonly firmware: AgentFirmware | null;
	/** Where the other faces listen, as the line that says that all is ready has it. */
	readonly opened: string;
}

/** Told what became of orders that came by this face. */
interface Face {
	readonly face: TelemetryFace;
	stage(told: StageTold): void;
}

function connectionOf({agent, broker}: Parts, clientId: string) {
	return {
		openWire: broker.openWire(clientId),
		user: broker.user,
		password: broker.password,
		random: new RandomStream(seedFor(Date.now() % 4_294_967_296, `${agent.identity.cardId} ${clientId}`)),
		keepaliveSeconds: KEEPALIVE_SECONDS,
	};
}

/** Not the end: the card goes on, and tries again. */
function onDown({io, broker}: Parts): (closed: Closed) => void {
	return closed => {
		if (!io.stop.aborted && closed.how !== 'stopped') {
			io.note(`${brokerError(closed, broker.address).message} Trying again.`);
		}
	};
}

function tellReady({io, agent, broker, opened}: Parts, topics: string): void {
	const {cardId, model, serial} = agent.identity;
	io.note(`ready: card ${cardId} (${model.sku}, serial ${serial}) on ${broker.address}, topics ${topics}${opened}`);
}

/** Logs refused messages, at most one event a minute. */
function refuser(agent: Agent): (why: string) => void {
	let count = 0;
	let toldAt = -Infinity;
	return why => {
		count += 1;
		if (agent.now() - toldAt >= TELL_REFUSED_EVERY_MS) {
			const refused = count;
			toldAt = agent.now();
			count = 0;
			agent.act((card, t) => logRefusals(card, t, refused, why));
		}
	};
}

/** Gives orders by name for a face whose messages have neither id nor session; the answer is for a person. */
function orderer(agent: Agent, origin: number, actor: string): (name: string, target: number) => string {
	let given = 0;
	return (name, target) => {
		given += 1;
		let answer = '';
		agent.order((orders, t) => {
			const verdict = orders.desk.order(
				{
					commandId: `${actor}-${t}-${given}`,
					sessionId: 0,
					retained: false,
					command: findCommand(name)?.id ?? 0,
					target,
					value: null,
					text: '',
					settings: [],
					actor,
					role: deviceUser,
					origin,
				},
				t,
			);
			answer = verdict.accepted ? 'accepted' : verdict.sentence;
		});
		return answer;
	};
}

function nativeFace(parts: Parts): Face {
	const {agent, given, firmware} = parts;
	const {cardId} = agent.identity;
	const face = new NativeFace({
		card: nativeCardOf(agent, firmware),
		connection: connectionOf(parts, cardId),
		clock: nodeClock,
		eventsAck: given.eventsAck,
		acknowledged: agent.acknowledged,
		onUp: () => {
			tellReady(parts, `ridethrough/v1/+/${cardId}/#`);
			firmware?.connected();
		},
		onDown: closed => {
			firmware?.disconnected();
			onDown(parts)(closed);
		},
	});
	if (firmware !== null) {
		firmware.send = message => face.sendFirmware(message);
	}
	const stage = (told: StageTold): void => {
		if (told.origin === originMqtt) {
			face.result(agent.orders.resultOf(told, agent.log.logId));
		}
	};
	return {face, stage};
}

function sparkplugFace(parts: Parts): Face {
	const {agent, given, store} = parts;
	const {cardId, model, serial, cardFirmware} = agent.identity;
	const ups = {
		vendor: model.vendor,
		model: model.sku,
		serial,
		firmware: agent.upsFirmware(),
		switchedGroups: model.switchedGroups,
	};
	const face = createSparkplugFace({
		...connectionOf(parts, cardId),
		group: given.sparkplugGroup,
		primaryHost: given.sparkplugHost,
		identity: {
			cardId,
			bootId: agent.cards.bootIds[0],
			vendor: model.vendor,
			model: model.sku,
			serial,
			cardFirmware,
			lastSequence: agent.log.newest(),
		},
		readings: sparkplugReadings(ups),
		writer: new ProtobufWriter(SPARKPLUG_BYTES),
		clock: nodeClock,
		wallClock: nodeWallClock,
		store,
		order: orderer(agent, originSparkplug, 'sparkplug'),
		refused: refuser(agent),
		onUp: () => tellReady(parts, `spBv1.0/${given.sparkplugGroup}/+/${cardId}/#`),
		onDown: onDown(parts),
	});
	const stage = ({origin, stage: reached, sentence}: StageTold): void => {
		if (origin === originSparkplug) {
			face.report([stageNames[reached], sentence].filter(word => word !== '').join(': '));
		}
	};
	return {face, stage};
}

function homeAssistantFace(parts: Parts): Face {
	const {agent} = parts;
	const {cardId, model, serial, cardFirmware} = agent.identity;
	const order = orderer(agent, originHomeAssistant, 'homeAssistant');
	const face = createHomeAssistantFace({
		...connectionOf(parts, `${cardId}/ha`),
		identity: {
			cardId,
			vendor: model.vendor,
			model: model.sku,
			serial,
			cardFirmware,
			switchedGroups: model.switchedGroups,
		},
		readings: homeAssistantReadings,
		clock: nodeClock,
		order: (name, target) => void order(name, target),
		refused: refuser(agent),
		onDown: onDown(parts),
	});
	return {face, stage() {}};
}

/** The faces that the options ask for. What becomes of orders is told to the face that they came by. */
export function facesOf(parts: Parts): TelemetryFace[] {
	const {agent, given} = parts;
	const faces = [given.telemetry === 'sparkplug' ? sparkplugFace(parts) : nativeFace(parts)];
	if (given.homeAssistant === true) {
		faces.push(homeAssistantFace(parts));
	}
	agent.onStage = told => faces.forEach(each => each.stage(told));
	return faces.map(({face}) => face);
}
