// Whether all of a board is there: every line is opened, every face and every instrument asked, each within a time.

import type {Millis} from '../../src/core/clock.ts';
import type {ErrorCode} from '../../src/core/error-codes.ts';
import {codedError, isCoded} from '../../src/core/errors.ts';
import {upsAddressFrom} from '../../src/link/address.ts';
import {Driver} from '../instrument/driver.ts';
import {instrumentText} from '../instrument/wishes.ts';
import {openLine} from '../serial/line.ts';
import {linePlaceFrom, placeText} from '../serial/place.ts';
import type {LinePlace} from '../serial/place.ts';
import type {Ask} from './ask-faces.ts';
import {askModbus, askMqtt, askNut, askSnmp} from './ask-faces.ts';
import type {Board, InstrumentPlace} from './board.ts';

export interface HealthPoint {
	/** Such as `snmp 192.0.2.7:161`. */
	readonly what: string;
	readonly isOk: boolean;
	/** E_BOARD_SICK, E_BOARD_NONSENSE, or what of this machine is in the way; null where it is well. */
	readonly code: ErrorCode | null;
	/** What it answered, or what came instead. */
	readonly says: string;
	readonly tookMs: Millis;
}

interface Question {
	readonly what: string;
	readonly ask: Ask;
}

function lineQuestion(name: string, at: LinePlace): Question {
	return {
		what: `${name} ${placeText(at)}`,
		ask: async timeoutMs => {
			const line = await openLine(at, timeoutMs);
			await line.close();
			return 'the line opens';
		},
	};
}

function instrumentQuestion(place: InstrumentPlace): Question {
	return {
		what: instrumentText(place),
		ask: async () => {
			const driver = new Driver(place);
			try {
				// Nothing is set: the board may be anything's now.
				await driver.act({do: 'read'});
				return driver.identity;
			} finally {
				await driver.close();
			}
		},
	};
}

function cardQuestions({card}: Board): Question[] {
	if (card?.kind === 'espruino') {
		const read = linePlaceFrom(card.address);
		return read.ok ? [lineQuestion('console', read.value)] : [];
	}
	const address = card?.kind === 'ups-modbus' ? upsAddressFrom(card.address) : null;
	return address === null ? [] : [{what: `card ${card?.address ?? ''}`, ask: askModbus(address)}];
}

function faceQuestions({faces: {snmp, nut, mqtt, modbus}}: Board): Question[] {
	return [
		...(snmp === null ? [] : [{what: `snmp ${snmp.host}:${snmp.port}`, ask: askSnmp(snmp)}]),
		...(nut === null ? [] : [{what: `nut ${nut.ups}@${nut.host}:${nut.port}`, ask: askNut(nut)}]),
		...(mqtt === null ? [] : [{what: `mqtt ${mqtt.url}`, ask: askMqtt(mqtt)}]),
		...(modbus === null
			? []
			: [{what: `modbus ${modbus.kind === 'tcp' ? modbus.host : modbus.path}`, ask: askModbus(modbus)}]),
	];
}

function questionsOf(board: Board): Question[] {
	const {link} = board;
	return [
		...cardQuestions(board),
		...(link.kind === 'none' || link.kind === 'pty' ? [] : [lineQuestion('link', link)]),
		...board.serial.map(({name, at}) => lineQuestion(name, at)),
		...faceQuestions(board),
		...board.instruments.map(instrumentQuestion),
	];
}

/** Asks all of a board, one after another: two of its things may share a line. */
export async function checkBoard(board: Board, timeoutMs: Millis): Promise<HealthPoint[]> {
	const points: HealthPoint[] = [];
	for (const question of questionsOf(board)) {
		points.push(await pointOf(question, timeoutMs));
	}
	return points;
}

async function pointOf({what, ask}: Question, timeoutMs: Millis): Promise<HealthPoint> {
	const since = Date.now();
	try {
		const says = await ask(timeoutMs);
		return {what, isOk: true, code: null, says, tookMs: Date.now() - since};
	} catch (error) {
		const code = isCoded(error) ? error.code : 'E_BOARD_SICK';
		return {what, isOk: false, code, says: (error as Error).message, tookMs: Date.now() - since};
	}
}

/** Throws the code of the first point that is not well, with all that are not. */
export function refuseSick(name: string, points: readonly HealthPoint[]): void {
	const sick = points.filter(({isOk}) => !isOk);
	const code = sick[0]?.code ?? null;
	if (code !== null) {
		const message = `the board ${name} is not well: ${sick.map(whyText).join('; ')}`;
		throw codedError(code, message, {board: name, asked: points.length, sick: sick.length});
	}
}

const whyText = ({what, says}: HealthPoint): string => `${what}: ${says}`;
