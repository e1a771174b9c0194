// `ridethrough hil twin`: the simulated UPS on a line, for whatever card is at its other end.

import {Option} from 'commander';
import {codedError} from '../../core/errors.ts';
import type {Register} from '../io.ts';
import {parseSpeed} from '../scenario-options.ts';
import {wholeNumber} from '../values.ts';

export interface HilTwinOptions {
	readonly model: string;
	readonly upsSerial?: string;
	readonly load: number;
	readonly ambient: number;
	readonly age: number;
	readonly seed: number;
	readonly speed: number;
	readonly serial?: string;
	readonly pty?: string;
	readonly tcp?: string;
	readonly rfc2217?: string;
}

const examples = `Examples:
  ridethrough hil twin --model SMT1500 --serial /dev/ttyUSB0?baud=9600
  ridethrough hil twin --pty /tmp/ups
  ridethrough hil twin --rfc2217 0.0.0.0:2217 --speed 60x
  echo '{"do":"inject","type":"outage"}' | ridethrough hil twin --tcp 127.0.0.1:1502
`;

const remarks = `
Runs until INT or TERM. Each line of standard input is a word, answered by a line of JSON on standard output, where changes of the
status words are told too:
  {"do":"set","name":"load","value":80}                       load in %, ambient in °C, lowBatteryTime and returnDelay in s
  {"do":"grid","volts":0}                                     the utility, V; "hertz" in Hz
  {"do":"inject","type":"linkGarbled","parameters":{"share":0.5},"for":"30s"}   a fault of "fault list"
  {"do":"end","name":"linkGarbled"}                           one fault; {"do":"reset"} ends all
  {"do":"command","name":"testBattery"}                       an order at its front panel
  {"do":"truth"}                                              what it really does, and what befell its line
--speed is for the UPS alone; times of faults are in its time, delays of the line in real time.`;

const AGE_MOST_YEARS = 20;

const flags: readonly Option[] = [
	new Option('--model <SKU>', 'what the UPS is, as "model list" spells it').default('SMT1500'),
	new Option('--ups-serial <S>', 'serial number of the UPS (default: made from the seed)'),
	new Option('--load <PERCENT>', 'load, percent of the rated watts')
		.default(30)
		.argParser(wholeNumber('--load', 0, 150)),
	new Option('--ambient <CELSIUS>', 'temperature of the room, °C')
		.default(21)
		.argParser(wholeNumber('--ambient', 0, 60)),
	new Option('--age <YEARS>', 'years that the battery has been in use')
		.default(0)
		.argParser(wholeNumber('--age', 0, AGE_MOST_YEARS)),
	new Option('--seed <N>', 'seed of everything that chance decides')
		.default(1)
		.argParser(wholeNumber('--seed', 0, 4_294_967_295)),
	new Option('--speed <SPEED>', 'realtime, or seconds of the UPS a second such as 60x')
		.default(1, 'realtime')
		.argParser(parseTwinSpeed),
	new Option('--serial <PATH[?baud=9600]>', 'answer Modbus RTU on this device; also parity=none, unit=1'),
	new Option('--pty <PATH>', 'make a pty at this path, by socat, and answer Modbus RTU there'),
	new Option('--tcp <ADDR:PORT>', 'answer Modbus/TCP there; port 0 takes a free one'),
	new Option('--rfc2217 <ADDR:PORT>', 'be a serial port with the UPS behind it for a client at another machine'),
];

/** Adds `twin`. */
export const register: Register = (hil, io) => {
	const command = hil.command('twin').description('put a simulated UPS on a line, for whatever card reads it');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: HilTwinOptions) => {
			const {runHilTwin} = await import('../hil-twin-run.ts');
			await runHilTwin(io, given, process.stdin);
		});
};

function parseTwinSpeed(text: string): number {
	const speed = parseSpeed(text);
	if (speed === Infinity) {
		throw codedError('E_USAGE', '--speed max: a card reads this UPS in real time; write realtime or such as 60x.', {
			option: '--speed',
		});
	}
	return speed;
}
