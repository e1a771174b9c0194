// Prints everything in the card's code that Espruino could not run, with the line of the source. Exit code 1 when there
// is anything.

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
process.exitCode = findings.length > 0 ? 1 : 0;
