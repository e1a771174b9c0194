// SIGTERM to a fleet on a broker that is not ours: it ends soon, and every card has said good-bye.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import mqtt from 'mqtt';
import {startMosquitto, openToAll} from '../helpers/mosquitto.ts';
import {needs} from '../helpers/needs.ts';
import {decodePeer} from '../helpers/proto.ts';

const MAIN = 'dist/src/cli/main.js';
const CARDS = 500;
/** What a fleet may take to end, however many cards it has. */
const LONGEST_END_MS = 10_000;

needs('mosquitto')(
	`SIGTERM ends ${CARDS} cards on mosquitto within 10 s, and every card has said good-bye`,
	async t => {
		const broker = await startMosquitto(t, openToAll);
		const client = await mqtt.connectAsync(broker.url);
		t.teardown(async () => client.endAsync(true));
		const born = new Set<string>();
		const reasons = new Map<string, unknown>();
		client.on('message', (topic, payload) => {
			const [, , , card = '', kind = ''] = topic.split('/');
			if (kind === 'birth') {
				born.add(card);
			} else if (payload.length > 0) {
				reasons.set(card, (decodePeer('Death', payload) as {reason: unknown}).reason);
			}
		});
		await client.subscribeAsync(['ridethrough/v1/+/+/birth', 'ridethrough/v1/+/+/death'], {qos: 1});
		const words = ['sim', '--cards', String(CARDS), '--mqtt', broker.url, '--connect-rate', 'max'];
		const child = spawn(process.execPath, [MAIN, ...words], {stdio: ['ignore', 'ignore', 'pipe']});
		t.teardown(() => child.kill('SIGKILL'));
		let told = '';
		child.stderr.on('data', chunk => (told += chunk));
		while (!told.includes('ready:')) {
			await once(child.stderr, 'data');
		}
		const beganMs = performance.now();
		child.kill('SIGTERM');
		const [code] = await once(child, 'close');
		t.is(code, 143);
		t.true(performance.now() - beganMs < LONGEST_END_MS);
		// A PUBACK of our own comes after what the broker took before.
		await client.publishAsync('test/after', 'all', {qos: 1});
		t.is(born.size, CARDS);
		t.is(reasons.size, CARDS);
		t.deepEqual([...new Set(reasons.values())], ['DEATH_REASON_STOPPED']);
	},
);
