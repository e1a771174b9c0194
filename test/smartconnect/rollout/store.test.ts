import {appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Fact} from '../../../src/smartconnect/rollout/facts.ts';
import {RolloutStore} from '../../../src/smartconnect/rollout/store.ts';
import {planOf} from './rollout-desk.ts';

function folderOf(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-store-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	return folder;
}

const created: Fact = {fact: 'created', atS: 1, campaign: 'c1', plan: planOf({})};
const place = (through: number): Fact => ({fact: 'place', atS: 2, card: 'a', logId: 1, through});

test('what was appended is there again, in its order', async t => {
	const folder = folderOf(t);
	const store = await RolloutStore.open(folder);
	await Promise.all([store.append([created]), store.append([place(1)]), store.append([place(2), place(3)])]);
	await store.append([]);
	await store.close();
	const again = await RolloutStore.open(folder);
	t.teardown(async () => again.close());
	t.is(again.state.campaigns.get('c1')?.phase, 'running');
	t.deepEqual(again.state.places.get('a'), {logId: 1, through: 3});
});

test('a line that a crash cut is dropped, and what comes after it is whole', async t => {
	const folder = folderOf(t);
	const store = await RolloutStore.open(folder);
	await store.append([created, place(1)]);
	await store.close();
	appendFileSync(join(folder, 'rollout.jsonl'), '{"fact":"place","atS":2,"card":"a","lo');
	const again = await RolloutStore.open(folder);
	t.is(again.state.places.get('a')?.through, 1);
	await again.append([place(2)]);
	await again.close();
	t.is(readFileSync(join(folder, 'rollout.jsonl'), 'utf8').split('\n').length, 4);
});

test('a file with something else in it is refused with what to do', async t => {
	const folder = folderOf(t);
	writeFileSync(join(folder, 'rollout.jsonl'), '{"fact":"unheard-of"}\n');
	await t.throwsAsync(async () => RolloutStore.open(folder), {
		code: 'E_FILE_UNREADABLE',
		message: /no fact of a campaign/,
	});
	// The lock was given back.
	rmSync(join(folder, 'rollout.jsonl'));
	await (await RolloutStore.open(folder)).close();
});

test('two appends at the same time each resolve only when their own facts are on the disk', async t => {
	const folder = folderOf(t);
	const store = await RolloutStore.open(folder);
	await store.append([created]);
	await Promise.all(
		Array.from({length: 50}, async (_, i) => {
			await store.append([place(i + 1)]);
			t.true(readFileSync(join(folder, 'rollout.jsonl'), 'utf8').includes(`"through":${i + 1}}`));
		}),
	);
	await store.close();
});
