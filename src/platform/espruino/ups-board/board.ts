// The simulated UPS on a board, as the far end of a card's serial line: two boards make a bench. What it is fed with and what it
// feeds is set at the board's console.

import {DAY, SECOND} from '../../../core/clock.ts';
import type {Rating} from '../../../ups/rating.ts';
import {Ups, UpsRows} from '../../../ups/row.ts';
import {addType, beginSelfTest, setAmbient, setDemand, setInput, startUps} from '../../../ups/ups.ts';
import type {Device} from '../device.ts';
import {RtuSlave} from './rtu-slave.ts';
import {UpsRegisters} from './registers.ts';

/** How it is wired up. */
export interface UpsWiring {
	readonly unit: number;
	readonly baud: number;
	/** Of its sensors' noise. */
	readonly seed: number;
	readonly serialNumber: string;
}

const LOAD_SHARE = 0.3;
const AMBIENT_CELSIUS = 22;
/** Share of harmonics in a utility that is well. */
const DISTORTION = 0.02;
const WATCHDOG_SECONDS = 30;
const PERCENT = 100;

export class UpsBoard {
	device: Device;
	u: Ups;
	registers: UpsRegisters;
	slave: RtuSlave;

	constructor(device: Device, rating: Rating, wiring: UpsWiring) {
		const rows = new UpsRows(1);
		this.device = device;
		this.u = new Ups(rows, 0);
		startUps(this.u, addType(rows, rating), {
			seed: wiring.seed,
			loadWatts: rating.ratedWatts * LOAD_SHARE,
			ambientCelsius: AMBIENT_CELSIUS,
			agingOffsetMs: DAY,
			testOffsetMs: DAY,
		});
		this.registers = new UpsRegisters(this.u, device.clock, wiring.serialNumber);
		this.slave = new RtuSlave(device.clock, device.openSerial(wiring.baud), wiring.unit, this.registers);
		device.watchdog.enable(WATCHDOG_SECONDS);
		this.tick();
	}

	/** Once a second, so that what is due happens also while nobody reads. */
	tick(): void {
		this.registers.live();
		this.device.watchdog.kick();
		this.device.clock.after(SECOND, () => this.tick());
	}

	/** The utility as it comes in; no volts are an outage. */
	input(volts: number, hertz: number): void {
		setInput(this.u, this.registers.live(), volts, hertz, volts > 0 ? DISTORTION : 0);
		this.registers.stale();
	}

	/** The utility as it should be. */
	restore(): void {
		this.input(this.u.rating.nominalVolts, this.u.rating.nominalHertz);
	}

	/** What the equipment asks for, in percent of the rating. */
	load(percent: number): void {
		setDemand(this.u, this.registers.live(), (this.u.rating.ratedWatts * percent) / PERCENT);
		this.registers.stale();
	}

	/** The air around it. */
	ambient(celsius: number): void {
		setAmbient(this.u, this.registers.live(), celsius);
		this.registers.stale();
	}

	/** Starts a self-test; false where the UPS is in no state for one. */
	test(): boolean {
		const began = beginSelfTest(this.u, this.registers.live());
		this.registers.stale();
		return began;
	}
}
