// Prints everything in the card's code and in the bundles for boards that Espruino could not run, and what the bundles take. Exit code 1
// when there is anything, or more than a bundle may take.

import {buildBundles} from '../espruino/build.ts';
import {measure, overBudget, tableOf} from '../espruino/measured.ts';
import {outputFindings} from '../espruino/output-findings.ts';
import {bundleShipped, cardFolders, entryOf} from './card-bundle.ts';
import {cardFindings} from './card-findings.ts';
import {sourcesBelow} from './files.ts';

const files = sourcesBelow(cardFolders);
const findings = await cardFindings(files);
const {code} = await bundleShipped(await entryOf(files));
process.stdout.write(findings.map(finding => `${finding}\n`).join(''));
process.stdout.write(
	`espruino subset: ${files.length} files, ${code.length} bytes minified, ${findings.length} findings\n`,
);
const built = await buildBundles();
const measured = await measure(built);
const wrong = [...built.flatMap(outputFindings), ...overBudget(measured)];
process.stdout.write(tableOf(measured) + wrong.map(each => `${each}\n`).join(''));
process.exitCode = findings.length + wrong.length > 0 ? 1 : 0;
