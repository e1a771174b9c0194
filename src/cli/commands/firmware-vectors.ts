// `ridethrough firmware vectors`: files of test vectors through the code that a card runs.

import type {Register} from '../io.ts';

export interface VectorsOptions {
	readonly json?: boolean;
}

const examples = `Examples:
  ridethrough firmware vectors nmc-profile-valid.json nmc-profile-negative.json
  ridethrough firmware vectors ed25519-edge.json --json
`;

const remarks = `
A file is known by what is in it, not by its name. Vectors that need the keys and the context of nmc-profile-valid.json take
them from that file beside theirs, or from among the files given. Each mismatch is printed as ID, what is expected, what came;
then the counts of each file. Exit code 1 on any mismatch, 3 where a file holds no vectors that are known here.
JSON: schema ridethrough.firmware-vectors/1, files: file, format, count, mismatches (id, expected, got).`;

/** Adds `firmware vectors`. */
export const register: Register = (firmware, io) => {
	firmware
		.command('vectors')
		.description('run test vectors through the code that a card runs')
		.argument('<FILE...>', 'files of vectors, JSON')
		.option('--json', 'print one JSON document')
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (files: string[], options: VectorsOptions) => {
			const {runVectorFiles} = await import('../firmware/vectors/run.ts');
			runVectorFiles(io, files, options.json === true);
		});
};
