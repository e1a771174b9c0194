import test from 'ava';
import fc from 'fast-check';
import {junitReport} from '../../../sim/report/junit.ts';
import {xmlAttribute, xmlText} from '../../../sim/report/xml.ts';
import {readXml} from '../../helpers/xml-reader.ts';
import type {XmlElement} from '../../helpers/xml-reader.ts';
import {facts, failed, failedRun, passed} from './reports.ts';

function child(element: XmlElement, name: string): XmlElement {
	return element.children.find(candidate => candidate.name === name)!;
}

test('the suite is the scenario, a case is a step, times are virtual seconds', t => {
	const suites = readXml(junitReport([failed]));
	const [suite] = suites.children;
	const counts = {tests: '3', failures: '1', errors: '0', skipped: '1', time: '70.5'};
	t.deepEqual(suites.attributes, {name: 'ridethrough', ...counts});
	t.deepEqual(suite.attributes, {name: 'Storm "Ä" & 😀', file: 'storm & <co>.yaml', ...counts});
	t.deepEqual(
		suite.children.filter(({name}) => name === 'testcase').map(({attributes}) => attributes),
		[
			{name: '1: inject outage', classname: 'Storm "Ä" & 😀', file: 'storm & <co>.yaml', line: '8', time: '0'},
			{name: '2: low < 2m & on', classname: 'Storm "Ä" & 😀', file: 'storm & <co>.yaml', line: '9', time: '60.5'},
			{name: '3: set load 1', classname: 'Storm "Ä" & 😀', file: 'storm & <co>.yaml', line: '10', time: '0'},
		],
	);
});

test('a failure carries its first line and its text, a skipped step its reason, a passed one nothing', t => {
	const [before, blamed, skipped] = readXml(junitReport([failed])).children[0].children.filter(
		({name}) => name === 'testcase',
	);
	t.deepEqual(before.children, []);
	const failure = child(blamed, 'failure');
	t.deepEqual(failure.attributes, {message: '[00:01:10.500] a]]>b: failed', type: 'E_SCENARIO_FAILED'});
	t.is(failure.text, '[00:01:10.500] a]]>b: failed\n  seen:\tOL [31m');
	t.deepEqual(child(skipped, 'skipped').attributes, {message: 'a step before\nit "failed"'});
	t.deepEqual(
		blamed.children.map(({name}) => name),
		['failure'],
	);
});

test('properties tell seed, version and how to see it again; the timeline is the output', t => {
	const [suite] = readXml(junitReport([failed])).children;
	t.deepEqual(
		child(suite, 'properties').children.map(({attributes}) => `${attributes['name']}=${attributes['value']}`),
		[
			'seed=7',
			'version=1.2.3',
			'profile=400x',
			'verdict=failed',
			'cards=2',
			'events=4',
			"reproduce=ridethrough scenario run 'a & b.yaml' --seed 7",
		],
	);
	t.is(
		child(suite, 'system-out').text,
		[
			'00:00:10.000  fault    inject outage on 2 cards',
			'00:00:10.000  event    main-001  #1 onBattery set: On <battery>. Twice.',
			'00:01:10.500  verdict  failed',
			'3 more events left out',
		].join('\n'),
	);
});

test('a run that passed counts no failures', t => {
	const {attributes} = readXml(junitReport([passed]));
	t.deepEqual(attributes, {name: 'ridethrough', tests: '1', failures: '0', errors: '0', skipped: '0', time: '70.5'});
});

test('any text at all makes a report that a parser reads, and keeps all that XML has a place for', t => {
	const texts = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.string(),
		fc.array(fc.integer({min: 0, max: 0xffff})).map(codes => String.fromCharCode(...codes)),
	);
	fc.assert(
		fc.property(texts, text => {
			const root = readXml(`<?xml version="1.0" encoding="UTF-8"?>\n<a x="${xmlAttribute(text)}">${xmlText(text)}</a>`);
			const kept = Array.from(text)
				.filter(character => /[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
				.join('');
			t.is(root.text, kept);
			t.is(root.attributes['x'], kept);
			readXml(
				junitReport([
					{
						...failed,
						result: {...failedRun, name: text, file: text, steps: [{...failedRun.steps[1], name: text, text}]},
						facts: {...facts, reproduce: text},
					},
				]),
			);
		}),
	);
});
