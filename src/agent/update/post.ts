// What a card sends its update service (messages.ts): what it has, that it wants the time, and which bytes it wants.

import type {ByteSource} from '../../ota/chunk-sink.ts';
import {encodeInventory} from '../../ota/inventory.ts';
import {slotA, slotB} from '../../ota/states.ts';
import {MqttSource} from '../../ota/transfer/mqtt-source.ts';
import {encodeTimeWanted} from '../../ota/transfer/wire.ts';
import type {UpdateCore} from './core.ts';
import type {Candidate} from './kept.ts';

const SLOTS = 2;

/** The card's report of itself. */
export function inventoryOf(core: UpdateCore): Uint8Array {
	const active = Math.max(0, core.options.boot.run);
	const record = core.life.record;
	return encodeInventory(
		{
			slots: [core.life.slot(slotA).manifestDigest, core.life.slot(slotB).manifestDigest],
			active: active,
			keyEpoch: record.installFloor.keyEpoch,
			sequence: record.installFloor.sequence,
			bootFloor: core.options.otp.read(),
			rootVersion: core.kept.rootVersion,
			lastFailure: core.kept.lastFailure,
			fallback: core.life.slot((active + 1) % SLOTS).bootable,
			state: core.state(),
			version: core.options.runningVersion,
			vendorId: core.options.cardClass.vendorId,
			classId: core.options.cardClass.classId,
			deviceId: core.options.deviceId,
		},
		core.options.cardKey,
		core.ports.crypto,
	);
}

export class Post {
	core: UpdateCore;

	constructor(core: UpdateCore) {
		this.core = core;
	}

	/** Sends the inventory where it is due. */
	report(): void {
		if (this.core.isUp && this.core.inventoryDue && this.core.ports.send(inventoryOf(this.core))) {
			this.core.inventoryDue = false;
		}
	}

	/** Asks for the time with this nonce. */
	wantTime(nonce: Uint8Array): void {
		this.core.ports.send(encodeTimeWanted(nonce));
	}

	/** Where the service serves a candidate's bytes. */
	source(candidate: Candidate): ByteSource {
		return new MqttSource(candidate.manifest.digest, message => this.core.ports.send(message));
	}
}
