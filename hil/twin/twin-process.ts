// The simulated UPS as a process: hears words from its parent and ends with it, on whatever way that goes.

import {isCoded} from '../../src/core/errors.ts';
import {hear} from './hear.ts';
import {openTwin} from './open-twin.ts';
import type {OpenedTwin, TwinWishes} from './open-twin.ts';
import type {TwinAsked, TwinTold} from './words.ts';

function tell(told: TwinTold): void {
	// A parent that is gone has no channel; the end is on its way then.
	process.send?.(told, undefined, undefined, () => {});
}

function refusalOf(error: unknown): {code: string; message: string} {
	return isCoded(error)
		? {code: error.code, message: error.message}
		: {code: 'E_INTERNAL', message: error instanceof Error ? (error.stack ?? error.message) : String(error)};
}

function answer(twin: OpenedTwin, {id, word}: TwinAsked): void {
	try {
		tell({told: 'answer', id, answer: hear(twin.plant, word)});
	} catch (error) {
		tell({told: 'refused', id, ...refusalOf(error)});
	}
}

async function run(wishes: TwinWishes): Promise<void> {
	const twin = await openTwin(wishes, text => process.stderr.write(`${text}\n`));
	const end = (): void => {
		void twin.close().finally(() => process.exit(0));
	};
	process.once('disconnect', end);
	process.once('SIGTERM', end);
	process.on('message', asked => answer(twin, asked as TwinAsked));
	tell({told: 'ready', ...twin.places});
	twin.plant.watch(tell);
}

run(JSON.parse(process.argv[2]) as TwinWishes).catch((error: unknown) => {
	tell({told: 'failed', ...refusalOf(error)});
	process.disconnect();
	process.exitCode = 1;
});
