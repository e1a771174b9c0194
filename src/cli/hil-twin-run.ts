// The simulated UPS in the foreground: words by standard input, answers on standard output, until INT or TERM.

import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {codedError, isCoded} from '../core/errors.ts';
import {upsAddressFrom} from '../link/address.ts';
import {parseListen} from '../platform/node/listen-address.ts';
import type {HilTwinOptions} from './commands/hil-twin.ts';
import type {Io} from './io.ts';

type TwinWhere = import('../../hil/twin/open-twin.ts').TwinWhere;
type Plant = import('../../hil/twin/plant.ts').Plant;

function serialFrom(text: string): TwinWhere {
	try {
		// The same words as those of a card's `--ups`.
		return upsAddressFrom(`serial:${text}`) as TwinWhere;
	} catch {
		const right = 'PATH[?baud=9600&parity=none&unit=1]; parity is none, even or odd';
		throw codedError('E_USAGE', `--serial ${text}: write ${right}.`, {option: '--serial'});
	}
}

function refusePlaces(): never {
	throw codedError(
		'E_USAGE',
		'One line is needed: --serial PATH, --pty PATH, --tcp ADDR:PORT or --rfc2217 ADDR:PORT.',
		{},
	);
}

const places: Readonly<Record<'serial' | 'pty' | 'tcp' | 'rfc2217', (text: string) => TwinWhere>> = {
	serial: serialFrom,
	pty: path => ({kind: 'pty', path}),
	tcp: text => ({kind: 'tcp', ...parseListen(text)}),
	rfc2217: text => ({kind: 'rfc2217', ...parseListen(text)}),
};

function whereOf(given: HilTwinOptions): TwinWhere {
	const asked = (Object.keys(places) as Array<keyof typeof places>).flatMap(kind => {
		const text = given[kind];
		return text === undefined ? [] : [places[kind](text)];
	});
	return asked.length === 1 ? asked[0] : refusePlaces();
}

/** The answer to one line, as JSON. */
async function answerTo(plant: Plant, line: string): Promise<string> {
	const {hear} = await import('../../hil/twin/hear.ts');
	try {
		return JSON.stringify({told: 'answer', answer: hear(plant, JSON.parse(line))});
	} catch (error) {
		const {code, message} = refusalOf(error);
		return JSON.stringify({told: 'refused', code, message});
	}
}

function refusalOf(error: unknown): {code: string; message: string} {
	if (error instanceof SyntaxError) {
		return {code: 'E_REQUEST_INVALID', message: `The line is no JSON: ${error.message}`};
	}
	if (isCoded(error)) {
		return error;
	}
	throw error;
}

/** Throws what keeps it from starting. */
export async function runHilTwin(io: Io, given: HilTwinOptions, words: Readable): Promise<void> {
	const where = whereOf(given);
	const {openTwin} = await import('../../hil/twin/open-twin.ts');
	const {model, upsSerial, load, ambient, age, seed, speed} = given;
	const wishes = {model, loadPercent: load, ambientCelsius: ambient, ageYears: age, seed, speed, where};
	const serial = upsSerial === undefined ? {} : {serial: upsSerial};
	const twin = await openTwin({...wishes, ...serial}, text => io.note(text));
	const {plant, places: at} = twin;
	const lines = createInterface({input: words});
	io.note(`ready: ${at.model}, serial ${at.serial}, at ${at.ups}`);
	plant.watch(told => io.out(JSON.stringify(told)));
	let answered = Promise.resolve();
	lines.on('line', line => {
		answered = answered.then(async () => io.out(await answerTo(plant, line)));
	});
	await new Promise<void>(resolve => {
		io.stop.addEventListener('abort', () => resolve(), {once: true});
	});
	lines.close();
	words.destroy();
	await answered;
	await twin.close();
}
