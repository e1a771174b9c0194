// Faults with a timetable, over the control API: when they come, how often, what stops them, and what is told of them.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import {SECOND} from '../../../../src/core/clock.ts';
import {FaultDesk} from '../../../../sim/fleet/control/fault-desk.ts';
import type {FaultRequest} from '../../../../sim/fleet/control/fault-desk.ts';
import {openControl} from '../../../../sim/fleet/control/open-control.ts';
import {ask} from '../../../helpers/ask.ts';
import {houseOf} from '../../../helpers/card-house.ts';
import {TwinBench} from '../../../helpers/twin-bench.ts';

/** A desk, and the seconds at which the input of its card changed. */
function desk(): {desk: FaultDesk; bench: TwinBench; play: (untilMs: number) => Promise<string[]>} {
	const bench = new TwinBench([{}, {}]);
	const made = new FaultDesk(bench);
	const changes: string[] = [];
	let before = 1;
	return {
		desk: made,
		bench,
		async play(untilMs) {
			for (let now = bench.now(); now < untilMs; now += SECOND) {
				await bench.runUntil(now + SECOND);
				if (bench.inputFactor(0) !== before) {
					before = bench.inputFactor(0);
					changes.push(`${bench.now() / SECOND}: ${before}`);
				}
			}
			return changes;
		},
	};
}

test('a fault waits, comes, ends, and comes again as often as it says', async t => {
	const {desk: made, play} = desk();
	const fault = made.add({type: 'outage', after: '10s', for: '5s', every: '20s', times: 3});
	t.deepEqual([fault.state, fault.injections, fault.nextMs, fault.untilMs], ['waiting', 0, 10_000, null]);
	await play(12_000);
	t.deepEqual([made.get('outage').state, made.get('outage').untilMs], ['active', 15_000]);
	t.deepEqual(await play(100_000), ['10: 0', '15: 1', '30: 0', '35: 1', '50: 0', '55: 1']);
	t.deepEqual(made.list(), []);
	t.deepEqual(
		made.over().map(({name, state, injections}) => [name, state, injections]),
		[['outage', 'ended', 3]],
	);
	t.deepEqual(made.counts(), [{type: 'outage', active: 0, injections: 3}]);
});

test('a pause puts right what is, and its time stands still; resumed, it has what was left', async t => {
	const {desk: made, play} = desk();
	made.add({type: 'outage', for: '30s'});
	await play(10_000);
	t.is(made.change('outage', {paused: true}).state, 'paused');
	await play(60_000);
	t.is(made.change('outage', {paused: false}).state, 'active');
	made.change('outage', {paused: false});
	t.deepEqual(await play(100_000), ['1: 0', '11: 1', '61: 0', '80: 1']);
});

test('a fault that is paused while it waits comes as much later', async t => {
	const {desk: made, play} = desk();
	made.add({type: 'outage', after: '30s', for: '5s'});
	await play(10_000);
	made.change('outage', {paused: true});
	made.change('outage', {paused: true});
	await play(20_000);
	made.change('outage', {paused: false});
	t.deepEqual(await play(60_000), ['40: 0', '45: 1']);
});

test('other parameters hold at once, what is left out stays, and what is wrong changes nothing', async t => {
	const {desk: made, bench, play} = desk();
	made.add({type: 'brownout', parameters: {depth: 0.25}});
	await play(2000);
	t.deepEqual(made.change('brownout', {parameters: {depth: 0.5}}).parameters, {depth: 0.5});
	t.is(bench.inputFactor(0), 0.5);
	t.throws(() => made.change('brownout', {parameters: {depth: 3}}), {code: 'E_FAULT_PARAMETER'});
	t.throws(() => made.change('brownout', {parameters: {deep: 0.3}}), {code: 'E_FAULT_PARAMETER'});
	t.throws(() => made.change('brownout', {for: 'long'}), {code: 'E_REQUEST_INVALID'});
	t.throws(() => made.change('brown', {paused: true}), {code: 'E_FAULT_UNKNOWN'});
	t.is(bench.inputFactor(0), 0.5);
	made.change('brownout', {for: '5s'});
	await play(10_000);
	t.is(bench.inputFactor(0), 1);
	t.is(bench.openUndos, 0);
});

