// `ridethrough enrol`: certificates or passwords for cards, and mosquitto's files that hold each card below its own id.

import {Option} from 'commander';
import type {EnrolmentResult} from '../enrol/enrol.ts';
import type {EnrolGiven} from '../enrol/plan.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

const CARDS_MAX = 100_000;
const DAYS_MAX = 7300;
const DAYS = 825;

const examples = `Examples:
  ridethrough enrol --cards card-a,card-b --out enrolment --broker-name broker.example
  ridethrough enrol --count 100 --prefix card- --out enrolment
  ridethrough enrol --cards card-a --out enrolment-passwords --passwords
`;

const remarks = `
DIR gets ca.crt and ca.key (keep the key off the broker), broker, service and cards/ID with .crt and .key, acl and
mosquitto.conf; with --passwords instead of certificates passwords, and cards.csv with each password in clear: hand them out,
then delete it. Run again to add cards: what is there stays; delete a .crt to have it made anew. Start the broker with
"mosquitto -c DIR/mosquitto.conf"; its user must be able to read acl, broker.key and passwords.
JSON: schema ridethrough.enrol/1: directory, proof (certificates, passwords), enrolled: card (empty: the service), userName,
files (below directory), validUntil (ISO 8601, or null).`;

const flags: readonly Option[] = [
	new Option('--cards <ID,...>', 'cards to enrol, 1 to 32 characters of a-z, 0-9 and - each'),
	new Option('--count <N>', 'enrol N cards, with --prefix').argParser(wholeNumber('--count', 1, CARDS_MAX)),
	new Option('--prefix <P>', 'what their ids begin with; 000001 and so on follows'),
	new Option('--out <DIR>', 'directory: new, empty, or of an earlier enrolment').makeOptionMandatory(),
	new Option('--broker-name <NAME,...>', 'host names and IP addresses of the broker besides localhost and 127.0.0.1'),
	new Option('--passwords', 'passwords instead of certificates'),
	new Option('--sparkplug <GROUP>', 'let the cards also speak Sparkplug B in this group'),
	new Option('--home-assistant', 'let the cards also announce themselves to Home Assistant'),
	new Option('--days <N>', 'how long a certificate is valid')
		.default(DAYS)
		.argParser(wholeNumber('--days', 1, DAYS_MAX)),
	new Option('--service <NAME>', 'user name of the service').default('service'),
	new Option('--json', 'print one JSON document'),
];

const columns: readonly Column[] = ['card', 'user name', 'files', 'valid until'].map(title => ({title, align: 'left'}));

function isoOf(utcMs: number | null): string | null {
	return utcMs === null ? null : new Date(utcMs).toISOString();
}

function show(io: Io, {directory, proof, enrolled}: EnrolmentResult, json: boolean): void {
	if (json) {
		const rows = enrolled.map(row => ({...row, validUntil: isoOf(row.validUntil)}));
		io.out(JSON.stringify({schema: 'ridethrough.enrol/1', directory, proof, enrolled: rows}, null, '\t'));
		return;
	}
	const rows = enrolled.map(({card, userName, files, validUntil}) => [
		card === '' ? '(service)' : card,
		userName,
		files.join(' '),
		isoOf(validUntil)?.slice(0, 'YYYY-MM-DD'.length) ?? '',
	]);
	io.out(textTable(columns, rows).join('\n'));
	io.note(`mosquitto's files are in ${directory}; start it with: mosquitto -c ${directory}/mosquitto.conf`);
}

/** Adds `enrol`. */
export const register: Register = (program, io) => {
	const command = program
		.command('enrol')
		.description('certificates or passwords for cards, and the files of mosquitto');
	for (const flag of flags) {
		command.addOption(flag);
	}
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: EnrolGiven) => {
			const [{planOf}, {enrol}] = await Promise.all([import('../enrol/plan.ts'), import('../enrol/enrol.ts')]);
			show(io, await enrol(planOf(given)), given.json === true);
		});
};
