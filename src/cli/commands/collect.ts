// `ridethrough collect`: keeps the events of every card, each once and in order, and tells the cards what it has.

import {Option} from 'commander';
import type {Register} from '../io.ts';
import {mqttOptions} from '../mqtt-options.ts';
import type {MqttOptions} from '../mqtt-options.ts';
import {wholeNumber} from '../values.ts';

export interface CollectGiven extends MqttOptions {
	readonly mqtt: string;
	readonly mqttVersion: '3.1.1' | '5';
	readonly clientId: string;
	readonly out?: string;
	readonly samples?: boolean;
	readonly ack: boolean;
	readonly limit?: number;
}

const examples = `Examples:
  ridethrough collect --mqtt mqtt://127.0.0.1:1883
  ridethrough collect --mqtt mqtts://service@broker.example --mqtt-password @secret --out events.jsonl
  ridethrough collect --mqtt mqtt://127.0.0.1:1883 --limit 10 | jq .event
`;

const remarks = `
One JSON object a line, schema ridethrough.event/1 (or ridethrough.lost/1 for events that left a card's log before they were
collected, ridethrough.sample/1 with --samples). With --out the lines are on the disk before a card is told, and a later run
goes on where the file ends; without, every event that the cards still have is printed anew. Times in ms since 1970 (utcMs)
and since the card's start (uptimeMs).`;

const flags: readonly Option[] = [
	new Option(
		'--mqtt <URL,...>',
		'broker: mqtt://HOST:PORT or mqtts://HOST:PORT, with user:password@ where needed; the nodes of a cluster with commas between',
	)
		.env('RIDETHROUGH_MQTT')
		.makeOptionMandatory(),
	...mqttOptions,
	new Option('--mqtt-version <V>', 'of the protocol')
		.choices(['3.1.1', '5'])
		.default('3.1.1')
		.env('RIDETHROUGH_MQTT_VERSION'),
	new Option('--client-id <ID>', 'client id of the session; two collectors need two')
		.default('service-collect')
		.env('RIDETHROUGH_CLIENT_ID'),
	new Option('--out <FILE>', 'append the lines to FILE instead of printing them').env('RIDETHROUGH_OUT'),
	new Option('--samples', 'also print what the samples say'),
	new Option('--no-ack', 'only watch: tell the cards nothing and ask for nothing'),
	new Option('--limit <N>', 'end after N events').argParser(wholeNumber('--limit', 1, 1_000_000_000)),
];

/** Adds `collect`. */
export const register: Register = (program, io) => {
	const command = program.command('collect').description('keep the events of every card, each once and in order');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: CollectGiven) => {
			const {runCollect} = await import('../collect-run.ts');
			await runCollect(io, given);
		});
};
