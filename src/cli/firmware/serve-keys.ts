// The keys that `firmware serve` signs with: those of a folder that the newest root document gives the roles to.

import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {codedError} from '../../core/errors.ts';
import {BOARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../../platform/node/firmware-ids.ts';
import type {ReleaseRepository} from '../../smartconnect/rollout/repository.ts';
import type {ServiceKeys} from '../../smartconnect/rollout/signers.ts';
import type {KeyFile} from '../../smartconnect/signing/key-files.ts';
import {kidOf} from '../../smartconnect/signing/keys.ts';
import type {SigningKey} from '../../smartconnect/signing/keys.ts';
import {readRoot} from '../../smartconnect/signing/root-facts.ts';
import {keyFileOf, readBytes} from './files.ts';
import {hexOf} from '../../ota/bytes.ts';

type OnlineRole = 'assign' | 'fresh';

const CARD_KEY_DIGITS = 64;

/** Kids that the newest root document gives each role to; null where nothing is published. */
function holdersIn(repository: ReleaseRepository): Record<OnlineRole, readonly string[]> | null {
	const document = repository.roots().at(-1)?.document;
	const root = document === undefined ? null : readRoot(document);
	if (root === null || 'code' in root) {
		return null;
	}
	const kidsOf = (role: OnlineRole): string[] => root.roles[role].keys.map(key => hexOf(kidOf(key)));
	return {assign: kidsOf('assign'), fresh: kidsOf('fresh')};
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter(name => name.endsWith('.json') && !name.endsWith('.pub.json'))
			.sort();
	} catch (error) {
		throw codedError(
			'E_FILE_UNREADABLE',
			`--keys ${folder} cannot be read: ${(error as Error).message}; name the folder that firmware keygen filled.`,
			{folder},
		);
	}
}

/** Files of the two roles: nothing else is opened, for this service must not have it. */
function onlineKeys(folder: string, passphrase: string | null): Array<KeyFile & {readonly file: string}> {
	return namesIn(folder)
		.filter(name => /^(?:assign|fresh)\b/.test(name))
		.map(name => ({...keyFileOf(join(folder, name), passphrase), file: name}));
}

function keyOf(
	role: OnlineRole,
	folder: string,
	files: readonly KeyFile[],
	kids: readonly string[] | null,
): SigningKey {
	const fitting = files.filter(file => file.role === role && file.key !== null);
	const chosen = fitting.findLast(({kid}) => kids === null || kids.includes(hexOf(kid)));
	if (chosen?.key === null || chosen === undefined) {
		const why =
			fitting.length === 0
				? `there is no file ${role}-N.json with a key of the role ${role}`
				: `none of the keys of the role ${role} is one that the newest root document names`;
		throw codedError('E_KEY_INVALID', `--keys ${folder}: ${why}; name the folder that firmware keygen filled.`, {
			folder,
			role,
		});
	}
	return chosen.key;
}

/** Keys of cards by id: `{"card-1": "64 hex digits"}`. */
function cardKeysIn(file: string): ReadonlyMap<string, Uint8Array> {
	const invalid = (what: string): Error =>
		codedError(
			'E_KEY_INVALID',
			`--card-keys ${file}: ${what}; write {"CARD": "${CARD_KEY_DIGITS} hex digits"} for each card.`,
			{file},
		);
	let given: unknown;
	try {
		given = JSON.parse(new TextDecoder().decode(readBytes(file)));
	} catch (error) {
		throw error instanceof SyntaxError ? invalid('it is no JSON') : error;
	}
	if (typeof given !== 'object' || given === null || Array.isArray(given)) {
		throw invalid('it is no object');
	}
	return new Map(
		Object.entries(given).map(([card, key]) => {
			if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key)) {
				throw invalid(`the key of ${card} is none`);
			}
			return [card, new Uint8Array(Buffer.from(key, 'hex'))];
		}),
	);
}

export interface ServeKeysGiven {
	readonly keys: string;
	readonly cardKeys?: string;
}

/** Throws E_FILE_UNREADABLE, E_KEY_INVALID. */
export function serveKeys(
	given: ServeKeysGiven,
	passphrase: string | null,
	repository: ReleaseRepository,
): ServiceKeys {
	const files = onlineKeys(given.keys, passphrase);
	const holders = holdersIn(repository);
	const cardKeys = given.cardKeys === undefined ? new Map<string, Uint8Array>() : cardKeysIn(given.cardKeys);
	return {
		assign: keyOf('assign', given.keys, files, holders?.assign ?? null),
		fresh: keyOf('fresh', given.keys, files, holders?.fresh ?? null),
		cardKey: card => cardKeys.get(card) ?? null,
		macClasses: [hexOf(firmwareIds(DEFAULT_VENDOR_DOMAIN, BOARD_CLASS, '').classId)],
	};
}
