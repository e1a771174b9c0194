// `ridethrough firmware sign`: builds the manifest of a release and signs it into an envelope.

import {codedError} from '../../core/errors.ts';
import type {ImageHead} from '../../ota/image.ts';
import {encodeCbor, mapOf} from '../../smartconnect/signing/cbor.ts';
import {chunkFacts} from '../../smartconnect/signing/chunks.ts';
import {signEnvelope} from '../../smartconnect/signing/envelope.ts';
import {sha256} from '../../smartconnect/signing/keys.ts';
import type {Signer} from '../../smartconnect/signing/keys.ts';
import {buildManifest} from '../../smartconnect/signing/manifest.ts';
import type {ReleaseFields, ReleaseImage} from '../../smartconnect/signing/manifest.ts';
import {readRelease} from '../../smartconnect/signing/release-facts.ts';
import type {ReleaseFacts} from '../../smartconnect/signing/release-facts.ts';
import {INTEGRATED_URI, MQTT_URI} from '../../smartconnect/signing/suit-numbers.ts';
import {openSigner, passphraseOf, readBytes, writeNew, writeWhole} from './files.ts';
import type {OpenSigner} from './files.ts';
import {behaviourFrom, makeImage} from './make-image.ts';
import {makeUpsImage, refuseUps, upsFieldsOf} from './sign-ups.ts';
import {bytesFrom, chunkLog2From, idsFrom, momentFrom, usage, versionFrom} from './values.ts';

export interface SignOptions {
	readonly out: string;
	readonly key: readonly string[];
	readonly passphrase?: string;
	readonly release: string;
	readonly sequence: number;
	readonly securityVersion: number;
	readonly useBefore: string;
	readonly vendor: string;
	readonly class: string;
	/** SKU of the UPS that it is for, in place of a card. */
	readonly ups?: string;
	readonly serial?: string;
	readonly slotB?: string;
	readonly uri?: string;
	readonly integrated?: boolean;
	readonly chunk?: string;
	readonly minimumBattery: number;
	readonly precursor?: string;
	readonly text?: string;
	readonly severText?: boolean;
	readonly makeImage?: string;
	readonly size: string;
	readonly json?: boolean;
}

export interface Signed {
	readonly file: string;
	readonly envelope: Uint8Array;
	readonly facts: ReleaseFacts;
	readonly signedBy: readonly Signer[];
}

const MS_PER_SECOND = 1000;
const CHUNK = '4KiB';
/** Blocks that an envelope may have (ota.md 2.1). */
const KEYS_MAX = 4;
const TEXT_MAX = 512;
const URI_MAX = 512;
const IMAGE_BYTES_MAX = 64 * 1024 * 1024;

/** Options that cannot go together. */
function refuseContradictions(options: SignOptions): void {
	const rows = [
		{wrong: options.integrated === true && options.uri !== undefined, what: '--integrated and --uri: choose one'},
		{
			wrong: options.integrated === true && options.slotB !== undefined,
			what: '--integrated holds one image: leave --slot-b out',
		},
		{
			wrong: options.makeImage !== undefined && options.slotB !== undefined,
			what: '--make-image makes an image for both slots: leave --slot-b out',
		},
		{wrong: options.severText === true && options.text === undefined, what: '--sever-text: give the --text too'},
		{wrong: options.key.length > KEYS_MAX, what: `at most ${KEYS_MAX} keys sign an envelope`},
		{wrong: (options.text ?? '').length > TEXT_MAX, what: `--text: at most ${TEXT_MAX} characters`},
		{wrong: (options.uri ?? '').length > URI_MAX, what: `--uri: at most ${URI_MAX} characters`},
	];
	const found = rows.find(({wrong}) => wrong);
	if (found !== undefined) {
		throw codedError('E_USAGE', `${found.what}.`, {});
	}
	refuseUps(options);
}

function cardHeadOf(behaviour: string, {securityVersion}: SignOptions, version: readonly number[]): ImageHead {
	return {version, securityVersion, behaviour: behaviourFrom('--make-image', behaviour)};
}

