// What each face would answer about a card now: from the tables that its server serves from, so that a difference between two faces
// shows here as it would to their clients.

import {encodeSample, SAMPLE_BYTES, sampleField} from '../../src/agent/sample.ts';
import type {CardHouse, CardView} from '../../src/agent/card-view.ts';
import {NOT_AVAILABLE} from '../../src/core/absent.ts';
import {ProtobufReader} from '../../src/codec/protobuf-reader.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {quantityOf} from '../../src/codec/modbus-values.ts';
import {servedRows} from '../../src/protocols/modbus/map.ts';
import type {ServedRow} from '../../src/protocols/modbus/map.ts';
import {variableRows} from '../../src/protocols/nut/cards/variables.ts';
import type {VariableRow} from '../../src/protocols/nut/cards/variables.ts';
import {SnmpCounters} from '../../src/protocols/snmp/counters.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import type {Flavour} from '../../src/protocols/snmp/flavours.ts';
import {OCTET_STRING} from '../../src/protocols/snmp/mib.ts';
import type {MibRow} from '../../src/protocols/snmp/mib.ts';
import {Place} from '../../src/protocols/snmp/place.ts';
import {READING_SIZE, readingFields} from '../../src/ups/reading.ts';
import {faceRows, MODBUS_STEP, POWERNET, toleranceOf, UPS_MIB} from './face-table.ts';
import type {FaceRow, OidPlace} from './face-table.ts';
import type {FaceCell, FaceLine} from './messages.ts';

export interface FacesOptions {
	readonly house: CardHouse;
	/** How SNMP behaves. */
	readonly flavour: Flavour;
	readonly quirks: readonly string[];
}

/** Of faces that tell the reading as it is. */
const EXACT = 100;
const VARINT = 0;
const MOST_WORDS = 4;
const WORD = 256;

/** A card's faces, one card at a time. */
export class Faces {
	readonly #place: Place;
	readonly #objects: ReadonlyMap<string, MibRow>;
	readonly #registers: ReadonlyMap<string, ServedRow>;
	readonly #variables: ReadonlyMap<string, VariableRow>;
	readonly #writer = new ProtobufWriter(SAMPLE_BYTES);
	readonly #sample = new Map<number, number>();
	readonly #row = new Int32Array(READING_SIZE);
	readonly #sent = new Int32Array(READING_SIZE);

	constructor({house, flavour, quirks}: FacesOptions) {
		// No object of the table counts anything: the counters of one card are enough.
		this.#place = new Place(new SnmpCounters(1), quirks);
		this.#objects = new Map(createMib(flavour, house).rows.map(row => [row.oid, row]));
		this.#registers = new Map(servedRows.map(served => [served.row.name, served]));
		this.#variables = new Map(variableRows.map(row => [row.name, row]));
	}

	/** The view must stand at the card, and have been looked at. */
	tell(view: CardView): FaceLine[] {
		this.#place.card = view;
		this.#encode(view);
		return faceRows.map(row => this.#line(view, row));
	}

	#line(view: CardView, row: FaceRow): FaceLine {
		const slots = view.reading as unknown as Readonly<Record<string, number>>;
		const steps = view.lost ? NOT_AVAILABLE : slots[row.slot];
		const value = steps === NOT_AVAILABLE ? null : steps / row.scale;
		const {powernet, precise, ietf, modbus, nut} = row;
		const cell = (told: Told | null, scale: number): FaceCell | null =>
			told === null ? null : {...told, agrees: agrees(value, told.value, toleranceOf(scale) + 1 / row.scale)};
		const object = (base: string, at: OidPlace | undefined): FaceCell | null =>
			at === undefined ? null : cell(this.#object(view, `${base}${at[0]}`, at[1]), at[1]);
		return {
			slot: row.slot,
			unit: readingFields.find(({name}) => name === row.slot)?.unit ?? '',
			value,
			powernet: object(POWERNET, powernet),
			precise: object(POWERNET, precise),
			ietf: object(UPS_MIB, ietf),
			modbus: modbus === undefined ? null : cell(this.#register(view, modbus), Math.min(MODBUS_STEP, row.scale)),
			nut: nut === undefined ? null : cell(...this.#variable(view, nut)),
			mqtt: cell(this.#field(row), EXACT),
		};
	}

	#object(view: CardView, oid: string, scale: number): Told | null {
		const row = this.#objects.get(oid);
		if (row === undefined) {
			return null;
		}
		const raw = row.read(view, this.#place);
		const at = `${row.name} ${oid}`;
		if (raw === null || row.type === OCTET_STRING) {
			return {at, raw, value: null} as Told;
		}
		return {at, raw: String(raw), value: Number(raw) / scale};
	}

	#register(view: CardView, name: string): Told | null {
		const served = this.#registers.get(name);
		if (served === undefined) {
			return null;
		}
		const {row} = served;
		const at = `${name} ${row.address}`;
		if (served.ofUps && view.lost) {
			return {at, raw: null, value: null};
		}
		const bytes = new Uint8Array(2 * MOST_WORDS);
		served.fill(view, bytes, 0);
		const words = Array.from({length: row.count}, (_, i) => bytes[2 * i] * WORD + bytes[2 * i + 1]);
		return {at, raw: `0x${words.map(hex).join('')}`, value: quantityOf(row, words, 0)};
	}

	/** With the scale that its digits behind the point have. */
	#variable(view: CardView, name: string): [told: Told | null, scale: number] {
		const raw = view.lost ? null : (this.#variables.get(name)?.read(view) ?? null);
		const scale = 10 ** (raw?.split('.')[1]?.length ?? 0);
		return [{at: name, raw, value: raw === null ? null : Number(raw)}, scale];
	}

	#field({slot, scale, mqtt}: FaceRow): Told {
		const field = sampleField(readingFields.findIndex(({name}) => name === slot));
		const steps = this.#sample.get(field);
		const at = `${mqtt} #${field}`;
		return steps === undefined ? {at, raw: null, value: null} : {at, raw: String(steps), value: steps / scale};
	}

	/** A full sample of the card, and its numbers by field. */
	#encode(view: CardView): void {
		const slots = view.reading as unknown as Readonly<Record<string, number>>;
		readingFields.forEach(({name}, slot) => (this.#row[slot] = slots[name]));
		this.#writer.reset();
		const header = {sequence: 1, fullSequence: 1, uptimeMs: 0};
		this.#sample.clear();
		if (view.lost) {
			return;
		}
		encodeSample(this.#writer, header, this.#row, 0, this.#sent, 0, view.lost);
		const reader = new ProtobufReader(this.#writer.view());
		while (reader.next()) {
			if (reader.wire === VARINT) {
				this.#sample.set(reader.field, reader.signed());
			} else {
				reader.skip();
			}
		}
	}
}

type Told = Omit<FaceCell, 'agrees'>;

/** Nothing agrees with nothing. */
function agrees(truth: number | null, told: number | null, tolerance: number): boolean {
	return truth === null || told === null ? truth === told : Math.abs(told - truth) <= tolerance;
}

function hex(word: number): string {
	return word.toString(16).padStart(4, '0');
}
