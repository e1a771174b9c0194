// A small update service of a test: it signs with keys of its own, answers what cards ask for, and offers one release at a time.

import {connectAsync} from 'mqtt';
import type {MqttClient} from 'mqtt';
import type {ExecutionContext} from 'ava';
import {writeImageHead} from '../../src/ota/image.ts';
import type {Behaviour} from '../../src/ota/image.ts';
import {CARD_CLASS, DEFAULT_VENDOR_DOMAIN, firmwareIds} from '../../src/platform/node/firmware-ids.ts';
import {decodeRequest} from '../../src/smartconnect/rollout/requests.ts';
import * as wire from '../../src/smartconnect/rollout/wire.ts';
import {chunkFacts, chunkTable} from '../../src/smartconnect/signing/chunks.ts';
import {signAssignment, signFreshness} from '../../src/smartconnect/signing/documents.ts';
import {signEnvelope} from '../../src/smartconnect/signing/envelope.ts';
import {newSigningKey, sha256} from '../../src/smartconnect/signing/keys.ts';
import {buildManifest, manifestDigest} from '../../src/smartconnect/signing/manifest.ts';
import {buildRoot, signRoot} from '../../src/smartconnect/signing/root.ts';

const LOG2_CHUNK = 12;
const DAY_S = 86_400;

export interface SignedRelease {
	readonly campaign: string;
	readonly digest: Uint8Array;
	readonly envelope: Uint8Array;
	/** The single-file form. */
	readonly whole: Uint8Array;
	readonly image: Uint8Array;
	readonly table: Uint8Array;
	readonly source: 'mqtt' | 'uri';
}

function nowS(): number {
	return Math.floor(Date.now() / 1000);
}

/** Keys of all roles, and what is signed with them. */
export class TestSigner {
	readonly release = newSigningKey();
	readonly assign = newSigningKey();
	readonly fresh = newSigningKey();
	readonly #roots = [newSigningKey(), newSigningKey()];
	readonly ids = firmwareIds(DEFAULT_VENDOR_DOMAIN, CARD_CLASS, 'S1');

