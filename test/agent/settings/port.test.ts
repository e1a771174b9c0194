import test from 'ava';
import {administrator, deviceUser, networkOnly, readOnly, superUser} from '../../../src/agent/roles.ts';
import {DeskPort} from '../../../src/agent/settings/port.ts';
import {newRig, someone} from './rigs.ts';

/** Who may change a setting of the UPS and one of the card (nmc.md 12). */
const rights: readonly (readonly [role: number, ups: boolean, card: boolean])[] = [
	[superUser, true, true],
	[administrator, true, true],
	[deviceUser, true, false],
	[readOnly, false, false],
	[networkOnly, false, false],
	[0, false, false],
];

for (const [role, ups, card] of rights) {
	test(`role ${role} ${ups ? 'may' : 'may not'} change a setting of the UPS and ${card ? 'may' : 'may not'} change one of the card`, t => {
		const {desk, card: view} = newRig('SMX1500I');
		const port = new DeskPort(
			() => desk,
			() => view,
		);
		t.is(port.check(0, [{key: 'ups.off.delay', value: 30}], role) === null, ups);
		const refusal = port.check(0, [{key: 'session.idleLogout', value: 30}], role);
		t.is(refusal === null, card);
		if (refusal !== null) {
			t.is(refusal.code, 'E_COMMAND_FORBIDDEN');
			t.regex(refusal.sentence, /may not change session\.idleLogout; that takes an administrator/);
		}
	});
}

test('the first thing wrong is told in one sentence, and what is right is applied and told of', t => {
	const {desk, card, ups} = newRig('SMX1500I');
	const port = new DeskPort(
		() => desk,
		() => card,
	);
	t.deepEqual(
		port.check(
			0,
			[
				{key: 'session.idleLogout', value: 61},
				{key: 'x', value: 1},
			],
			superUser,
		),
		{
			code: 'E_SETTING_VALUE',
			sentence: 'session.idleLogout cannot be 61: it takes 1 to 60 min; the nearest is 60.',
		},
	);
	port.apply(0, [{key: 'ups.off.delay', value: 30}], 7, someone);
	t.is(ups.offDelay0, 30);
	t.is(card.newest(1)[0]?.note?.text, 'ups.off.delay');
});
