// A card that only updates: it boots, runs whatever image the bootloader chose, takes one release after the other, and is
// restarted after each power cut. What must hold at every moment is checked at every boot.

import {FlashMisuse, PowerCut} from '../../../sim/flash/power-cut.ts';
import {boot} from '../../../src/ota/boot.ts';
import {BootEventRing} from '../../../src/ota/boot-events.ts';
import type {ChunkSink} from '../../../src/ota/chunk-sink.ts';
import {otaCodes, type OtaRefusal} from '../../../src/ota/codes.ts';
import {sameBytes} from '../../../src/ota/flash-bytes.ts';
import {TRIAL_ATTEMPTS} from '../../../src/ota/journal-record.ts';
import {openLife} from '../../../src/ota/life-machine.ts';
import type {BootOutcome, Life} from '../../../src/ota/life.ts';
import {armed, confirmed, receiving, reverted, steady, trial, verified} from '../../../src/ota/states.ts';
import type {Release} from './releases.ts';
import type {Rig} from './rig.ts';

const DIGEST_PREFIX = 8;

/** A call was refused because of the part: the card restarts and tries again. */
class PartFailed extends Error {}

/** Refusals that a part which fails once may cause. */
const partCodes: readonly string[] = [
	'E_OTA_FLASH_ERASE',
	'E_OTA_FLASH_WRITE',
	'E_OTA_FLASH_VERIFY',
	'E_OTA_JOURNAL',
	'E_OTA_DIGEST',
	'E_OTA_CHUNK_HASH',
	'E_OTA_CHUNK_DUP_DIFF',
];

/** What went wrong; a run throws it. */
export class LifeBroken extends Error {
	override readonly name = 'LifeBroken';
}

export class UpdatingCard {
	/** Boots and power cuts so far. */
	boots = 0;
	cuts = 0;
	readonly #rig: Rig;
	readonly #campaign: readonly Release[];
	/** Releases that need no offer any more. */
	readonly #ended = new Set<Release>();
	/** The confirmed image; both where a cut hit the confirmation itself. */
	#mayRun: readonly Release[];
	#wasDisarmed = false;
	#installFloor = 0;
	/** Runs of each candidate since it was armed. */
	readonly #trials = new Map<Release, number>();
	#isDone = false;
	/** Whether the part may fail in other ways than by a cut: then refusals are no defect. */
	readonly #isPatient: boolean;

	constructor(rig: Rig, factory: Release, campaign: readonly Release[], isPatient: boolean) {
		this.#rig = rig;
		this.#isPatient = isPatient;
		this.#campaign = campaign;
		this.#mayRun = [factory];
	}

	/** Lives until every release was installed or refused; throws LifeBroken where something is lost. */
	live(bootsMax: number): void {
		while (!this.#isDone) {
			this.boots += 1;
			if (this.boots > bootsMax) {
				throw new LifeBroken(`no end after ${bootsMax} boots`);
			}
			try {
				this.#start();
			} catch (cause) {
				if (cause instanceof FlashMisuse) {
					throw new LifeBroken(`misuse: ${cause.message}`);
				}
				if (!(cause instanceof PowerCut || cause instanceof PartFailed)) {
					throw cause;
				}
				this.cuts += 1;
				this.#rig.restart();
			}
		}
	}

	#start(): void {
		this.#rig.freeze(-1);
		const outcome = boot(this.#rig.device);
		this.#rig.freeze(outcome.run);
		const running = this.#judge(outcome);
		const onTrial = outcome.run !== outcome.record.active;
		if (onTrial && running.kind === 'hangs') {
			return;
		}
		const life = openLife(this.#rig.device, outcome);
		this.#readEvents();
		if (onTrial) {
			this.#runCandidate(life, running);
		} else {
			this.#runActive(life, running);
		}
	}

	/** No brick, no lost confirmed image, floors in order. */
	#judge(outcome: BootOutcome): Release {
		const {run, record} = outcome;
		if (outcome.events.some(({name}) => name === 'otaJournalLost')) {
			throw new LifeBroken('the journal is lost');
		}
		if (run < 0) {
			throw new LifeBroken('bricked: no slot boots');
		}
		const running = this.#rig.releaseIn(outcome.slots[run].manifest);
		const onTrial = record.state === trial && run === record.candidate;
		if (!onTrial && !this.#mayRun.includes(running)) {
			throw new LifeBroken(
				`lost the confirmed ${this.#mayRun.map(({name}) => name).join(' or ')}: ${running.name} runs`,
			);
		}
		if (onTrial) {
			this.#countTrial(running);
		} else {
			this.#mayRun = record.state === confirmed ? this.#mayRun : [running];
		}
		this.#judgeFloors(record.installFloor.sequence);
		return running;
	}

	#countTrial(running: Release): void {
		const trials = (this.#trials.get(running) ?? 0) + 1;
		this.#trials.set(running, trials);
		if (trials > TRIAL_ATTEMPTS + this.cuts) {
			throw new LifeBroken(`${running.name} ran ${trials} times on trial`);
		}
	}

