// One card of a fleet that takes firmware: it boots the slot that its bootloader chose, acts as that image does, and comes back
// after resets and power cuts. Uptime goes on counting from the start of the fleet.

import {CardUpdate} from '../../../src/agent/update/card-update.ts';
import {healthChecks} from '../../../src/agent/update/health.ts';
import type {UpdateFound, UpdateJob} from '../../../src/agent/update/jobs.ts';
import {newKept} from '../../../src/agent/update/kept.ts';
import type {KeptUpdate} from '../../../src/agent/update/kept.ts';
import {healthFailed, healthOpen, healthPassed} from '../../../src/agent/update/ports.ts';
import type {UpdatePorts} from '../../../src/agent/update/ports.ts';
import type {UpsNow} from '../../../src/agent/update/ups-rules.ts';
import type {EventNote} from '../../../src/agent/roles.ts';
import {SECOND} from '../../../src/core/clock.ts';
import type {Millis} from '../../../src/core/clock.ts';
import type {DeviceCrypto} from '../../../src/core/device-ports.ts';
import {boot} from '../../../src/ota/boot.ts';
import {BootEventRing} from '../../../src/ota/boot-events.ts';
import {openLife} from '../../../src/ota/life-machine.ts';
import type {BootOutcome, Life} from '../../../src/ota/life.ts';
import * as states from '../../../src/ota/states.ts';
import {PowerCut} from '../../flash/power-cut.ts';
import {failsCheck} from './behaviour.ts';
import type {CardDevice} from './card-device.ts';
import type {CardWorld} from './card-world.ts';
import {noImage, readRunning} from './running-image.ts';
import type {RunningImage} from './running-image.ts';
import type {FirmwareSetup} from './setup.ts';

/** The hardware watchdog (ota.md 6.5). */
const WATCHDOG_MS = 60 * SECOND;
/** A request reaches its service after this: what a site's line takes. */
const LINE_MS = 50;

export class UpdatingCard implements UpdatePorts {
	readonly crypto: DeviceCrypto;
	readonly device: CardDevice;
	/** Null while the card is off, and while its image hangs. */
	update: CardUpdate | null = null;
	life: Life | null = null;
	/** Power cuts that its flash went through. */
	cuts = 0;
	/** Jobs of signatures under way. */
	jobs = 0;
	kept: KeptUpdate;
	readonly #setup: FirmwareSetup;
	readonly #world: CardWorld;
	readonly #serial: string;
	#starts = 0;
	#isHung = false;
	#image: RunningImage = noImage;
	#cancelDue: () => void = () => {};
	#cancelLife: () => void = () => {};

	constructor(setup: FirmwareSetup, device: CardDevice, serial: string, world: CardWorld, kept?: KeptUpdate) {
		this.#setup = setup;
		this.#world = world;
		this.#serial = serial;
		this.crypto = setup.wishes.crypto;
		this.device = device;
		this.kept = kept ?? newKept(setup.wishes.root, setup.root.version);
	}

	/** Version that runs, `major.minor.patch`; '' while nothing runs. */
	get version(): string {
		return this.#image.version.join('.');
	}

	/** Of states.ts; recovery while no slot can be booted. */
	get state(): number {
		return this.life === null ? states.recovery : this.life.record.state;
	}

