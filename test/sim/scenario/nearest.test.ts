import test from 'ava';
import {nearestName, spellingDistance, suggestion} from '../../../sim/scenario/nearest.ts';
import {shown} from '../../../sim/scenario/shown.ts';

test('a distance counts letters inserted, removed, changed and swapped, capitals aside', t => {
	t.is(spellingDistance('stpes', 'steps'), 1);
	t.is(spellingDistance('ab', 'ba'), 1);
	t.is(spellingDistance('', 'abc'), 3);
	t.is(spellingDistance('abc', ''), 3);
	t.is(spellingDistance('outge', 'outage'), 1);
	t.is(spellingDistance('Brownout', 'brownout'), 0);
	t.is(spellingDistance('kitten', 'sitting'), 3);
});

test('the nearest name is suggested, and none where none is near', t => {
	const names = ['inject', 'set', 'expect'];
	t.is(nearestName('injekt', names), 'inject');
	t.is(nearestName('exepct', names), 'expect');
	t.is(nearestName('measure', names), undefined);
	t.is(nearestName('x'.repeat(100_000), names), undefined);
	t.is(suggestion('injekt', names), '; did you mean inject?');
	t.is(suggestion('measure', names), '');
});

test('values in messages are short, and those that hold themselves do not throw', t => {
	t.is(shown('a'), '"a"');
	t.is(shown(Number.NaN), 'NaN');
	t.is(shown(undefined), 'undefined');
	t.is(shown(null), 'null');
	t.is(shown('x'.repeat(500)).length, 61);
	const loop: unknown[] = [];
	loop.push(loop);
	t.is(shown(loop), 'a value that cannot be shown');
	t.is(shown(10n), 'a value that cannot be shown');
});
