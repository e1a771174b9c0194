// The options that say how a card proves to a broker who it is, for every command that speaks MQTT: a CA, a client
// certificate, a password that stands in no command line.

import {createPrivateKey, X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {Option} from 'commander';
import {codedError} from '../core/errors.ts';
import {addressesOf, parseBrokerUrls} from '../protocols/mqtt/broker-url.ts';
import type {BrokerUrl} from '../protocols/mqtt/broker-url.ts';
import type {TlsOptions} from '../protocols/mqtt/full-client.ts';

export interface MqttOptions {
	readonly mqttCa?: string;
	readonly mqttCert?: string;
	readonly mqttKey?: string;
	readonly mqttPassword?: string;
}

/** A broker and what it is shown; neither the password nor the key belongs into a log. `address` names all nodes. */
export interface BrokerOptions extends BrokerUrl {
	/** Addresses of the nodes: one where it is no cluster. */
	readonly nodes: readonly string[];
	/** Null: the system's own CAs, and no certificate. */
	readonly tls: TlsOptions | null;
}

/** To be added to a command beside `--mqtt`. */
export const mqttOptions: readonly Option[] = [
	new Option('--mqtt-ca <FILE>', "CA that signed the broker's certificate, PEM").env('RIDETHROUGH_MQTT_CA'),
	new Option('--mqtt-cert <FILE>', 'certificate of this client, PEM').env('RIDETHROUGH_MQTT_CERT'),
	new Option('--mqtt-key <FILE>', 'private key of that certificate, PEM').env('RIDETHROUGH_MQTT_KEY'),
	new Option('--mqtt-password <@FILE|env:NAME>', 'where the password stands: in a file, or in a variable').env(
		'RIDETHROUGH_MQTT_PASSWORD',
	),
];

function usage(option: string, message: string): Error {
	return codedError('E_USAGE', `${option}: ${message}`, {option});
}

function textOf(option: string, file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw codedError(
			'E_FILE_UNREADABLE',
			`${option} ${file} cannot be read (${code}): name a PEM file that this user may read.`,
			{option, file},
		);
	}
}

function certificateOf(option: string, file: string, pem: string): X509Certificate {
	try {
		return new X509Certificate(pem);
	} catch {
		throw usage(option, `${file} is no certificate: name a PEM file with "-----BEGIN CERTIFICATE-----".`);
	}
}

function checkDates(option: string, file: string, certificate: X509Certificate, now: number): void {
	if (now > Date.parse(certificate.validTo)) {
		throw usage(option, `${file} expired on ${certificate.validTo}: issue a new one with ridethrough enrol.`);
	}
	if (now < Date.parse(certificate.validFrom)) {
		throw usage(option, `${file} is valid from ${certificate.validFrom} only: check the clock of this machine.`);
	}
}

function checkPair(file: string, key: string, certificate: X509Certificate): void {
	const fits = (() => {
		try {
			return certificate.checkPrivateKey(createPrivateKey(key));
		} catch {
			return null;
		}
	})();
	if (fits === null) {
		throw usage('--mqtt-key', `${file} is no private key: name a PEM file with "-----BEGIN PRIVATE KEY-----".`);
	}
	if (!fits) {
		throw usage('--mqtt-key', `${file} does not fit the certificate of --mqtt-cert: name the two of one card.`);
	}
}

/** The TLS part; null without any of its options. */
function tlsFrom(given: MqttOptions, now: number): TlsOptions | null {
	const {mqttCa, mqttCert, mqttKey} = given;
	if ((mqttCert === undefined) !== (mqttKey === undefined)) {
		throw usage(mqttCert === undefined ? '--mqtt-key' : '--mqtt-cert', 'give --mqtt-cert and --mqtt-key together.');
	}
	const ca = mqttCa === undefined ? undefined : textOf('--mqtt-ca', mqttCa);
	if (ca !== undefined) {
		checkDates('--mqtt-ca', mqttCa as string, certificateOf('--mqtt-ca', mqttCa as string, ca), now);
	}
	if (mqttCert === undefined || mqttKey === undefined) {
		return ca === undefined ? null : {ca};
	}
	const cert = textOf('--mqtt-cert', mqttCert);
	const key = textOf('--mqtt-key', mqttKey);
	const certificate = certificateOf('--mqtt-cert', mqttCert, cert);
	checkDates('--mqtt-cert', mqttCert, certificate, now);
	checkPair(mqttKey, key, certificate);
	return {...(ca === undefined ? {} : {ca}), cert, key};
}

/** The password that `@FILE` or `env:NAME` leads to. Throws E_USAGE, without what was given: it may be the password. */
export function passwordFrom(option: string, given: string, environment: NodeJS.ProcessEnv): string {
	if (given.startsWith('@')) {
		return textOf(option, given.slice(1)).replace(/\r?\n$/, '');
	}
	const password = given.startsWith('env:') ? environment[given.slice(4)] : undefined;
	if (password === undefined || password === '') {
		throw usage(
			option,
			'write @FILE, or env:NAME with a variable that is set; a password itself would be seen by all.',
		);
	}
	return password;
}

/** What `--mqtt URL[,URL…]` and the options above say together. Throws E_USAGE and E_FILE_UNREADABLE. */
export function brokerOptionsFrom(urls: string, given: MqttOptions): BrokerOptions {
	const brokers = parseBrokerUrls(urls);
	const [first] = brokers;
	const tls = tlsFrom(given, Date.now());
	const bare = brokers.find(({address}) => !address.startsWith('mqtts:'));
	if (tls !== null && bare !== undefined) {
		throw usage('--mqtt', `${bare.address} is without TLS, but a CA or a certificate is given: write mqtts://.`);
	}
	const password =
		given.mqttPassword === undefined
			? first.password
			: passwordFrom('--mqtt-password', given.mqttPassword, process.env);
	return {
		user: first.user,
		address: addressesOf(brokers),
		nodes: brokers.map(({address}) => address),
		password,
		tls,
	};
}
