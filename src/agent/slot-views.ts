// Slots of rows by name, as a face reads them.

import {NOT_AVAILABLE} from '../core/absent.ts';
import * as details from '../ups/details.ts';
import {DETAIL_SIZE} from '../ups/details.ts';
import {readingFields} from '../ups/reading.ts';
import type {DetailSlots, ReadingSlots} from './card-view.ts';

/** A reading row seen by the names of its slots. */
export interface ReadingView extends ReadingSlots {}

export class ReadingView {
	row: Int32Array;
	at: number;

	constructor(row: Int32Array) {
		this.row = row;
		this.at = 0;
	}
}

function defineSlot(name: string, slot: number): void {
	Object.defineProperty(ReadingView.prototype, name, {
		get: function (this: ReadingView): number {
			return this.row[this.at + slot];
		},
	});
}

for (let slot = 0; slot < readingFields.length; slot++) {
	defineSlot(readingFields[slot].name, slot);
}

/** Details by name; what the card itself knows is written by who looks. */
export class DetailView implements DetailSlots {
	row: Int32Array;
	inputVoltsLow: number;
	inputVoltsHigh: number;
	selfTestMinute: number;
	calibrationMinute: number;
	transferMinute: number;
	selfTestSource: number;
	calibrationSource: number;
	batteryInstalledDay: number;
	batteryLifeEndDay: number;
	batteryLife: number;

	constructor() {
		this.row = new Int32Array(DETAIL_SIZE);
		this.inputVoltsLow = NOT_AVAILABLE;
		this.inputVoltsHigh = NOT_AVAILABLE;
		this.selfTestMinute = NOT_AVAILABLE;
		this.calibrationMinute = NOT_AVAILABLE;
		this.transferMinute = NOT_AVAILABLE;
		this.selfTestSource = NOT_AVAILABLE;
		this.calibrationSource = NOT_AVAILABLE;
		this.batteryInstalledDay = NOT_AVAILABLE;
		this.batteryLifeEndDay = NOT_AVAILABLE;
		this.batteryLife = NOT_AVAILABLE;
	}

	turnOffIn(group: number): number {
		return this.row[details.turnOffIn + group];
	}

	turnOnIn(group: number): number {
		return this.row[details.turnOnIn + group];
	}

	stayOffFor(group: number): number {
		return this.row[details.stayOffFor + group];
	}

	get externalPacks(): number {
		return this.row[details.externalPacks];
	}

	get badPacks(): number {
		return this.row[details.badPacks];
	}

	get beeping(): number {
		return this.row[details.beeping];
	}

	get updateState(): number {
		return this.row[details.updateState];
	}

	get updateMode(): number {
		return this.row[details.updateMode];
	}

	get muted(): number {
		return this.row[details.muted];
	}
}
