// The web face of a house of simulated cards, with accounts in memory: requests are injected, or come by a port.

import {configIni, parseConfigIni} from '../../src/agent/settings/config-ini.ts';
import {originConsole} from '../../src/agent/roles.ts';
import {eventName} from '../../src/agent/events.ts';
import type {Store} from '../../src/core/ports.ts';
import {Accounts} from '../../src/platform/node/main/accounts.ts';
import {createHttp} from '../../src/protocols/http/server.ts';
import type {HttpOptions} from '../../src/protocols/http/ports.ts';
import {sessionCookie, visitorOf} from '../../src/protocols/http/visitor.ts';
import {houseOf} from './card-house.ts';
import type {HouseOptions, TestHouse} from './card-house.ts';
import {ManualClock} from './manual-clock.ts';

export const PASSWORD = 'Correct-horse-7';
const LIMITS = {wrongMax: 5, lockMs: 15 * 60_000, idleMs: () => 3 * 60_000, concurrent: () => true};

export interface Answer {
	readonly status: number;
	readonly headers: Record<string, string | number | string[] | undefined>;
	readonly text: string;
	/** {} for what is no JSON. Answers differ by route; tests say what they expect. */
	readonly json: Record<string, unknown>;
}

export interface Ask {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
	readonly url: string;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
	/** Instead of JSON. */
	readonly type?: string;
	readonly as?: Login | null;
}

export interface Login {
	readonly cookie: string;
	readonly token: string;
}

export interface WebRig {
	readonly test: TestHouse;
	readonly clock: ManualClock;
	readonly accounts: Accounts;
	readonly options: HttpOptions;
	readonly firstPassword: string;
	/** Names of the events that the accounts told of. */
	readonly told: string[];
	ask(ask: Ask): Promise<Answer>;
	/** A session of somebody with this role, without the work of a login. */
	loginAs(role: number): Login;
	close(): Promise<void>;
}

interface Kept {
	readonly files: Record<string, Uint8Array>;
	readonly firstPassword: string;
}

let kept: Promise<Kept> | null = null;

function storeOf(files: Record<string, Uint8Array>): Store {
	return {
		load: name => files[name] ?? null,
		save: (name, bytes) => {
			files[name] = bytes;
		},
	};
}

/** New accounts cost a hash, which is meant to take long: all rigs of a process begin with the same ones. */
async function firstAccounts(clock: ManualClock): Promise<Kept> {
	const files: Record<string, Uint8Array> = {};
	const {firstPassword} = await Accounts.open({store: storeOf(files), clock, happened: () => {}}, LIMITS);
	return {files, firstPassword: firstPassword ?? ''};
}

async function accountsOf(clock: ManualClock, told: string[]): Promise<{accounts: Accounts; firstPassword: string}> {
	kept ??= firstAccounts(clock);
	const {files, firstPassword} = await kept;
	const happened = (event: number): void => void told.push(eventName(event));
	const {accounts} = await Accounts.open({store: storeOf({...files}), clock, happened}, LIMITS);
	return {accounts, firstPassword};
}

export function optionsOf(test: TestHouse, accounts: Accounts, clock: HttpOptions['clock']): HttpOptions {
	return {
		house: test.house,
		listen: {host: '127.0.0.1', port: 0},
		accounts,
		clock,
		configIni: {write: configIni, read: parseConfigIni},
	};
}

function bodyOf({body, type}: Ask): {payload?: string; headers: Record<string, string>} {
	if (body === undefined) {
		return {headers: {}};
	}
	return type === undefined
		? {payload: JSON.stringify(body), headers: {'content-type': 'application/json'}}
		: {payload: body as string, headers: {'content-type': type}};
}

/** Gives an account the password PASSWORD as its own. */
export async function settle(accounts: Accounts, name: string, first: string): Promise<void> {
	await accounts.changePassword({name, password: first, face: 'console', origin: originConsole}, PASSWORD);
}

/** Runs with a rig that is closed at the end. */
export async function withRig(run: (rig: WebRig) => Promise<void>): Promise<void> {
	const rig = await webRig();
	try {
		await run(rig);
	} finally {
		await rig.close();
	}
}

export async function webRig(house: HouseOptions = {}, more: Partial<HttpOptions> = {}): Promise<WebRig> {
	const test = houseOf(house);
	const clock = new ManualClock();
	const told: string[] = [];
	const {accounts, firstPassword} = await accountsOf(clock, told);
	const options = {...optionsOf(test, accounts, clock), ...more};
	const {app, close} = await createHttp(options);
	const ask = async (what: Ask): Promise<Answer> => {
		const {payload, headers} = bodyOf(what);
		const login = what.as ?? null;
		const answer = await app.inject({
			method: what.method ?? 'GET',
			url: what.url,
			headers: {
				host: '127.0.0.1',
				...headers,
				...(login === null ? {} : {cookie: login.cookie, 'x-csrf-token': login.token}),
				...what.headers,
			},
			...(payload === undefined ? {} : {payload}),
		});
		const isJson = String(answer.headers['content-type']).includes('json');
		return {
			status: answer.statusCode,
			headers: answer.headers,
			text: answer.payload,
			json: (isJson && answer.payload !== '' ? JSON.parse(answer.payload) : {}) as Record<string, unknown>,
		};
	};
	const loginAs = (role: number): Login => {
		const session = accounts.sessions.begin(`user${role}`, role, 'web');
		if (session === null) {
			throw new Error('no room for one more session');
		}
		return {cookie: sessionCookie(session.id, false).split(';')[0] ?? '', token: visitorOf(session).token};
	};
	return {test, clock, accounts, options, firstPassword, told, ask, loginAs, close};
}

/** The super user, who has changed the first password to PASSWORD. */
export async function loginAdmin(rig: WebRig): Promise<Login> {
	await settle(rig.accounts, 'admin', rig.firstPassword);
	return login(rig.ask, 'admin');
}

export async function login(ask: WebRig['ask'], name: string): Promise<Login> {
	const answer = await ask({method: 'POST', url: '/api/v1/session', body: {name, password: PASSWORD}});
	const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
	return {cookie, token: String(answer.json['token'])};
}
