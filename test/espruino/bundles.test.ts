import test from 'ava';
import {runPruned} from '../gate/quickjs.ts';
import {buildBundles} from './build.ts';
import {bundles} from './bundles.ts';
import {engineLimits, measure, overBudget} from './measured.ts';
import {outputFindings} from './output-findings.ts';
import {plainBundle} from './plain.ts';
import {runInNode, scriptOf} from './script.ts';

const built = await buildBundles();
const codeOf = (name: string): string => built.find(({spec}) => spec.name === name)?.code ?? '';
const shipped = {card: codeOf('card'), ups: codeOf('ups')};

async function plain(name: string): Promise<string> {
	return plainBundle(bundles.find(each => each.name === name) ?? bundles[0]);
}

for (const bundle of built) {
	test(`${bundle.spec.file} has nothing in it that Espruino cannot run`, t => {
		t.deepEqual(outputFindings(bundle), []);
	});
}

test('what a bundle names beside the portable core is found where it is not of a board', t => {
	const [{spec}] = built;
	t.is(outputFindings({spec, code: '(()=>{fetch("x")})();', parts: {}}).length, 1);
	t.is(outputFindings({spec, code: '(()=>{setTimeout(0,1)})();', parts: {}}).length, 0);
});

test('no bundle is over its budget, and one that is over is named', async t => {
	const measured = await measure(built);
	t.deepEqual(overBudget(measured), []);
	const tight = measured.map(each => ({
		...each,
		bundle: {...each.bundle, spec: {...each.bundle.spec, mostBytes: 1, mostJsVars: 1}},
	}));
	t.is(overBudget(tight).length, 2 * built.length);
});

/** Four hours of it have all that happens. */
const dayOf = 'function () { var w = world.playDay(card, ups, 4); return w.consumer; }()';
const transcript = `(${dayOf}).lines.join('\\n')`;

test('a day of two boards is the same in Node, in the gate engine, and from sources that nobody shortened', async t => {
	const script = await scriptOf(shipped, transcript);
	const inNode = runInNode(script);
	t.is(await runPruned(script, engineLimits), inNode);
	const asWritten = {card: await plain('card'), ups: await plain('ups')};
	t.is(runInNode(await scriptOf(asWritten, transcript)), inNode);
	t.true(inNode.split('\n').length > 80);
});

test('in that day every event comes, in order, and no packet is strange', async t => {
	const told = `(function (c) { return JSON.stringify({sequences: c.sequences, strange: c.broker.strange}); })((${dayOf}))`;
	const {sequences, strange} = JSON.parse(runInNode(await scriptOf(shipped, told))) as {
		sequences: number[];
		strange: number;
	};
	t.is(strange, 0);
	t.true(sequences.length > 40);
	t.deepEqual(
		sequences,
		sequences.map((_, at) => at + 1),
	);
});

test('the UPS on a board answers every request, alike in every engine and as its sources do', async t => {
	const deed = 'world.playFarEnd(ups, 2)';
	const script = await scriptOf({ups: shipped.ups}, deed);
	const inNode = runInNode(script);
	t.regex(inNode, /hour 2 1441 answers, 0 broken/);
	t.is(await runPruned(script, engineLimits), inNode);
	t.is(runInNode(await scriptOf({ups: await plain('ups')}, deed)), inNode);
});
