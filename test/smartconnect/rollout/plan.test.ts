import test from 'ava';
import fc from 'fast-check';
import {checkPlan, planKeys} from '../../../src/smartconnect/rollout/plan-check.ts';
import {secondsOf} from '../../../src/smartconnect/rollout/plan-fields.ts';

const least = {id: 'spring-2.3.0', release: 'ab'.repeat(32)};

test('a plan needs an id and a release, and has standards for all else', t => {
	const {plan} = checkPlan(least);
	t.deepEqual(plan, {
		...least,
		classes: [],
		cohorts: [],
		exclude: [],
		percent: 100,
		waves: [{percent: 100, cards: null, cohort: '', minConfirmed: 95, soakS: 0}],
		windows: [],
		zone: 'UTC',
		zones: {},
		perSite: null,
		pairs: [],
		atOnce: 1000,
		expect: 0,
		stop: {revertPercent: 2, revertCards: 3, silentPercent: 5, silentAfterS: 1800, digestSites: 2},
		assignForS: 86_400,
		source: 'mqtt',
	});
});

test('a whole plan is taken as it is written', t => {
	const {plan, problems} = checkPlan({
		...least,
		cohorts: [{name: 'lab', sites: ['ZRH']}],
		exclude: ['card-9'],
		percent: 12.5,
		waves: [{cohort: 'lab', minConfirmed: 100, soak: '1d12h'}, {percent: 10}, {}],
		windows: [{days: ['sat', 'sun'], from: '22:00', to: '05:30'}],
		zones: {ZRH: 'Europe/Zurich'},
		perSite: 2,
		pairs: [['a', 'b']],
		stop: {silentAfter: '10m', revertCards: 5},
		assignFor: '2h',
		source: 'uri',
	});
	t.deepEqual(problems, []);
	t.like(plan, {percent: 12.5, perSite: 2, assignForS: 7200, source: 'uri', pairs: [['a', 'b']]});
	t.deepEqual(
		plan?.waves.map(({soakS}) => soakS),
		[129_600, 3600, 0],
	);
	t.deepEqual(plan?.windows, [{days: ['sat', 'sun'], fromMinute: 1320, toMinute: 330}]);
	t.like(plan?.stop, {silentAfterS: 600, revertCards: 5, revertPercent: 2});
});

const wrong: ReadonlyArray<readonly [given: object, path: string, said: RegExp]> = [
	[{id: 'With Blanks'}, 'id', /^must be 1 to 64 characters of a-z/],
	[{id: undefined}, 'id', /^is missing: write 1 to 64 characters/],
	[{release: 'ab'}, 'release', /64 hex digits/],
	[{percent: 100.1}, 'percent', /^must be a number from 0 to 100$/],
	[{percent: '10'}, 'percent', /^must be a number/],
	[{perSite: 0}, 'perSite', /^must be a number from 1/],
	[{perSite: 1.5}, 'perSite', /^must be a whole number/],
	[{waves: [{percent: 50}, {percent: 10}]}, 'waves[1]', /^percent must not fall: an earlier wave took 50/],
	[{waves: [{soak: 60}]}, 'waves[0].soak', /with its unit of s, m, h or d/],
	[{waves: [{soak: '366d'}]}, 'waves[0].soak', /^must be a time from 0s to 365d/],
	[{waves: [{cohort: 'lab'}]}, 'waves[0].cohort', /one of the cohorts of this plan/],
	[{waves: {}}, 'waves', /^must be a list/],
	[{windows: [{from: '9:00', to: '10:00'}]}, 'windows[0].from', /"22:00"/],
	[{windows: [{from: '22:00'}]}, 'windows[0].to', /must be a time of day/],
	[{windows: [{from: '22:00', to: '24:00'}]}, 'windows[0].to', /must be a time of day/],
	[{windows: [{days: ['monday'], from: '22:00', to: '23:00'}]}, 'windows[0].days[0]', /^must be sun or mon/],
	[{zone: 'Mars/Base'}, 'zone', /such as Europe\/Berlin/],
	[{zones: {ZRH: 'x'}}, 'zones.ZRH', /such as Europe\/Berlin/],
	[{pairs: [['a']]}, 'pairs[0]', /at least two cards/],
	[{pairs: [['A', 'b']]}, 'pairs[0][0]', /a card id of a-z/],
	[{source: 'ftp'}, 'source', /^must be mqtt or uri$/],
	[{stop: {silentAfter: '1s'}}, 'stop.silentAfter', /^must be a time from 10s to 30d/],
	[{stops: {}}, 'stops', /^unknown key; known here are id, release/],
	[{stop: []}, 'stop', /^must be an object of revertPercent/],
];

for (const [given, path, said] of wrong) {
	test(`${JSON.stringify(given)} is refused at ${path} with what would be right`, t => {
		const {plan, problems} = checkPlan({...least, ...given});
		t.is(plan, null);
		const problem = problems.find(each => each.path === path);
		t.regex(problem?.message ?? JSON.stringify(problems), said);
	});
}

test('anything at all gives a plan or problems, and never throws', t => {
	const anything = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...planKeys), fc.anything()));
	fc.assert(
		fc.property(anything, given => {
			const {plan, problems} = checkPlan(given);
			return (plan === null) === problems.length > 0;
		}),
	);
	t.pass();
});

test('times are whole numbers with units, of which there can be several', t => {
	t.deepEqual(['90s', '30m', '24h', '7d', '1h30m', '', '90', '1.5h', '-1s', '1 h', '1w'].map(secondsOf), [
		90,
		1800,
		86_400,
		604_800,
		5400,
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
	]);
});
