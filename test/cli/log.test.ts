import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {NO_DETAIL} from '../../src/agent/card.ts';
import {findEvent} from '../../src/agent/events.ts';
import type {LogRecord} from '../../src/agent/log-record.ts';
import {register} from '../../src/cli/commands/log.ts';
import {isCoded} from '../../src/core/errors.ts';
import {EventLog} from '../../src/platform/node/event-log/event-log.ts';
import {DiskLog} from '../../src/platform/node/main/agent-log.ts';
import {runCommand} from './run-command.ts';

const START = Date.UTC(2026, 10, 24, 8);
const MINUTE = 60_000;

function record(sequence: number, name: string, phase: number, more: Partial<LogRecord> = {}): LogRecord {
	const atMs = sequence * MINUTE;
	const event = findEvent(name)?.id ?? 0;
	return {sequence, atMs, utcMs: START + atMs, bootId: 5, event, phase, detail: NO_DETAIL, note: null, ...more};
}

const note = {actor: 'ann, the "boss"', role: 2, origin: 7, commandId: 'c-1', text: 'ups.name\tups.sensitivity'};

/** A state directory with a log of four entries. */
function state(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const sizes = {newLogId: 1, segmentBytes: 1_000_000, totalBytes: 10_000_000};
	const log = new DiskLog(EventLog.open(join(folder, 'events'), sizes));
	log.append(record(1, 'onBattery', 1, {detail: 4}));
	log.append(record(2, 'lowBattery', 1));
	log.append(record(3, 'onBattery', 2));
	log.append(record(4, 'settingsChanged', 3, {detail: 2, note}));
	log.sync();
	log.close();
	return folder;
}

test('the newest entries come first, with time, severity, code and who did it', async t => {
	const {out} = await runCommand(register, 'log', 'show', '--state', state(t));
	const lines = out.trimEnd().split('\n');
	t.is(lines.length, 5);
	t.regex(lines[1], /4 {2}2026-11-24T08:04:00\.000Z {2}informational .*Settings changed\. .*administrator http c-1/);
	t.regex(lines[4], /1 {2}2026-11-24T08:01:00\.000Z {2}warning +0x0109 {2}On battery\./);
	t.regex(lines[2], /informational +0x010A {2}No longer on battery\./);
});

for (const [words, numbers] of [
	[
		['--count', '2'],
		[4, 3],
	],
	[
		['--severity', 'warning'],
		[2, 1],
	],
	[['--severity', 'critical'], [2]],
	[
		['--since', '2026-11-24T08:03'],
		[4, 3],
	],
	[
		['--since', '2026-11-24T09:03:00+01:00'],
		[4, 3],
	],
	[['--since', '2026-11-25'], []],
] as const) {
	test(`${words.join(' ')} chooses ${numbers.join(', ') || 'nothing'}`, async t => {
		const {out} = await runCommand(register, 'log', 'show', '--json', '--state', state(t), ...words);
		const lines = out.split('\n').filter(line => line !== '');
		t.deepEqual(
			lines.map(line => (JSON.parse(line) as {sequence: number}).sequence),
			[...numbers],
		);
	});
}

test('as JSON an entry has every fact under its own key', async t => {
	const {out} = await runCommand(register, 'log', 'show', '--json', '--count', '1', '--state', state(t));
	t.deepEqual(JSON.parse(out), {
		schema: 'ridethrough.log-entry/1',
		sequence: 4,
		event: 'settingsChanged',
		id: 190,
		phase: 'momentary',
		severity: 'informational',
		code: null,
		utcMs: START + 4 * MINUTE,
		uptimeMs: 4 * MINUTE,
		bootId: 5,
		detail: 2,
		actor: 'ann, the "boss"',
		role: 'administrator',
		origin: 'http',
		commandId: 'c-1',
		text: 'ups.name\tups.sensitivity',
	});
});

test('an export is a file in the order of time, with its own head, and quotes what CSV must quote', async t => {
	const {out} = await runCommand(register, 'log', 'export', '--state', state(t));
	const lines = out.trimEnd().split('\n');
	t.is(lines[0], 'Format version,1');
	t.is(lines[3], 'Date,Time,Number,Event,Severity,Code,Note');
	t.is(lines[4], '2026-11-24,08:01:00.000,1,On battery.,warning,0x0109,');
	t.true(lines[7].includes('"ann, the ""boss"" administrator http c-1: '));
});

test('a tab-separated export has as many cells in each line, whatever a note holds', async t => {
	const {out} = await runCommand(register, 'log', 'export', '--format', 'tab', '--state', state(t));
	const cells = out
		.trimEnd()
		.split('\n')
		.slice(3)
		.map(line => line.split('\t').length);
	t.deepEqual(cells, [7, 7, 7, 7, 7]);
});

test('verify says what it read', async t => {
	const {out, error} = await runCommand(register, 'log', 'verify', '--state', state(t));
	t.is(error, undefined);
	t.is(out, '4 entries in 1 segments are what was written (1 to 4)\n');
});

test('verify names segment, byte and entry of what was changed, and nothing is repaired', async t => {
	const folder = state(t);
	const file = join(folder, 'events', readdirSync(join(folder, 'events'))[0]);
	const bytes = readFileSync(file);
	bytes[bytes.length - 5] ^= 1;
	writeFileSync(file, bytes);
	const {error} = await runCommand(register, 'log', 'verify', '--state', folder);
	t.true(isCoded(error) && error.code === 'E_LOG_DAMAGED');
	t.regex((error as Error).message, /000000000001\.log, byte \d+, entry 4: an entry is not what was written/);
	t.deepEqual(readFileSync(file), bytes);
});

test('a directory without a log, and a date that is none, are told with what to do', async t => {
	const {error} = await runCommand(register, 'log', 'show', '--state', tmpdir());
	t.true(isCoded(error) && error.code === 'E_FILE_UNREADABLE');
	const dated = await runCommand(register, 'log', 'show', '--state', state(t), '--since', 'yesterday');
	t.true(isCoded(dated.error) && dated.error.code === 'E_USAGE');
});
