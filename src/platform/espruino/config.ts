// The configuration of a card on a board: one file of JSON in its storage. What is wrong is named by its key, with what would be right.
// Nothing given is ignored, and nothing starts on half of it.

import type {DeviceStorage} from './device.ts';

export const configName = 'ridethrough.json';
const MOST_FILE_BYTES = 1024;
const PASSWORD_CHARACTERS = 128;
const SECONDS_A_DAY = 86400;

export interface Config {
	readonly card: string;
	readonly site: string;
	/** Of the broker. */
	readonly host: string;
	readonly port: number;
	readonly tls: boolean;
	readonly user: string;
	readonly password: string;
	/** 'consumer' or 'puback', as in src/agent/event-feed.ts. */
	readonly eventsAck: string;
	/** On the line to the UPS. */
	readonly unit: number;
	readonly baud: number;
	readonly sampleSeconds: number;
	/** Of the UPS: its vendor, its battery, and whether it has a bypass, which it does not say; the rest where it does not say it. */
	readonly vendor: string;
	readonly chemistry: string;
	readonly bypass: boolean;
	readonly model: string;
	readonly watts: number;
	readonly voltAmperes: number;
	readonly volts: number;
}

/** What is wrong: `key` '' is the file itself. `right` says what would be right. */
export interface ConfigProblem {
	readonly key: string;
	readonly right: string;
}

/** What stands where the file says nothing, which tells the type as well; null where it must say something. */
type Otherwise = string | number | boolean | null;

/** Key, what stands otherwise, and the allowed: lengths of a text and numbers from the least to the most, or these words. */
type Row = readonly [key: string, otherwise: Otherwise, least: number | string, most: number | string];

/** Made when the file is read: at rest the rows would take two hundred variables of the board. */
function allRows(): readonly Row[] {
	return [
		['card', null, 1, 32],
		['site', '', 0, 64],
		['host', null, 1, 64],
		['port', 1883, 1, 65535],
		['tls', false, 0, 0],
		['user', '', 0, 64],
		['password', '', 0, PASSWORD_CHARACTERS],
		['eventsAck', 'consumer', 'consumer', 'puback'],
		['unit', 1, 1, 247],
		['baud', 9600, 1200, 115200],
		['sampleSeconds', 10, 1, SECONDS_A_DAY],
		['vendor', '', 0, 32],
		['chemistry', 'leadAcid', 'leadAcid', 'lithium'],
		['bypass', false, 0, 0],
		['model', '', 0, 32],
		['watts', 0, 0, 1000000],
		['voltAmperes', 0, 0, 1000000],
		['volts', 0, 0, 480],
	];
}

function isAscii(value: string): boolean {
	for (let i = 0; i < value.length; i++) {
		if (value.charCodeAt(i) < 32 || value.charCodeAt(i) > 126) {
			return false;
		}
	}
	return true;
}

function isCardId(value: string): boolean {
	for (let i = 0; i < value.length; i++) {
		if ('abcdefghijklmnopqrstuvwxyz0123456789-'.indexOf(value.charAt(i)) < 0) {
			return false;
		}
	}
	return true;
}

/** What would be right for a row, '' where the value is. */
function rightOf(row: Row, value: unknown): string {
	const least = row[2];
	const most = row[3];
	if (typeof row[1] === 'boolean') {
		return typeof value === 'boolean' ? '' : 'true or false';
	}
	if (typeof least === 'string' || typeof most === 'string') {
		return value === least || value === most ? '' : `${least} or ${most}`;
	}
	if (typeof row[1] === 'number') {
		const fits = typeof value === 'number' && Math.floor(value) === value && value >= least && value <= most;
		return fits ? '' : `a whole number from ${least} to ${most}`;
	}
	const isText = typeof value === 'string' && value.length >= least && value.length <= most && isAscii(value);
	const fits = isText && (row[0] !== 'card' || isCardId(value));
	return fits ? '' : `${least} to ${most} ${row[0] === 'card' ? 'of a-z, 0-9 and -' : 'characters of ASCII'}`;
}

function parsed(bytes: Uint8Array | null): Record<string, unknown> | null {
	let text = '';
	for (let i = 0; bytes !== null && i < bytes.length && i <= MOST_FILE_BYTES; i++) {
		text += String.fromCharCode(bytes[i]);
	}
	try {
		const value: unknown = text.length > MOST_FILE_BYTES ? null : JSON.parse(text);
		return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null;
	} catch {
		return null;
	}
}

/** Reads the configuration; null where anything is wrong with it, and `tell` hears of everything that is. */
export function readConfig(storage: DeviceStorage, tell: (problem: ConfigProblem) => void): Config | null {
	const given = parsed(storage.read(configName));
	const config: Record<string, unknown> = {};
	let problems = 0;
	const wrong = (key: string, right: string): void => {
		problems += 1;
		tell({key: key, right: right});
	};
	if (given === null) {
		wrong('', `an object of JSON of at most ${MOST_FILE_BYTES} bytes in ${configName}`);
		return null;
	}
	allRows().forEach(row => {
		const isGiven = given.hasOwnProperty(row[0]);
		const right = isGiven || row[1] === null ? rightOf(row, given[row[0]]) : '';
		config[row[0]] = isGiven ? given[row[0]] : row[1];
		if (right !== '') {
			wrong(row[0], right);
		}
	});
	Object.keys(given).forEach(key => {
		if (!config.hasOwnProperty(key)) {
			wrong(key, `one of ${Object.keys(config).join(', ')}`);
		}
	});
	return problems > 0 ? null : (config as unknown as Config);
}
