// `firmware serve` as a process of its own between a folder and a broker with scripted cards.

import {spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {HandedOutPasswords} from '../../../src/platform/node/broker-passwords.ts';
import {createEmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import type {EmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import {cardAccess} from '../../../src/protocols/mqtt/access.ts';
import {createGuard} from '../../../src/protocols/mqtt/guard.ts';
import {ReleaseRepository} from '../../../src/smartconnect/rollout/repository.ts';
import {keyFileText} from '../../../src/smartconnect/signing/key-files.ts';
import {quietLog} from '../../helpers/mqtt.ts';
import {IMAGE_BYTES, keys, publish} from '../../smartconnect/rollout/release-rig.ts';
import {ScriptedCard} from '../../smartconnect/rollout/scripted-card.ts';
import type {CardScript} from '../../smartconnect/rollout/scripted-card.ts';

/** The program as it is shipped. Compiled, this file is dist/test/cli/firmware/serve-rig.js. */
const MAIN = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

export function byText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

export interface ServeRig {
	readonly folder: string;
	readonly digest: string;
	readonly image: Uint8Array;
	readonly broker: EmbeddedBroker;
	/** The words of the command line, and more of them. */
	words(...more: readonly string[]): string[];
	campaign(text: string): string;
	addCards(ends: ReadonlyArray<CardScript['ends']>): Promise<ScriptedCard[]>;
	/** Facts that were stored so far. */
	stored(): Array<Record<string, unknown>>;
}

export async function makeServeRig(t: ExecutionContext): Promise<ServeRig> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-serve-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const {digest, image} = publish(new ReleaseRepository(join(folder, 'releases')), 2);
	mkdirSync(join(folder, 'keys'));
	for (const role of ['assign', 'fresh'] as const) {
		writeFileSync(join(folder, 'keys', `${role}-1.json`), keyFileText(role, keys[role], null));
	}
	const passwords = new HandedOutPasswords();
	const broker = await createEmbeddedBroker({access: cardAccess, credentials: passwords, createGuard, log: quietLog});
	t.teardown(async () => broker.stop());
	const {host, port} = await broker.listen('127.0.0.1', 0);
	const url = `mqtt://service:${passwords.passwordOf('service')}@${host}:${port}`;
	const paths = [
		'--repository',
		join(folder, 'releases'),
		'--keys',
		join(folder, 'keys'),
		'--data',
		join(folder, 'data'),
	];
	return {
		folder,
		digest,
		image,
		broker,
		words: (...more) => ['firmware', 'serve', ...paths, '--mqtt', url, ...more],
		campaign: text => {
			const file = join(folder, 'campaign.yaml');
			writeFileSync(file, `id: c1\nrelease: ${digest}\n${text}`);
			return file;
		},
		addCards: async ends => addCards(t, broker, digest, ends),
		stored: () =>
			readFileSync(join(folder, 'data', 'rollout.jsonl'), 'utf8')
				.split('\n')
				.slice(0, -1)
				.map(line => JSON.parse(line) as Record<string, unknown>),
	};
}

async function addCards(
	t: ExecutionContext,
	broker: EmbeddedBroker,
	digest: string,
	ends: ReadonlyArray<CardScript['ends']>,
): Promise<ScriptedCard[]> {
	const release = new Uint8Array(Buffer.from(digest, 'hex'));
	const cards = ends.map((end, i) => {
		const script = {id: `card-${i}`, site: `site-${i % 3}`, ends: end, digest: release, imageBytes: IMAGE_BYTES};
		return new ScriptedCard(broker, script);
	});
	t.teardown(async () => {
		await Promise.all(cards.map(async card => card.stop()));
	});
	await Promise.all(cards.map(async card => card.start()));
	return cards;
}

export interface Served {
	readonly child: ChildProcess;
	readonly ended: Promise<{readonly code: number | null; readonly out: string; readonly err: string}>;
	/** Resolves when stderr has said so much. */
	said(pattern: RegExp): Promise<void>;
}

export function serve(t: ExecutionContext, words: readonly string[]): Served {
	const child = spawn(process.execPath, [MAIN, ...words], {stdio: ['ignore', 'pipe', 'pipe']});
	t.teardown(() => child.kill('SIGKILL'));
	let out = '';
	let err = '';
	const waiting: Array<() => void> = [];
	child.stdout.on('data', chunk => (out += chunk));
	child.stderr.on('data', chunk => {
		err += chunk;
		waiting.forEach(look => look());
	});
	const ended = new Promise<{code: number | null; out: string; err: string}>(resolve => {
		child.on('close', code => {
			resolve({code, out, err});
			waiting.forEach(look => look());
		});
	});
	const said = async (pattern: RegExp): Promise<void> =>
		new Promise((resolve, reject) => {
			const look = (): void => {
				if (pattern.test(err)) {
					resolve();
				} else if (child.exitCode !== null) {
					reject(new Error(err));
				}
			};
			waiting.push(look);
			look();
		});
	return {child, ended, said};
}
