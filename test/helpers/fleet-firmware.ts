// A fleet whose cards take firmware, and a service in the same process that offers it: in virtual time, without a broker.

import {eventName} from '../../src/agent/events.ts';
import {runUpdateJob} from '../../src/agent/update/run-job.ts';
import type {UpdateLimits} from '../../src/agent/update/ports.ts';
import {SECOND} from '../../src/core/clock.ts';
import type {Behaviour} from '../../src/ota/image.ts';
import {partImage} from '../../src/ota/chunk-sink.ts';
import {stateNames} from '../../src/ota/states.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {decodeRequest} from '../../src/smartconnect/rollout/requests.ts';
import type {FetchRequest} from '../../src/smartconnect/rollout/requests.ts';
import {encodeChunk, encodeOffer, encodeTime} from '../../src/smartconnect/rollout/wire.ts';
import {signAssignment, signFreshness} from '../../src/smartconnect/signing/documents.ts';
import {hmacSigner} from '../../src/smartconnect/signing/keys.ts';
import type {Signer} from '../../src/smartconnect/signing/keys.ts';
import {SimulatedVendor} from '../../src/smartconnect/signing/simulated-vendor.ts';
import type {SimulatedRelease} from '../../src/smartconnect/signing/simulated-vendor.ts';
import {Fleet} from '../../sim/fleet/fleet.ts';
import {plainFleet} from '../../sim/fleet/spec.ts';
import {FleetUpdates} from '../../sim/fleet/updates/fleet-updates.ts';
import {rememberingCrypto} from '../../sim/fleet/updates/remembering-crypto.ts';
import {firmwareSetup} from '../../sim/fleet/updates/setup.ts';
import type {FirmwareSetup} from '../../sim/fleet/updates/setup.ts';
import type {UpdatingCard} from '../../sim/fleet/updates/updating-card.ts';
import type {BoardVendor} from './board-vendor.ts';
import {modelOf} from './fleets.ts';

const IMAGE_KIB = 16;
const FOR_S = 3600;

export interface FirmwareEvent {
	readonly atS: number;
	readonly card: number;
	readonly name: string;
	readonly detail: number;
	readonly text: string;
}

export class FirmwareFleet {
	readonly vendor = new SimulatedVendor(7);
	readonly factory: SimulatedRelease;
	readonly fleet: Fleet;
	readonly setup: FirmwareSetup;
	readonly updates: FleetUpdates;
	readonly events: FirmwareEvent[] = [];
	readonly versions: string[] = [];
	/** Cards with a session. */
	readonly online = new Set<number>();
	readonly goodbyes: Array<{readonly card: number; readonly isCut: boolean}> = [];
	readonly #releases: SimulatedRelease[] = [];
	#counter = 0;
	#assignments = 0;

	readonly #board: BoardVendor | null;

	/** Cards of class board where a vendor of such is named. */
	constructor(cards: number, limits: Partial<UpdateLimits> = {}, board: BoardVendor | null = null) {
		this.#board = board;
		this.factory = this.release([1, 0, 0], 1, 'good');
		const crypto = rememberingCrypto(nodeCrypto);
		const made: {fleet?: FirmwareFleet} = {};
		this.fleet = new Fleet(
			plainFleet(3, cards, ['SMT1500'], {}),
			{modelOf, logSize: 256},
			{
				logged: (card, sequence, t, event, _phase, detail) => made.fleet?.logged(card, sequence, t, event, detail),
				changed: card => made.fleet?.updates.changed(card),
			},
		);
		made.fleet = this;
		this.setup = firmwareSetup({
			root: board === null ? this.vendor.root : board.root,
			factory: {head: this.factory.envelope, image: this.factory.image},
			slotKib: 32,
			limits,
			crypto,
			...(board === null ? {} : {cardKeyOf: board.cardKeyOf}),
			check: (job, done) => done(runUpdateJob(job, {crypto, verifiers: this.setup.verifiers})),
		});
		this.fleet.start();
		this.updates = new FleetUpdates(
			this.setup,
			this.fleet,
			{
				sendRequest: (card, message) => this.#serve(card, message),
				goOnline: card => {
					this.online.add(card);
					this.fleet.clock.after(0, () => this.updates.connected(card));
				},
				goOffline: (card, isCut) => {
					this.online.delete(card);
					this.goodbyes.push({card, isCut});
				},
			},
			(card, version) => {
				this.versions[card] = version;
			},
		);
		this.updates.start();
	}

