// An installation from a person's hands (ota.md 3.1): an envelope with its image, in pieces of any size as they come. Its head is
// checked before a byte of flash is touched; then sectors are written as they fill, so that only one is held in memory.

import type {Millis} from '../../core/clock.ts';
import type {ChunkSink} from '../../ota/chunk-sink.ts';
import {headOf} from '../../ota/check/head.ts';
import type {HeadAnswer} from '../../ota/check/head.ts';
import {refusal} from '../../ota/codes.ts';
import type {OtaRefusal} from '../../ota/codes.ts';
import type {Manifest} from '../../ota/manifest.ts';
import {receiving} from '../../ota/states.ts';
import {WriteQuota} from '../../ota/transfer/quota.ts';
import type {Who} from '../card-view.ts';
import type {FirmwareUpload} from '../firmware-view.ts';
import {upsObstacle} from './arming.ts';
import type {UpdateCore} from './core.ts';
import type {OfferFound} from './jobs.ts';
import {fromHand} from './kept.ts';
import type {Candidate} from './kept.ts';
import type {Offers} from './offers.ts';
import type {Receiving} from './receiving.ts';
import type {Subject} from './teller.ts';

const HEAD_BYTES_MAX = 8192;
/** Room for the head, and for the key and the length of what follows it. */
const HEAD_ROOM_BYTES = HEAD_BYTES_MAX + 32;

type Done = (ended: OtaRefusal | null) => void;
type Head = Extract<HeadAnswer, {state: 'head'}>;

export interface UploadParts {
	readonly core: UpdateCore;
	readonly offers: Offers;
	readonly receiving: Receiving;
}

export class Upload implements FirmwareUpload {
	parts: UploadParts;
	who: Who;
	timeOverride: boolean;
	/** Bytes until the head is whole; then one sector. */
	held: Uint8Array;
	heldBytes: number;
	/** Null until its head passed. */
	candidate: Candidate | null;
	sink: ChunkSink | null;
	/** Bytes of the image that came, of how many. */
	at: number;
	imageBytes: number;
	ended: OtaRefusal | null;

	constructor(parts: UploadParts, who: Who, timeOverride: boolean) {
		this.parts = parts;
		this.who = who;
		this.timeOverride = timeOverride;
		this.held = new Uint8Array(HEAD_ROOM_BYTES);
		this.heldBytes = 0;
		this.candidate = null;
		this.sink = null;
		this.at = 0;
		this.imageBytes = 0;
		this.ended = null;
	}

	write(bytes: Uint8Array, done: Done): void {
		if (this.ended !== null) {
			return done(this.ended);
		}
		if (this.sink !== null) {
			return done(this.feed(bytes, this.parts.core.ports.now()));
		}
		const taken = Math.min(bytes.length, HEAD_ROOM_BYTES - this.heldBytes);
		this.held.set(bytes.subarray(0, taken), this.heldBytes);
		this.heldBytes += taken;
		const answer = headOf(this.held.subarray(0, this.heldBytes), HEAD_BYTES_MAX);
		if (answer.state === 'more') {
			return done(taken < bytes.length ? this.fail(refusal('E_OTA_ENV_TOO_BIG', 'the head does not end')) : null);
		}
		if (answer.state === 'refused') {
			return done(this.fail(answer.refusal));
		}
		this.check(answer, bytes.subarray(taken), done);
	}

	end(done: Done): void {
		if (this.ended === null && this.at < this.imageBytes) {
			this.fail(refusal('E_OTA_SIZE', `${this.at} of ${this.imageBytes} bytes of the image came`));
		} else if (this.ended === null && this.sink === null) {
			this.fail(refusal('E_OTA_CBOR_MALFORMED', 'the file ends within the head of the envelope'));
		}
		this.parts.receiving.isFed = false;
		const ended = this.ended === null ? this.parts.receiving.verify(this.parts.core.ports.now()) : this.ended;
		this.ended = ended === null ? refusal('E_OTA_CANCELLED', 'this upload is over') : ended;
		done(ended);
	}

	abort(): void {
		if (this.ended === null) {
			this.fail(refusal('E_OTA_CANCELLED', 'the upload broke off'));
		}
	}

	about(claimed: Uint8Array | null): Subject {
		return {digest: claimed, campaign: '', actor: this.who.actor, role: this.who.role};
	}

	check(head: Head, rest: Uint8Array, done: Done): void {
		const parts = this.parts;
		if (head.payload === null) {
			return done(this.fail(refusal('E_OTA_SIZE', 'the file holds an envelope without an image')));
		}
		const early = new Uint8Array(this.held.subarray(head.payload.at, this.heldBytes));
		const given = {envelope: head.head, payload: head.payload, roots: [], assignment: null};
		parts.offers.check(given, {timeOverride: this.timeOverride}, parts.core.ports.now(), (found, t) => {
			const begun = this.ended === null ? this.begin(head, found, t) : this.ended;
			done(begun === null ? this.feedBoth(early, rest, t) : begun);
		});
	}

