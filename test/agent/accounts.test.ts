import test from 'ava';
import fc from 'fast-check';
import type {AccountFacts} from '../../src/agent/accounts.ts';
import {
	countWrong,
	LOCK_MS,
	refuseAccount,
	refuseDeletion,
	refuseDisabling,
	refuseName,
	refusePassword,
	WRONG_MAX,
} from '../../src/agent/accounts.ts';
import {DAY, MINUTE} from '../helpers/ref-model.ts';

const passwords: ReadonlyArray<[string, RegExp | null]> = [
	['Aa1!aaaa', null],
	['Aa1!aaa', /8 to 64/],
	[`Aa1!${'a'.repeat(60)}`, null],
	[`Aa1!${'a'.repeat(61)}`, /8 to 64/],
	['aa1!aaaa', /upper/],
	['AA1!AAAA', /lower/],
	['Aaa!aaaa', /digit/],
	['Aa1aaaaa', /neither letter nor digit/],
	['Aa1!xBoBx', /user name/],
	['', /8 to 64.*upper.*lower.*digit.*neither/],
];

for (const [password, sentence] of passwords) {
	test(`the password ${JSON.stringify(password.slice(0, 12))} of ${password.length} is ${sentence === null ? 'good' : 'weak'}`, t => {
		const refusal = refusePassword('bob', password);
		t.is(refusal?.code, sentence === null ? undefined : 'E_PASSWORD_WEAK');
		t.regex(refusal?.sentence ?? '', sentence ?? /^$/);
	});
}

test('no sentence about a password holds the password', t => {
	fc.assert(
		fc.property(fc.string({minLength: 4, unit: fc.constantFrom('q', 'z', '#')}), password => {
			t.false((refusePassword('bob', password)?.sentence ?? '').includes(password));
		}),
	);
});

for (const name of ['', 'x'.repeat(65), 'a b', 'a\u0000', 'ä']) {
	test(`${JSON.stringify(name.slice(0, 5))} of ${name.length} is no user name`, t => {
		t.is(refuseName(name)?.code, 'E_ACCOUNT_INVALID');
	});
}

const root: AccountFacts = {name: 'admin', role: 1, enabled: true};
const ann: AccountFacts = {name: 'ann', role: 2, enabled: true};
const bob: AccountFacts = {name: 'bob', role: 3, enabled: true};

test('there is one super user, and no two accounts of one name', t => {
	t.is(refuseAccount([root], 'eve', 1)?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseAccount([root], 'admin', 2)?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseAccount([root], 'eve', 6)?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseAccount([root], 'eve', 5), null);
});

test('the super user cannot be deleted, and somebody who can administer stays', t => {
	t.is(refuseDeletion([root, ann], 'admin')?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseDeletion([root, ann, bob], 'ann'), null);
	t.is(refuseDeletion([{...root, enabled: false}, ann, bob], 'ann')?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseDeletion([root, bob], 'eve')?.code, 'E_ACCOUNT_UNKNOWN');
	t.is(refuseDisabling([root, bob], 'admin')?.code, 'E_ACCOUNT_INVALID');
	t.is(refuseDisabling([root, ann], 'admin'), null);
	t.is(refuseDisabling([root], 'eve')?.code, 'E_ACCOUNT_UNKNOWN');
});

test('locks double from a quarter of an hour to a day', t => {
	const guesses = {wrong: 0, locks: 0, untilMs: 0};
	const durations: number[] = [];
	for (let i = 1; i <= 9 * WRONG_MAX; i++) {
		if (countWrong(guesses, 0, WRONG_MAX, LOCK_MS)) {
			t.is(i % WRONG_MAX, 0);
			durations.push(guesses.untilMs / MINUTE);
		}
	}
	t.deepEqual(durations, [15, 30, 60, 120, 240, 480, 960, DAY / MINUTE, DAY / MINUTE]);
});
