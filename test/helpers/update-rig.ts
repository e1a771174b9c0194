// One card's updates in virtual time: the real journal, slots and bootloader over a flash part in memory; signatures are taken for
// granted, and a release is known by its envelope.

import {CardUpdate} from '../../src/agent/update/card-update.ts';
import {healthPassed} from '../../src/agent/update/ports.ts';
import type {CardClass, UpdatePorts} from '../../src/agent/update/ports.ts';
import {healthChecks} from '../../src/agent/update/health.ts';
import type {HealthCheck} from '../../src/agent/update/health.ts';
import type {UpdateFound, UpdateJob} from '../../src/agent/update/jobs.ts';
import {newKept} from '../../src/agent/update/kept.ts';
import type {KeptUpdate} from '../../src/agent/update/kept.ts';
import {usualLimits} from '../../src/agent/update/limits.ts';
import {eventName} from '../../src/agent/events.ts';
import type {EventNote} from '../../src/agent/roles.ts';
import {CborWriter} from '../../src/codec/cbor/writer.ts';
import {boot} from '../../src/ota/boot.ts';
import {BootEventRing} from '../../src/ota/boot-events.ts';
import type {CheckAnswer} from '../../src/ota/check-context.ts';
import {refusal} from '../../src/ota/codes.ts';
import type {OtaRefusal} from '../../src/ota/codes.ts';
import {readEventWords} from '../../src/ota/event-words.ts';
import type {EventWords} from '../../src/ota/event-words.ts';
import {layoutOf} from '../../src/ota/layout.ts';
import type {LifeDevice} from '../../src/ota/life-device.ts';
import {openLife} from '../../src/ota/life-machine.ts';
import type {Life} from '../../src/ota/life.ts';
import {provision} from '../../src/ota/provision.ts';
import {stateNames} from '../../src/ota/states.ts';
import {FlashFile, OtpFile} from '../../src/platform/node/flash-file.ts';
import {nodeCrypto} from '../../src/platform/node/node-crypto.ts';
import {MemoryStore} from '../../src/cli/memory-store.ts';
import {chunkOf, fetchOf, keptText, makeRelease, revived} from './update-releases.ts';
import type {OfferWishes, Release} from './update-releases.ts';

export {makeRelease} from './update-releases.ts';

export interface Told extends EventWords {
	readonly name: string;
	readonly phase: number;
	readonly detail: number;
	readonly actor: string;
}

const part = {sizeBytes: 262_144, sectorBytes: 4096, unitBytes: 16};
const wishes = {bootBytes: 4096, imageBytes: 32_768, envelopeBytes: 1024, rootBytes: 1024};
const ROOT = Uint8Array.of(1);
const SOME_ID = new Uint8Array(16).fill(7);

const cardClass: CardClass = {
	vendorId: SOME_ID,
	classId: SOME_ID,
	slotBytes: wishes.imageBytes,
	algorithms: [-19],
	legacyEdDsa: false,
	components: [['nmc', 'app']],
	isBoard: false,
	allowPlainHttp: false,
	allowPrivateHosts: false,
	limits: usualLimits,
};

export class UpdateRig {
	readonly factory = makeRelease({sequence: 1});
	readonly releases: Release[] = [this.factory];
	readonly store = new MemoryStore();
	readonly flash = new FlashFile(null, part);
	readonly device: LifeDevice;
	readonly told: Told[] = [];
	readonly sent: Uint8Array[] = [];
	readonly resets: string[] = [];
	/** What the UPS is in; '' lets everything be done. */
	upsProblem = '';
	onBattery = false;
	batteryPercent = 100;
	health: Partial<Record<HealthCheck, number>> = {};
	/** What a check of an offer answers in place of the usual. */
	answer: CheckAnswer | null = null;
	fresh: OtaRefusal | null = null;
	/** Whether the service serves bytes. */
	serves = true;
	wallS = 1_900_000_000;
	fed = 0;
	t = 0;
	kept: KeptUpdate = newKept(ROOT, 1);
	update!: CardUpdate;
	life!: Life;
	wasHung = false;
	readonly #limits: Partial<typeof usualLimits>;
	#keptText = '';

