import test from 'ava';
import {problemsOf, scenarioText, step, testRefusals} from '../../helpers/scenario-text.ts';

testRefusals([
	[
		'a step without a verb',
		step('{at: 1s}'),
		'6:5 steps[0]',
		/exactly one of inject, set, command, rollout, flashPlan, expect, repeat, parallel, snapshot; this one has none/,
	],
	[
		'a step with two verbs',
		step('{set: {load: 1}, inject: {outage: {}}}'),
		'6:5 steps[0]',
		/this one has inject and set/,
	],
	['a step that is text', step('outage'), '6:5 steps[0]', /must be a map/],
	[
		'an unknown key in a step',
		step('{injekt: {outage: {}}, set: {load: 1}}'),
		'6:6 steps[0].injekt',
		/did you mean inject/,
	],
	[
		'a bare number as a time',
		step('{at: 10, set: {load: 1}}'),
		'6:6 steps[0].at',
		/^must be a number with a unit of ms, s, m, h or d, such as 90s or 1h30m; 10 has no unit$/,
	],
	['at and after', step('{at: 1s, after: 1s, set: {load: 1}}'), '6:14 steps[0].after', /not both/],
	['a name that is no text', step('{name: 7, set: {load: 1}}'), '6:6 steps[0].name', /must be text/],
	[
		'for beside expect',
		step('{within: 1s, for: 1s, expect: {status: OL}}'),
		'6:18 steps[0].for',
		/belongs to inject, and this step has expect/,
	],
	['within beside inject', step('{within: 1s, inject: {outage: {}}}'), '6:6 steps[0].within', /belongs to expect/],
	['hold beside set', step('{hold: 1s, set: {load: 1}}'), '6:6 steps[0].hold', /belongs to expect/],
	[
		'a time that is past for certain',
		scenarioText('  - {at: 10m, set: {load: 1}}\n  - {at: 5m, set: {load: 1}}'),
		'7:5 steps[1]',
		/cannot end earlier than 600 s/,
	],
	[
		'a time within a hold',
		scenarioText('  - {within: 1s, hold: 2m, expect: {status: OL}}\n  - {at: 1m, set: {load: 1}}'),
		'7:5 steps[1]',
		/cannot end earlier than 120 s/,
	],
	['an unknown fault', step('{inject: {outge: {}}}'), '6:15 steps[0].inject.outge', /did you mean outage/],
	['a command without a name', step('{command: {value: 1}}'), '6:6 steps[0].command', /name is missing/],
	[
		'a command that no card knows',
		step('{command: {name: explode}}'),
		'6:16 steps[0].command.name',
		/no command of a card; there are testBattery/,
	],
	['for beside command', step('{for: 1s, command: {name: testBattery}}'), '6:6 steps[0].for', /belongs to inject/],
	[
		'a group beyond the last',
		step('{command: {name: groupOff, group: 4}}'),
		'6:32 steps[0].command.group',
		/from 0 to 3/,
	],
	['no fault', step('{inject: {for: 1s}}'), '6:6 steps[0].inject', /exactly one fault, .*; it holds 0/],
	['two faults', step('{inject: {outage: {}, swell: {rise: 0.1}}}'), '6:6 steps[0].inject', /it holds 2/],
	['a fault that is text', step('{inject: outage}'), '6:6 steps[0].inject', /must be a map/],
	[
		'a parameter out of range',
		step('{inject: {brownout: {depth: 40}}}'),
		'6:26 steps[0].inject.brownout.depth',
		/^depth cannot be 40: .* 0\.01 to 0\.99/,
	],
	[
		'a parameter that is missing',
		step('{inject: {brownout: {}}}'),
		'6:15 steps[0].inject.brownout',
		/^depth is missing/,
	],
	[
		'a parameter nobody knows',
		step('{inject: {brownout: {depth: 0.4, dept: 1}}}'),
		'6:38 steps[0].inject.brownout.dept',
		/did you mean depth/,
	],
	[
		'a parameter twice',
		step('{inject: {brownout: {depth: 0.4, depth: 0.5}}}'),
		'6:38 steps[0].inject.brownout.depth',
		/stands twice/,
	],
	[
		'parameters that do not go together',
		step('{inject: {flicker: {dip: 10s, period: 5s}}}'),
		'6:15 steps[0].inject.flicker',
		/shorter than period/,
	],
	['for of no time', step('{inject: {outage: {}}, for: 0s}'), '6:28 steps[0].for', /from 1ms to/],
	['for twice', step('{inject: {outage: {}, for: 1s}, for: 1s}'), '6:37 steps[0].for', /remove one/],
	[
		'a selection for what all share',
		step('{inject: {brokerOutage: {}}, on: {site: main}}'),
		'6:34 steps[0].on',
		/remove on/,
	],
	['nothing to set', step('{set: {}}'), '6:6 steps[0].set', /at least one of load, ambient/],
	['a value nobody can set', step('{set: {lode: 5}}'), '6:12 steps[0].set.lode', /did you mean load/],
	['a load out of range', step('{set: {load: 301}}'), '6:12 steps[0].set.load', /from 0 to 300 %/],
	['a time without unit', step('{set: {returnDelay: 60}}'), '6:12 steps[0].set.returnDelay', /60 has no unit/],
	[
		'a sensitivity nobody knows',
		step('{set: {sensitivity: hihg}}'),
		'6:12 steps[0].set.sensitivity',
		/there are auto, low, medium, high; did you mean high/,
	],
	['repeat without times', step('{repeat: {steps: [{set: {load: 1}}]}}'), '6:6 steps[0].repeat', /times is missing/],
	['repeat without steps', step('{repeat: {times: 2}}'), '6:6 steps[0].repeat', /steps is missing/],
	[
		'a mistake inside a repeat',
		step('{repeat: {times: 2, steps: [{set: {lode: 1}}]}}'),
		'6:40 steps[0].repeat.steps[0].set.lode',
		/did you mean load/,
	],
	[
		'a time that is past inside a branch',
		step('{parallel: [[{at: 2s, set: {load: 1}}, {at: 1s, set: {load: 1}}], [{set: {load: 1}}]]}'),
		'6:44 steps[0].parallel[0][1]',
		/cannot end earlier than 2 s/,
	],
	[
		'a time within a repeat before it',
		scenarioText('  - {repeat: {times: 3, steps: [{after: 1m, set: {load: 1}}]}}\n  - {at: 2m, set: {load: 1}}'),
		'7:5 steps[1]',
		/cannot end earlier than 180 s/,
	],
	['one branch', step('{parallel: [[{set: {load: 1}}]]}'), '6:6 steps[0].parallel', /2 to 64 branches/],
	[
		'on beside repeat',
		step('{on: {site: main}, repeat: {times: 1, steps: [{set: {load: 1}}]}}'),
		'6:6 steps[0].on',
		/belongs to inject, set, command, flashPlan, expect, and this step has repeat/,
	],
	[
		'steps nested too deep',
		step(`${'{repeat: {times: 1, steps: ['.repeat(10)}{set: {load: 1}}${']}}'.repeat(10)}`),
		'6:229 steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0].repeat.steps[0]',
		/nested 8 deep/,
	],
	[
		'too many rounds',
		step('{repeat: {times: 100000, steps: [{set: {load: 1}}, {set: {load: 2}}]}}'),
		'5:1 steps',
		/200001 steps are played .* write every$/,
	],
	['a snapshot with a path for a name', step('{snapshot: a/b}'), '6:6 steps[0].snapshot', /letters, digits/],
	['times without every', step('{times: 3, set: {load: 1}}'), '6:6 steps[0].times', /belongs to every/],
	['times and until', step('{every: 1m, times: 3, until: 1h, set: {load: 1}}'), '6:27 steps[0].until', /not both/],
	[
		'every beside expect',
		step('{every: 1m, within: 1s, expect: {status: OL}}'),
		'6:6 steps[0].every',
		/belongs to inject, set, command/,
	],
	['a period of no time', step('{every: 1ms, set: {load: 1}}'), '6:6 steps[0].every', /from 100ms to/],
	[
		'events without a limit',
		step('{after: {events: 3, event: onBattery}, set: {load: 1}}'),
		'6:6 steps[0].after',
		/within is missing/,
	],
	[
		'an event nobody knows to wait for',
		step('{after: {events: 3, event: onBatery, within: 1m}, set: {load: 1}}'),
		'6:25 steps[0].after.event',
		/did you mean onBattery/,
	],
]);

test('a setting that no selected card takes with that value is refused with its place and what would be right', t => {
	const [problem, ...others] = problemsOf(step('{set: {ups.transfer.high: 300}}'));
	t.deepEqual(others, []);
	t.like(problem, {line: 6, column: 12, field: 'steps[0].set.ups.transfer.high'});
	t.regex(problem.message, /it takes up to 265 V/);
});
