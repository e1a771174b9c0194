import test from 'ava';
import {jsonReport, jsonSummary, REPORT_SCHEMA} from '../../../sim/report/json.ts';
import {facts, failed, failedRun} from './reports.ts';

test('the JSON report has a schema and all facts, times in virtual seconds', t => {
	t.deepEqual(JSON.parse(jsonReport([failed])), {
		schema: 'ridethrough.scenario-report/1',
		file: 'storm & <co>.yaml',
		name: 'Storm "Ä" & 😀',
		verdict: 'failed',
		seed: 7,
		version: '1.2.3',
		speed: '400x',
		reproduce: "ridethrough scenario run 'a & b.yaml' --seed 7",
		cards: 2,
		events: 4,
		durationSeconds: 70.5,
		drift: null,
		steps: failedRun.steps.map(({atMs, endedMs, limitMs, ...rest}) => ({
			...rest,
			atSeconds: atMs / 1000,
			endedSeconds: endedMs / 1000,
			limitSeconds: limitMs === null ? null : limitMs / 1000,
		})),
		faults: failedRun.faults.map(({fromMs, untilMs, ...rest}) => ({
			...rest,
			fromSeconds: fromMs / 1000,
			untilSeconds: untilMs / 1000,
		})),
		faultsLeftOut: 0,
		summary: {
			columns: ['site', 'cards'],
			rows: [
				['main', '2'],
				['a long site', '10'],
			],
		},
		timeline: [
			{atSeconds: 10, kind: 'fault', card: '', text: 'inject outage on 2 cards'},
			{atSeconds: 10, kind: 'event', card: 'main-001', text: '#1 onBattery set: On <battery>.\nTwice.'},
			{atSeconds: 70.5, kind: 'verdict', card: '', text: 'failed'},
		],
		timelineLeftOut: 3,
	});
});

test('the summary is the report without its timeline, also where the bench counts nothing', t => {
	const summary = jsonSummary([{...failed, facts: {...facts, summary: []}}]);
	t.is(summary['schema'], REPORT_SCHEMA);
	t.deepEqual(summary['summary'], {columns: [], rows: []});
	t.false('timeline' in summary);
});
