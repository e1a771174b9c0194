// A simulated UPS with its line: what the process of its own and the command `hil twin` open.

import type {Duplex} from 'node:stream';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusRtu} from '../../src/protocols/modbus/rtu-server.ts';
import type {ModbusOptions} from '../../src/protocols/modbus/options.ts';
import {serveRfc2217} from '../serial/rfc2217-server.ts';
import {openPlant} from './plant.ts';
import type {Plant} from './plant.ts';
import type {PlantWishes} from './plant-wishes.ts';
import {openPty} from './pty.ts';
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
	/** Modbus RTU on a pty that is made at this path. */
	| {readonly kind: 'pty'; readonly path: string}
	/** Modbus RTU on a serial port that a client at another machine opens by RFC 2217; port 0 takes a free one. */
	| {readonly kind: 'rfc2217'; readonly host: string; readonly port: number}
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

type Opener<Kind extends TwinWhere['kind']> = (
	plant: Plant,
	where: Extract<TwinWhere, {readonly kind: Kind}>,
) => Promise<Face>;

function hostText(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}

function optionsOf({house}: Plant, unit: number): ModbusOptions {
	return {house, clock: nodeClock, serves: {card: 0, unit}, undefinedReads: 'ups'};
}

const openers: {readonly [Kind in TwinWhere['kind']]: Opener<Kind>} = {
	async serial(plant, {path, baud, parity, unit}) {
		const through = (stream: Duplex): Duplex => wired(stream, plant.wire);
		const server = await openModbusRtu({...optionsOf(plant, unit), line: {path, baud, parity}, through});
		return {ups: `serial:${path}?baud=${baud}&parity=${parity}&unit=${unit}`, close: async () => server.close()};
	},
	async pty(plant, {path}) {
		const line = wired(await openPty(path), plant.wire);
		const server = await openModbusRtu({...optionsOf(plant, UNIT), line});
		return {ups: `serial:${path}`, close: async () => server.close()};
	},
	async rfc2217(plant, {host, port}) {
		const open = async (stream: Duplex): Promise<unknown> =>
			openModbusRtu({...optionsOf(plant, UNIT), line: wired(stream, plant.wire)});
		const server = await serveRfc2217({host, port, signature: 'ridethrough', opened: stream => void open(stream)});
		return {ups: `rfc2217://${hostText(host)}:${server.port}`, close: async () => server.close()};
	},
	async tcp(plant, {host, port}) {
		const server = await openWiredTcp(optionsOf(plant, UNIT), plant.wire, {host, port});
		return {ups: `modbus-tcp://${hostText(host)}:${server.port}?unit=${UNIT}`, close: async () => server.close()};
	},
};

async function openFace(plant: Plant, where: TwinWhere): Promise<Face> {
	// Each kind has its own opener, which the compiler cannot see through a variable.
	const open = openers[where.kind] as Opener<TwinWhere['kind']>;
	return open(plant, where);
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