	root(): Uint8Array {
		const role = (keys: readonly {readonly publicKey: Uint8Array}[], threshold: number) => ({
			keys: keys.map(({publicKey}) => publicKey),
			threshold,
			epoch: 1,
		});
		const root = buildRoot({
			version: 1,
			expiresS: nowS() + 1000 * DAY_S,
			roles: {
				root: role(this.#roots, 2),
				release: role([this.release], 1),
				assign: role([this.assign], 1),
				fresh: role([this.fresh], 1),
			},
			retired: [],
		});
		return signRoot(root, this.#roots);
	}

	/** A release; `uri` says where cards fetch it, over MQTT unless told otherwise. */
	make(sequence: number, behaviour: Behaviour, uri = 'mqtt:image'): SignedRelease {
		const version = [sequence, 0, 0];
		const image = new Uint8Array(20_000).map((_, at) => (at * 31 + sequence) & 0xff);
		image.set(writeImageHead({version, securityVersion: sequence, behaviour}));
		const fields = {
			sequence,
			securityVersion: sequence,
			useBeforeS: nowS() + DAY_S,
			version,
			vendorId: this.ids.vendorId,
			classId: this.ids.classId,
			deviceId: null,
			minimumBattery: 0,
			precursor: null,
			text: null,
		};
		const facts = {slot: -1, sizeBytes: image.length, digest: sha256(image)};
		const pulled = {...facts, chunks: chunkFacts(image, LOG2_CHUNK)};
		const manifest = buildManifest({...fields, images: [pulled], uri});
		const inOne = buildManifest({...fields, images: [{...facts, chunks: null}], uri: '#fw'});
		return {
			campaign: `campaign-${sequence}`,
			digest: manifestDigest(manifest),
			envelope: signEnvelope({manifest, signers: [this.release]}),
			whole: signEnvelope({manifest: inOne, signers: [this.release], payload: image}),
			image,
			table: chunkTable(image, LOG2_CHUNK),
			source: uri.startsWith('mqtt:') ? 'mqtt' : 'uri',
		};
	}
}

type Request = NonNullable<ReturnType<typeof decodeRequest>>;

export class TestService {
	readonly signer: TestSigner;
	/** What cards are to run; null offers nothing. */
	wanted: SignedRelease | null = null;
	readonly inventories: Array<Extract<Request, {kind: 'inventory'}>> = [];
	/** Payloads of all events, as text. */
	readonly events: string[] = [];
	readonly deaths: number[] = [];
	offers = 0;
	#topic = '';
	readonly #client: MqttClient;
	#counter = 0;

	private constructor(signer: TestSigner, client: MqttClient) {
		this.signer = signer;
		this.#client = client;
		client.on('message', (topic, payload) => this.#take(topic, payload));
	}

	static async start(t: ExecutionContext, url: string, signer: TestSigner): Promise<TestService> {
		const client = await connectAsync(url);
		const service = new TestService(signer, client);
		t.teardown(async () => client.endAsync());
		await client.subscribeAsync(['ridethrough/v1/+/+/ota-request', 'ridethrough/v1/+/+/event'], {qos: 1});
		return service;
	}

	/** Offers what is wanted to the card that spoke last. */
	async offer(release: SignedRelease): Promise<void> {
		this.wanted = release;
		await this.#client.publishAsync(this.#topic, Buffer.from(this.#offer(release)), {qos: 1});
	}

	#take(topic: string, payload: Uint8Array): void {
		if (topic.endsWith('/event')) {
			this.events.push(Buffer.from(payload).toString('latin1'));
			return;
		}
		const request = decodeRequest(payload);
		const answer = topic.replace(/ota-request$/, 'ota');
		this.#topic = answer;
		if (request === null) {
			throw new Error(`A request cannot be read: ${Buffer.from(payload).toString('hex')}`);
		}
		for (const message of this.#answers(request)) {
			this.#client.publish(answer, Buffer.from(message), {qos: 1});
		}
	}

	#answers(request: Request): readonly Uint8Array[] {
		if (request.kind === 'time') {
			return [this.#time(request.nonce)];
		}
		if (request.kind === 'fetch') {
			return this.#chunks(request);
		}
		this.inventories.push(request);
		const running = request.active === 0 ? request.slotA : request.slotB;
		const wanted = this.wanted;
		const hasIt = wanted === null || (running !== null && Buffer.compare(running, wanted.digest) === 0);
		return hasIt || request.state === 7 ? [] : [this.#offer(wanted)];
	}

	#time(nonce: Uint8Array): Uint8Array {
		this.#counter += 1;
		const fields = {
			counter: this.#counter,
			issuedS: nowS(),
			expiresS: nowS() + DAY_S,
			nonce,
			rootVersion: 1,
			latest: [],
		};
		return wire.encodeTime(signFreshness(fields, this.signer.fresh), []);
	}

	#offer({campaign, digest, envelope, source}: SignedRelease): Uint8Array {
		this.offers += 1;
		const fields = {
			version: this.offers,
			issuedS: nowS(),
			expiresS: nowS() + DAY_S,
			deviceId: this.signer.ids.deviceId,
			manifestDigest: digest,
			campaign,
			notBeforeS: 0,
		};
		const assignment = signAssignment(fields, this.signer.assign);
		return wire.encodeOffer({campaign, envelope, assignment, roots: [], source, fromS: 0, untilS: 0});
	}

	#chunks({
		token,
		digest,
		part,
		offset,
		length,
		answerBytes,
	}: Extract<Request, {kind: 'fetch'}>): readonly Uint8Array[] {
		const wanted = this.wanted;
		if (wanted === null) {
			return [wire.encodeNotServed(token, 'nothing is served')];
		}
		const from = part === 0 ? wanted.image : wanted.table;
		const answers: Uint8Array[] = [];
		for (let at = offset; at < offset + length; at += answerBytes) {
			const bytes = from.subarray(at, Math.min(at + answerBytes, offset + length));
			answers.push(wire.encodeChunk({token, digest, part, offset: at, bytes}));
		}
		return answers;
	}
}
