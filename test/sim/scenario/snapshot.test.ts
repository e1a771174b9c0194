import test from 'ava';
import {MINUTE} from '../../../src/core/clock.ts';
import {isCoded} from '../../../src/core/errors.ts';
import {resumeScenario} from '../../../sim/scenario/resume.ts';
import {runScenario} from '../../../sim/scenario/runner.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';
import {readSnapshot, snapshotText} from '../../../sim/scenario/snapshot.ts';
import type {SnapshotFile} from '../../../sim/scenario/snapshot.ts';
import {scenarioOf, scenarioText} from '../../helpers/scenario-text.ts';
import {TwinBench} from '../../helpers/twin-bench.ts';

const steps = `
  - {at: 1m, inject: {outage: {}}, every: 20m, for: 2m}
  - {at: 61s, snapshot: dark}
  - {within: 5m, expect: {status: OL}}
  - repeat:
      times: 2
      steps:
        - {after: 90s, snapshot: round}
  - {within: 1h, expect: {event: {name: onBattery, phase: clear}}}
  - {at: 1h, within: 1m, expect: {status: OL}}`;

const cards = [{id: 'main-001'}, {id: 'main-002', load: 1}];

async function through(everyMs: number | null): Promise<{result: RunResult; files: string[]}> {
	const scenario = scenarioOf(scenarioText(steps));
	const files: string[] = [];
	const result = await runScenario(scenario, new TwinBench(cards), {
		seed: 7,
		...(everyMs === null ? {} : {snapshotEveryMs: everyMs}),
		onSnapshot: ({digest, ...facts}) =>
			files.push(snapshotText({...facts, version: '1.2.3', seed: 7, everyMs, scenario, digest: digest()!})),
	});
	return {result, files};
}

for (const everyMs of [null, 7 * MINUTE]) {
	test(`from every snapshot ${everyMs === null ? 'of a step' : 'at regular times too'} a run goes on to the same end`, async t => {
		const {result, files} = await through(everyMs);
		t.is(result.verdict, 'passed');
		t.is(files.length, everyMs === null ? 3 : 11);
		for (const [i, text] of files.entries()) {
			const later: string[] = [];
			let reachedMs = -1;
			const bench = new TwinBench(cards);
			const again = await resumeScenario(readSnapshot(text, 'a.json'), bench, {
				onReached: () => (reachedMs = bench.now()),
				onSnapshot: ({atMs}) => later.push(String(atMs)),
			});
			t.is(JSON.stringify(again), JSON.stringify(result));
			t.is(reachedMs, readSnapshot(text, 'a.json').atMs);
			t.is(later.length, files.length - i - 1);
		}
	});
}

async function code(act: () => unknown): Promise<string> {
	try {
		await act();
		return 'nothing';
	} catch (error) {
		return isCoded(error) ? `${error.code}: ${error.message}` : String(error);
	}
}

test('a run that comes to another state says at which part and card it differs', async t => {
	const {files} = await through(null);
	const kept = readSnapshot(files[0], 'a.json');
	const hashes = kept.digest.parts[0].hashes.with(1, 99);
	const changed = {...kept, digest: {...kept.digest, sha256: '', parts: [{name: 'twin', hashes}]}};
	t.regex(
		await code(async () => resumeScenario(changed, new TwinBench(cards), {})),
		/^E_SNAPSHOT_DIFFERS: the run is not at 00:01:01\.000 as it was in the snapshot: the twin state of main-002 differs; it was made by version 1\.2\.3$/,
	);
	t.regex(
		await code(async () => resumeScenario({...kept, eventCount: 9}, new TwinBench(cards), {})),
		/E_SNAPSHOT_DIFFERS: .* 2 events were logged until then, and 9 in the snapshot/,
	);
	t.regex(
		await code(async () => resumeScenario({...kept, atMs: 5}, new TwinBench(cards), {})),
		/E_SNAPSHOT_DIFFERS: .*: the run ended before it/,
	);
});

test('a file that is no snapshot, or a damaged one, is refused with the reason', async t => {
	const [text] = (await through(null)).files;
	const reading = async (broken: string): Promise<string> => code(() => readSnapshot(broken, 'a.json'));
	t.regex(await reading('hello'), /^E_SNAPSHOT_INVALID: a\.json is no snapshot: it is no JSON document/);
	t.regex(await reading('[]'), /no JSON document/);
	t.regex(await reading('{}'), /it has the schema undefined, and this program reads ridethrough\.snapshot\/1/);
	t.regex(await reading(text.replace('"seed": 7', '"seed": 8')), /its check sum is wrong/);
	const kept: SnapshotFile = readSnapshot(text, 'a.json');
	t.is(kept.name, 'dark');
	t.is(kept.step, '2');
});
