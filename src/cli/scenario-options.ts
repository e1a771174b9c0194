// The options of `scenario run`, from text to values; E_USAGE where one is not as it must be.

import {codedError} from '../core/errors.ts';
import type {CodedError} from '../core/errors.ts';
import {parseListen} from '../platform/node/listen-address.ts';
import {parseBrokerUrls} from '../protocols/mqtt/broker-url.ts';
import {parsePicks, parseSets} from './scenario-cases.ts';
import type {Values} from './scenario-cases.ts';
import {wholeNumber} from './values.ts';

/** What the command line gives. */
export interface RawRunOptions {
	readonly seed?: string;
	readonly speed?: string;
	readonly report?: readonly string[];
	readonly mqtt?: string;
	readonly mqttListen?: string;
	readonly json?: boolean;
	readonly tap?: boolean;
	readonly keep?: string;
	readonly set?: readonly string[];
	readonly case?: readonly string[];
	readonly devices?: string;
	readonly trace?: boolean;
	readonly timeout?: string;
	readonly snapshotEvery?: string;
	readonly shrink?: boolean;
	readonly shrinkTries?: string;
}

export type ReportFormat = 'junit' | 'json' | 'text' | 'tap' | 'html';

export interface Report {
	readonly format: ReportFormat;
	readonly file: string;
}

/** Of which runs everything is kept that helps to see them again; of the others the reports alone, with `never` nothing. */
export type Keep = 'always' | 'failed' | 'never';

export interface RunSettings {
	/** Undefined: that of the scenario. */
	readonly seed: number | undefined;
	/** Virtual seconds a real second. */
	readonly speed: number;
	readonly speedText: string;
	readonly reports: readonly Report[];
	readonly keep: Keep;
	/** Of variables. */
	readonly set: Values;
	/** Of the matrix; all cases where there is none. */
	readonly picks: readonly Values[];
	readonly mqttUrl: string | undefined;
	readonly mqttListen: string | undefined;
}

const formats: readonly ReportFormat[] = ['html', 'json', 'junit', 'tap', 'text'];
const keeps: readonly Keep[] = ['always', 'failed', 'never'];
const parseSeed = wholeNumber('--seed', 0, 4_294_967_295);

export function parseRunOptions(raw: RawRunOptions): RunSettings {
	if (raw.mqtt !== undefined && raw.mqttListen !== undefined) {
		throw usage(
			'--mqtt-listen',
			raw.mqttListen,
			'is where the embedded broker listens, and --mqtt names another one; give one of them',
		);
	}
	if (raw.json === true && raw.tap === true) {
		throw usage('--tap', '', 'and --json both go to stdout; give one of them, and the other as --report json=FILE');
	}
	return {
		seed: raw.seed === undefined ? undefined : parseSeed(raw.seed),
		speed: parseSpeed(raw.speed ?? 'max'),
		speedText: raw.speed ?? 'max',
		reports: (raw.report ?? []).map(parseReport),
		keep: parseKeep(raw.keep ?? 'failed'),
		set: parseSets(raw.set ?? []),
		picks: parsePicks(raw.case ?? []),
		mqttUrl: raw.mqtt === undefined ? undefined : checkedBroker(raw.mqtt),
		mqttListen: raw.mqttListen === undefined ? undefined : checkedListen(raw.mqttListen),
	};
}

function usage(option: string, value: string, message: string): CodedError {
	return codedError('E_USAGE', `${option} ${value} ${message}`, {option, value});
}

/** `realtime`, `max`, or a factor such as `400x`. */
export function parseSpeed(text: string): number {
	if (text === 'max') {
		return Infinity;
	}
	const match = /^([0-9]+(?:\.[0-9]+)?)x$/.exec(text);
	const speed = text === 'realtime' ? 1 : Number(match?.[1] ?? 0);
	if (!(speed > 0)) {
		throw usage('--speed', text, 'must be realtime, max, or a factor with x, such as 400x');
	}
	return speed;
}

/** FORMAT=FILE. Throws E_USAGE. */
export function parseReport(text: string): Report {
	const cut = text.indexOf('=');
	const format = formats.find(name => name === text.slice(0, cut));
	const file = text.slice(cut + 1);
	if (format === undefined || file === '') {
		throw usage('--report', text, `must be one of ${formats.join(', ')}, = and a file, such as junit=storm.xml`);
	}
	return {format, file};
}

function parseKeep(text: string): Keep {
	const keep = keeps.find(each => each === text);
	if (keep === undefined) {
		throw usage('--keep', text, `must be one of ${keeps.join(', ')}`);
	}
	return keep;
}

/** Nothing is published at all. */
export const NO_BROKER = 'off';

/** The text itself, when it is a broker's URL or `off`. */
function checkedBroker(text: string): string {
	if (text !== NO_BROKER) {
		parseBrokerUrls(text);
	}
	return text;
}

/** The text itself, when it is an address to listen on. */
function checkedListen(text: string): string {
	parseListen(text);
	return text;
}