	constructor(limits: Partial<typeof usualLimits> = {}) {
		this.#limits = limits;
		const layout = layoutOf(part, wishes);
		if (layout === null) {
			throw new Error('The layout does not fit the part.');
		}
		this.device = {
			flash: this.flash,
			layout,
			otp: new OtpFile(this.store),
			crypto: nodeCrypto,
			checkHead: head => this.#checkHead(head),
		};
		const failed = provision(this.device, this.factory.head, this.factory.image);
		if (failed !== null) {
			throw new Error(failed.detail);
		}
		this.boot();
	}

	get state(): string {
		return stateNames[this.update.core.state()];
	}

	/** Names of what was told since the last call. */
	names(): readonly string[] {
		return this.told.splice(0).map(({name}) => name);
	}

	find(name: string): Told | undefined {
		return this.told.find(told => told.name === name);
	}

	/** The card starts: the bootloader, then the image. */
	boot(): void {
		const outcome = boot(this.device);
		this.life = openLife(this.device, outcome);
		this.update = new CardUpdate(
			{
				cardClass: {...cardClass, limits: {...usualLimits, ...this.#limits}},
				deviceId: SOME_ID,
				serial: 'AS1',
				runningVersion: [1, 0, 0],
				cardKey: null,
				life: this.life,
				otp: this.device.otp,
				boot: outcome,
				bootEvents: new BootEventRing(this.device),
				wasHung: this.wasHung,
				kept: this.kept,
				ports: this.#ports(),
			},
			this.t,
		);
		this.update.start(this.t);
		this.#serve();
	}

	/** Power is lost, or the card resets without a word: what was not kept is gone. */
	cut(): void {
		this.kept = this.#keptText === '' ? newKept(ROOT, 1) : revived(this.#keptText);
		this.t = 0;
		this.boot();
	}

	/** The card resets in good order, as it asked to. */
	reset(): void {
		this.update.stop(this.t);
		this.resets.length = 0;
		this.cut();
	}

	connect(): void {
		this.update.connected(this.t);
		this.#serve();
	}

	/** Trusted time comes: as the card asked for it. */
	giveTime(): void {
		const writer = new CborWriter(64).map(2).uint(0).uint(3).uint(1).blob(Uint8Array.of(1));
		this.update.take(writer.copy(), this.t);
		this.#serve();
	}

	offer(release: Release, wish: OfferWishes = {}): void {
		this.releases.push(release);
		const {campaign = 'spring', windowFromS = 0, windowUntilS = 0} = wish;
		const writer = new CborWriter(2048).map(6).uint(0).uint(1).uint(1).text(campaign).uint(2).blob(release.head);
		writer.uint(3).blob(Uint8Array.of(1)).uint(6).uint(windowFromS).uint(7).uint(windowUntilS);
		this.update.take(writer.copy(), this.t);
		this.#serve();
	}

	withdraw(campaign: string): void {
		const digest = this.releases[this.releases.length - 1].manifest.digest;
		const writer = new CborWriter(128).map(3).uint(0).uint(4).uint(1).text(campaign).uint(2).blob(digest);
		this.update.take(writer.copy(), this.t);
	}

	/** Lives for `ms`, doing what is due when it is due; stops early where the card asks for a reset. */
	live(ms: number): void {
		const end = this.t + ms;
		for (let next = this.update.nextAt(); next <= end && this.resets.length === 0; next = this.update.nextAt()) {
			this.t = Math.max(this.t + 1, next);
			this.update.due(this.t);
			this.#serve();
		}
		this.t = this.resets.length === 0 ? end : this.t;
	}

	/** Offers a release and lives until the card runs it on trial. */
	intoTrial(release: Release): void {
		this.connect();
		this.giveTime();
		this.offer(release);
		this.live(60_000);
		this.reset();
	}

	#checkHead(head: Uint8Array): ReturnType<LifeDevice['checkHead']> {
		const release = this.releases.find(known => Buffer.compare(known.head, head) === 0);
		return release === undefined
			? {ok: false, refusal: refusal('E_OTA_AUTH_SIG', 'unknown release')}
			: {ok: true, manifest: release.manifest};
	}

	#found(job: UpdateJob): UpdateFound {
		const rooted = {rotated: [], rootVersion: 1};
		if (job.kind === 'time') {
			const fresh = this.fresh === null ? {issuedS: this.wallS + Math.floor(this.t / 1000), counter: 1} : null;
			return {...rooted, kind: 'time', fresh, refusal: this.fresh};
		}
		const assignment = null;
		const head = this.#checkHead(job.envelope);
		const claimed = head.ok ? head.manifest.digest : null;
		return {...rooted, kind: 'offer', assignment, claimed, answer: this.answer ?? this.#usual(job)};
	}

	#usual({envelope, context, nowS, local}: Extract<UpdateJob, {kind: 'offer'}>): CheckAnswer {
		const head = this.#checkHead(envelope);
		if (!head.ok) {
			return head;
		}
		const isFailed = context.failedDigests.some(digest => Buffer.compare(digest, head.manifest.digest) === 0);
		if (nowS < 0 && local?.timeOverride !== true) {
			return {ok: false, refusal: refusal('E_OTA_TIME_UNKNOWN', 'no trusted time')};
		}
		if (isFailed) {
			return {ok: false, refusal: refusal('E_OTA_BLACKLISTED', 'it failed here')};
		}
		return context.upsProblem === ''
			? {ok: true, manifest: head.manifest, alreadyInstalled: head.manifest.sequence <= context.installFloor.sequence}
			: {ok: false, refusal: refusal('E_OTA_UPS_NOT_READY', context.upsProblem)};
	}