	/** Lives for so long. */
	live(ms: number): void {
		this.fleet.run(this.fleet.now() + ms);
	}

	card(card: number): UpdatingCard {
		return this.updates.cards[card];
	}

	stateOf(card: number): string {
		return stateNames[this.card(card).state];
	}

	/** Names of the events of a card so far, without the steps of a transfer. */
	names(card: number): readonly string[] {
		return this.events.filter(event => event.card === card && event.name !== 'otaProgress').map(({name}) => name);
	}

	release(
		version: readonly number[],
		sequence: number,
		behaviour: Behaviour,
		securityVersion = 1,
		signers: readonly Signer[] = this.#board === null ? [this.vendor.keys.release] : [this.#board.release],
	): SimulatedRelease {
		const made = this.vendor.release({version, sequence, securityVersion, behaviour, imageKib: IMAGE_KIB}, signers);
		this.#releases.push(made);
		return made;
	}

	/** Signs what the service says to a card. */
	signerOf(card: number, role: 'assign' | 'fresh'): Signer {
		const {serial} = this.fleet.spec.cards[card];
		return this.#board === null ? this.vendor.keys[role] : hmacSigner(this.#board.cardKeyOf(serial));
	}

	offer(
		card: number,
		release: SimulatedRelease,
		roots: readonly Uint8Array[] = [],
		signer: Signer = this.signerOf(card, 'assign'),
	): string {
		const nowS = this.#nowS();
		this.#assignments += 1;
		const assignment = signAssignment(
			{
				version: this.#assignments,
				issuedS: nowS,
				expiresS: nowS + FOR_S,
				notBeforeS: nowS,
				deviceId: this.setup.deviceIdOf(this.fleet.spec.cards[card].serial),
				manifestDigest: release.digest,
				campaign: 'spring',
			},
			signer,
		);
		const facts = {roots, source: 'mqtt', fromS: 0, untilS: 0} as const;
		return this.updates.take(card, encodeOffer({...facts, campaign: 'spring', envelope: release.envelope, assignment}));
	}

	logged(card: number, sequence: number, t: number, event: number, detail: number): void {
		const name = eventName(event);
		if (name.startsWith('ota')) {
			const text = this.fleet.cardView(card).noteOf(sequence)?.text ?? '';
			this.events.push({atS: t / SECOND, card, name, detail, text});
		}
	}

	#nowS(): number {
		return Math.floor((this.fleet.spec.startUtc + this.fleet.now()) / SECOND);
	}

	#serve(card: number, message: Uint8Array): boolean {
		const request = decodeRequest(message);
		if (request?.kind === 'fetch') {
			this.fleet.clock.after(0, () => this.#answer(card, request));
		} else if (request?.kind === 'time') {
			this.#counter += 1;
			const nowS = this.#nowS();
			const token = {counter: this.#counter, issuedS: nowS, expiresS: nowS + FOR_S, nonce: request.nonce};
			const document = signFreshness({...token, rootVersion: 1, latest: []}, this.signerOf(card, 'fresh'));
			this.fleet.clock.after(0, () => this.updates.take(card, encodeTime(document, [])));
		}
		return this.online.has(card);
	}

	#answer(card: number, {token, digest, part, offset, length, answerBytes}: FetchRequest): void {
		const release = this.#releases.find(known => Buffer.compare(known.digest, digest) === 0);
		const bytes = part === partImage ? release?.image : release?.table;
		for (let at = offset; bytes !== undefined && at < offset + length; at += answerBytes) {
			const piece = bytes.subarray(at, Math.min(at + answerBytes, offset + length));
			this.updates.take(card, encodeChunk({token, digest, part, offset: at, bytes: piece}));
		}
	}
}
