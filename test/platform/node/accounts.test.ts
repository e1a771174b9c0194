import test from 'ava';
import {eventName} from '../../../src/agent/events.ts';
import type {AccountFace} from '../../../src/agent/accounts.ts';
import {originConsole} from '../../../src/agent/roles.ts';
import {Accounts, accountLimits} from '../../../src/platform/node/main/accounts.ts';
import type {LoginResult} from '../../../src/platform/node/main/accounts.ts';
import {matchesPassword, randomPassword} from '../../../src/platform/node/scrypt.ts';
import {refusePassword} from '../../../src/agent/accounts.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {DAY, MINUTE} from '../../helpers/ref-model.ts';

const GOOD = 'Correct-horse-7';
const root = {actor: 'admin', role: 1, origin: originConsole};

class Rig {
	files: Record<string, Uint8Array> = {};
	clock = new ManualClock();
	events: string[] = [];
	notes: string[] = [];
	accounts!: Accounts;
	firstPassword: string | null = null;

	async open(): Promise<this> {
		const opened = await Accounts.open(
			{
				store: {
					load: name => this.files[name] ?? null,
					save: (name, bytes) => {
						this.files[name] = bytes;
					},
				},
				clock: this.clock,
				happened: (event, note) => {
					this.events.push(eventName(event));
					this.notes.push(JSON.stringify(note));
				},
			},
			accountLimits,
		);
		this.accounts = opened.accounts;
		this.firstPassword = opened.firstPassword;
		return this;
	}

	login(name: string, password: string, face: AccountFace = 'web'): Promise<LoginResult> {
		return this.accounts.login({name, password, face, origin: originConsole});
	}

	change(name: string, password: string, next: string): Promise<unknown> {
		return this.accounts.changePassword({name, password, face: 'web', origin: originConsole}, next);
	}
}

/** A card whose super user has the password GOOD. */
async function ready(): Promise<Rig> {
	const rig = await new Rig().open();
	await rig.change('admin', rig.firstPassword ?? '', GOOD);
	rig.events = [];
	return rig;
}

function codeOf(result: LoginResult): string {
	return 'session' in result ? 'in' : result.refusal.code;
}

test('the first password lets nobody in until it is changed', async t => {
	const rig = await new Rig().open();
	const first = rig.firstPassword ?? '';
	t.is(codeOf(await rig.login('admin', first)), 'E_PASSWORD_CHANGE_REQUIRED');
	t.like(await rig.change('admin', first, 'weak'), {code: 'E_PASSWORD_WEAK'});
	t.like(await rig.change('admin', first, first), {code: 'E_PASSWORD_WEAK'});
	t.is(await rig.change('admin', first, GOOD), null);
	t.is(codeOf(await rig.login('admin', first)), 'E_LOGIN_REFUSED');
	t.is(codeOf(await rig.login('admin', GOOD)), 'in');
	t.deepEqual(rig.events, ['passwordChanged', 'webLoginRefused', 'webLogin']);
});

test('accounts survive a restart, and no password is in the file or in an event', async t => {
	const rig = await ready();
	await rig.accounts.add({name: 'ann', role: 3, password: 'Other-horse-8'}, root);
	const again = new Rig();
	again.files = rig.files;
	await again.open();
	t.is(again.firstPassword, null);
	t.is(codeOf(await again.login('admin', GOOD)), 'in');
	t.is(codeOf(await again.login('ann', 'Other-horse-8')), 'E_PASSWORD_CHANGE_REQUIRED');
	const kept = Buffer.from(rig.files['accounts.json'] ?? []).toString() + rig.notes.join() + again.notes.join();
	t.false(kept.includes('horse'));
});

test('a file that is not one of ours is told of, and not overwritten', async t => {
	for (const text of ['', '[]', '{"schema":"ridethrough.accounts/1","accounts":[{"name":"x"}]}']) {
		const rig = new Rig();
		rig.files = {'accounts.json': Buffer.from(text)};
		await t.throwsAsync(() => rig.open(), {code: 'E_STATE_UNUSABLE'});
		t.is(Buffer.from(rig.files['accounts.json'] ?? []).toString(), text);
	}
});

