import test from 'ava';
import fc from 'fast-check';
import {NOT_AVAILABLE} from '../../../../src/core/absent.ts';
import {dayOfMinute, daysOf, usDate} from '../../../../src/protocols/snmp/objects/dates.ts';

/** 2000-01-01 to 2099-12-31. */
const LAST_DAY = 36524;
const day = fc.integer({min: 0, max: LAST_DAY});

test('a date is read as the day that it was written from, with two digits of the year or four', t => {
	fc.assert(fc.property(day, fc.boolean(), (days, short) => daysOf(usDate(days, short)) === days));
	t.is(usDate(0, false), '01/01/2000');
	t.is(usDate(LAST_DAY, false), '12/31/2099');
	t.is(usDate(59, true), '02/29/00');
});

test('what is no date of this century is none', t => {
	const texts = [
		'',
		'1/1/2020',
		'01-01-2020',
		'02/29/2023',
		'00/10/2020',
		'12/32/2020',
		'12/31/1999',
		'01/01/2100',
		' 01/01/2020',
	];
	for (const text of texts) {
		t.is(daysOf(text), -1, text);
	}
	fc.assert(fc.property(fc.string(), text => daysOf(text) >= -1 && daysOf(text) <= LAST_DAY));
});

test('a moment has the day that it lies in, and none where there was none', t => {
	fc.assert(
		fc.property(
			day,
			fc.integer({min: 0, max: 1439}),
			(days, minute) => dayOfMinute(1440 * days + minute) === usDate(days, false),
		),
	);
	t.is(dayOfMinute(NOT_AVAILABLE), 'Unknown');
	t.is(usDate(NOT_AVAILABLE, false), 'Unknown');
});
