// A whole agent with signed firmware for its UPS: what it takes, what an order over MQTT makes of it, and what it refuses then.

import {spawn} from 'node:child_process';
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
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {topicFor} from '../../src/protocols/mqtt/topics.ts';
import {firmwareOk, folder} from '../cli/firmware/firmware-run.ts';
import {runCommand} from '../cli/run-command.ts';
import {decodePeer} from '../helpers/proto.ts';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const PATIENCE_MS = 25_000;
/** The value of the order, as the SMT1500 treats its output. */
const OUTPUT_STAYS_ON = 1;

class Bench {
	readonly folder: string;
	said = '';
	stop: () => Promise<void> = async () => {};
	readonly #t: ExecutionContext;

	private constructor(t: ExecutionContext) {
		this.#t = t;
		this.folder = folder(t);
		t.teardown(async () => this.stop());
	}

	/** With keys to sign by, and a root document for the card. */
	static async make(t: ExecutionContext): Promise<Bench> {
		const bench = new Bench(t);
		await firmwareOk(t, 'keygen', '--out', bench.path('keys'));
		return bench;
	}

	path(name: string): string {
		return join(this.folder, name);
	}

	/** Writes an envelope, and answers where. */
	async sign(sku: string, sequence: number, release: string): Promise<string> {
		const file = this.path(`${sku}-${sequence}.suit`);
		// Sent in about a second.
		const image = ['--ups', sku, '--integrated', '--make-image', 'good', '--size', '1KiB', '--release', release];
		const manifest = ['--sequence', String(sequence), '--security-version', '1', '--use-before', '90d'];
		const places = ['--key', this.path('keys/release-1.json'), '--out', file];
		await firmwareOk(this.#t, 'sign', `${file}.bin`, ...image, ...manifest, ...places);
		return file;
	}

	/** Starts the card anew with an envelope. */
	start(file: string): void {
		const place = ['--serial', 'S1', '--state', this.path('state'), '--firmware-root', this.path('keys/1.root.cbor')];
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
	const bench = await Bench.make(t);
	bench.start(await bench.sign('SMT1500', 5, '9.9.0'));
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

	bench.start(await bench.sign('SMT1500', 4, '9.9.0'));
	await bench.until(() => / taken for the UPS: \w+: /.test(bench.said));
	t.regex(bench.said, /SMT1500-4\.suit is not taken for the UPS: E_OTA_SEQ_ROLLBACK: /);
});

test('an envelope for another model is refused, and the card runs on', async t => {
	const bench = await Bench.make(t);
	bench.start(await bench.sign('SMX1500I', 5, '9.9.0'));
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
