// `ridethrough recording check` and `play`: how near a card comes to a recorded one, and the recording itself, served as it is.

import {Option} from 'commander';
import type {Command} from 'commander';
import {parseCommunity} from '../../protocols/snmp/communities.ts';
import type {CommunitySpec} from '../../protocols/snmp/communities.ts';
import type {Io, Register} from '../io.ts';

export interface CheckOptions {
	readonly card: 'nmc2' | 'nmc3' | 'rfc1628';
	readonly quirk: readonly string[];
	readonly json?: boolean;
}

export interface PlayOptions {
	readonly snmp: string;
	readonly snmpCommunity: readonly CommunitySpec[];
	readonly nut: string;
	readonly name: string;
	readonly readyFile?: string;
}

const checkExamples = `Examples:
  ridethrough recording check smt1500.snmprec
  ridethrough recording check walk.txt --card nmc2 --json
  ridethrough recording check SMT750I.dev
`;

const checkFormats = `
A recording is a .snmprec file, what "snmpwalk -On" printed, or a .dev file of NUT. The card takes identity, ratings and settings
from it; then every recorded object is looked up. Ends with 1 where one is served with another type.
JSON: schema ridethrough.recording-check/1, file, kind (snmp or nut), card, model (the SKU that is nearest), served (address, type),
wrongType (address, recorded, served), missing (address, why).`;

const playExamples = `Examples:
  ridethrough recording play smt1500.snmprec --snmp 127.0.0.1:1161
  ridethrough recording play outage.seq --nut 127.0.0.1:3493
`;

const playFormats = `
A .snmprec file or a walk is served over SNMPv1 and v2c, every object as it is; a .dev or .seq file over NUT, with its TIMER lines,
a .seq again and again. Nothing can be set. Runs until INT or TERM.`;

/** Adds `recording check` and `recording play`. */
export const register: Register = (program, io) => {
	const recording = program.command('recording').description('files of real devices');
	addCheck(recording, io);
	addPlay(recording, io);
};

function addCheck(recording: Command, io: Io): void {
	recording
		.command('check')
		.description('tell which recorded objects the card would serve as the real one did')
		.argument('<FILE>', 'a .snmprec, a walk or a .dev file')
		.addOption(
			new Option('--card <FLAVOUR>', 'flavour of the card').choices(['nmc2', 'nmc3', 'rfc1628']).default('nmc3'),
		)
		.addOption(
			new Option('--quirk <NAME>', 'a quirk of real cards; may be repeated')
				.default([], 'none')
				.argParser((text: string, before: readonly string[]) => [...before, text]),
		)
		.option('--json', 'print one JSON document')
		.addHelpText('before', checkExamples)
		.addHelpText('after', checkFormats)
		.action(async (file: string, options: CheckOptions) => {
			const {runCheck} = await import('../recording/run.ts');
			await runCheck(io, file, options);
		});
}

function addPlay(recording: Command, io: Io): void {
	recording
		.command('play')
		.description('serve a recording as it is')
		.argument('<FILE>', 'a .snmprec, a walk, a .dev or a .seq file')
		.option('--snmp <ADDR:PORT>', 'where an SNMP recording is served; port 0 takes a free one', '127.0.0.1:0')
		.addOption(
			new Option('--snmp-community <NAME>', 'community; may be repeated (default: public)')
				.default([], 'public')
				.argParser((text: string, before: readonly CommunitySpec[]) => [...before, parseCommunity(text)]),
		)
		.option('--nut <ADDR:PORT>', "where a recording of NUT's is served; port 0 takes a free one", '127.0.0.1:0')
		.option('--name <UPS>', 'what NUT clients call it', 'ups')
		.option('--ready-file <FILE>', 'write the address that was picked there, as JSON')
		.addHelpText('before', playExamples)
		.addHelpText('after', playFormats)
		.action(async (file: string, options: PlayOptions) => {
			const {runPlay} = await import('../recording/run.ts');
			await runPlay(io, file, options, recording.parent?.version() ?? '');
		});
}
