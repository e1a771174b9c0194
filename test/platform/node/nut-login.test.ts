import test from 'ava';
import {eventName} from '../../../src/agent/events.ts';
import {administrator, deviceUser, originConsole, readOnly, superUser} from '../../../src/agent/roles.ts';
import {Accounts, accountLimits} from '../../../src/platform/node/main/accounts.ts';
import {nutLogin} from '../../../src/platform/node/main/nut-login.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';

const FIRST = 'Correct-horse-7';
const GOOD = 'Correct-horse-8';
const root = {actor: 'admin', role: superUser, origin: originConsole};

/** Accounts with one user of each role that NUT may know, and what they told. */
async function ready() {
	const files: Record<string, Uint8Array> = {};
	const events: string[] = [];
	const store = {
		load: (name: string) => files[name] ?? null,
		save(name: string, bytes: Uint8Array) {
			files[name] = bytes;
		},
	};
	const happened = (event: number) => void events.push(eventName(event));
	const {accounts} = await Accounts.open({store, clock: new ManualClock(), happened}, accountLimits);
	for (const [name, role] of [
		['boss', administrator],
		['operator', deviceUser],
		['reader', readOnly],
	] as const) {
		await accounts.add({name, role, password: FIRST}, root);
		await accounts.changePassword({name, password: FIRST, face: 'console', origin: originConsole}, GOOD);
	}
	return {accounts, events};
}

test('an account that may act on the UPS has every right of NUT, and no session stays open', async t => {
	const {accounts} = await ready();
	const login = nutLogin(accounts);
	for (const [name, role] of [
		['boss', administrator],
		['operator', deviceUser],
	] as const) {
		t.deepEqual(await login(name, GOOD, '127.0.0.1'), {
			set: true,
			fsd: true,
			instcmds: ['all'],
			upsmon: 'primary',
			role,
		});
	}
	t.deepEqual(accounts.sessions.list(), []);
});

test('who only reads may not even log in, as logins hold up the shutdown of others', async t => {
	const {accounts} = await ready();
	const rights = await nutLogin(accounts)('reader', GOOD, '127.0.0.1');
	t.deepEqual(rights, {set: false, fsd: false, instcmds: [], upsmon: null, role: readOnly});
});

test('a wrong password is nobody, and is told of', async t => {
	const {accounts, events} = await ready();
	t.is(await nutLogin(accounts)('operator', 'wrong', '127.0.0.1'), null);
	t.is(events.at(-1), 'loginRefused');
});
