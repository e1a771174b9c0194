// `ridethrough hil conform SUITE`: judges a card by a standard, clause by clause, whoever made it.

import {Option} from 'commander';
import type {Command} from 'commander';
import type {Io, Register} from '../io.ts';
import {wholeNumber} from '../values.ts';

export interface ConformOptions {
	readonly snmp?: string;
	readonly snmpVersion: '1' | '2c';
	readonly community: string;
	readonly writeCommunity?: string;
	readonly trapListen?: string;
	readonly disturb?: boolean;
	readonly modbus?: string;
	readonly write?: boolean;
	readonly timeout: number;
	readonly clauseTimeout: number;
	readonly report: readonly string[];
	readonly json?: boolean;
	readonly tap?: boolean;
}

const examples = `Examples:
  ridethrough hil conform rfc1628 --snmp 192.0.2.10:161
  ridethrough hil conform rfc1628 --snmp 127.0.0.1:1161 --write-community env:RW --report html=rfc1628.html --report junit=rfc1628.xml
  ridethrough hil conform modbus --modbus 192.0.2.10:502 --write
`;

const formats = `
Suites: rfc1628 (UPS-MIB, over SNMP), modbus (map of a Smart-UPS's card, over Modbus/TCP, unit 1).
Every clause is judged by itself: passed, failed (what was expected, what came), or not applicable (why). What a card has is read; with
--write-community or --write its values are written back as they are, and values that it must refuse are tried; with --disturb a battery
self-test is started. Exit code 0 when no clause failed, 1 when one did, 4 when the card does not answer.
JSON: schema ridethrough.conformance/1, suite, title, target, version, clauses (id, requires, source, outcome, expected, got, why,
tookMs), counts.`;

const TIMEOUT_S = 2;
const CLAUSE_TIMEOUT_S = 120;

/** Adds `hil conform`. */
export const register: Register = (hil, io) => {
	const conform = hil
		.command('conform')
		.description('judge a card by a standard, clause by clause')
		.argument('<SUITE>', 'rfc1628 or modbus');
	addReports(addModbus(addSnmp(conform)))
		.addOption(
			new Option('--timeout <SECONDS>', 'how long an answer may take before the card is asked once more')
				.argParser(wholeNumber('--timeout', 1, 60))
				.default(TIMEOUT_S),
		)
		.addOption(
			new Option('--clause-timeout <SECONDS>', 'a clause that takes longer has failed')
				.argParser(wholeNumber('--clause-timeout', 1, 3600))
				.default(CLAUSE_TIMEOUT_S),
		)
		.addHelpText('before', examples)
		.addHelpText('after', formats)
		.action(async (suite: string, options: ConformOptions) => run(io, hil, suite, options));
};

async function run(io: Io, hil: Command, suite: string, options: ConformOptions): Promise<void> {
	const {conform} = await import('../hil-conform-run.ts');
	await conform(io, hil.parent?.version() ?? '', suite, options);
}

function addSnmp(command: Command): Command {
	return command
		.option('--snmp <ADDR:PORT>', 'where the card answers SNMP')
		.addOption(new Option('--snmp-version <VERSION>', 'version of SNMP').choices(['1', '2c']).default('2c'))
		.option('--community <NAME>', 'community that reads: itself, @FILE or env:NAME', 'public')
		.option(
			'--write-community <NAME>',
			'community that writes: @FILE, env:NAME or itself; without it nothing is written',
		)
		.option('--trap-listen <ADDR:PORT>', 'where notifications of the card arrive')
		.option('--disturb', 'allow what a load may notice: a battery self-test');
}

function addModbus(command: Command): Command {
	return command
		.option('--modbus <ADDR:PORT>', 'where the card answers Modbus/TCP')
		.option('--write', 'over Modbus, write back what was read, and try what must be refused');
}

function addReports(command: Command): Command {
	return command
		.addOption(
			new Option('--report <FORMAT=FILE>', 'also write html, json, junit, tap or text; may be repeated')
				.default([], 'none')
				.argParser((text: string, before: readonly string[]) => [...before, text]),
		)
		.option('--json', 'print one JSON document')
		.option('--tap', 'print TAP');
}
