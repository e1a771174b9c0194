// A whole agent takes signed releases from a service over a real broker: it boots the good one and keeps it, and comes back from the
// bad one, whose code arrives once after the reset.

import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {openToAll, startMosquitto} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {serveRanges} from '../helpers/range-server.ts';
import {TestService, TestSigner} from '../helpers/ota-service.ts';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const PATIENCE_MS = 60_000;

interface Running {
	said: string;
}

function startAgent(t: ExecutionContext, folder: string, ...words: readonly string[]): Running {
	const child = spawn(
		process.execPath,
		[program, 'agent', '--serial', 'S1', '--state', join(folder, 'state'), '--events-ack', 'puback', ...words],
		{stdio: ['ignore', 'pipe', 'pipe']},
	);
	const running = {said: ''};
	const take = (bytes: Buffer): void => {
		running.said += String(bytes);
	};
	child.stdout.on('data', take);
	child.stderr.on('data', take);
	t.teardown(() => child.kill('SIGKILL'));
	return running;
}

async function until(t: ExecutionContext, holds: () => boolean, what: string, said: () => string): Promise<void> {
	const end = Date.now() + PATIENCE_MS;
	while (!holds()) {
		if (Date.now() > end) {
			t.fail(`${what}\n${said()}`);
			throw new Error(what);
		}
		await sleep(50);
	}
}

function folderFor(t: ExecutionContext, signer: TestSigner): string {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-firmware-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	writeFileSync(join(folder, 'root.cbor'), signer.root());
	return folder;
}

needs('mosquitto')(
	'an agent takes a good release and keeps it, and comes back from a bad one with the code, once',
	async t => {
		t.timeout(180_000);
		const signer = new TestSigner();
		const folder = folderFor(t, signer);
		const mosquitto = await startMosquitto(t, openToAll);
		const service = await TestService.start(t, mosquitto.url, signer);
		service.wanted = signer.make(2, 'good');
		const agent = startAgent(t, folder, '--mqtt', mosquitto.url, '--firmware-root', join(folder, 'root.cbor'));
		const waitFor = async (holds: () => boolean, what: string): Promise<void> =>
			until(t, holds, what, () => agent.said);
		await waitFor(() => service.inventories.at(-1)?.version.join('.') === '2.0.0', 'the new image runs');
		await waitFor(() => agent.said.includes('Card firmware confirmed.'), 'it is confirmed');
		t.deepEqual(service.inventories[0].version, [0, 1, 0]);

		await service.offer(signer.make(3, 'unhealthy'));
		await waitFor(() => agent.said.includes('Card firmware reverted.'), 'the bad one is gone back from');
		await waitFor(() => service.inventories.at(-1)?.state === 7, 'the service hears of it');
		t.is(service.inventories.at(-1)?.version.join('.'), '2.0.0');
		t.true(service.inventories.at(-1)?.fallback === false || service.inventories.at(-1)?.lastFailure === 0x6004);
		await waitFor(() => service.events.some(event => event.includes('E_OTA_HEALTH')), 'the event arrives');
		await sleep(1000);
		const told = service.events.filter(event => event.includes('campaign-3 E_OTA_HEALTH'));
		t.is(told.length, 1);
		t.false(agent.said.includes('Output off.'), 'the load has noticed nothing');
	},
);

needs('mosquitto')('an agent without a root document takes nothing of a service', async t => {
	const signer = new TestSigner();
	const folder = folderFor(t, signer);
	const mosquitto = await startMosquitto(t, openToAll);
	const service = await TestService.start(t, mosquitto.url, signer);
	const agent = startAgent(t, folder, '--mqtt', mosquitto.url);
	await until(
		t,
		() => agent.said.includes('ready: card'),
		'it is ready',
		() => agent.said,
	);
	await sleep(500);
	t.deepEqual(service.inventories, []);
});

needs('mosquitto')('an agent fetches a release by ranges of its address, and restarts into it', async t => {
	t.timeout(120_000);
	const signer = new TestSigner();
	const folder = folderFor(t, signer);
	const mosquitto = await startMosquitto(t, openToAll);
	const service = await TestService.start(t, mosquitto.url, signer);
	const files: Record<string, Uint8Array> = {};
	const server = await serveRanges(t, files);
	const release = signer.make(2, 'good', `${server.url}/two.bin`);
	files['/two.bin'] = release.image;
	files['/two.table'] = release.table;
	service.wanted = release;
	const agent = startAgent(t, folder, '--mqtt', mosquitto.url, '--firmware-root', join(folder, 'root.cbor'));
	await until(
		t,
		() => service.inventories.at(-1)?.version.join('.') === '2.0.0',
		'the new image runs',
		() => agent.said,
	);
	t.true(server.requests.some(({url}) => url === '/two.table'));
	t.true(server.requests.every(({headers}) => /^bytes=\d+-\d+$/.test(headers.range ?? '')));
});
