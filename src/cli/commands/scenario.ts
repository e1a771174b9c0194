// `ridethrough scenario check|list|schema|run`: the commands; what they do is in scenario-check.ts and scenario-run.ts.

import type {Io, Register} from '../io.ts';
import type {RawRunOptions} from '../scenario-options.ts';
import type {OpenBench, RunPorts} from './scenario-run.ts';

const checkHelp = `Examples:
  ridethrough scenario check storm.yaml
  ridethrough scenario check storm.yaml --set hold=5m
  ridethrough scenario check scenarios --json
`;

const checkFormats = `
Everything is checked, and every problem told with file, line, column, field, and the line itself with a caret under the
place. Exit code 3 when there is one.
JSON: schema ridethrough.scenario-check/1, files: file, ok, name, summary, fragment, seed, cards, cases, steps, leastSeconds, problems (file, line, column,
field, message, source). Of a folder all .yaml files in it and below are checked; fragments as far as they can be alone.`;

const listHelp = `Examples:
  ridethrough scenario list
  ridethrough scenario list scenarios
`;

const listFormats = `
JSON: schema ridethrough.scenario-list/1, scenarios: scenario, file, name, summary, seed, cards, cases, steps,
leastSeconds (of virtual time), fragment, problems.`;

const schemaHelp = `Examples:
  ridethrough scenario schema
  ridethrough scenario schema --out sim/scenarios/schema.json
`;

const schemaFormats = `
Draft 2020-12. A scenario that begins with
  # yaml-language-server: $schema=schema.json
is checked and completed by editors that know this line; units and names of cards are checked by "scenario check" alone.`;

const runHelp = `Examples:
  ridethrough scenario run evening-storm
  ridethrough scenario run storm.yaml --seed 7 --speed 400x --report junit=storm.xml
  ridethrough scenario run storm.yaml --set hold=5m --case model=SMT750I
`;

const runFormats = `
All cases of a matrix are played, one after the other, each with a verdict and a suite of its own in the reports.
Exit code 0 when all passed, 1 when one failed, 3 when the file has problems. A timeline for people and a JSON report go to
runs/SCENARIO-SEED/report.html and report.json unless --report html=FILE and json=FILE say where; of a run that failed also the
scenario as it was played, the timeline as text, the messages of the cards and their flash (--keep). Times in reports are
virtual seconds since the start.
JSON: schema ridethrough.scenario-report/1, without the timeline; of several cases ridethrough.scenario-reports/1, cases: these.`;

/** Adds `scenario check`, `scenario list` and `scenario run`, which plays on what `open` opens. */
export function registerWith(open: () => Promise<OpenBench>): Register {
	return (program, io) => {
		const scenario = program.command('scenario').description('scripts of what happens to a fleet and what must follow');
		addCheck(scenario, io);
		addList(scenario, io);
		addSchema(scenario, io);
		addRun(scenario, io, {open, version: program.version() ?? ''});
		addResume(scenario, io, {open, version: program.version() ?? ''});
	};
}

const resumeHelp = `Examples:
  ridethrough scenario resume runs/storm-7/before-outage.snapshot.json
  ridethrough scenario resume runs/storm-7/at-02-00-00-000.snapshot.json --speed realtime --trace
`;

const resumeFormats = `
A snapshot holds the scenario, its seed and hashes of the state, not the state itself: the run is played again as fast as it
goes up to that moment, and must then be in the same state to the bit (E_SNAPSHOT_DIFFERS names the first part and card that is
not). From there on it goes at --speed. Results and reports are those of the whole run. There is no network, unless the
scenario is about one (its faults, telemetryGap, eventsMissing, firmware) or --mqtt or --mqtt-listen is given.`;

type Command = Parameters<Register>[0];

function addCheck(scenario: Command, io: Io): void {
	scenario
		.command('check')
		.description('check scenario files without playing them')
		.argument('<FILE...>', 'scenario files, folders of them, or names of shipped ones')
		.option(
			'--set <NAME=VALUE>',
			'check one file with another value of a variable, such as depth=0.5 or hold=5m; may be repeated',
			collect,
		)
		.option('--json', 'print one JSON document')
		.addHelpText('before', checkHelp)
		.addHelpText('after', checkFormats)
		.action(async (files: string[], options: {json?: boolean; set?: string[]}) => {
			const {checkFiles} = await import('./scenario-check.ts');
			await checkFiles(io, files, options);
		});
}

function addList(scenario: Command, io: Io): void {
	scenario
		.command('list')
		.description('list scenarios')
		.argument('[DIR]', 'folder with scenario files; without it the shipped ones')
		.option('--json', 'print one JSON document')
		.addHelpText('before', listHelp)
		.addHelpText('after', listFormats)
		.action(async (folder: string | undefined, options: {json?: boolean}) => {
			const {listScenarios} = await import('./scenario-check.ts');
			await listScenarios(io, folder, options.json === true);
		});
}

