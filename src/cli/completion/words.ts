// Names that a shell asks the program for while a line is being written.

import type {WordKind} from './spec.ts';

const readers: Readonly<Record<WordKind, () => Promise<string[]>>> = {
	models: async () => (await import('../../ups/catalogue.ts')).models().map(({sku}) => sku),
	faults: async () => (await import('../../../sim/faults/registry.ts')).faults.map(({name}) => name),
	scenarios: async () => {
		const {scenarioFilesIn, shippedFolder, shortName} = await import('../scenario-files.ts');
		return scenarioFilesIn(shippedFolder()).map(shortName);
	},
	settings: async () => (await import('../../agent/settings/catalogue.ts')).settings.map(({key}) => key),
	events: async () => (await import('../../agent/events.ts')).events.map(({name}) => name),
};

/** The names of a kind, as they are to be written. */
export async function wordsOf(kind: WordKind): Promise<string[]> {
	return readers[kind]();
}