	#judgeFloors(installFloor: number): void {
		if (installFloor < this.#installFloor && this.#mayRun.length === 1) {
			throw new LifeBroken(`the install floor fell from ${this.#installFloor} to ${installFloor}`);
		}
		const lowest = Math.min(...this.#mayRun.map(({manifest}) => manifest.securityVersion));
		if (this.#rig.device.otp.read() > lowest) {
			throw new LifeBroken(`the boot floor is above the confirmed image's ${lowest}`);
		}
	}

	#readEvents(): void {
		const ring = new BootEventRing(this.#rig.device);
		const pending = ring.pending();
		if (pending.length > 0) {
			ring.acknowledge(pending[pending.length - 1].sequence);
		}
	}

	#runCandidate(life: Life, running: Release): void {
		if (running.kind === 'good') {
			this.#mayRun = [...this.#mayRun, running];
			this.#require(life.confirm(), 'confirm');
			this.#mayRun = [running];
			this.#installFloor = running.manifest.sequence;
			this.#ended.add(running);
		} else if (running.kind === 'unhealthy') {
			this.#require(life.revert(otaCodes.E_OTA_HEALTH), 'revert');
		}
	}

	#runActive(life: Life, running: Release): void {
		const {state, candidateDigest} = life.record;
		this.#ended.add(running);
		if (state === reverted) {
			this.#noteReverted(life);
		}
		if (state === steady && !life.record.soaked) {
			this.#require(life.endSoak(), 'endSoak');
		}
		const next = this.#campaign.find(release => !this.#ended.has(release));
		if (next === undefined) {
			this.#finish(life, running);
		} else if (state === verified && isOf(candidateDigest, next)) {
			this.#arm(life, next);
		} else {
			this.#download(life, next);
		}
	}

	/** A good image is reverted only where cuts used up its attempts; then it is offered again. */
	#noteReverted(life: Life): void {
		const {candidateDigest, reason} = life.record;
		const failed = this.#campaign.find(release => isOf(candidateDigest, release));
		const wornOut = reason === otaCodes.E_OTA_WDT && this.cuts >= TRIAL_ATTEMPTS;
		if (failed === undefined || (failed.kind === 'good' && !wornOut)) {
			throw new LifeBroken(`the good ${failed?.name ?? 'image of nobody'} was reverted`);
		}
		if (failed.kind !== 'good') {
			this.#ended.add(failed);
		}
	}

	#download(life: Life, release: Release): void {
		const answer = life.receive(release.manifest);
		if ('code' in answer) {
			this.#require(answer, 'receive');
			return;
		}
		const sent = this.#send(answer.sink, release);
		if (sent && release.kind !== 'cancelled') {
			const refused = life.verify(release.head);
			if (release.kind !== 'spoiled') {
				this.#require(refused, 'verify');
				this.#arm(life, release);
				return;
			}
			if (refused?.code !== 'E_OTA_DIGEST') {
				throw new LifeBroken(`the spoiled ${release.name} was answered with ${refused?.code ?? 'nothing'}`);
			}
		}
		this.#require(life.drop(otaCodes.E_OTA_CANCELLED), 'drop');
		this.#ended.add(release);
	}

	/** False where the release was cancelled in the middle. */
	#send(sink: ChunkSink, release: Release): boolean {
		if (release.table !== null && !sink.hasTable()) {
			this.#require(sink.putTable(0, release.table), 'putTable');
		}
		const sectors = Math.ceil(sink.imageBytes / sink.sectorBytes);
		for (let i = sectors - 1; i >= 0; i--) {
			if (!sink.isDone(i)) {
				const bytes = release.image.subarray(i * sink.sectorBytes, (i + 1) * sink.sectorBytes);
				this.#require(sink.putSector(i, bytes), 'putSector');
			}
			if (release.kind === 'cancelled') {
				return false;
			}
		}
		return true;
	}

	/** The first candidate is disarmed once, as when mains fail before the reset. */
	#arm(life: Life, release: Release): void {
		this.#trials.set(release, 0);
		this.#require(life.arm(), 'arm');
		if (!this.#wasDisarmed) {
			this.#wasDisarmed = true;
			this.#require(life.disarm(), 'disarm');
			this.#require(life.arm(), 'arm');
		}
	}

	#finish(life: Life, running: Release): void {
		const good = this.#campaign.filter(({kind}) => kind === 'good');
		const expected = good.length === 0 ? running : good[good.length - 1];
		if (running !== expected || life.record.state === armed || life.record.state === receiving) {
			throw new LifeBroken(`ended with ${running.name}, not with ${expected.name}`);
		}
		if (life.record.state === steady && this.#rig.device.otp.read() !== running.manifest.securityVersion) {
			throw new LifeBroken('the boot floor was not raised');
		}
		this.#isDone = true;
	}

	#require(refused: OtaRefusal | null, call: string): void {
		if (refused !== null && this.#isPatient && partCodes.includes(refused.code)) {
			throw new PartFailed(refused.detail);
		}
		if (refused !== null) {
			throw new LifeBroken(`${call}: ${refused.code}, ${refused.detail}`);
		}
	}
}

function isOf(candidateDigest: Uint8Array, release: Release): boolean {
	return sameBytes(candidateDigest, release.manifest.digest, DIGEST_PREFIX);
}
