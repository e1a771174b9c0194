// `ridethrough doctor`: what of this set-up would keep a card from working, and what to change.

import {Option} from 'commander';
import {codedError} from '../../core/errors.ts';
import type {Finding} from '../doctor/finding.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import {wholeNumber} from '../values.ts';

const examples = `Examples:
  ridethrough doctor
  ridethrough doctor --mqtt mqtts://broker.example --mqtt-ca ca.pem --state /var/lib/ridethrough
  ridethrough doctor --cards 10000 --listen 0.0.0.0:1883 --json
`;

const remarks = `
Exit code 0 when nothing failed; warnings do not count. On the broker it makes short sessions and publishes empty samples, as
the card of the user name, else as card "doctor". In the directory it writes a small file and removes it.
JSON: schema ridethrough.doctor/1, findings: id, verdict (ok, warning, failed, skipped), seen, change.`;

interface Given {
	readonly mqtt?: string;
	readonly mqttCa?: string;
	readonly state?: string;
	readonly listen?: readonly string[];
	readonly cards: number;
	readonly json?: boolean;
}

const flags: readonly Option[] = [
	new Option(
		'--mqtt <URL>',
		'broker to check: mqtt://HOST:PORT or mqtts://HOST:PORT, with user:password@ where needed',
	),
	new Option('--mqtt-ca <FILE>', 'certificates to trust for mqtts, PEM (default: those of the system)'),
	new Option('--state <DIR>', 'state directory to check; made when it is not there'),
	new Option('--listen <HOST:PORT>', 'address to listen on; may be repeated').argParser(collect),
	new Option('--cards <N>', 'number of cards that shall run here, 1 to 1000000')
		.default(1)
		.argParser(wholeNumber('--cards', 1, 1_000_000)),
	new Option('--json', 'print one JSON document'),
];

/** Adds `doctor`. */
export const register: Register = (program, io) => {
	const command = program.command('doctor').description('check this machine, a broker, a state directory and ports');
	flags.forEach(flag => command.addOption(flag));
	command
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (given: Given) => examine(io, given));
};

function collect(value: string, before: readonly string[] | undefined): string[] {
	return [...(before ?? []), value];
}

async function findingsOf(given: Given): Promise<Finding[]> {
	const {machineFindings} = await import('../doctor/machine.ts');
	const {stateFindings} = await import('../doctor/state.ts');
	const {portFinding} = await import('../doctor/ports.ts');
	const {brokerFindings} = await import('../doctor/broker.ts');
	const {skipped} = await import('../doctor/finding.ts');
	const {mqtt, mqttCa, state, listen = []} = given;
	return [
		...(await machineFindings(given.cards)),
		...(state === undefined ? [skipped('state-writable', 'no --state given')] : stateFindings(state)),
		...(await Promise.all(listen.map(portFinding))),
		...(mqtt === undefined
			? [skipped('broker', 'no --mqtt given')]
			: await brokerFindings({url: mqtt, ...(mqttCa === undefined ? {} : {ca: mqttCa})})),
	];
}

async function examine(io: Io, given: Given): Promise<void> {
	const findings = await findingsOf(given);
	io.out(given.json === true ? jsonOf(findings) : textOf(findings));
	const faults = findings.filter(({verdict}) => verdict === 'failed');
	if (faults.length > 0) {
		const ids = faults.map(({id}) => id).join(', ');
		throw codedError('E_SETUP_FAULTY', `${faults.length} of ${findings.length} checks failed: ${ids}.`, {failed: ids});
	}
}

function jsonOf(findings: readonly Finding[]): string {
	return JSON.stringify({schema: 'ridethrough.doctor/1', findings}, null, '\t');
}

function textOf(findings: readonly Finding[]): string {
	const columns = ['check', 'verdict', 'seen'].map(title => ({title, align: 'left'}) as const);
	const table = textTable(
		columns,
		findings.map(({id, verdict, seen}) => [id, verdict, seen]),
	);
	const changes = findings.filter(({change}) => change !== '').map(({id, change}) => `${id}: ${change}`);
	return [...table, ...(changes.length > 0 ? ['', 'To change:', ...changes] : [])].join('\n');
}
