import test from 'ava';
import {sha256} from '../../../src/smartconnect/signing/keys.ts';
import {byText, makeServeRig, serve} from './serve-rig.ts';

interface Line {
	readonly schema: string;
	readonly fact: string;
	readonly card?: string;
	readonly state?: string;
	readonly code?: string;
}

function linesOf(out: string): Line[] {
	return out
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Line);
}

test('a campaign runs through its waves over a real broker, every card gets the very image, and the exit code is 0', async t => {
	const rig = await makeServeRig(t);
	const cards = await rig.addCards(Array.from({length: 6}, () => 'confirmed' as const));
	const file = rig.campaign('expect: 6\nwaves:\n  - cards: 2\n    soak: 0s\n  - percent: 100\n');
	const {code, out, err} = await serve(t, rig.words('--campaign', file, '--until-done', '--json')).ended;
	t.is(code, 0, err);
	const name = Buffer.from(sha256(rig.image)).toString('hex');
	t.deepEqual(
		cards.map(({fetched, offers, late}) => ({fetched, offers: offers.length, late})),
		cards.map(() => ({fetched: name, offers: 1, late: 0})),
	);
	const lines = linesOf(out);
	t.true(lines.every(({schema}) => schema === 'ridethrough.rollout-event/1'));
	const ends = lines.filter(({state}) => state === 'confirmed').map(({card}) => String(card));
	t.deepEqual(
		ends.sort(byText),
		cards.map(({script}) => script.id),
	);
	t.is(lines.filter(({fact}) => fact === 'wave').length, 2);
	t.is(lines.at(-1)?.fact, 'completed');
	t.regex(err, /c1 completed, wave 2 of 2: 6 confirmed/);
});

test('bad cards stop the campaign by its rule, what is left is withdrawn, and the exit code is 1', async t => {
	const rig = await makeServeRig(t);
	const cards = await rig.addCards([
		...Array.from({length: 3}, () => 'reverted' as const),
		'confirmed',
		'E_OTA_VENDOR',
	]);
	const file = rig.campaign('expect: 5\nwaves: [{minConfirmed: 10}]\n');
	const {code, out, err} = await serve(t, rig.words('--campaign', file, '--until-done')).ended;
	t.is(code, 1, err);
	t.regex(out, /c1 stopped by its rule: 3 of [34] cards with a result went back to the old image; 3 are too many/);
	t.regex(out, /c1 card-0 reverted E_OTA_HEALTH/);
	t.true(cards.every(({late}) => late === 0));
});

test('INT ends the service cleanly, and the next run goes on with the same campaign', async t => {
	const rig = await makeServeRig(t);
	const file = rig.campaign('expect: 2\n');
	const first = serve(t, rig.words('--campaign', file));
	await first.said(/connected to/);
	first.child.kill('SIGINT');
	t.is((await first.ended).code, 130);
	const cards = await rig.addCards(['confirmed', 'confirmed']);
	const {code, err} = await serve(t, rig.words('--campaign', file, '--until-done')).ended;
	t.is(code, 0, err);
	t.is(rig.stored().filter(({fact}) => fact === 'created').length, 1);
	t.true(cards.every(({isDone}) => isDone));
});

test('a campaign file that says something else under the same id is refused', async t => {
	const rig = await makeServeRig(t);
	const first = serve(t, rig.words('--campaign', rig.campaign('expect: 2\n')));
	await first.said(/connected to/);
	first.child.kill('SIGTERM');
	await first.ended;
	const {code, err} = await serve(t, rig.words('--campaign', rig.campaign('expect: 3\n'))).ended;
	t.is(code, 1);
	t.regex(err, /E_RESOURCE_CHANGED: There is a campaign c1 already/);
});

test('a campaign file that is not as it must be is refused with line and column, and nothing is served', async t => {
	const rig = await makeServeRig(t);
	const file = rig.campaign('percent: 101\nwaves:\n  - soak: 60\nsurprise: 1\n');
	const {code, err} = await serve(t, rig.words('--campaign', file)).ended;
	t.is(code, 3);
	t.regex(err, /campaign\.yaml:3:1: percent: must be a number from 0 to 100/);
	t.regex(err, /campaign\.yaml:5:5: waves\[0\]\.soak: must be a time from 0s to 365d/);
	t.regex(err, /campaign\.yaml:6:1: surprise: unknown key/);
});

test('--until-done without a campaign, a folder without keys and an open address without a token are refused', async t => {
	const rig = await makeServeRig(t);
	const without = await serve(t, rig.words('--until-done')).ended;
	t.is(without.code, 2);
	t.regex(without.err, /E_USAGE: --until-done waits for a campaign/);
	const open = await serve(t, rig.words('--http', '0.0.0.0:0')).ended;
	t.is(open.code, 2);
	t.regex(open.err, /give it a token \(--http-token/);
	const keyless = await serve(t, [...rig.words(), '--keys', rig.folder]).ended;
	t.regex(keyless.err, /E_KEY_INVALID: --keys .*: there is no file assign-N\.json/);
});
