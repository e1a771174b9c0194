// Prints every import that the table of .layers.cjs does not allow. Exit code 1 when there is one.

import {sourcesBelow} from './files.ts';
import {breachesIn, readSources} from './layers.ts';

const sources = readSources(sourcesBelow(['src', 'sim', 'hil', 'test']));
const breaches = breachesIn(sources);
for (const {file, line, why} of breaches) {
	process.stdout.write(`${file}:${line} ${why}\n`);
}
process.stdout.write(`layering: ${sources.length} files, ${breaches.length} breaches\n`);
process.exitCode = breaches.length > 0 ? 1 : 0;
