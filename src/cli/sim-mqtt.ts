// What the MQTT options of `sim` mean to a fleet.

import {codedError} from '../core/errors.ts';
import type {MqttWishes} from '../../sim/fleet/open-fleet.ts';
import type {CardProof} from '../../sim/fleet/card-streams.ts';
import type {SampleWishes} from '../../sim/fleet/sample-turns.ts';
import {CLEAR_FILE} from './enrol/issue.ts';
import {EnrolmentFolder} from './enrol/folder.ts';
import {brokerOptionsFrom} from './mqtt-options.ts';
import type {BrokerOptions} from './mqtt-options.ts';
import type {SimMqttGiven} from './sim-mqtt-options.ts';

const SHORTEST_INTERVAL_MS = 100;
const LONGEST_INTERVAL_MS = 86_400_000;
const NO_SAMPLES = 'off';

export interface SimMqtt {
	readonly mqtt: MqttWishes;
	readonly samples: SampleWishes;
}

function usage(option: string, message: string): Error {
	return codedError('E_USAGE', `${option}: ${message}`, {option});
}

/** Options that say something of a broker that is not ours. */
const foreignOnly = ['mqttCa', 'mqttCert', 'mqttKey', 'mqttPassword', 'credentials'] as const;

function flagOf(name: string): string {
	return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

function checkPlaces(given: SimMqttGiven): void {
	const isOff = given.mqtt === 'off';
	if (given.mqtt !== undefined && !isOff) {
		return;
	}
	const place = isOff ? 'nothing is published with --mqtt off' : 'the cards are on the embedded broker';
	const found = foreignOnly.find(name => given[name] !== undefined);
	if (found !== undefined) {
		throw usage(flagOf(found), `${place}; name another broker with --mqtt URL, or leave it out.`);
	}
	if (given.localAddress.length > 0) {
		throw usage('--local-address', `${place}, to which no socket leads; name another with --mqtt URL.`);
	}
	if (given.mqttVersion === '5') {
		throw usage('--mqtt-version', `${place}; MQTT 5 is for another broker: name it with --mqtt URL.`);
	}
	if (isOff && given.watchLatency !== undefined) {
		throw usage('--watch-latency', `${place}, so nothing can be heard; leave one of the two out.`);
	}
}

/** What each card of an enrolment proves itself with. Throws E_ENROL_INVALID and E_FILE_UNREADABLE. */
function proofsOf(directory: string): {proofs: Record<string, CardProof>; ca: string | null} {
	const folder = new EnrolmentFolder(directory);
	const enrolment = folder.load();
	if (enrolment === null) {
		throw usage('--credentials', `${directory} holds no enrolment: name a directory of "ridethrough enrol --out DIR".`);
	}
	if (enrolment.proof === 'passwords') {
		const rows = (folder.read(CLEAR_FILE) ?? '').split('\n').slice(1);
		const cells = rows.map(row => row.split(',')).filter(([card]) => card !== '');
		return {proofs: Object.fromEntries(cells.map(([card, , password]) => [card, {password}])), ca: null};
	}
	const pairs = enrolment.cards.map(card => {
		const [cert, key] = ['crt', 'key'].map(kind => folder.read(`cards/${card}.${kind}`) ?? '');
		return [card, {cert, key}] as const;
	});
	return {proofs: Object.fromEntries(pairs), ca: folder.read('ca.crt')};
}

function brokerWishes(given: SimMqttGiven): MqttWishes {
	if (given.mqtt === undefined || given.mqtt === 'off') {
		return {};
	}
	const broker: BrokerOptions = brokerOptionsFrom(given.mqtt, given);
	const {proofs, ca} = given.credentials === undefined ? {proofs: {}, ca: null} : proofsOf(given.credentials);
	const tls = broker.tls ?? (ca === null ? null : {ca});
	return {
		tls: tls === null || ca === null ? tls : {ca, ...tls},
		proofs,
		...(broker.password === null ? {} : {password: broker.password}),
	};
}

async function sampleWishes({publishInterval, publishJitter, limit}: SimMqttGiven): Promise<SampleWishes> {
	if (publishInterval === NO_SAMPLES) {
		if (limit !== undefined || publishJitter > 0) {
			throw usage(
				'--publish-interval',
				'off sends no samples, so that --limit and --publish-jitter say nothing; leave them out.',
			);
		}
		return {isOff: true};
	}
	const {DURATION_FORM, parseDuration} = await import('../../sim/scenario/duration.ts');
	const intervalMs = publishInterval === undefined ? undefined : (parseDuration(publishInterval) ?? Number.NaN);
	if (intervalMs !== undefined && !(intervalMs >= SHORTEST_INTERVAL_MS && intervalMs <= LONGEST_INTERVAL_MS)) {
		throw usage('--publish-interval', `${publishInterval} is not from 100ms to 1d: write ${DURATION_FORM}, or off.`);
	}
	return {
		jitter: publishJitter / 100,
		...(intervalMs === undefined ? {} : {intervalMs}),
		...(limit === undefined ? {} : {limit}),
	};
}

/** Throws E_USAGE where options do not go together, and what reading files throws. */
export async function simMqtt(given: SimMqttGiven): Promise<SimMqtt> {
	checkPlaces(given);
	const {connectRate: rate} = given;
	const mqtt: MqttWishes = {
		...brokerWishes(given),
		version: given.mqttVersion === '5' ? 5 : 4,
		localAddresses: given.localAddress,
		sampleQos: given.qos === '1' ? 1 : 0,
		...(rate === undefined ? {} : {connectPerSecond: rate === Infinity ? undefined : rate}),
		...(given.watchLatency === undefined ? {} : {latencyShare: given.watchLatency / 100}),
	};
	return {mqtt, samples: await sampleWishes(given)};
}

/** All that holds, in one line: what was given and what was not. */
export function effectiveText(given: SimMqttGiven): string {
	const isForeign = given.mqtt !== undefined && given.mqtt !== 'off';
	const rate = given.connectRate === undefined ? (isForeign ? 1000 : Infinity) : given.connectRate;
	const rows: ReadonlyArray<readonly [name: string, value: string]> = [
		['MQTT', given.mqttVersion],
		['connect rate', rate === Infinity ? 'max' : `${rate}/s`],
		['source addresses', given.localAddress.length === 0 ? "the system's choice" : String(given.localAddress.length)],
		['publish interval', given.publishInterval ?? '1m'],
		['publish jitter', `${given.publishJitter} %`],
		['samples at QoS', given.qos],
		['limit', given.limit === undefined ? 'none' : `${given.limit} samples`],
		['latency watched', given.watchLatency === undefined ? 'no' : `${given.watchLatency} % of the partitions`],
	];
	return rows.map(([name, value]) => `${name} ${value}`).join(', ');
}
