import test from 'ava';
import {everyCard} from '../../../sim/scenario/parse-selection.ts';
import {FINE, problemsOf, scenarioOf, scenarioText} from '../../helpers/scenario-text.ts';

const fleet = 'devices: {count: 2, model: TWIN}\n';
const releases = '{name: spring, version: 2.0.0}';
const withFirmware = (firmware: string, steps = FINE): string => scenarioText(steps, `${fleet}firmware: ${firmware}`);

test('what a file leaves out about firmware has its usual value', t => {
	t.is(scenarioOf(scenarioText(FINE)).firmware, null);
	t.deepEqual(scenarioOf(withFirmware(`{releases: [${releases}]}`)).firmware, {
		slotKib: 64,
		running: '1.0.0',
		releases: [{name: 'spring', version: '2.0.0', securityVersion: 1, behaviour: 'good', imageKib: 32}],
		bad: [],
	});
});

test('a release can behave otherwise on some cards', t => {
	const bad = 'bad: {behaviour: hangs, on: {share: 50 %}}';
	t.deepEqual(scenarioOf(withFirmware(`{releases: [${releases}], ${bad}}`)).firmware?.bad, [
		{release: 'spring', behaviour: 'hangs', on: {...everyCard, sharePercent: 50}},
	]);
});

const refusals: ReadonlyArray<readonly [firmware: string, message: RegExp]> = [
	['{slot: 5 KiB}', /must be 4 to 4096 KiB in steps of 4, such as 64 KiB/],
	['{running: 1.0}', /must be a version of three numbers up to 255/],
	['{running: 1.0.256}', /must be a version of three numbers up to 255/],
	['{releases: [{name: spring}]}', /version is missing/],
	['{releases: [{name: spring, version: 2.0.0, behaviour: god}]}', /did you mean good\?$/],
	['{releases: [{name: spring, version: 2.0.0, size: 68 KiB}]}', /must be 4 to 64 KiB/],
	[`{releases: [${releases}], bad: {behaviour: hangs}}`, /on is missing/],
	['{bad: {behaviour: hangs, on: {share: 3 %}}}', /release is missing: one of the releases of firmware \(none yet\)/],
	['{relases: []}', /unknown key; .*did you mean releases\?/],
];

for (const [firmware, message] of refusals) {
	test(`firmware ${firmware} is refused (${message.source})`, t => {
		const problems = problemsOf(withFirmware(firmware));
		t.is(problems.length, 1);
		t.regex(problems[0].message, message);
	});
}

test('a campaign is told where it is wrong, with the place in the file', t => {
	const text = withFirmware(
		`{releases: [${releases}]}`,
		'  - rollout: {release: spring,\n      waves: [{percent: 200}]}',
	);
	const [problem] = problemsOf(text);
	t.is(problem.field, 'steps[0].rollout.waves[0].percent');
	t.is(problem.message, 'waves[0].percent is wrong');
	t.is(problem.line, 8);
});

test('a campaign of cards that take no firmware, or of a release that there is not, is refused', t => {
	t.regex(problemsOf(scenarioText('  - rollout: {release: spring}'))[0].message, /take no firmware/);
	const [problem] = problemsOf(withFirmware(`{releases: [${releases}]}`, '  - rollout: {release: sprong}'));
	t.regex(problem.message, /did you mean spring\?/);
});

test('a flash plan is data, and one that is none is refused with what would be right', t => {
	const {steps} = scenarioOf(withFirmware('{}', '  - flashPlan: {seed: 1, faults: [{at: 2, do: cutTorn}]}'));
	t.like(steps[0], {verb: 'flashPlan', plan: {seed: 1}, name: 'flashPlan of 1 faults'});
	const [problem] = problemsOf(withFirmware('{}', '  - flashPlan: {seed: 1, faults: [{at: 2, do: melt}]}'));
	t.regex(problem.message, /do must be one of cutBefore/);
});

test('the version that cards run and the phase of a campaign can be expected', t => {
	const line = '  - {within: 1s, expect: {firmware: 2.0.0, campaign: stopped}}';
	t.like(scenarioOf(withFirmware('{}', line)).steps[0], {
		expectations: [
			{kind: 'firmware', version: '2.0.0'},
			{kind: 'campaign', phase: 'stopped'},
		],
	});
	t.regex(
		problemsOf(withFirmware('{}', '  - {within: 1s, expect: {campaign: stoped}}'))[0].message,
		/did you mean stopped/,
	);
});