test('five wrong passwords lock a name, of an account or not, and each lock is twice as long', async t => {
	const rig = await ready();
	for (const name of ['admin', 'nobody']) {
		for (let i = 0; i < 5; i++) {
			t.is(codeOf(await rig.login(name, 'wrong')), 'E_LOGIN_REFUSED');
		}
		t.is(codeOf(await rig.login(name, GOOD)), 'E_LOGIN_LOCKED');
	}
	t.is(rig.events.filter(event => event === 'accountLocked').length, 2);
	rig.clock.advance(15 * MINUTE);
	for (let i = 0; i < 5; i++) {
		t.is(codeOf(await rig.login('admin', 'wrong', 'console')), 'E_LOGIN_REFUSED');
	}
	rig.clock.advance(30 * MINUTE - 1);
	t.is(codeOf(await rig.login('admin', GOOD)), 'E_LOGIN_LOCKED');
	rig.clock.advance(1);
	t.is(codeOf(await rig.login('admin', GOOD)), 'in');
	t.true(rig.events.includes('consoleLoginRefused'));
});

test('guesses at the same time are counted one by one', async t => {
	const rig = await ready();
	const results = await Promise.all(Array.from({length: 8}, () => rig.login('admin', 'wrong', 'protocol')));
	t.deepEqual(results.map(codeOf).sort(), [
		...Array<string>(3).fill('E_LOGIN_LOCKED'),
		...Array<string>(5).fill('E_LOGIN_REFUSED'),
	]);
	t.is(rig.events[0], 'loginRefused');
});

test('a serial line has one session, which ends when nobody uses it', async t => {
	const rig = await ready();
	const first = await rig.login('admin', GOOD, 'serial');
	const id = 'session' in first ? first.session.id : '';
	t.is(codeOf(await rig.login('admin', GOOD, 'serial')), 'E_SESSION_LIMIT');
	t.is(codeOf(await rig.login('admin', GOOD, 'web')), 'in');
	rig.clock.advance(2 * MINUTE);
	t.like(rig.accounts.sessions.use(id), {name: 'admin', role: 1});
	rig.clock.advance(3 * MINUTE - 1);
	t.is(rig.accounts.sessions.list().length, 1);
	rig.clock.advance(1);
	t.is(rig.accounts.sessions.use(id), null);
	t.is(codeOf(await rig.login('admin', GOOD, 'serial')), 'in');
});

test('an account that is disabled, deleted or given another password is logged out', async t => {
	const rig = await ready();
	await rig.accounts.add({name: 'ann', role: 2, password: 'Other-horse-8'}, root);
	await rig.change('ann', 'Other-horse-8', 'Third-horse-9');
	t.is(codeOf(await rig.login('ann', 'Third-horse-9')), 'in');
	t.is(rig.accounts.setEnabled('ann', false, root), null);
	t.is(rig.accounts.sessions.list().length, 0);
	t.is(codeOf(await rig.login('ann', 'Third-horse-9')), 'E_LOGIN_REFUSED');
	t.is(rig.accounts.setEnabled('admin', false, root)?.code, 'E_ACCOUNT_INVALID');
	t.is(rig.accounts.setEnabled('ann', true, root), null);
	t.is(await rig.accounts.resetPassword('ann', 'Fourth-horse-0', root), null);
	t.is(codeOf(await rig.login('ann', 'Fourth-horse-0')), 'E_PASSWORD_CHANGE_REQUIRED');
	t.is(rig.accounts.delete('ann', root), null);
	t.is(rig.accounts.delete('ann', root)?.code, 'E_ACCOUNT_UNKNOWN');
	t.is((await rig.accounts.resetPassword('ann', 'Fourth-horse-0', root))?.code, 'E_ACCOUNT_UNKNOWN');
	t.deepEqual(
		rig.events.filter(event => event.startsWith('user')),
		['userAdded', 'userChanged', 'userChanged', 'userDeleted'],
	);
});

test('a session can be ended by another', async t => {
	const rig = await ready();
	const result = await rig.login('admin', GOOD);
	const id = 'session' in result ? result.session.id : '';
	t.true(rig.accounts.sessions.end(id));
	t.false(rig.accounts.sessions.end(id));
	t.is(rig.accounts.sessions.use(id), null);
});

test('an account without a password cannot be added', async t => {
	const rig = await ready();
	t.is((await rig.accounts.add({name: 'eve', role: 2, password: ''}, root))?.code, 'E_PASSWORD_WEAK');
	t.is(rig.accounts.list().length, 1);
});

test('nothing matches where there is no hash, and random passwords are good ones', async t => {
	t.false(await matchesPassword('', null));
	for (let i = 0; i < 200; i++) {
		t.is(refusePassword('admin', randomPassword()), null);
	}
});

test('a lock is over after a day at the latest', async t => {
	const rig = await ready();
	for (let i = 0; i < 5; i++) {
		await rig.login('admin', 'wrong');
	}
	rig.clock.advance(DAY);
	t.is(codeOf(await rig.login('admin', GOOD)), 'in');
});
