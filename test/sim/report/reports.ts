// A run that failed, with everything a report must carry: markup, control characters, several lines.

import type {RunFacts, RunReport} from '../../../sim/report/facts.ts';
import type {RunResult} from '../../../sim/scenario/result.ts';

const nobody = {ids: [], count: 0};
const plainStep = {limitMs: null, reason: '', cards: nobody, failedCards: nobody, expected: '', seen: ''} as const;

export const failedRun: RunResult = {
	file: 'storm & <co>.yaml',
	name: 'Storm "Ä" & 😀',
	seed: 7,
	verdict: 'failed',
	steps: [
		{
			...plainStep,
			number: '1',
			name: 'inject outage',
			verb: 'inject',
			line: 8,
			atMs: 10_000,
			endedMs: 10_000,
			outcome: 'passed',
			text: '',
			cards: {ids: ['main-001', 'main-002'], count: 2},
		},
		{
			...plainStep,
			number: '2',
			limitMs: 60_500,
			reason: 'alarm',
			cards: {ids: ['main-001', 'main-002'], count: 2},
			failedCards: {ids: ['main-001'], count: 1},
			expected: 'alarm lowBattery on all 2 cards within 2m',
			seen: 'status OL',
			name: 'low < 2m & on',
			verb: 'expect',
			line: 9,
			atMs: 10_000,
			endedMs: 70_500,
			outcome: 'failed',
			text: '[00:01:10.500] a]]>b: failed\n  seen:\tOL \u0000\u001b[31m\ud800',
		},
		{
			...plainStep,
			number: '3',
			name: 'set load 1',
			verb: 'set',
			line: 10,
			atMs: 70_500,
			endedMs: 70_500,
			outcome: 'skipped',
			text: 'a step before\nit "failed"',
		},
	],
	timeline: [
		{atMs: 10_000, kind: 'fault', card: '', text: 'inject outage on 2 cards'},
		{atMs: 10_000, kind: 'event', card: 'main-001', text: '#1 onBattery set: On <battery>.\nTwice.'},
		{atMs: 70_500, kind: 'verdict', card: '', text: 'failed'},
	],
	leftOutCount: 3,
	cardCount: 2,
	eventCount: 4,
	durationMs: 70_500,
	faults: [
		{
			name: 'outage',
			area: 'grid',
			values: '',
			fromMs: 10_000,
			untilMs: 70_500,
			cards: {ids: ['main-001', 'main-002'], count: 2},
		},
	],
	faultsLeftOutCount: 0,
	drift: null,
};

export const facts: RunFacts = {
	version: '1.2.3',
	speed: '400x',
	reproduce: "ridethrough scenario run 'a & b.yaml' --seed 7",
	summary: [
		['site', 'cards'],
		['main', '2'],
		['a long site', '10'],
	],
};

export const passedRun: RunResult = {
	...failedRun,
	verdict: 'passed',
	steps: failedRun.steps.slice(0, 1),
	leftOutCount: 0,
};

/** As reports take them. */
export const failed: RunReport = {result: failedRun, facts, recording: null};
export const passed: RunReport = {result: passedRun, facts, recording: null};