function addSchema(scenario: Command, io: Io): void {
	scenario
		.command('schema')
		.description('print the JSON Schema of scenario files, for editors')
		.option('--out <FILE>', 'write it to a file instead')
		.addHelpText('before', schemaHelp)
		.addHelpText('after', schemaFormats)
		.action(async ({out}: {out?: string}) => {
			const {tellSchema} = await import('./scenario-check.ts');
			await tellSchema(io, out);
		});
}

function addRun(scenario: Command, io: Io, ports: RunPorts): void {
	const run = scenario
		.command('run')
		.description('play a scenario on a simulated fleet')
		.argument('<FILE>', 'a scenario file, or the name of a shipped one');
	addReports(addShrink(addWatch(addBroker(addWhat(run)))))
		.addHelpText('before', runHelp)
		.addHelpText('after', runFormats)
		.action(async (file: string, options: RawRunOptions) => {
			const {runFile} = await import('./scenario-run.ts');
			await runFile(io, ports, file, options);
		});
}

/** What is played, and how fast. */
function addWhat(run: Command): Command {
	return run
		.option(
			'--set <NAME=VALUE>',
			'another value of a variable of the scenario, such as depth=0.5 or hold=5m; may be repeated',
			collect,
		)
		.option(
			'--case <PARAMETER=VALUE>',
			'play only the cases of the matrix with these values, such as model=SMT750I,depth=0.2; may be repeated',
			collect,
		)
		.option('--seed <N>', 'seed of everything that is drawn, 0 to 4294967295 (default: that of the scenario)')
		.option('--speed <SPEED>', 'realtime, max, or a factor such as 400x', 'max');
}

function addBroker(run: Command): Command {
	return run
		.option(
			'--mqtt <URL>',
			'publish to this broker, such as mqtt://127.0.0.1:1883, or to none: off (default: an embedded one)',
		)
		.option('--mqtt-listen <ADDR:PORT>', 'where the embedded broker listens (default: a free port of 127.0.0.1)');
}

/** How it is followed, and when it ends at the latest. */
function addWatch(run: Command): Command {
	return run
		.option('--trace', 'tell every step and every event on stderr as it happens')
		.option('--timeout <DURATION>', 'end after this much real time, with exit code 5, such as 10m (default: none)');
}

function addShrink(run: Command): Command {
	return run
		.option('--devices <N>', 'play on the first N cards of each line of devices only')
		.option('--snapshot-every <DURATION>', 'write a snapshot each time this much virtual time has passed, such as 1h')
		.option('--shrink', 'after a failure, find the fewest cards and steps and the shortest times that still fail so')
		.option('--shrink-tries <N>', 'how many smaller scenarios --shrink plays at most, 1 to 100000 (default: 200)');
}

function addResume(scenario: Command, io: Io, ports: RunPorts): void {
	const resume = scenario
		.command('resume')
		.description('play a scenario on from a snapshot')
		.argument('<SNAPSHOT>', 'a file that snapshot in a scenario, or scenario run --snapshot-every, has written')
		.option('--speed <SPEED>', 'speed from the snapshot on: realtime, max, or a factor such as 400x', 'max')
		.option(
			'--mqtt <URL>',
			'publish to this broker, from the start of the run on, or to none: off (default: see below)',
		)
		.option('--mqtt-listen <ADDR:PORT>', 'where the embedded broker listens (default: see below)');
	addReports(addWatch(resume))
		.addHelpText('before', resumeHelp)
		.addHelpText('after', resumeFormats)
		.action(async (file: string, options: RawRunOptions) => {
			const {resumeFile} = await import('./scenario-resume.ts');
			await resumeFile(io, ports, file, options);
		});
}

/** What is left of a run. */
function addReports(run: Command): Command {
	return run
		.option(
			'--report <FORMAT=FILE>',
			'also write a report: html, json, junit, tap or text, = and a file; may be repeated',
			collect,
		)
		.option(
			'--keep <WHEN>',
			'keep what is needed to see a run again: always, failed, or never, which leaves the reports out too',
			'failed',
		)
		.option('--tap', 'print the result as TAP 14')
		.option('--json', 'print one JSON document');
}

function collect(value: string, before: readonly string[] | undefined): string[] {
	return [...(before ?? []), value];
}

/** Adds the scenario commands, played on the simulated fleet. */
export const register: Register = registerWith(
	async () => (await import('../firmware/scenario-firmware.ts')).openFirmwareBench,
);
