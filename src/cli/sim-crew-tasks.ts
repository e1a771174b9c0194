// What each thread of a crew is given to play, and the broker that they share.

import type {CrewTask} from '../../sim/fleet/crew/words.ts';
import type {OpenedBroker} from '../../sim/fleet/embedded.ts';
import type {MqttWishes} from '../../sim/fleet/open-fleet.ts';
import type {SimOptions} from './commands/sim.ts';
import type {Io} from './io.ts';
import {fleetOf} from './sim-end.ts';
import {simMqtt} from './sim-mqtt.ts';

export interface CrewBroker {
	/** Where the cards publish to; `off` for nowhere. */
	readonly mqttUrl: string;
	readonly embedded: OpenedBroker | undefined;
}

/** The broker of the options, or an embedded one of the main thread. Throws E_USAGE and E_PORT_TAKEN. */
export async function openCrewBroker(io: Io, options: SimOptions): Promise<CrewBroker> {
	if (options.mqtt !== undefined) {
		return {mqttUrl: options.mqtt, embedded: undefined};
	}
	const {DEFAULT_LISTEN, openEmbedded} = await import('../../sim/fleet/embedded.ts');
	const embedded = await openEmbedded(options.mqttListen ?? DEFAULT_LISTEN, text => io.note(text));
	return {mqttUrl: embedded.broker.url ?? '', embedded};
}

/** A task a thread, and no more threads than there are sites. */
export async function crewTasks(options: SimOptions, broker: CrewBroker, untilMs: number): Promise<CrewTask[]> {
	const {plainFleet, shardOf} = await import('../../sim/fleet/spec.ts');
	const {mqtt, samples} = await simMqtt(options);
	const {shard, speed, eventsAck} = options;
	const fleet = fleetOf(options);
	const spec = plainFleet(...fleet);
	const workers = Math.max(1, Math.min(options.workers, shardOf(spec, shard.index, shard.count).sites.length));
	return Array.from({length: workers}, (_, worker) => {
		// Every so many sites of those that this shard has.
		const index = shard.index + shard.count * worker;
		const count = shard.count * workers;
		const cards = shardOf(spec, index, count).cards.map(({id}) => id);
		const wishes = {...mqtt, ...rateOf(mqtt, workers), ...entryOf(broker, cards)};
		return {fleet, index, count, untilMs, settings: {speed, eventsAck, samples, mqttUrl: broker.mqttUrl, mqtt: wishes}};
	});
}

function rateOf({connectPerSecond}: MqttWishes, workers: number): MqttWishes {
	return connectPerSecond === undefined ? {} : {connectPerSecond: connectPerSecond / workers};
}

/** Cards of another thread come in to the embedded broker by their names and passwords, as fast as they want. */
function entryOf({embedded}: CrewBroker, cards: readonly string[]): MqttWishes {
	if (embedded === undefined) {
		return {};
	}
	return {proofs: Object.fromEntries(cards.map(card => [card, {password: embedded.passwordOf(card)}]))};
}