	/** Power comes: the bootloader, then the image. */
	start(): void {
		this.#guard(() => {
			const outcome = boot(this.device);
			const life = openLife(this.device, outcome);
			this.life = life;
			this.#starts += 1;
			this.#image = readRunning(this.#setup, this.#serial, outcome, life);
			this.#world.started(this.#starts, this.#image.version);
			this.#run(outcome, life);
		});
	}

	/** The supply of the card fails: whatever it did ends here. */
	cutPower(): void {
		this.cuts += 1;
		this.device.operations.restart();
		this.#restart(true);
	}

	/** The watchdog ends the run: nothing is kept that was not. */
	bite(): void {
		this.#isHung = true;
		this.#restart(true);
	}

	/** The run ends without a word, whatever it did. */
	crash(): void {
		this.#restart(true);
	}

	/** It stands still until its watchdog bites; what it returns ends that at once. A card that is off cannot hang. */
	hang(): () => void {
		if (this.update === null) {
			return () => {};
		}
		this.#cancelDue();
		this.#cancelLife();
		this.update = null;
		const hungAt = this.#starts;
		this.#cancelLife = this.#world.after(WATCHDOG_MS, () => this.bite());
		return () => {
			if (this.update === null && this.#starts === hungAt && !this.#isHung) {
				this.crash();
			}
		};
	}

	connected(): void {
		this.#act(update => update.connected(this.now()));
	}

	disconnected(): void {
		this.#act(update => update.disconnected(this.now()));
	}

	/** A message of kind `ota`; '' or what it should have been. */
	take(payload: Uint8Array): string {
		const said = {why: ''};
		this.#act(update => (said.why = update.take(payload, this.now())));
		return said.why;
	}

	/** The UPS changed, or time came. */
	due(): void {
		this.#act(update => update.due(this.now()));
	}

	now(): Millis {
		return this.#world.now();
	}

	fillRandom(into: Uint8Array): void {
		this.#world.fillRandom(into);
	}

	check(job: UpdateJob, done: (found: UpdateFound) => void): void {
		const asker = this.update;
		this.jobs += 1;
		this.#setup.wishes.check(job, found => {
			this.jobs -= 1;
			// A card that was restarted meanwhile has forgotten what it asked.
			if (this.update === asker || asker === null) {
				this.#guard(() => done(found));
				this.woke();
			}
		});
	}

	lookAtUps(into: UpsNow): void {
		this.#world.lookAtUps(into);
	}

	health(check: number): number {
		const name = healthChecks[check];
		if (failsCheck(this.#image.conduct, check)) {
			return healthFailed;
		}
		if (name === 'version') {
			return this.version === this.#image.signedAs ? healthPassed : healthFailed;
		}
		return name === 'ups' && !this.#world.isHearing() ? healthOpen : healthPassed;
	}

	log(event: number, phase: number, detail: number, note: EventNote): void {
		this.#world.log(event, phase, detail, note);
	}

	keep(kept: KeptUpdate): void {
		this.kept = structuredClone(kept);
	}

	send(message: Uint8Array): boolean {
		const copy = message.slice();
		this.#world.after(LINE_MS, () => this.#world.send(copy));
		return true;
	}

	source(): null {
		return null;
	}

	wallS(): number {
		return this.#world.wallS();
	}

	/** An image that runs feeds it; one that hangs never comes this far. */
	feedWatchdog(): void {}

	/** The card restarts in good order, once what asked for it has returned. */
	reset(): void {
		this.#world.after(0, () => {
			const {update} = this;
			if (update !== null) {
				this.#guard(() => update.stop(this.now()));
			}
			if (this.update === update) {
				this.#restart(false);
			}
		});
	}

	woke(): void {
		const {update} = this;
		this.#cancelDue();
		if (update !== null) {
			const delay = Math.max(1, update.nextAt() - this.now());
			this.#cancelDue = this.#world.after(delay, () => this.due());
		}
	}

	#act(act: (update: CardUpdate) => void): void {
		const {update} = this;
		if (update !== null) {
			this.#guard(() => act(update));
			this.woke();
		}
	}

	/** Flash that loses its supply ends the card, and not the fleet. */
	#guard(act: () => void): void {
		try {
			act();
		} catch (error) {
			if (!(error instanceof PowerCut)) {
				throw error;
			}
			this.cutPower();
		}
	}

	#run(outcome: BootOutcome, life: Life): void {
		const {hangs, resetsAfterMs, onceConfirmed, isOffline} = this.#image.conduct;
		if (hangs) {
			this.#cancelLife = this.#world.after(WATCHDOG_MS, () => this.bite());
			return;
		}
		const update = this.#updateOf(outcome, life);
		this.update = update;
		this.#isHung = false;
		update.start(this.now());
		this.woke();
		if (resetsAfterMs < Infinity && (!onceConfirmed || life.record.state !== states.trial)) {
			this.#cancelLife = this.#world.after(resetsAfterMs, () => this.#restart(true));
		}
		if (!isOffline) {
			this.#world.goOnline();
		}
	}

	#updateOf(outcome: BootOutcome, life: Life): CardUpdate {
		const {cardClass, deviceIdOf} = this.#setup;
		return new CardUpdate(
			{
				cardClass,
				deviceId: deviceIdOf(this.#serial),
				serial: this.#serial,
				runningVersion: this.#image.version,
				cardKey: this.#setup.wishes.cardKeyOf?.(this.#serial) ?? null,
				life,
				otp: this.device.otp,
				boot: outcome,
				bootEvents: new BootEventRing(this.device),
				roots: this.device.roots,
				wasHung: this.#isHung,
				kept: structuredClone(this.kept),
				ports: this,
			},
			this.now(),
		);
	}

	/** Nothing runs until the card has booted; `isCut`: it said no good-bye. */
	#restart(isCut: boolean): void {
		this.#cancelDue();
		this.#cancelLife();
		this.update = null;
		this.#world.goOffline(isCut);
		this.#cancelLife = this.#world.after(this.#setup.bootMs, () => this.start());
	}
}
