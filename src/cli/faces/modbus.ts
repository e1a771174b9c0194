// The Modbus servers of the options: over TCP, and on a serial line.

import {codedError} from '../../core/errors.ts';
import {parseCardListen, placeOfCard} from '../../platform/node/listen-address.ts';
import type {CardListen} from '../../platform/node/listen-address.ts';
import type {ModbusServes} from '../../protocols/modbus/options.ts';
import {openModbusRtu} from '../../protocols/modbus/rtu-server.ts';
import {openModbusTcp} from '../../protocols/modbus/tcp-server.ts';
import type {ModbusTcp, ModbusTcpOptions} from '../../protocols/modbus/tcp-server.ts';
import {addressOf, cardAddressOf} from './place.ts';
import type {FacePlace, OpenedFace, OpenFace} from './place.ts';

/** A monitor a rack is usual, a fleet's bench opens many more. */
const FLEET_CONNECTIONS = 1024;

/** One card by its own unit number, a fleet's as units 1 to 247. */
function servesOf({house}: FacePlace): {serves: ModbusServes} {
	return {serves: house.count === 1 ? {card: 0} : {firstCard: 0}};
}

/** What a server is told whichever cards it serves. */
function tcpOptionsOf({house, given, clock, counts}: FacePlace): Omit<ModbusTcpOptions, 'listen'> {
	return {
		house,
		clock,
		access: given.modbusAccess,
		counter: counts.counter('modbus'),
		...(given.modbusFrom.length === 0 ? {} : {allowed: given.modbusFrom}),
	};
}

/** A server a card, each answering to the card's own unit number. */
async function openEach(place: FacePlace, listen: CardListen): Promise<OpenedFace> {
	const options = tcpOptionsOf(place);
	const servers: ModbusTcp[] = [];
	const close = async (): Promise<void> => {
		await Promise.all(servers.map(async server => server.close()));
	};
	try {
		for (let card = 0; card < place.house.count; card++) {
			servers.push(await openModbusTcp({...options, serves: {card}, listen: placeOfCard(listen, card)}));
		}
	} catch (error) {
		await close();
		throw error;
	}
	return {at: cardAddressOf(servers[0], listen), close};
}

export const openModbusFace: OpenFace = async place => {
	const {house, given} = place;
	if (given.modbus === undefined) {
		return null;
	}
	const listen = parseCardListen(given.modbus, house.count);
	if (listen.each !== 'one') {
		return openEach(place, listen);
	}
	const opened = await openModbusTcp({
		...tcpOptionsOf(place),
		listen: listen.first,
		...servesOf(place),
		...(house.count === 1 ? {} : {mostConnections: FLEET_CONNECTIONS}),
	});
	return {at: addressOf(opened), close: async () => opened.close()};
};

const parities = ['even', 'odd', 'none'] as const;

/** PATH, with ?baud=…&parity=… behind. Throws E_USAGE. */
function lineOf(text: string): {path: string; baud: number; parity: (typeof parities)[number]} {
	const [path, query = ''] = text.split('?');
	const options = new URLSearchParams(query);
	const baud = Number(options.get('baud') ?? 9600);
	const parity = parities.find(each => each === (options.get('parity') ?? 'none'));
	if (!(baud >= 1200 && baud <= 115_200) || parity === undefined) {
		throw codedError(
			'E_USAGE',
			`--modbus-serial ${text}: write PATH?baud=9600&parity=none; baud from 1200 to 115200, parity even, odd or none.`,
			{option: '--modbus-serial'},
		);
	}
	return {path, baud, parity};
}

export const openModbusLine: OpenFace = async place => {
	const {house, given, clock} = place;
	if (given.modbusSerial === undefined) {
		return null;
	}
	const line = lineOf(given.modbusSerial);
	const opened = await openModbusRtu({house, clock, line, access: given.modbusAccess, ...servesOf(place)});
	return {at: line.path, close: async () => opened.close()};
};
