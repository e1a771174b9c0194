// The options that say how a fleet speaks MQTT: to which broker, from where, how fast it connects and how often it speaks.

import {isIP} from 'node:net';
import {Option} from 'commander';
import {codedError} from '../core/errors.ts';
import {mqttOptions} from './mqtt-options.ts';
import type {MqttOptions} from './mqtt-options.ts';
import {wholeNumber} from './values.ts';

export interface SimMqttGiven extends MqttOptions {
	readonly mqtt?: string;
	readonly mqttVersion: '3.1.1' | '5';
	readonly credentials?: string;
	readonly localAddress: readonly string[];
	/** Connections a second; Infinity is as many as want. */
	readonly connectRate?: number;
	readonly publishInterval?: string;
	readonly publishJitter: number;
	readonly qos: '0' | '1';
	readonly limit?: number;
	/** Per cent of the partitions. */
	readonly watchLatency?: number;
}

const LOCAL_ADDRESSES_MAX = 65_536;
const RATE_MAX = 1_000_000;

function refused(option: string, value: string, right: string): Error {
	return codedError('E_USAGE', `${option} ${value}: ${right}.`, {option, value});
}

/** N/s, or max. */
export function parseRate(text: string): number {
	const value = text === 'max' ? Infinity : Number(/^([0-9]{1,7})(\/s)?$/.exec(text)?.[1] ?? Number.NaN);
	if (!(value >= 1 && (value <= RATE_MAX || value === Infinity))) {
		throw refused('--connect-rate', text, `write a whole number from 1 to ${RATE_MAX} with /s, such as 1000/s, or max`);
	}
	return value;
}

function numberOf(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressOf(number: number): string {
	return [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.');
}

function rangeOf(text: string, first: string, last: string): string[] {
	const count = numberOf(last) - numberOf(first) + 1;
	if (isIP(first) !== 4 || isIP(last) !== 4 || !(count >= 1 && count <= LOCAL_ADDRESSES_MAX)) {
		const right = `a range goes from a lower IPv4 address to a higher one, with at most ${LOCAL_ADDRESSES_MAX} in it`;
		throw refused('--local-address', text, `${right}, such as 127.0.0.1-127.0.0.20`);
	}
	return Array.from({length: count}, (_, i) => addressOf(numberOf(first) + i));
}

/** Addresses and ranges of them, with commas between. */
export function parseLocalAddresses(text: string): readonly string[] {
	return text.split(',').flatMap(part => {
		const [first, last] = part.split('-');
		if (last !== undefined) {
			return rangeOf(text, first, last);
		}
		if (isIP(first) === 0) {
			throw refused('--local-address', text, `${JSON.stringify(first)} is no IP address`);
		}
		return [first];
	});
}

/** To be added to `sim`. */
export const simMqttOptions: readonly Option[] = [
	new Option(
		'--mqtt <URL,...>',
		'broker to publish to: mqtt://HOST:PORT or mqtts://HOST:PORT, or off; the nodes of a cluster with commas between',
	).env('RIDETHROUGH_MQTT'),
	...mqttOptions,
	new Option('--mqtt-version <V>', 'of the protocol; the embedded broker speaks 3.1.1')
		.choices(['3.1.1', '5'])
		.default('3.1.1')
		.env('RIDETHROUGH_MQTT_VERSION'),
	new Option(
		'--credentials <DIR>',
		'directory of "ridethrough enrol", where each card finds its own password or certificate',
	),
	new Option(
		'--local-address <LIST>',
		'source addresses in turn, such as 127.0.0.1-127.0.0.20; each has about 28,000 ports',
	)
		.default([], "the system's choice")
		.argParser(parseLocalAddresses),
	new Option(
		'--connect-rate <N/s>',
		'cards that begin to connect a second, or max (default: 1000/s; on the embedded broker max)',
	).argParser(parseRate),
	new Option(
		'--publish-interval <TIME>',
		'between two steady samples of a card, 100ms to 1d (default: 1m), or off: no samples',
	),
	new Option('--publish-jitter <PERCENT>', 'share of that interval over which the moment of each sample wanders, %')
		.default(0)
		.argParser(wholeNumber('--publish-jitter', 0, 100)),
	new Option('--qos <Q>', 'of the samples; events and births are always QoS 1').choices(['0', '1']).default('0'),
	new Option('--limit <N>', 'end after N samples of all cards together').argParser(
		wholeNumber('--limit', 1, 1_000_000_000_000),
	),
	new Option(
		'--watch-latency <PERCENT>',
		'measure the time from sending to hearing by a session more, which reads back so many % of the partitions',
	).argParser(wholeNumber('--watch-latency', 1, 100)),
];
