// A card as a service sees it: it publishes births, inventories and events, fetches what it is offered, and tells of its end by a
// script. It keeps its log, and sends it again when it is asked to.

import {createHash} from 'node:crypto';
import {MqttClient} from 'mqtt';
import {findEvent} from '../../../src/agent/events.ts';
import {encodeInventory} from '../../../src/ota/inventory.ts';
import {otaCodes} from '../../../src/ota/codes.ts';
import type {OtaCode} from '../../../src/ota/codes.ts';
import {digest8Of, writeEventWords} from '../../../src/ota/event-words.ts';
import {isInventoryWanted} from '../../../src/ota/inventory-wanted.ts';
import * as message from '../../../src/ota/messages.ts';
import {decodeOtaMessage, encodeFetch} from '../../../src/ota/transfer/wire.ts';
import type {ChunkMessage, OfferMessage} from '../../../src/ota/transfer/service-messages.ts';
import type {EmbeddedBroker} from '../../../src/platform/node/embedded-broker.ts';
import {firmwareIds} from '../../../src/platform/node/firmware-ids.ts';
import {nodeCrypto} from '../../../src/platform/node/node-crypto.ts';
import {topicFor} from '../../../src/protocols/mqtt/topics.ts';
import {decodePeer, encodePeer} from '../../helpers/proto.ts';

const WINDOW_BYTES = 16_384;
const ANSWER_BYTES = 4096;

export interface CardScript {
	readonly id: string;
	readonly site: string;
	/** How it ends: confirmed, reverted, or refused with a code before it fetches anything. */
	readonly ends: 'confirmed' | 'reverted' | OtaCode;
	/** The release that it is offered. */
	readonly digest: Uint8Array;
	readonly imageBytes: number;
}

export class ScriptedCard {
	readonly script: CardScript;
	readonly client: MqttClient;
	/** What came: an offer each, and of which campaign. */
	readonly offers: string[] = [];
	readonly withdrawals: string[] = [];
	/** SHA-256 of what was fetched; '' before it is whole. */
	fetched = '';
	/** Offers that came after the end was told. */
	late = 0;
	/** Through which event of its log the service says that it is stored. */
	acknowledged = 0;
	readonly #image: Uint8Array;
	readonly #log: Array<Record<string, unknown>> = [];
	#campaign = '';
	#at = 0;
	#token = 0;
	#told = false;

	constructor(broker: EmbeddedBroker, script: CardScript) {
		this.script = script;
		this.#image = new Uint8Array(script.imageBytes);
		this.client = new MqttClient(() => broker.attach(script.id), {
			clientId: script.id,
			protocolVersion: 4,
			reconnectPeriod: 0,
		});
		this.client.on('message', (topic, payload) => this.#take(topic.split('/')[4], payload));
	}

	async start(): Promise<void> {
		const {id, site} = this.script;
		await this.client.subscribeAsync([topicFor(id, 'ota'), topicFor(id, 'ack')], {qos: 1});
		const birth = {
			protocolVersion: 1,
			cardId: id,
			sessionId: 1,
			bootId: 1,
			logId: 5,
			model: 'SMT1500',
			serial: id,
			site,
		};
		this.#publish('birth', encodePeer('Birth', birth), true);
		this.#tellInventory();
	}

	/** A new session of the same card: the broker and the service see its birth again. */
	async stop(): Promise<void> {
		await this.client.endAsync(true);
	}

	get isDone(): boolean {
		return this.#told;
	}

	#publish(kind: 'birth' | 'event' | 'ota-request', payload: Uint8Array, retain: boolean): void {
		this.client.publish(topicFor(this.script.id, kind), Buffer.from(payload), {qos: 1, retain});
	}

	#tellInventory(): void {
		const ids = firmwareIds('ridethrough.example', 'nmc-1', this.script.id);
		const inventory = {
			slots: [null, null],
			active: 0,
			keyEpoch: 1,
			sequence: 1,
			bootFloor: 1,
			rootVersion: 1,
			lastFailure: 0,
			fallback: true,
			state: 1,
			version: [1, 0, 0],
			...ids,
		};
		this.#publish('ota-request', encodeInventory(inventory, null, nodeCrypto), false);
	}

	#take(kind: string, payload: Uint8Array): void {
		if (kind === 'ack') {
			this.#takeAck(payload);
			return;
		}
		if (isInventoryWanted(payload)) {
			this.#tellInventory();
			return;
		}
		const came = decodeOtaMessage(payload);
		if ('code' in came) {
			throw new Error(`${came.code} ${came.detail}`);
		}
		if (came.kind === message.inOffer) {
			this.#takeOffer(came);
		} else if (came.kind === message.inChunk) {
			this.#takeChunk(came);
		} else if (came.kind === message.inWithdraw) {
			this.withdrawals.push(came.campaign);
		}
	}

	#takeOffer({campaign}: OfferMessage): void {
		this.offers.push(campaign);
		if (this.#told) {
			this.late += 1;
			return;
		}
		this.#campaign = campaign;
		const {ends} = this.script;
		if (ends !== 'confirmed' && ends !== 'reverted') {
			this.#tell('otaRefused', ends);
			this.#told = true;
			return;
		}
		if (this.offers.length === 1) {
			this.#tell('otaOffered', '');
			this.#tell('otaStarted', '');
		}
		this.#fetch();
	}

	#fetch(): void {
		this.#token += 1;
		const length = Math.min(WINDOW_BYTES, this.#image.length - this.#at);
		const request = encodeFetch(this.#token, this.script.digest, 0, this.#at, length, ANSWER_BYTES);
		this.#publish('ota-request', request, false);
	}

	#takeChunk({token, offset, bytes}: ChunkMessage): void {
		if (token !== this.#token || offset !== this.#at || this.#told) {
			return;
		}
		this.#image.set(bytes, offset);
		this.#at += bytes.length;
		if (this.#at === this.#image.length) {
			this.#end();
		} else if (this.#at % WINDOW_BYTES === 0) {
			this.#fetch();
		}
	}

	#end(): void {
		this.fetched = createHash('sha256').update(this.#image).digest('hex');
		this.#tell('otaVerified', '');
		this.#tell('otaArmed', '');
		this.#tell('otaTrialBoot', '');
		const isGood = this.script.ends === 'confirmed';
		this.#tell(isGood ? 'otaConfirmed' : 'otaReverted', isGood ? '' : 'E_OTA_HEALTH');
		this.#told = true;
	}

	#tell(name: string, code: OtaCode | ''): void {
		const digest8 = digest8Of(this.script.digest);
		const words = {digest8, campaign: this.#campaign, code, trustedTime: true, sentence: ''};
		const event = {
			logId: 5,
			sequence: this.#log.length + 1,
			event: findEvent(name)?.id ?? 0,
			phase: 'PHASE_MOMENTARY',
			severity: 'SEVERITY_INFORMATIONAL',
			bootId: 1,
			uptimeMs: 1,
			detail: code === '' ? 0 : otaCodes[code],
			text: writeEventWords(words),
		};
		this.#log.push(event);
		this.#publish('event', encodePeer('Event', event), false);
	}

	#takeAck(payload: Uint8Array): void {
		const {logId, through, resend} = decodePeer('Ack', payload);
		const from = logId === 5 ? Number(through ?? 0) : 0;
		this.acknowledged = Math.max(this.acknowledged, from);
		if (resend !== true) {
			return;
		}
		for (const event of this.#log.slice(from)) {
			this.#publish('event', encodePeer('Event', {...event, again: true}), false);
		}
	}
}
