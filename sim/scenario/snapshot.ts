// A snapshot: a small file that says how a run got to a moment, and hashes of the state it had there. Going on from it plays the run
// again up to that moment as fast as it goes, and proves with the hashes that it is the same.

import {createHash} from 'node:crypto';
import type {Millis} from '../../src/core/clock.ts';
import {codedError} from '../../src/core/errors.ts';
import type {BenchCard, StateDigest} from './bench.ts';
import {formatClock} from './duration.ts';
import type {Snapshot} from './play/stage.ts';
import type {Scenario} from './scenario.ts';

export const SNAPSHOT_SCHEMA = 'ridethrough.snapshot/1';

export interface SnapshotFile extends Omit<Snapshot, 'digest'> {
	/** Version of the program that made it. */
	readonly version: string;
	readonly seed: number;
	/** At what intervals the run made snapshots; null where only steps did. */
	readonly everyMs: Millis | null;
	/** With all that it includes, and its variables put in. */
	readonly scenario: Scenario;
	readonly digest: StateDigest;
}

/** The text of the file. */
export function snapshotText(content: SnapshotFile): string {
	const body = {schema: SNAPSHOT_SCHEMA, ...content};
	return `${JSON.stringify({...body, sum: sumOf(body)}, null, '\t')}\n`;
}

/** What `text` says; throws E_SNAPSHOT_INVALID. `file` is for messages. */
export function readSnapshot(text: string, file: string): SnapshotFile {
	const {sum, schema, ...content} = parsed(text, file);
	if (schema !== SNAPSHOT_SCHEMA) {
		throw invalid(file, `it has the schema ${JSON.stringify(schema)}, and this program reads ${SNAPSHOT_SCHEMA}`);
	}
	// The sum tells damage; what somebody wrote by hand with a sum of its own is theirs.
	if (sum !== sumOf({schema, ...content})) {
		throw invalid(file, 'its check sum is wrong: it was changed or cut off');
	}
	return content as unknown as SnapshotFile;
}

function parsed(text: string, file: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			return value as Record<string, unknown>;
		}
	} catch {
		// Told below, as everything else that is no object of JSON.
	}
	throw invalid(file, 'it is no JSON document as scenario run writes it');
}

function sumOf(body: unknown): string {
	return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

function invalid(file: string, reason: string): Error {
	return codedError('E_SNAPSHOT_INVALID', `${file} is no snapshot: ${reason}`, {file, reason});
}

/** Throws E_SNAPSHOT_DIFFERS where `now` is not the state that `kept` has, with the first part and card that differ. */
export function requireSame(kept: SnapshotFile, now: Snapshot, cards: readonly BenchCard[]): void {
	const seen = now.digest();
	if (seen !== null && seen.sha256 === kept.digest.sha256 && now.eventCount === kept.eventCount) {
		return;
	}
	const where = seen === null ? 'the bench cannot tell its state' : firstDifference(kept.digest, seen, cards);
	throw differs(
		kept,
		where ?? `${now.eventCount} events were logged until then, and ${kept.eventCount} in the snapshot`,
	);
}

/** For a run that did not come by the snapshot. */
export function neverReached(kept: SnapshotFile): Error {
	return differs(kept, 'the run ended before it');
}

function differs(kept: SnapshotFile, what: string): Error {
	const at = formatClock(kept.atMs);
	return codedError(
		'E_SNAPSHOT_DIFFERS',
		`the run is not at ${at} as it was in the snapshot: ${what}; it was made by version ${kept.version}`,
		{atMs: kept.atMs, version: kept.version},
	);
}

function firstDifference(kept: StateDigest, seen: StateDigest, cards: readonly BenchCard[]): string | undefined {
	for (const {name, hashes} of kept.parts) {
		const others = seen.parts.find(part => part.name === name)?.hashes ?? [];
		const at = hashes.findIndex((hash, i) => hash !== others[i]);
		if (at >= 0) {
			const from = cards[at * kept.cardsPerHash]?.id ?? 'a card that is not there';
			const until = cards[Math.min(cards.length, (at + 1) * kept.cardsPerHash) - 1]?.id ?? from;
			return `the ${name} state of ${from === until ? from : `one of ${from} to ${until}`} differs`;
		}
	}
	return undefined;
}
