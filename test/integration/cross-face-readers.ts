// One card read through every face, as clients do: net-snmp over SNMP, jsmodbus over Modbus/TCP, sockets and HTTP.

import {connect} from 'node:net';
import type {ExecutionContext} from 'ava';
import {client} from 'jsmodbus';
import {faceRows} from '../../sim/ui/face-table.ts';
import {openControl} from '../../sim/fleet/control/open-control.ts';
import {encodeSample} from '../../src/agent/sample.ts';
import {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {registerRows} from '../../src/codec/modbus-registers.ts';
import {quantityOf} from '../../src/codec/modbus-values.ts';
import {nodeClock} from '../../src/platform/node/clock.ts';
import {openModbusTcp} from '../../src/protocols/modbus/tcp-server.ts';
import {openNut} from '../../src/protocols/nut/cards/open.ts';
import {createMib} from '../../src/protocols/snmp/flavours.ts';
import {openSnmpServer} from '../../src/protocols/snmp/server.ts';
import {ask} from '../helpers/ask.ts';
import type {TestHouse} from '../helpers/card-house.ts';
import {decodePeer} from '../helpers/proto.ts';
import {runTool} from '../helpers/snmp-tools.ts';
import {webRig} from '../helpers/web-rig.ts';
import {READING_SIZE} from '../../src/ups/reading.ts';

/** Of roles.ts. */
const READ_ONLY = 4;
const LOOPBACK = {host: '127.0.0.1', port: 0};
const POWERNET = '.1.3.6.1.4.1.318.1.1.1.';
const UPS_MIB = '.1.3.6.1.2.1.33.1.';
const TOKEN_FREE = '127.0.0.1:0';

/** What the faces tell at one moment. */
export interface Told {
	/** Values by OID with a dot in front, as net-snmp prints them after the type. */
	readonly snmp: ReadonlyMap<string, string>;
	/** Quantities by name of register, and raw numbers of those that hold bits. */
	readonly modbus: ReadonlyMap<string, number>;
	readonly nut: ReadonlyMap<string, string>;
	readonly mqtt: Readonly<Record<string, unknown>>;
	/** The state by the card's web face. */
	readonly http: {
		readonly status: readonly string[];
		readonly readings: Readonly<Record<string, {readonly value: number | null}>>;
	};
	/** The document of the control API. */
	readonly control: {
		readonly status: readonly string[];
		readonly readings: Readonly<Record<string, {readonly value: number | null}>>;
	};
}

export interface Faces {
	read(): Promise<Told>;
}

const oids = faceRows.flatMap(({powernet, precise, ietf}) => [
	...[powernet, precise].flatMap(place => (place === undefined ? [] : [`${POWERNET}${place[0]}`])),
	...(ietf === undefined ? [] : [`${UPS_MIB}${ietf[0]}`]),
]);

async function readSnmp(port: number): Promise<Map<string, string>> {
	const place = ['-v2c', '-c', 'public', `127.0.0.1:${port}`];
	const got = await runTool('snmpget', [...place, ...oids, `${POWERNET}4.1.1.0`, `${UPS_MIB}4.1.0`]);
	const alarms = await runTool('snmpwalk', [...place, `${UPS_MIB}6.2.1.2`]);
	return new Map(
		[...got.lines, ...alarms.lines].flatMap(line => {
			const match = /^(\S+) = [\w-]+: (.*)$/.exec(line);
			return match === null ? [] : [[match[1], match[2]]];
		}),
	);
}

/** A number as snmpget prints it: Timeticks have theirs in brackets. */
export function snmpNumber(text: string | undefined): number {
	return Number(/^\((\d+)\)/.exec(text ?? '')?.[1] ?? text);
}

async function readModbus(port: number): Promise<Map<string, number>> {
	const socket = connect(port, '127.0.0.1');
	const master = new client.TCP(socket, 1);
	await new Promise<void>(resolve => void socket.once('connect', () => resolve()));
	const values = new Map<string, number>();
	try {
		for (const [first, count] of [
			[0, 27],
			[128, 44],
		]) {
			const {response} = await master.readHoldingRegisters(first, count);
			const words = response.body.valuesAsArray as number[];
			for (const row of registerRows.filter(({address}) => address >= first && address < first + count)) {
				values.set(row.name, quantityOf(row, words, row.address - first));
			}
		}
	} finally {
		socket.destroy();
	}
	return values;
}

async function readNut(port: number, ups: string): Promise<Map<string, string>> {
	const socket = connect(port, '127.0.0.1');
	socket.setEncoding('latin1');
	socket.write(`LIST VAR ${ups}\n`);
	let text = '';
	for await (const chunk of socket) {
		text += chunk;
		if (text.includes('END LIST') || text.startsWith('ERR')) {
			break;
		}
	}
	return new Map([...text.matchAll(/^VAR \S+ (\S+) "(.*)"$/gm)].map(([, name, value]) => [name, value]));
}

function readSample({fleet}: TestHouse): Record<string, unknown> {
	const row = new Int32Array(READING_SIZE);
	fleet.measureAt(0, fleet.now(), row, 0);
	const writer = new ProtobufWriter(1024);
	const header = {sequence: 1, fullSequence: 1, uptimeMs: fleet.now()};
	encodeSample(writer, header, row, 0, new Int32Array(READING_SIZE), 0, fleet.cardView(0).isLost());
	return decodePeer('Sample', writer.view());
}

/** Opens every face of the card of `test`; they close with the test. */
export async function openAll(t: ExecutionContext, test: TestHouse): Promise<Faces> {
	const {house, bench} = test;
	const communities = [{name: 'public', access: 'read'}];
	const snmp = await openSnmpServer({house, mib: createMib('nmc3', house), listen: LOOPBACK, communities});
	const modbus = await openModbusTcp({house, clock: nodeClock, listen: LOOPBACK});
	const nut = await openNut({house, listen: LOOPBACK, clock: nodeClock, users: [], version: '1'});
	const control = await openControl({bench, house, listen: TOKEN_FREE});
	const web = await webRig({}, {house});
	t.teardown(async () => Promise.all([snmp, modbus, nut, control, web].map(async face => face.close())));
	const reader = web.loginAs(READ_ONLY);
	const {cardId} = house.view(0).identity;
	return {
		read: async () => ({
			snmp: await readSnmp(snmp.port),
			modbus: await readModbus(modbus.port),
			nut: await readNut(nut.port, cardId),
			mqtt: readSample(test),
			http: (await web.ask({url: '/api/v1/status', as: reader})).json as unknown as Told['http'],
			control: (await ask(control.port, `GET /cards/${cardId}`)).json,
		}),
	};
}
