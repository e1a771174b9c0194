// Every vector of firmware updates gives the stated result, by the same code that `firmware vectors` runs.

import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {reportVectors} from '../../src/cli/firmware/vectors/run.ts';
import {vectorTest} from '../helpers/ota-vectors.ts';

/** Vectors of each file. */
const counts: Readonly<Record<string, number>> = {
	'boot-decisions.json': 60,
	'cbor-hostile.json': 47,
	'cose-sign1.json': 13,
	'ed25519-edge.json': 140,
	'nmc-profile-negative.json': 74,
	'nmc-profile-valid.json': 16,
	'rfc8032-ed25519.json': 5,
	'rfc8554-lms.json': 51,
	'suit-eddsa-derived.json': 12,
	'suit-published.json': 30,
};

const folder = join(process.env['RIDETHROUGH_DATA'] ?? '', 'ota');

for (const [file, count] of Object.entries(counts)) {
	vectorTest(file, `all ${count} vectors of ${file} give what they state`, t => {
		const [report] = reportVectors([join(folder, file)]);
		t.deepEqual(report.mismatches, []);
		t.is(report.count, count);
	});
}

vectorTest('nmc-profile-valid.json', 'no file of vectors is left out', t => {
	const files = readdirSync(folder).filter(file => file.endsWith('.json'));
	t.deepEqual(files.sort(), Object.keys(counts).sort());
});
