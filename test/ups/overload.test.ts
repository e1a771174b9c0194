import test from 'ava';
import * as code from '../../src/ups/codes.ts';
import * as condition from '../../src/ups/conditions.ts';
import {advance, setDemand, setInput} from '../../src/ups/ups.ts';
import {HOUR, MINUTE, newUps, onlineModel, SECOND} from '../helpers/ref-model.ts';

const T = 10 * SECOND;

test('an overload is warned of at once; double conversion goes to bypass after a minute, and comes back', t => {
	const u = newUps(onlineModel);
	setDemand(u, T, 1.1 * 950);
	t.true(u.holds(condition.overload));
	advance(u, T + MINUTE - 1);
	t.is(u.source, code.sourceLine);
	advance(u, T + MINUTE);
	t.is(u.source, code.sourceBypass);
	t.true(u.holds(condition.bypassTemporary));
	setDemand(u, T + 2 * MINUTE, 500);
	t.is(u.source, code.sourceLine);
	t.false(u.holds(condition.overload));
	t.false(u.holds(condition.bypassTemporary));
});

test('an overload on battery drops the load after ten seconds and stays latched when power returns', t => {
	const u = newUps();
	setDemand(u, T, 1.1 * 950);
	setInput(u, T + SECOND, 0, 0, 0);
	advance(u, T + SECOND + 10 * SECOND);
	t.is(u.source, code.sourceOff);
	setInput(u, T + MINUTE, 230, 50, 0);
	advance(u, HOUR);
	t.is(u.source, code.sourceOff);
	t.is(u.changeCause, code.changePowerSystemError);
});

test('a load between 100 and 105 % is warned of and borne', t => {
	const u = newUps(onlineModel);
	setDemand(u, T, 1.04 * 950);
	advance(u, 10 * HOUR);
	t.true(u.holds(condition.overload));
	t.is(u.source, code.sourceLine);
});
