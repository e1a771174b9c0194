// What a bundle takes: bytes, functions, variables of a board at rest, in the gate's engine.

import {runPruned, type Limits} from '../gate/quickjs.ts';
import {functionsIn, showingAlive} from './alive.ts';
import {boards, refusalOf} from './boards.ts';
import type {BuiltBundle} from './build.ts';
import {FUNCTION_JSVARS} from './jsvars.ts';
import {scriptOf} from './script.ts';

/** The gate's engine holds two boards and the world around them within this; its objects are larger than a board's variables. */
export const engineLimits: Limits = {memoryBytes: 512 << 10, stackBytes: 16 << 10};

export interface Measured {
	readonly bundle: BuiltBundle;
	readonly functions: number;
	/** Code and state at rest; code alone where the bundle is only there for a while. */
	readonly jsVars: number;
}

/** Variables of the state at rest, of the card and of the UPS. */
async function stateOf(built: readonly BuiltBundle[]): Promise<Map<string, number>> {
	const codeOf = (name: string): string | undefined => built.find(({spec}) => spec.name === name)?.code;
	const [card, ups] = [codeOf('card'), codeOf('ups')];
	if (card === undefined || ups === undefined) {
		return new Map();
	}
	const states = ['card', 'ups'].map(async name => {
		const codes = {card: showingAlive(card), ups: showingAlive(ups)};
		const script = await scriptOf(codes, `world.jsVarsAtRest(card, ups, ${JSON.stringify(name)})`);
		return [name, Number(await runPruned(script, engineLimits))] as const;
	});
	return new Map(await Promise.all(states));
}

export async function measure(built: readonly BuiltBundle[]): Promise<Measured[]> {
	const states = await stateOf(built);
	return built.map(bundle => {
		const functions = functionsIn(bundle.code);
		return {bundle, functions, jsVars: FUNCTION_JSVARS * functions + (states.get(bundle.spec.name) ?? 0)};
	});
}

/** What is over its budget, one line each. */
export function overBudget(measured: readonly Measured[]): string[] {
	return measured.flatMap(({bundle: {spec, code}, jsVars}) => [
		...(code.length > spec.mostBytes ? [`${spec.file}: ${code.length} bytes, of at most ${spec.mostBytes}`] : []),
		...(jsVars > spec.mostJsVars ? [`${spec.file}: ${jsVars} variables, of at most ${spec.mostJsVars}`] : []),
	]);
}

function fits({bundle: {spec, code}, jsVars}: Measured): string {
	const needs = {jsVars, bytes: code.length, network: spec.network, copies: spec.copies};
	return boards
		.filter(board => refusalOf(board, needs) === '')
		.map(({name}) => name)
		.join(', ');
}

function line(cells: readonly string[]): string {
	return `${cells.map((cell, at) => (at === 0 ? cell.padEnd(32) : cell.padStart(10))).join('')}\n`;
}

/** The table that `npm run espruino` prints: what a bundle takes, what fails, and what it should come down to. */
export function tableOf(measured: readonly Measured[]): string {
	const rows = measured.map(each => {
		const {spec, code} = each.bundle;
		const bytes = [code.length, spec.mostBytes, spec.wantedBytes];
		const cells = [
			spec.file,
			...[...bytes, each.functions, each.jsVars, spec.mostJsVars, spec.wantedJsVars].map(String),
		];
		return line(cells) + (spec.stays ? `  boards with room: ${fits(each)}\n` : '');
	});
	const head = ['bundle', 'bytes', 'most', 'wanted', 'functions', 'JsVars', 'most', 'wanted'];
	return line(head) + rows.join('');
}
