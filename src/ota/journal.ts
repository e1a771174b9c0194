// The journal of ota.md 6.2: the newest record that can be read is the state of the card. A torn record is none; an older one
// holds instead.

import type {Flash} from '../core/device-ports.ts';
import {type OtaRefusal, refusal} from './codes.ts';
import {generationIn, readRecord, type RecordDraft, writeRecord} from './journal-record.ts';
import type {Layout} from './layout.ts';
import type {LifeRecord} from './life.ts';
import {PlaceLog} from './place-log.ts';

const GENERATION_MAX = 4294967295;

export class Journal {
	readonly log: PlaceLog;
	/** The valid record of the highest generation; null when no record can be read. */
	newest: LifeRecord | null;

	constructor(flash: Flash, layout: Layout) {
		this.log = new PlaceLog(flash, layout.journals, generationIn);
		this.newest = this.log.top < 0 ? null : readRecord(this.log.newest);
	}

	/** Appends the draft under the next generation, which it gets. */
	write(draft: RecordDraft): OtaRefusal | null {
		const generation = this.log.nextRank();
		if (generation > GENERATION_MAX) {
			return refusal('E_OTA_JOURNAL', 'the journal has used up its generations, and they do not wrap');
		}
		draft.generation = generation;
		const bytes = writeRecord(draft);
		if (!this.log.append(bytes, generation)) {
			return refusal('E_OTA_JOURNAL', 'neither sector of the journal keeps a record');
		}
		this.newest = readRecord(bytes);
		return null;
	}
}
