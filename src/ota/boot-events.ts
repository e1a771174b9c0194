// What the bootloader has to tell, kept in flash until an image has it in its log: an image that hangs before that loses nothing
// (ota.md 8). Entry, 64 bytes: 0 magic 'RTBE'  4 sequence  8 generation of the record that was read  12 detail  16 kind  60 CRC-32

import {crc32} from '../codec/crc32.ts';
import {getU32, putU32} from './flash-bytes.ts';
import {RECORD_BYTES} from './layout.ts';
import type {LifeDevice} from './life-device.ts';
import type {BootEvent} from './life.ts';
import {PlaceLog} from './place-log.ts';

const MAGIC = 0x52544245;
const CRC_AT = 60;
const KIND_AT = 16;

/** Kinds by number: append only. The first marks what is in the log, up to the sequence that is its detail. */
const kinds: readonly string[] = [
	'',
	'otaTrialBoot',
	'otaReverted',
	'otaBootRejected',
	'otaFallback',
	'otaNoBootable',
	'otaJournalLost',
];

export interface PendingBootEvent extends BootEvent {
	/** Rises; a gap means that an entry was torn. */
	readonly sequence: number;
	readonly generation: number;
}

export class BootEventRing {
	readonly log: PlaceLog;

	constructor(device: LifeDevice) {
		this.log = new PlaceLog(device.flash, device.layout.events, sequenceOf);
	}

	/** What no log has yet, oldest first. */
	pending(): readonly PendingBootEvent[] {
		const found: PendingBootEvent[] = [];
		let logged = 0;
		this.log.each(entry => {
			const kind = entry[KIND_AT];
			if (kind === 0) {
				logged = Math.max(logged, getU32(entry, 12));
			} else if (kind < kinds.length) {
				found.push({
					sequence: getU32(entry, 4),
					generation: getU32(entry, 8),
					name: kinds[kind],
					detail: getU32(entry, 12),
				});
			}
		});
		return found.filter(event => event.sequence > logged).sort((a, b) => a.sequence - b.sequence);
	}

	/** Keeps the events of a boot. A boot that is decided again after a cut tells nothing twice. */
	append(generation: number, events: readonly BootEvent[]): void {
		if (events.length === 0) {
			return;
		}
		const before = this.pending();
		for (let i = 0; i < events.length; i++) {
			const name = events[i].name;
			if (!before.some(event => event.name === name && event.generation === generation)) {
				this.put(kinds.indexOf(name), generation, events[i].detail);
			}
		}
	}

	/** All events up to this sequence are safe in a log. */
	acknowledge(sequence: number): void {
		this.put(0, 0, sequence);
	}

	/** An entry that no place keeps is lost, as a gap in the sequence shows: no start waits for it. */
	put(kind: number, generation: number, detail: number): void {
		const sequence = this.log.nextRank();
		const bytes = new Uint8Array(RECORD_BYTES);
		putU32(bytes, 0, MAGIC);
		putU32(bytes, 4, sequence);
		putU32(bytes, 8, generation);
		putU32(bytes, 12, detail);
		bytes[KIND_AT] = kind;
		putU32(bytes, CRC_AT, crc32(bytes, 0, CRC_AT));
		this.log.append(bytes, sequence);
	}
}

function sequenceOf(bytes: Uint8Array): number {
	const isEntry = getU32(bytes, 0) === MAGIC && getU32(bytes, CRC_AT) === crc32(bytes, 0, CRC_AT);
	return isEntry ? getU32(bytes, 4) : -1;
}
