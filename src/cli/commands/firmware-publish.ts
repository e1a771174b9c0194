// `ridethrough firmware publish`: a release into the folder that the service serves.

import {Option} from 'commander';
import type {PublishOptions, Published} from '../firmware/publish.ts';
import type {Io, Register} from '../io.ts';

const examples = `Examples:
  ridethrough firmware publish app.suit --image app.bin --root keys/1.root.cbor --to repository
`;

const remarks = `
DIR gets releases/DIGEST with envelope.cbor, image.bin, table.bin (the hashes of its chunks) and release.json, which appears as a
whole or not at all, and roots/N.cbor. Nothing is published that the check of a card refuses: exit code 1 then.
JSON: schema ridethrough.firmware-publish/1: file, published (false where it was there already or was refused), digest,
directory, code and detail (null where not refused).`;

const list = (text: string, before: readonly string[] = []): string[] => [...before, text];

function jsonOf(file: string, outcome: Published): string {
	const document = {
		schema: 'ridethrough.firmware-publish/1',
		file,
		published: outcome.ok && outcome.added,
		digest: outcome.ok ? outcome.release.digest : null,
		directory: outcome.ok ? outcome.release.directory : null,
		code: outcome.ok ? null : outcome.refusal.code,
		detail: outcome.ok ? null : outcome.refusal.detail,
	};
	return JSON.stringify(document, null, '\t');
}

async function publish(io: Io, file: string, options: PublishOptions): Promise<void> {
	const [{publishFile}, {refusalText}] = await Promise.all([
		import('../firmware/publish.ts'),
		import('../firmware/verify.ts'),
	]);
	const outcome = publishFile(file, options);
	if (options.json === true) {
		io.out(jsonOf(file, outcome));
	} else if (outcome.ok) {
		io.out(`release ${outcome.release.digest}`);
		io.note(`${outcome.release.directory}: ${outcome.added ? 'published' : 'was published before'}`);
	}
	if (!outcome.ok) {
		io.note(`${file} is not published: ${refusalText(outcome.refusal)}`);
		io.exitCode = 1;
	}
}

/** Adds `firmware publish`. */
export const register: Register = (firmware, io) => {
	firmware
		.command('publish')
		.description('put a release into the folder that firmware serve reads')
		.argument('<FILE>', 'the envelope of the release')
		.addOption(
			new Option('--image <FILE>', 'its image; give it again for that of slot B').argParser(list).makeOptionMandatory(),
		)
		.addOption(
			new Option('--root <FILE>', 'root document that cards trust; later versions after it')
				.argParser(list)
				.makeOptionMandatory(),
		)
		.addOption(new Option('--to <DIR>', 'the repository: a folder, made where needed').makeOptionMandatory())
		.addOption(new Option('--json', 'print one JSON document'))
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action((file: string, options: PublishOptions) => publish(io, file, options));
};
