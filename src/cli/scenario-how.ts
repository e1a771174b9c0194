// How `scenario run` and `scenario resume` play beside their speed: on fewer cards, told as it happens, within a limit of real time,
// with snapshots on the way, and made small after a failure.

import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Snapshot} from '../../sim/scenario/play/stage.ts';
import type {TimelineEntry} from '../../sim/scenario/result.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import {codedError} from '../core/errors.ts';
import type {Io} from './io.ts';
import type {RawRunOptions} from './scenario-options.ts';
import {wholeNumber} from './values.ts';

export interface How {
	/** So many cards of each line of devices; null: all. */
	readonly devices: number | null;
	readonly trace: boolean;
	/** Of real time; null: none. */
	readonly timeoutMs: number | null;
	/** Of virtual time; null: only where a step says so. */
	readonly snapshotEveryMs: number | null;
	/** How many smaller scenarios are tried after a failure; null: none. */
	readonly shrinkTries: number | null;
}

const parseDevices = wholeNumber('--devices', 1, 200_000);
const parseTries = wholeNumber('--shrink-tries', 1, 100_000);
const USUAL_TRIES = 200;
/** Node's timers cannot wait longer. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

export async function readHow(raw: RawRunOptions): Promise<How> {
	if (raw.shrinkTries !== undefined && raw.shrink !== true) {
		throw usage('--shrink-tries', raw.shrinkTries, 'belongs to --shrink; give both');
	}
	return {
		devices: raw.devices === undefined ? null : parseDevices(raw.devices),
		trace: raw.trace === true,
		timeoutMs: await durationOf('--timeout', raw.timeout, LONGEST_TIMEOUT_MS),
		snapshotEveryMs: await durationOf('--snapshot-every', raw.snapshotEvery, Infinity),
		shrinkTries: raw.shrink === true ? parseTries(raw.shrinkTries ?? String(USUAL_TRIES)) : null,
	};
}

async function durationOf(option: string, text: string | undefined, most: number): Promise<number | null> {
	const {DURATION_FORM, formatDuration, parseDuration} = await import('../../sim/scenario/duration.ts');
	const duration = text === undefined ? null : parseDuration(text);
	if (duration === undefined || duration === 0) {
		throw usage(option, text ?? '', `is no time to wait for: write ${DURATION_FORM}`);
	}
	if (duration !== null && duration > most) {
		throw usage(option, text ?? '', `must be ${formatDuration(most)} at most`);
	}
	return duration;
}

function usage(option: string, value: string, message: string): Error {
	return codedError('E_USAGE', `${option} ${value} ${message}`, {option, value});
}

/** `scenario` on fewer cards; which they are, and all about them, stays as it is. */
export async function onFewer(scenario: Scenario, {devices}: How): Promise<Scenario> {
	if (devices === null) {
		return scenario;
	}
	const {firstOfEach} = await import('../../sim/scenario/cards.ts');
	return {...scenario, only: firstOfEach(scenario, devices)};
}

/** Ends a run by INT, TERM or the limit of real time. */
export interface Limit {
	readonly signal: AbortSignal;
	/** Whether the limit has passed. */
	isPassed(): boolean;
	/** Forgets the limit. */
	clear(): void;
}

export function limitOf(io: Io, {timeoutMs}: How): Limit {
	const passed = new AbortController();
	const timer = timeoutMs === null ? undefined : setTimeout(() => passed.abort(), timeoutMs);
	return {
		signal: AbortSignal.any([io.stop, passed.signal]),
		isPassed: () => passed.signal.aborted,
		clear: () => clearTimeout(timer),
	};
}

/** Throws E_TIME_LIMIT where a run came to its limit. */
export function requireInTime(isLate: boolean, {timeoutMs}: How): void {
	if (isLate) {
		const limitMs = timeoutMs ?? 0;
		throw codedError('E_TIME_LIMIT', `the scenario was not over after ${limitMs} ms of real time`, {limitMs});
	}
}

/** Tells each entry of the timeline as it happens. */
export async function tracer(io: Io): Promise<(entry: TimelineEntry) => void> {
	const {timelineLine} = await import('../../sim/report/text.ts');
	return entry => io.note(timelineLine(entry));
}

/** Writes snapshots into `folder` and tells of each. */
export async function snapshotKeeper(
	io: Io,
	folder: string,
	run: {readonly version: string; readonly seed: number; readonly everyMs: number | null; readonly scenario: Scenario},
): Promise<(snapshot: Snapshot) => void> {
	const {snapshotText} = await import('../../sim/scenario/snapshot.ts');
	const {formatClock} = await import('../../sim/scenario/duration.ts');
	return ({digest, ...facts}) => {
		const state = digest();
		if (state === null) {
			io.note('no snapshot: this bench cannot tell its state');
			return;
		}
		const stamp = formatClock(facts.atMs).replaceAll(/[:.]/g, '-');
		const round = facts.step.match(/#\d+/g)?.join('').replaceAll('#', '-') ?? '';
		const file = `${folder}/${facts.name === '' ? `at-${stamp}` : facts.name + round}.snapshot.json`;
		writeKept(file, snapshotText({...facts, ...run, digest: state}));
		io.note(`snapshot at ${formatClock(facts.atMs)}: ${file}`);
	};
}

export function writeKept(file: string, text: string): void {
	try {
		mkdirSync(dirname(file), {recursive: true});
		writeFileSync(file, text);
	} catch (error) {
		const reason = (error as Error).message;
		throw codedError('E_FILE_UNWRITABLE', `${file} cannot be written: ${reason}`, {file, reason});
	}
}
