#!/usr/bin/env node
// The command line: registers the commands, turns errors into exit codes, and is the only place that ends the process.

import {readFileSync} from 'node:fs';
import {Command, CommanderError} from 'commander';
import {isCoded} from '../core/errors.ts';
import {ConfigLayers, descendants} from './config/layers.ts';
import {exitCodeFor, exitCodes} from './exit.ts';
import type {Io, Register} from './io.ts';
import {Terminal} from './terminal.ts';

const commands: ReadonlyArray<() => Promise<{register: Register}>> = [
	() => import('./commands/agent.ts'),
	() => import('./commands/config.ts'),
	() => import('./commands/sim.ts'),
	() => import('./commands/collect.ts'),
	() => import('./commands/log.ts'),
	() => import('./commands/schedule.ts'),
	() => import('./commands/account.ts'),
	() => import('./commands/enrol.ts'),
	() => import('./commands/scenario.ts'),
	() => import('./commands/fault.ts'),
	() => import('./commands/hil.ts'),
	() => import('./commands/model.ts'),
	() => import('./commands/battery.ts'),
	() => import('./commands/recording.ts'),
	() => import('./commands/firmware.ts'),
	() => import('./commands/doctor.ts'),
	() => import('./commands/completion.ts'),
];

const examples = `
Examples:
  ridethrough scenario run sim/scenarios/evening-storm.yaml --speed 400x
  ridethrough sim --cards 1000 --speed 60x
  ridethrough agent --model SMT1500 --mqtt mqtt://127.0.0.1:1883
  ridethrough model list
`;

function packageVersion(): string {
	const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as {version: string}).version;
}

/** The whole program; built anew for every run, so that tests can call it too. */
export async function createProgram(
	io: Io,
	layers: ConfigLayers = new ConfigLayers({env: process.env, cwd: process.cwd()}),
): Promise<Command> {
	const program = new Command('ridethrough')
		.description('A UPS network management card, a UPS behind it, and a fleet of both with faults and scenarios.')
		.version(packageVersion(), '--version', 'print the version')
		.addHelpText('after', examples)
		.showSuggestionAfterError()
		.exitOverride()
		.configureOutput({writeOut: text => io.out(text.trimEnd()), writeErr: text => io.note(text.trimEnd())});
	for (const load of commands) {
		(await load()).register(program, io);
	}
	for (const command of descendants(program)) {
		command
			.exitOverride()
			.showSuggestionAfterError()
			.configureOutput(program.configureOutput())
			.configureHelp({showGlobalOptions: true});
	}
	layers.attach(program);
	return program;
}

/** Runs the words of a command line; returns the exit code. */
export async function run(words: readonly string[], io: Io): Promise<number> {
	const layers = new ConfigLayers({env: process.env, cwd: process.cwd()});
	const program = await createProgram(io, layers);
	if (words.length === 0) {
		io.note(program.helpInformation());
		return exitCodes.usage;
	}
	try {
		await program.parseAsync([...words], {from: 'user'});
		return io.exitCode;
	} catch (error) {
		return exitCodeOf(await layers.explained(error), io);
	}
}

function exitCodeOf(error: unknown, io: Io): number {
	if (error instanceof CommanderError) {
		return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
	}
	if (isCoded(error)) {
		io.note(`${error.code}: ${error.message}`);
		return exitCodeFor(error.code);
	}
	io.note(
		`E_INTERNAL: this is a fault of ridethrough; please report it with what follows.\n${error instanceof Error ? error.stack : String(error)}`,
	);
	return exitCodes.internal;
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${await realPath(process.argv[1])}`).href) {
	const terminal = new Terminal(process);
	const code = await run(process.argv.slice(2), terminal);
	// What is still on its way into a pipe would end with the process.
	await Promise.all([process.stdout, process.stderr].map(flushed));
	process.exit(terminal.signalCode ?? code);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise(resolve => {
		stream.write('', () => resolve());
	});
}

async function realPath(file: string): Promise<string> {
	const {realpath} = await import('node:fs/promises');
	return realpath(file).catch(() => file);
}