	#ports(): UpdatePorts {
		return {
			crypto: nodeCrypto,
			now: () => this.t,
			fillRandom: into => into.fill(9),
			check: (job, done) => done(this.#found(job)),
			lookAtUps: into => {
				into.problem = this.upsProblem;
				into.onBattery = this.onBattery;
				into.batteryPercent = this.batteryPercent;
			},
			health: check => this.health[healthChecks[check]] ?? healthPassed,
			log: (event, phase, detail, note) => this.#log(event, phase, detail, note),
			keep: kept => {
				this.#keptText = keptText(kept);
			},
			send: message => {
				this.sent.push(message);
				return true;
			},
			source: () => null,
			wallS: () => this.wallS,
			feedWatchdog: () => {
				this.fed += 1;
			},
			reset: why => {
				this.resets.push(why);
			},
			woke: () => {},
		};
	}

	#log(event: number, phase: number, detail: number, note: EventNote): void {
		const words = readEventWords(note.text);
		if (words === null) {
			throw new Error(`The text of ${eventName(event)} is not in the words of event-words.ts: ${note.text}`);
		}
		this.told.push({name: eventName(event), phase, detail, actor: note.actor, ...words});
	}

	/** The service answers what it was asked for. */
	#serve(): void {
		while (this.serves && this.sent.length > 0) {
			const message = this.sent.shift() as Uint8Array;
			const asked = fetchOf(message);
			const release = this.releases.find(({manifest}) => Buffer.compare(manifest.digest, asked.digest) === 0);
			for (let at = 0; release !== undefined && at < asked.length; at += 4096) {
				const from = asked.offset + at;
				const bytes = release.image.subarray(from, Math.min(from + 4096, asked.offset + asked.length));
				this.update.take(chunkOf(asked.token, asked.digest, from, bytes), this.t);
			}
		}
	}
}
