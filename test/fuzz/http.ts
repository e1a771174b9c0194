// Requests that are nearly right against the web face: whatever comes, it answers with a status of its own, tells nothing of the
// inside, and neither logs anybody in nor changes a setting that nobody with the right asked for.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {webRig} from '../helpers/web-rig.ts';
import type {Ask, Login, WebRig} from '../helpers/web-rig.ts';
import type {Fuzzer} from './fuzzer.ts';

const methods = ['GET', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
const paths = [
	'/',
	'/login',
	'/password',
	'/events',
	'/outlets',
	'/settings',
	'/confirm',
	'/order',
	'/config.ini',
	'/accounts/enable',
	'/sessions/end',
	'/api/v1/session',
	'/api/v1/status',
	'/api/v1/events',
	'/api/v1/settings',
	'/api/v1/commands',
	'/api/v1/commands/x',
	'/api/v1/config.ini',
	'/api/v1/accounts',
	'/api/v1/accounts/admin',
	'/api/v1/sessions/0123456789abcdef',
	'/api/v1/cards',
	'/api/v1/openapi.json',
];
const words = [
	'command',
	'outputOff',
	'muteAlarm',
	'group',
	'value',
	'text',
	'changes',
	'ups.name',
	'event.onBattery.severity',
	'token',
	'name',
	'admin',
	'password',
	'__proto__',
	'constructor',
	'limit',
	'before',
	'severity',
	'card',
	's0-c0',
	'next',
	'back',
	'//evil.example.com',
	'%00',
	'%zz',
	'..%2f',
	'<script>',
	'"',
	'[UPS]',
	'Name=x',
	'\r\n',
	'1e309',
	'-1',
	'99999999999999999999',
	'null',
];
const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data', ''];
const hosts = ['127.0.0.1', 'localhost', 'evil.example.com', ''];
const INSIDE = /node_modules|\bat (?:async )?\w+ ?\(|\/src\/|TypeError|undefined is not/;
/** Logins cost a hash each: they are tried elsewhere. */
const SLOW = ['/login', '/password', '/api/v1/session', '/api/v1/password', '/api/v1/accounts', '/accounts/'];
const INTERNAL = 500;
const RESTS_EVERY = 64;
const REST_MS = 2000;

class Inputs {
	readonly #random: RandomStream;

	constructor(random: RandomStream) {
		this.#random = random;
	}

	chance(outOf: number): boolean {
		return this.#random.whole(0, outOf - 1) === 0;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.#random.whole(0, from.length - 1)];
	}

	value(depth: number): unknown {
		const kind = this.#random.whole(0, 5);
		if (kind === 0 && depth > 0) {
			return this.object(depth - 1);
		}
		if (kind === 1 && depth > 0) {
			return [this.value(depth - 1), this.value(depth - 1)];
		}
		return kind === 2 ? this.#random.whole(-5, 1000) : kind === 3 ? this.chance(2) : this.pick(words);
	}

	object(depth: number): Record<string, unknown> {
		const entries = Array.from(
			{length: this.#random.whole(0, 4)},
			() => [this.pick(words), this.value(depth)] as const,
		);
		return Object.fromEntries(entries);
	}

	text(): string {
		return Array.from({length: this.#random.whole(0, 6)}, () => this.pick(words)).join(this.pick(['=', '&', ',', '']));
	}

	body(): Pick<Ask, 'body' | 'type'> {
		if (this.chance(3)) {
			return {};
		}
		const json = JSON.stringify(this.object(3));
		const text = this.chance(2) ? json.slice(0, this.#random.whole(0, json.length)) : json;
		return {body: this.chance(3) ? this.text() : text, type: this.pick(types)};
	}

	headers(): Record<string, string> {
		const out: Record<string, string> = {};
		const maybe = (name: string, from: readonly string[]): void => {
			if (this.chance(6)) {
				out[name] = this.pick(from);
			}
		};
		maybe('host', hosts);
		maybe('origin', ['null', 'http://evil.example.com', 'http://127.0.0.1']);
		maybe('if-match', ['*', '"x"', 'x,*', '']);
		maybe('idempotency-key', ['k', ' ', 'x'.repeat(80)]);
		maybe('x-csrf-token', ['', 'x', '0'.repeat(64)]);
		maybe('cookie', ['ridethrough=', `ridethrough=${'0'.repeat(32)}`, 'x=y; =; ;']);
		return out;
	}
}

function askFrom(inputs: Inputs, logins: readonly (Login | null)[]): Ask {
	const query = inputs.chance(2) ? '' : `?${encodeURI(inputs.text()).replace(/%25zz/g, '%zz')}`;
	return {
		method: inputs.pick(methods),
		url: `${inputs.pick(paths)}${query}`,
		headers: inputs.headers(),
		as: inputs.pick(logins),
		...inputs.body(),
	};
}

function isSlow(ask: Ask): boolean {
	return ask.method !== 'GET' && SLOW.some(path => ask.url.startsWith(path));
}

async function tryOne(rig: WebRig, ask: Ask): Promise<void> {
	const fail = (rule: string): never => {
		throw new Error(`${rule}: ${Buffer.from(JSON.stringify(ask)).toString('hex')}`);
	};
	const answer = await rig.ask(ask);
	if (answer.status >= INTERNAL && answer.status !== 503) {
		fail(`${answer.status} is no answer (${answer.text.slice(0, 80)})`);
	}
	if (INSIDE.test(answer.text) && answer.status >= 400) {
		fail('an answer tells of the inside');
	}
	if (answer.headers['set-cookie'] !== undefined && !String(answer.headers['set-cookie']).includes('Max-Age=0')) {
		fail('somebody was logged in');
	}
	const location = String(answer.headers['location'] ?? '/');
	if (!/^\/(?!\/)/.test(location)) {
		fail(`a redirect leads away to ${location}`);
	}
}

export const fuzzer: Fuzzer = {
	name: 'http',
	async run(seed, count) {
		const rig = await webRig();
		const inputs = new Inputs(new RandomStream(seedFor(seed, 'fuzz-http')));
		// Who may only read: nothing that this one asks for may change a setting.
		const logins = [null, rig.loginAs(4)];
		const before = rig.options.configIni.write(rig.test.house.view(0).settings(), '');
		for (let i = 0; i < count; i++) {
			const ask = askFrom(inputs, logins);
			if (!isSlow(ask)) {
				await tryOne(rig, ask);
			}
			if (i % RESTS_EVERY === 0) {
				rig.clock.advance(REST_MS);
				rig.test.advance(REST_MS);
			}
		}
		if (rig.options.configIni.write(rig.test.house.view(0).settings(), '') !== before) {
			throw new Error('somebody who may only read changed a setting');
		}
		await rig.close();
	},
};
