// `ridethrough firmware keygen`: keys by role, the first root document, and its rotation.

import {Option} from 'commander';
import type {KeygenOptions, KeygenResult} from '../firmware/keygen.ts';
import type {Io, Register} from '../io.ts';
import {ProgressLine} from '../progress-line.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

const KEYS_MAX = 4;
const MS_PER_SECOND = 1000;

const examples = `Examples:
  ridethrough firmware keygen --out keys
  ridethrough firmware keygen --out keys --root-keys 3 --root-threshold 2 --passphrase env:KEY_PASSPHRASE
  ridethrough firmware keygen --out keys --board
  ridethrough firmware keygen --out keys --rotate keys/1.root.cbor --key keys/root-1.json --key keys/root-2.json --retire keys/release-1.json --add release
`;

const remarks = `
DIR gets a file of each key (ROLE-1.json: its owner's alone; keep root keys off line, each at another place), its public half
(ROLE-1.pub.json) and the root document, N.root.cbor, that cards trust: burn version 1 into them, send later ones in order.
Nothing is overwritten. Roles: root signs root documents, release signs firmware, assign says which card may install it, fresh
tells cards the time. --rotate makes the next version of a root document; it needs the signatures of enough root keys of the
version before and of the new one. Retired keys sign no more releases; images that they signed go on running. Raising the epoch
of release lets sequence numbers begin anew.
--board makes as many HSS/LMS keys for root and release besides, which cards of class board follow, and a root document for cards
of both classes: release-board-1 is a folder, for sign --key, that keeps how far the key was used. It takes seconds a key. Never
copy such a folder back: it is not sealed, and a key that signs twice from one place is given away. Assignments and time go to
boards under the key of each card (serve --card-keys). A rotation is signed by enough root keys of either class; a root document
has room for two HSS/LMS signatures, so replace one such root key at a time.
JSON: schema ridethrough.firmware-keygen/1: directory, root (file, version, expires, roles: threshold, epoch, kids; retired),
signedBy, keys (role, kid, file, publicFile).`;

const list = (text: string, before: readonly string[] = []): string[] => [...before, text];

const flags: readonly Option[] = [
	new Option('--out <DIR>', 'folder for the files').makeOptionMandatory(),
	new Option(
		'--board',
		'make HSS/LMS keys for cards of class board besides; with --rotate: keys that --add makes for root and release are such',
	),
	new Option('--root-keys <N>', 'root keys to make; 3 unless given').argParser(wholeNumber('--root-keys', 1, KEYS_MAX)),
	new Option('--root-threshold <N>', 'root keys that must sign; 2 unless given').argParser(
		wholeNumber('--root-threshold', 1, KEYS_MAX),
	),
	new Option('--release-keys <N>', 'release keys to make; 1 unless given').argParser(
		wholeNumber('--release-keys', 1, KEYS_MAX),
	),
	new Option('--release-threshold <N>', 'release keys that must sign; 1 unless given').argParser(
		wholeNumber('--release-threshold', 1, KEYS_MAX),
	),
	new Option(
		'--expires <TIME>',
		'until when the root document may be used: 1825d, or a date such as 2031-01-31',
	).default('1825d'),
	new Option('--passphrase <@FILE|env:NAME>', 'where the passphrase stands that seals, or opens, the key files'),
	new Option('--rotate <FILE>', 'make the next version of this root document'),
	new Option(
		'--key <FILE|DIR>',
		'with --rotate: a root key that signs, or the folder of an HSS/LMS key; give it again for more',
	).argParser(list),
	new Option(
		'--add <ROLE[=FILE|DIR]>',
		'with --rotate: add a new key, or one whose file or folder is given; may be given again',
	).argParser(list),
	new Option('--retire <KID|FILE|DIR>', 'with --rotate: retire this key; may be given again').argParser(list),
	new Option(
		'--raise-epoch <ROLE>',
		'with --rotate: begin the numbers of this role anew; may be given again',
	).argParser(list),
	new Option('--json', 'print one JSON document'),
];

const columns: readonly Column[] = ['role', 'key', 'file'].map(title => ({title, align: 'left'}));

function jsonOf({directory, root, rootFile, made, signedBy}: KeygenResult, hexOf: (kid: Uint8Array) => string): string {
	const document = {
		schema: 'ridethrough.firmware-keygen/1',
		directory,
		root: {
			file: rootFile,
			version: root.version,
			expires: new Date(root.expiresS * MS_PER_SECOND).toISOString(),
			roles: Object.fromEntries(
				Object.entries(root.roles).map(([role, {threshold, epoch, keys}]) => [
					role,
					{threshold, epoch, kids: keys.map(hexOf)},
				]),
			),
			retired: root.retired.map(kid => Buffer.from(kid).toString('hex')),
		},
		signedBy,
		keys: made,
	};
	return JSON.stringify(document, null, '\t');
}

function show(io: Io, result: KeygenResult): void {
	const {root, rootFile, made, signedBy} = result;
	const rows = made.map(({role, kid, file}) => [role, kid, file]);
	const until = new Date(root.expiresS * MS_PER_SECOND).toISOString().slice(0, 'YYYY-MM-DD'.length);
	io.out(
		[
			...(rows.length === 0 ? [] : textTable(columns, rows)),
			`root document ${rootFile}: version ${root.version}, until ${until}, signed by ${signedBy.join(', ')}`,
		].join('\n'),
	);
}

/** Adds `firmware keygen`. */
export const register: Register = (firmware, io) => {
	const command = firmware
		.command('keygen')
		.description('make keys and the root document that cards trust, or rotate them');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (options: KeygenOptions) => {
			const [{keygen}, {kidOf}] = await Promise.all([
				import('../firmware/keygen.ts'),
				import('../../smartconnect/signing/keys.ts'),
			]);
			const line = new ProgressLine(io, () => performance.now());
			const result = await keygen(options, {progress: text => line.show(text), stop: io.stop})
				.catch((error: unknown) => {
					if (!io.stop.aborted) {
						throw error;
					}
				})
				.finally(() => line.end());
			if (result === undefined) {
				io.note('stopped: no key was kept');
			} else if (options.json === true) {
				io.out(jsonOf(result, key => Buffer.from(kidOf(key)).toString('hex')));
			} else {
				show(io, result);
			}
		});
};