	feedBoth(early: Uint8Array, rest: Uint8Array, t: Millis): OtaRefusal | null {
		const ended = this.feed(early, t);
		return ended === null ? this.feed(rest, t) : ended;
	}

	/** The head was looked at: the slot is begun, or the upload is over. */
	begin(head: Head, found: OfferFound, t: Millis): OtaRefusal | null {
		const answer = found.answer;
		if (!answer.ok) {
			this.parts.core.teller.refuse(answer.refusal, this.about(found.claimed), t);
			return this.fail(answer.refusal);
		}
		if (answer.alreadyInstalled) {
			return this.fail(refusal('E_OTA_SEQ_REPLAY', 'this release is installed already'));
		}
		return this.beginSlot(head, answer.manifest, t);
	}

	beginSlot(head: Head, manifest: Manifest, t: Millis): OtaRefusal | null {
		const core = this.parts.core;
		const quota = new WriteQuota(core.kept.writes, manifest.digest, core.bestNowS(t));
		const spent = quota.count(0);
		if (spent !== null) {
			return this.fail(spent);
		}
		const candidate = this.candidateOf(head, manifest);
		const begun = this.parts.receiving.receiveFed(candidate, t);
		if ('code' in begun) {
			return this.fail(begun);
		}
		core.kept.writes = quota.writes;
		core.keep();
		this.candidate = candidate;
		this.sink = begun.sink;
		this.imageBytes = manifest.image.sizeBytes;
		this.held = new Uint8Array(begun.sink.sectorBytes);
		this.heldBytes = 0;
		this.tellBegun(manifest);
		return null;
	}

	candidateOf(head: Head, manifest: Manifest): Candidate {
		return {
			manifest: manifest,
			envelopeHead: head.head,
			campaign: '',
			source: fromHand,
			actor: this.who.actor,
			windowFromS: 0,
			windowUntilS: 0,
		};
	}

	tellBegun(manifest: Manifest): void {
		const about = this.about(manifest.digest);
		const how = this.timeOverride ? 'source=local, whether or not the time is known.' : 'source=local.';
		this.parts.core.teller.tell('otaLocalOverride', 0, about, '', how);
		this.parts.core.teller.tell('otaStarted', 0, about, '', `${this.imageBytes} bytes.`);
	}

	/** Takes bytes of the image: nothing is erased while the UPS forbids it, and nothing is taken past the end. */
	feed(bytes: Uint8Array, t: Millis): OtaRefusal | null {
		const core = this.parts.core;
		const sink = this.sink;
		if (sink === null || core.state() !== receiving || core.kept.candidate !== this.candidate) {
			return this.fail(refusal('E_OTA_CANCELLED', 'the release was given up'));
		}
		if (bytes.length > this.imageBytes - this.at) {
			return this.fail(refusal('E_OTA_SIZE', `bytes follow the ${this.imageBytes} of the image`));
		}
		core.look(t);
		const obstacle = upsObstacle(core, null);
		if (obstacle !== '') {
			return this.fail(refusal('E_OTA_UPS_NOT_READY', obstacle));
		}
		return this.fill(sink, bytes);
	}

	fill(sink: ChunkSink, bytes: Uint8Array): OtaRefusal | null {
		let from = 0;
		while (from < bytes.length) {
			const count = Math.min(bytes.length - from, this.held.length - this.heldBytes);
			this.held.set(bytes.subarray(from, from + count), this.heldBytes);
			from += count;
			this.at += count;
			this.heldBytes += count;
			const isWhole = this.heldBytes === this.held.length || this.at === this.imageBytes;
			const problem = isWhole ? this.put(sink) : null;
			if (problem !== null) {
				return this.fail(problem);
			}
		}
		return null;
	}

	put(sink: ChunkSink): OtaRefusal | null {
		const sector = Math.floor((this.at - 1) / sink.sectorBytes);
		const bytes = this.held.subarray(0, this.heldBytes);
		this.heldBytes = 0;
		return sink.putSector(sector, bytes);
	}

	/** Ends the upload, and with it what was begun in the slot. */
	fail(why: OtaRefusal): OtaRefusal {
		const core = this.parts.core;
		this.ended = why;
		this.parts.receiving.isFed = false;
		const isOurs = this.candidate !== null && core.kept.candidate === this.candidate && core.state() === receiving;
		if (isOurs) {
			core.drop(why.code === 'E_OTA_CANCELLED' ? 'otaCancelled' : 'otaRefused', why, core.ports.now());
		}
		core.ports.woke();
		return why;
	}
}
