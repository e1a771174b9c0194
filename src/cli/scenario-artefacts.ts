// What is kept of a run beside its reports, so that it can be looked into and played again: the scenario as it was played, the timeline,
// the messages and the flash of its cards.

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {LoggedMessage} from '../../sim/fleet/message-log.ts';
import type {RunReport} from '../../sim/report/facts.ts';
import type {Scenario} from '../../sim/scenario/scenario.ts';
import {SECOND} from '../core/clock.ts';
import {scenarioPath} from './scenario-files.ts';
import {attempt} from './scenario-reports.ts';

/** Flash parts are large, and one tells as much as a hundred. */
const MOST_FLASHES = 16;

/** A run with what its bench still holds. */
export interface KeptRun {
	readonly scenario: Scenario;
	readonly report: RunReport;
	readonly messages: () => readonly LoggedMessage[];
	/** Contents of a card's flash; null where it has none. */
	readonly flash: (card: number) => Uint8Array | null;
}

/** Writes everything into `folder`; returns it. */
export async function keepRun(folder: string, file: string, run: KeptRun): Promise<string> {
	const {textReport} = await import('../../sim/report/text.ts');
	attempt(folder, () => mkdirSync(folder, {recursive: true}));
	const files: Array<readonly [name: string, content: string | Uint8Array]> = [
		['again.txt', `${run.report.facts.reproduce}\n`],
		['scenario.json', `${JSON.stringify(run.scenario, null, '\t')}\n`],
		...source(file),
		['timeline.txt', textReport([run.report])],
		['messages.ndjson', run.messages().map(lineOf).join('')],
		...flashes(run),
	];
	for (const [name, content] of files) {
		attempt(join(folder, name), () => writeFileSync(join(folder, name), content));
	}
	return folder;
}

/** The file as it was written, before variables and includes were filled in. */
function source(file: string): Array<readonly [string, string]> {
	const path = scenarioPath(file);
	return existsSync(path) ? [['scenario.yaml', readFileSync(path, 'utf8')]] : [];
}

function lineOf({atMs, ...rest}: LoggedMessage): string {
	return `${JSON.stringify({atSeconds: atMs / SECOND, ...rest})}\n`;
}

/** Of the cards that failed, or of the first where the failure names none. */
function flashes({scenario, report, flash}: KeptRun): Array<readonly [string, Uint8Array]> {
	if (scenario.firmware === null || report.recording === null) {
		return [];
	}
	const {cards} = report.recording;
	const failed = new Set(report.result.steps.flatMap(({failedCards}) => failedCards.ids));
	return cards
		.flatMap(({id}, card) => (failed.size === 0 || failed.has(id) ? [{id, card}] : []))
		.slice(0, MOST_FLASHES)
		.flatMap(({id, card}) => {
			const bytes = flash(card);
			return bytes === null ? [] : [[`flash-${id}.bin`, bytes] as const];
		});
}
