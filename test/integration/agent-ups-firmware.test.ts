// A whole agent with signed firmware for its UPS: what it takes, what an order over MQTT makes of it, and what it refuses then.

import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import mqtt from 'mqtt';
import type {MqttClient} from 'mqtt';
import type {ExecutionContext} from 'ava';
import {phaseMomentary} from '../../src/agent/card.ts';
import {encodeCommand} from '../../src/agent/commands/command-wire.ts';
import {findCommand} from '../../src/agent/commands/table.ts';
import {findEvent} from '../../src/agent/events.ts';
import {administrator} from '../../src/agent/roles.ts';
import {register} from '../../src/cli/commands/agent.ts';
import {textOfEvent} from '../../src/cli/event-lines.ts';
import {makeUpsImage, upsFieldsOf} from '../../src/cli/firmware/sign-ups.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {DEFAULT_VENDOR_DOMAIN} from '../../src/platform/node/firmware-ids.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {signEnvelope} from '../../src/smartconnect/signing/envelope.ts';
import {sha256} from '../../src/smartconnect/signing/keys.ts';
import {buildManifest} from '../../src/smartconnect/signing/manifest.ts';
import {INTEGRATED_URI} from '../../src/smartconnect/signing/suit-numbers.ts';
import {runCommand} from '../cli/run-command.ts';
import {TestSigner} from '../helpers/ota-service.ts';
import {decodePeer} from '../helpers/proto.ts';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const PATIENCE_MS = 25_000;
/** Sent in about a second. */
const IMAGE_BYTES = 1024;
/** The value of the order, as the SMT1500 treats its output. */
const OUTPUT_STAYS_ON = 1;

class Bench {
	readonly folder = mkdtempSync(join(tmpdir(), 'ridethrough-ups-firmware-'));
	readonly signer = new TestSigner();
	said = '';
	stop: () => Promise<void> = async () => {};
	readonly #t: ExecutionContext;

	constructor(t: ExecutionContext) {
		this.#t = t;
		writeFileSync(this.path('root.cbor'), this.signer.root());
		t.teardown(async () => {
			await this.stop();
			rmSync(this.folder, {recursive: true, force: true});
		});
	}

	path(name: string): string {
		return join(this.folder, name);
	}

	/** Writes an envelope, and answers where. */
	sign(sku: string, sequence: number, version: readonly number[]): string {
		const payload = makeUpsImage(sku, 'good', version, IMAGE_BYTES);
		const manifest = buildManifest({
			...upsFieldsOf(sku, {vendor: DEFAULT_VENDOR_DOMAIN, class: ''}),
			sequence,
			securityVersion: 1,
			useBeforeS: Math.floor(Date.now() / 1000) + 86_400,
			version,
			images: [{slot: -1, sizeBytes: payload.length, digest: sha256(payload), chunks: null}],
			uri: INTEGRATED_URI,
			minimumBattery: 0,
			precursor: null,
			text: null,
		});
		const file = this.path(`${sku}-${sequence}.suit`);
		writeFileSync(file, signEnvelope({manifest, signers: [this.signer.release], payload}));
		return file;
	}

	/** Starts the card anew with an envelope. */
	start(file: string): void {
		const place = ['--serial', 'S1', '--state', this.path('state'), '--firmware-root', this.path('root.cbor')];
		const faces = ['--mqtt-listen', '127.0.0.1:0', '--ups-firmware', file];
		const child = spawn(process.execPath, [program, 'agent', ...place, ...faces], {stdio: ['ignore', 'pipe', 'pipe']});
		this.said = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', bytes => {
				this.said += String(bytes);
			});
		}
		const ended = new Promise<void>(resolve => {
			child.once('exit', () => resolve());
		});
		this.stop = async () => {
			child.kill('SIGTERM');
			await ended;
		};
	}

	async until(isSo: () => boolean): Promise<void> {
		for (const end = Date.now() + PATIENCE_MS; !isSo(); await sleep(20)) {
			if (Date.now() > end) {
				this.#t.fail(this.said);
				throw new Error(this.said);
			}
		}
	}
}

