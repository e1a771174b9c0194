// `ridethrough firmware serve`: the update service, with campaigns.

import {Option} from 'commander';
import type {ServeGiven} from '../firmware/serve.ts';
import type {Register} from '../io.ts';
import {mqttOptions} from '../mqtt-options.ts';

const examples = `Examples:
  ridethrough firmware serve --repository releases --keys keys --mqtt mqtt://127.0.0.1:1883 --data rollout
  ridethrough firmware serve --repository releases --keys keys --mqtt mqtts://service@broker.example --mqtt-password @secret --data rollout --http 127.0.0.1:8099
  ridethrough firmware serve --repository releases --keys keys --mqtt mqtt://127.0.0.1:1883 --data rollout --campaign spring.yaml --until-done --json | jq .
`;

const remarks = `
Offers published releases to the cards of a broker, campaign by campaign, and gives cards that ask the bytes, the time and new root
documents. DIR of --keys has the keys of the roles assign and fresh; release and root keys have no business there. --data keeps
what was offered and what came of it: after a crash, the next run goes on where it was.
A campaign file is YAML: id and release (the digest of a manifest) must be given; cohorts, exclude, percent, waves (percent, cards,
cohort, minConfirmed, soak), windows (days, from, to) in the time of zone and zones, perSite, pairs, atOnce, expect, stop
(revertPercent, revertCards, silentPercent, silentAfter, digestSites), assignFor and source may be. Times have units: 90s, 30m, 24h, 7d.
With --until-done the exit code says how the campaign ended: 0 completed, 1 stopped, aborted, held by a rule or short of cards.
Lines on stdout: one for each thing that happened. JSON: schema ridethrough.rollout-event/1 with at, fact (created, wave, settled,
offered, moved, postponed, heard, held, resumed, raised, stopped, aborted, completed), campaign, card, state, code and so on.
HTTP: /api/v1/campaigns, /openapi.json, /images, /releases, /metrics, /healthz, /readyz. The API needs --http-token off loopback.`;

const list = (text: string, before: readonly string[]): string[] => [...before, text];

const flags: readonly Option[] = [
	new Option('--repository <DIR>', 'folder that firmware publish filled').makeOptionMandatory(),
	new Option('--keys <DIR>', 'folder with the keys of the roles assign and fresh').makeOptionMandatory(),
	new Option('--passphrase <@FILE|env:NAME>', 'where the passphrase stands that opens the key files'),
	new Option('--card-keys <FILE>', 'JSON object of card ids and their keys of 32 bytes in hexadecimal'),
	new Option('--data <DIR>', 'folder for the state of the campaigns').makeOptionMandatory(),
	new Option('--mqtt <URL>', 'broker: mqtt://HOST:PORT or mqtts://HOST:PORT, with user:password@ where needed')
		.env('RIDETHROUGH_MQTT')
		.makeOptionMandatory(),
	...mqttOptions,
	new Option('--mqtt-version <V>', 'of the protocol')
		.choices(['3.1.1', '5'])
		.default('3.1.1')
		.env('RIDETHROUGH_MQTT_VERSION'),
	new Option('--client-id <ID>', 'client id of the session').default('service-firmware').env('RIDETHROUGH_CLIENT_ID'),
	new Option('--http <ADDR:PORT>', 'serve images and the API of campaigns there; port 0 takes a free one'),
	new Option('--http-host <NAME>', 'name by which the API may be called, beside addresses; may be repeated')
		.default([], 'none')
		.argParser(list),
	new Option('--http-token <@FILE|env:NAME>', 'where the token of the API stands; needed off loopback'),
	new Option('--campaign <FILE>', 'YAML file of a campaign to begin, or to go on with'),
	new Option('--until-done', 'end when the campaign has ended; the exit code says how'),
	new Option('--json', 'print one JSON object a line'),
	new Option('--ready-file <FILE>', 'write the addresses that were picked there, as JSON'),
];

/** Adds `firmware serve`. */
export const register: Register = (firmware, io) => {
	const command = firmware.command('serve').description('roll published releases out to cards, in campaigns');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: ServeGiven) => {
			const {serve} = await import('../firmware/serve.ts');
			await serve(io, given);
		});
};