function imageBytesOf(file: string, options: SignOptions): Uint8Array {
	if (options.makeImage === undefined) {
		return readBytes(file);
	}
	const sizeBytes = bytesFrom('--size', options.size, IMAGE_BYTES_MAX);
	const version = versionFrom('--release', options.release);
	const image =
		options.ups === undefined
			? makeImage(cardHeadOf(options.makeImage, options, version), sizeBytes)
			: makeUpsImage(options.ups, options.makeImage, version, sizeBytes);
	writeNew([{file, content: image, secret: false}]);
	return image;
}

function imageOf(bytes: Uint8Array, slot: number, log2Bytes: number | null): ReleaseImage {
	return {
		slot,
		sizeBytes: bytes.length,
		digest: sha256(bytes),
		chunks: log2Bytes === null ? null : chunkFacts(bytes, log2Bytes),
	};
}

/** SUIT text: by language, then by kind; 1 describes the manifest. */
function textSection(text: string | undefined): Uint8Array | null {
	return text === undefined ? null : encodeCbor(mapOf([['en', mapOf([[1, text]])]]));
}

function uriOf({integrated, uri}: SignOptions): string {
	return integrated === true ? INTEGRATED_URI : (uri ?? MQTT_URI);
}

async function fieldsOf(options: SignOptions, images: readonly ReleaseImage[]): Promise<ReleaseFields> {
	const nowS = Math.floor(Date.now() / MS_PER_SECOND);
	return {
		...(options.ups === undefined ? idsFrom(options) : upsFieldsOf(options.ups, options)),
		sequence: options.sequence,
		securityVersion: options.securityVersion,
		useBeforeS: await momentFrom('--use-before', options.useBefore, nowS),
		version: versionFrom('--release', options.release),
		images,
		uri: uriOf(options),
		minimumBattery: options.minimumBattery,
		precursor: options.precursor === undefined ? null : versionFrom('--precursor', options.precursor),
		text: textSection(options.text),
	};
}

function openKeys(options: SignOptions): OpenSigner[] {
	const passphrase = passphraseOf(options.passphrase);
	const opened: OpenSigner[] = [];
	try {
		for (const name of options.key) {
			const signer = openSigner(name, passphrase);
			opened.push(signer);
			if (signer.role !== null && signer.role !== 'release') {
				throw usage('--key', name, `the file of a release key: this one is for role ${signer.role}`);
			}
		}
		return opened;
	} catch (error) {
		opened.forEach(key => key.close());
		throw error;
	}
}

async function signWith(file: string, options: SignOptions, signers: readonly Signer[]): Promise<Signed> {
	const log2Bytes = chunkLog2From(options.chunk ?? (options.integrated === true ? 'none' : CHUNK));
	const first = imageBytesOf(file, options);
	const images =
		options.slotB === undefined
			? [imageOf(first, -1, log2Bytes)]
			: [imageOf(first, 0, log2Bytes), imageOf(readBytes(options.slotB), 1, log2Bytes)];
	const fields = await fieldsOf(options, images);
	const envelope = signEnvelope({
		manifest: buildManifest(fields),
		signers,
		...(fields.text === null || options.severText === true ? {} : {text: fields.text}),
		...(options.integrated === true ? {payload: first} : {}),
	});
	const facts = readRelease(envelope);
	if ('code' in facts) {
		throw codedError('E_FIRMWARE_INVALID', `${options.out}: ${facts.code}, ${facts.detail}.`, {file: options.out});
	}
	writeWhole(options.out, envelope);
	return {file: options.out, envelope, facts, signedBy: signers};
}

/** Throws E_USAGE, E_KEY_INVALID, E_FILE_UNREADABLE, E_FILE_UNWRITABLE; E_KEY_SPENT of an HSS/LMS key. */
export async function signRelease(file: string, options: SignOptions): Promise<Signed> {
	refuseContradictions(options);
	const opened = openKeys(options);
	try {
		return await signWith(
			file,
			options,
			opened.map(({signer}) => signer),
		);
	} finally {
		opened.forEach(key => key.close());
	}
}
