// A simulated UPS with its line: what the process of its own and the command `hil twin` open.

import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusRtu} from '../../src/protocols/modbus/rtu-server.ts';
import type {ModbusOptions} from '../../src/protocols/modbus/options.ts';
import {openPlant} from './plant.ts';
import type {Plant} from './plant.ts';
import type {PlantWishes} from './plant-wishes.ts';
import {wired} from './wired-stream.ts';
import {openWiredTcp} from './wired-tcp.ts';
import type {TwinPlaces} from './words.ts';

/** Where the card under test finds the UPS. */
export type TwinWhere =
	/** Modbus RTU on a device of the system or a pty. */
	| {
			readonly kind: 'serial';
			readonly path: string;
			readonly baud: number;
			readonly parity: 'none' | 'even' | 'odd';
			readonly unit: number;
	  }
	/** Modbus/TCP; port 0 takes a free one. */
	| {readonly kind: 'tcp'; readonly host: string; readonly port: number};

export interface TwinWishes extends PlantWishes {
	readonly where: TwinWhere;
}

export interface OpenedTwin {
	readonly plant: Plant;
	readonly places: TwinPlaces;
	close(): Promise<void>;
}

const UNIT = 1;

interface Face {
	/** As `--ups` has it. */
	readonly ups: string;
	close(): Promise<void>;
}

async function openFace(plant: Plant, where: TwinWhere): Promise<Face> {
	const unit = where.kind === 'serial' ? where.unit : UNIT;
	const options: ModbusOptions = {
		house: plant.house,
		clock: nodeClock,
		serves: {card: 0, unit},
		undefinedReads: 'ups',
	};
	if (where.kind === 'serial') {
		const {path, baud, parity} = where;
		const line = {path, baud, parity};
		const server = await openModbusRtu({...options, line, through: stream => wired(stream, plant.wire)});
		return {ups: `serial:${path}?baud=${baud}&parity=${parity}&unit=${unit}`, close: async () => server.close()};
	}
	const server = await openWiredTcp(options, plant.wire, where);
	const host = where.host.includes(':') ? `[${where.host}]` : where.host;
	return {ups: `modbus-tcp://${host}:${server.port}?unit=${unit}`, close: async () => server.close()};
}

/** Throws E_MODEL_UNKNOWN, E_SETUP_FAULTY, E_FILE_UNREADABLE and E_PORT_TAKEN; nothing is open then. */
export async function openTwin(wishes: TwinWishes, note: (text: string) => void): Promise<OpenedTwin> {
	const plant = await openPlant(wishes, note);
	const face = await openFace(plant, wishes.where);
	plant.start();
	return {
		plant,
		places: {ups: face.ups, model: plant.model, serial: plant.serial},
		async close() {
			await face.close();
			await plant.close();
		},
	};
}
