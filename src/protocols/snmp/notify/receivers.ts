// Where notifications go, as options and files write it, and which of them (nmc.md 11; snmp.md (b), 2.1.2).

import {codedError} from '../../../core/errors.ts';
import type {UsmUser} from '../usm/users.ts';
import type {Notification} from './notification.ts';
import {INFORMATIONAL} from './notification.ts';

/** Traps of each version, and informs of SNMPv2c and SNMPv3. */
export type ReceiverForm = 'v1' | 'v2c' | 'v3' | 'inform' | 'v3-inform';

export interface Receiver {
	/** An address, without the brackets of IPv6. */
	readonly host: string;
	readonly port: number;
	readonly form: ReceiverForm;
	/** Of v1, v2c and inform. */
	readonly community: string;
	/** Of v3 and v3-inform; null for the others. */
	readonly user: UsmUser | null;
	/** receiveTrapType: PowerNet, RFC 1628 or both. */
	readonly vocabulary: 'powernet' | 'ietf' | 'both';
	/** Only notifications of at least this severity: 2 informational, 3 warning, 4 critical. */
	readonly leastSeverity: number;
}

const forms: readonly ReceiverForm[] = ['v1', 'v2c', 'v3', 'inform', 'v3-inform'];
const DEFAULT_FORM = 'v2c';
const GREATEST_PORT = 65_535;
const WRITTEN = /^(\[[\da-fA-F:.]+\]|[^:[\]]+):(\d{1,5})(?::([\w-]+))?$/;

/** What a receiver has that ADDR:PORT does not say. */
export type ReceiverRest = Pick<Receiver, 'community' | 'user' | 'vocabulary' | 'leastSeverity'>;

/** All of it, to everyone. */
export const receiverDefaults: ReceiverRest = {
	community: 'public',
	user: null,
	vocabulary: 'powernet',
	leastSeverity: INFORMATIONAL,
};

/** Takes ADDR:PORT[:v1|v2c|v3|inform|v3-inform] apart. Throws E_USAGE. */
export function parseReceiver(text: string, rest: ReceiverRest): Receiver {
	const match = WRITTEN.exec(text);
	const port = Number(match?.[2]);
	const form = forms.find(one => one === (match?.[3] ?? DEFAULT_FORM));
	if (match === null || form === undefined || port < 1 || port > GREATEST_PORT) {
		throw codedError(
			'E_USAGE',
			`${text} is no receiver of traps: write ADDR:PORT or ADDR:PORT:FORM with one of ${forms.join(', ')}, such as 192.0.2.7:162:v2c.`,
			{option: 'trap-to', text},
		);
	}
	return receiverFrom({host: match[1].replaceAll(/^\[|\]$/g, ''), port, form}, rest);
}

/** A receiver of parts that are known to be right. Throws E_USAGE where it speaks SNMPv3 and has no user. */
export function receiverFrom(at: Pick<Receiver, 'host' | 'port' | 'form'>, rest: ReceiverRest): Receiver {
	if (at.form.startsWith('v3') && rest.user === null) {
		const {host, port} = at;
		throw codedError('E_USAGE', `${host}:${port} wants SNMPv3 and has no user: name one with --snmp-user.`, {
			option: 'trap-to',
			host,
		});
	}
	return {...rest, ...at};
}

/** Whether the receiver is to have the notification. */
export function isFor(receiver: Receiver, notification: Notification): boolean {
	const isSpoken =
		notification.vocabulary === 'standard'
		|| receiver.vocabulary === 'both'
		|| receiver.vocabulary === notification.vocabulary;
	return isSpoken && notification.severity >= receiver.leastSeverity;
}