test('by chance a fault comes as often as its probability says, the same in every run', async t => {
	const counts = [];
	for (let run = 0; run < 2; run++) {
		const {desk: made, play} = desk();
		made.add({type: 'outage', for: '1s', every: '2s', times: 400, probability: 0.25});
		await play(900_000);
		counts.push(made.over()[0].injections);
	}
	t.is(counts[0], counts[1]);
	t.true(counts[0] > 70 && counts[0] < 130, String(counts[0]));
});

test('a fault that cannot happen when it is due has failed, and says why', async t => {
	const {desk: made, bench, play} = desk();
	made.add({type: 'brownout', parameters: {depth: 0.5}, after: '10s'});
	const {target} = bench;
	bench.target = () => {
		throw Object.assign(new Error('no such thing here'), {code: 'E_FAULT_UNSUPPORTED'});
	};
	await play(20_000);
	bench.target = target;
	t.deepEqual(made.list(), []);
	const [{state, reason}] = made.over();
	t.deepEqual([state, reason], ['failed', 'no such thing here']);
});

const refused: ReadonlyArray<readonly [string, Partial<FaultRequest>]> = [
	['every without for', {every: '10s'}],
	['a for that is as long as every', {every: '10s', for: '10s'}],
	['times without every', {times: 3}],
	['a bare number', {after: '10'}],
	['a delay of nothing', {after: '0s'}],
];

for (const [what, request] of refused) {
	test(`${what} is refused, and nothing happens`, t => {
		const {desk: made, bench} = desk();
		t.throws(() => made.add({type: 'outage', ...request}), {code: 'E_REQUEST_INVALID'});
		t.deepEqual([made.list(), bench.openUndos], [[], 0]);
	});
}

test('populate makes what is missing, leaves what is there, replaces what is other, and checks all before', t => {
	const {desk: made, bench} = desk();
	const all: FaultRequest[] = [
		{type: 'brownout', parameters: {depth: 0.5}},
		{type: 'linkSilence', name: 'deaf', cards: 'card-2'},
	];
	made.populate(all);
	made.populate(all);
	t.deepEqual(made.counts(), [
		{type: 'brownout', active: 1, injections: 1},
		{type: 'linkSilence', active: 1, injections: 1},
	]);
	made.populate([{type: 'brownout', parameters: {depth: 0.25}}]);
	t.is(bench.inputFactor(0), 0.75);
	t.is(made.list().length, 2);
	t.throws(() => made.populate([{type: 'outage'}, {type: 'brownout', parameters: {depth: 7}}]), {
		code: 'E_FAULT_PARAMETER',
	});
	t.throws(() => made.populate([{type: 'outage'}, {type: 'outage'}]), {code: 'E_FAULT_EXISTS'});
	t.is(bench.inputFactor(0), 0.75);
	made.reset();
	t.deepEqual([made.list(), bench.openUndos], [[], 0]);
});

async function served(t: ExecutionContext): Promise<(line: string, body?: unknown) => ReturnType<typeof ask>> {
	const {bench, house} = houseOf({});
	const control = await openControl({bench, house, listen: '127.0.0.1:0'});
	t.teardown(async () => control.close());
	return async (line, body) =>
		ask(control.port, line, {
			headers: {'content-type': 'application/json'},
			...(body === undefined ? {} : {body: JSON.stringify(body)}),
		});
}

test('all of it goes over HTTP, with the codes and the words of the desk', async t => {
	const http = await served(t);
	const made = await http('POST /populate', {faults: [{type: 'outage', after: '1m', for: '5s'}]});
	t.is(made.status, 200);
	t.is(made.json.faults[0].state, 'waiting');
	const paused = await http('PATCH /faults/outage', {paused: true});
	t.deepEqual([paused.status, paused.json.state], [200, 'paused']);
	t.is((await http('PATCH /faults/outage', {})).status, 400);
	t.is((await http('PATCH /faults/outage', {paus: true})).status, 400);
	t.is((await http('PATCH /faults/other', {paused: true})).status, 404);
	t.is((await http('POST /faults', {type: 'swell', parameters: {rise: 0.2}, every: '5s'})).status, 400);
	await http('POST /reset');
	const list = await http('GET /faults');
	t.deepEqual([list.json.faults, list.json.over.length], [[], 1]);
});
