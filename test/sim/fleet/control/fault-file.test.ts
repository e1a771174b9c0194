import test from 'ava';
import {isScenarioInvalid} from '../../../../sim/scenario/problems.ts';
import {readFaultFile} from '../../../../sim/fleet/control/fault-file.ts';

test('a file of faults is what the control API takes', t => {
	const text = `- type: outage
  cards: {site: site-1, share: 10}
  after: 5m
  for: 30s
  every: 1h
  times: 3
  probability: 0.5
- {name: slow, type: linkSlow, parameters: {delay: 2s}, cards: [card-000001, card-000002]}
`;
	t.deepEqual(readFaultFile(text, 'faults.yaml'), [
		{
			type: 'outage',
			cards: {site: 'site-1', share: 10},
			after: '5m',
			for: '30s',
			every: '1h',
			times: 3,
			probability: 0.5,
		},
		{name: 'slow', type: 'linkSlow', parameters: {delay: '2s'}, cards: ['card-000001', 'card-000002']},
	]);
});

const wrong: ReadonlyArray<readonly [what: string, text: string, line: number, column: number, message: RegExp]> = [
	['an unknown fault', '- type: outge\n', 1, 3, /did you mean outage\?/],
	['no type', '- {for: 5s}\n', 1, 3, /type is missing/],
	['an unknown key', '- type: outage\n  fro: 5s\n', 2, 3, /unknown key.*did you mean for\?/],
	['a parameter out of range', '- type: brownout\n  parameters:\n    depth: 40\n', 3, 5, /from 0\.01 to 0\.99/],
	['an unknown parameter', '- type: brownout\n  parameters: {depth: 0.4, dept: 1}\n', 2, 28, /did you mean depth\?/],
	['a bare number for a duration', '- type: outage\n  for: 5\n', 2, 3, /must be a duration/],
	['a duration that is none', '- type: outage\n  for: soon\n', 1, 3, /"for" cannot be "soon"/],
	['too high a chance', '- type: outage\n  probability: 2\n', 2, 3, /from 0 to 1/],
	['every without for', '- type: outage\n  every: 5s\n', 1, 3, /"every" needs a "for"/],
	['the same name twice', '- type: outage\n- type: outage\n', 2, 3, /another fault of this file is called outage/],
	['cards of what all share', '- type: brokerOutage\n  cards: card-000001\n', 1, 3, /leave "cards" out/],
	['an unknown selection', '- type: outage\n  cards: {sites: x}\n', 2, 11, /did you mean site\?/],
	['no list', 'type: outage\n', 1, 1, /must be a list/],
];

for (const [what, text, line, column, message] of wrong) {
	test(`${what} is told with its line and column`, t => {
		const error = t.throws(() => readFaultFile(text, 'faults.yaml'));
		t.true(isScenarioInvalid(error) && error.code === 'E_FAULTS_INVALID');
		const [problem] = isScenarioInvalid(error) ? error.problems : [];
		t.deepEqual([problem.line, problem.column], [line, column], problem.message);
		t.regex(problem.message, message);
	});
}
