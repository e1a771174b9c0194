// `ridethrough scenario resume`: plays a scenario on from a snapshot.

import {readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {exitCodes} from '../exit.ts';
import type {Io} from '../io.ts';
import {readHow, requireInTime, snapshotKeeper} from '../scenario-how.ts';
import {NO_BROKER, parseRunOptions} from '../scenario-options.ts';
import type {RawRunOptions} from '../scenario-options.ts';
import {playScenario} from '../scenario-play.ts';
import {prepareReports, writeReports} from '../scenario-reports.ts';
import {tell} from './scenario-run.ts';
import type {RunPorts} from './scenario-run.ts';

/** Plays on from the snapshot in `file`. Throws E_SNAPSHOT_INVALID, and E_SNAPSHOT_DIFFERS where the run is no longer the same. */
export async function resumeFile(io: Io, ports: RunPorts, file: string, raw: RawRunOptions): Promise<void> {
	const {readSnapshot} = await import('../../../sim/scenario/snapshot.ts');
	const {resumeScenario} = await import('../../../sim/scenario/resume.ts');
	const {needsBroker} = await import('../../../sim/scenario/needs-broker.ts');
	const {formatClock} = await import('../../../sim/scenario/duration.ts');
	const {speed, ...wished} = parseRunOptions(raw);
	const how = await readHow(raw);
	const kept = readSnapshot(textOf(file), file);
	const {scenario, seed, everyMs} = kept;
	// It is played without a network, unless it is about what cards publish or a broker is named.
	const isQuiet = !needsBroker(scenario) && wished.mqttUrl === undefined && wished.mqttListen === undefined;
	const settings = {...wished, speed: Infinity, mqttUrl: isQuiet ? NO_BROKER : wished.mqttUrl};
	prepareReports(settings.reports);
	const folder = dirname(file);
	const onSnapshot = await snapshotKeeper(io, folder, {version: ports.version, seed, everyMs, scenario});
	io.note(`${scenario.name}: seed ${seed}, on from ${formatClock(kept.atMs)}, then speed ${settings.speedText}`);
	const {result, summary, recording, isLate} = await playScenario(io, await ports.open(), {
		scenario,
		seed,
		settings,
		how,
		run: async (bench, options) =>
			resumeScenario(kept, bench, {...options, onSnapshot, onReached: () => bench.goAt(speed)}),
	});
	const reproduce = `ridethrough scenario resume ${file}`;
	const facts = {version: ports.version, speed: settings.speedText, reproduce, summary};
	const runs = [{result, facts, recording}];
	await writeReports(settings.reports, runs);
	await tell(io, {runs, reports: settings.reports, kept: []}, raw);
	if (result.verdict !== 'passed') {
		io.exitCode = exitCodes.failed;
	}
	requireInTime(isLate, how);
}

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		const reason = (error as Error).message;
		const message = `${file} cannot be read: ${reason}; give a file that snapshot or --snapshot-every of scenario run wrote`;
		throw codedError('E_FILE_UNREADABLE', message, {file, reason});
	}
}