/** The service of a card's embedded broker: it orders the update once the card is born, with the output on. */
class Service {
	readonly births: Array<Record<string, unknown>> = [];
	readonly stages: unknown[] = [];
	readonly #client: MqttClient;

	private constructor(client: MqttClient) {
		this.#client = client;
		client.on('message', (topic, payload) => {
			if (topic === topicFor('s1', 'result')) {
				this.stages.push(decodePeer('CommandResult', payload)['stage']);
			} else {
				this.#born(decodePeer('Birth', payload));
			}
		});
	}

	/** Comes in at the address that the agent printed: no one else may order anything. */
	static async enter(t: ExecutionContext, said: string): Promise<Service> {
		const url = /mqtt:\/\/service:\S+/.exec(said)?.[0] ?? '';
		const client = await mqtt.connectAsync(url, {reconnectPeriod: 0});
		t.teardown(async () => client.endAsync(true));
		const service = new Service(client);
		await client.subscribeAsync([topicFor('s1', 'result'), topicFor('s1', 'birth')], {qos: 1});
		return service;
	}

	#born(birth: Record<string, unknown>): void {
		this.births.push(birth);
		if (this.births.length === 1) {
			this.#client.publish(topicFor('s1', 'command'), orderOf(Number(birth['sessionId'])), {qos: 1});
		}
	}
}

function orderOf(sessionId: number): Buffer {
	const writer = new ProtobufWriter(1000);
	encodeCommand(writer, {
		commandId: 'update',
		sessionId,
		command: findCommand('updateUpsFirmware')?.id ?? 0,
		target: 0,
		value: OUTPUT_STAYS_ON,
		text: '',
		settings: [],
		actor: 'ann',
		role: administrator,
	});
	return Buffer.from(writer.view());
}

test('a signed envelope for the UPS is installed on command, and no older one is taken after it', async t => {
	const bench = new Bench(t);
	bench.start(bench.sign('SMT1500', 5, [9, 9, 0]));
	await bench.until(() => /SMT1500-5\.suit lies on the card for its UPS, version 9\.9;/.test(bench.said));
	const service = await Service.enter(t, bench.said);
	await bench.until(() => service.stages.length === 2 && service.births.length === 2);
	t.deepEqual(service.stages, ['COMMAND_STAGE_ACCEPTED', 'COMMAND_STAGE_COMPLETED']);
	t.deepEqual(
		service.births.map(birth => birth['upsFirmware']),
		['UPS 09.8 / ID 1001', 'UPS 09.9 / ID 1001'],
	);
	const succeeded = textOfEvent(findEvent('upsUpdateSucceeded')?.id ?? 0, phaseMomentary);
	await bench.until(() => bench.said.includes(succeeded));
	await bench.stop();

	bench.start(bench.sign('SMT1500', 4, [9, 9, 0]));
	await bench.until(() => / taken for the UPS: \w+: /.test(bench.said));
	t.regex(bench.said, /SMT1500-4\.suit is not taken for the UPS: E_OTA_SEQ_ROLLBACK: /);
});

test('an envelope for another model is refused, and the card runs on', async t => {
	const bench = new Bench(t);
	bench.start(bench.sign('SMX1500I', 5, [9, 9, 0]));
	await bench.until(() => / taken for the UPS: \w+: /.test(bench.said));
	t.regex(bench.said, /SMX1500I-5\.suit is not taken for the UPS: E_OTA_CLASS: /);
	const service = await Service.enter(t, bench.said);
	await bench.until(() => service.stages.length === 1);
	t.deepEqual(service.stages, ['COMMAND_STAGE_REFUSED']);
});

test('an envelope for the UPS without a root document to trust it by is refused', async t => {
	const {error} = await runCommand(register, 'agent', '--ups-firmware', 'ups.suit');
	t.is((error as {code: string}).code, 'E_USAGE');
	t.regex((error as Error).message, /--firmware-root/);
});
