// A card on a board: an hour of two boards on one line in the gate's engine, beside the same in Node; and what it would take of a board.
// The engine stands for Espruino in what it can do, not in its speed (espruino.md 6 and 9).

import {buildBundles} from '../espruino/build.ts';
import {engineLimits, measure} from '../espruino/measured.ts';
import {runInNode, scriptOf} from '../espruino/script.ts';
import {runPruned} from '../gate/quickjs.ts';
import type {BenchRow} from './row.ts';
import {median} from './timing.ts';

const HOURS = 1;
const RUNS = 5;

async function microseconds(run: () => unknown): Promise<number> {
	const before = performance.now();
	await run();
	return (performance.now() - before) * 1000;
}

export async function bench(): Promise<BenchRow[]> {
	const built = await buildBundles();
	const codes = Object.fromEntries(built.map(({spec, code}) => [spec.name, code]));
	const {card, ups} = codes;
	const script = await scriptOf({card, ups}, `world.playDay(card, ups, ${HOURS}).consumer.lines.join('\\n')`);
	const samples = Number(/hour 1: (\d+) samples/.exec(runInNode(script))?.[1]);
	const us = {gate: [] as number[], node: [] as number[]};
	for (let run = 0; run < RUNS; run++) {
		us.gate.push((await microseconds(() => runPruned(script, engineLimits))) / samples);
		us.node.push((await microseconds(() => runInNode(script))) / samples);
	}
	const rows: BenchRow[] = [
		{
			name: 'board: card, UPS and line between, per sample in the gate engine',
			ours: median(us.gate),
			other: median(us.node),
			otherName: 'Node',
			unit: 'µs',
			goal: {},
		},
	];
	for (const {bundle, jsVars} of (await measure(built)).filter(each => each.bundle.spec.stays)) {
		const {name, mostJsVars, wantedJsVars} = bundle.spec;
		rows.push({
			name: `board: ${name} at rest, estimated`,
			ours: jsVars,
			other: wantedJsVars,
			otherName: 'wanted',
			unit: 'JsVars',
			goal: {oursAtMost: mostJsVars},
		});
	}
	return rows;
}
