// Writes the bundles for boards to dist/espruino, and says how large each is.

import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {buildBundles} from './build.ts';
import {outputFolder} from './bundles.ts';

mkdirSync(outputFolder, {recursive: true});
for (const {spec, code} of await buildBundles()) {
	const path = join(outputFolder, spec.file);
	writeFileSync(path, code);
	process.stdout.write(`${path}: ${code.length} of ${spec.mostBytes} bytes\n`);
}
