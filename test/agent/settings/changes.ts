// Changes to settings at random, for properties.

import fc from 'fast-check';
import {settingsOf} from '../../../src/agent/settings/catalogue.ts';
import type {SettingChange} from '../../../src/agent/settings/desk.ts';
import {accessWrite, kindText} from '../../../src/agent/settings/setting-row.ts';
import type {SettingRow} from '../../../src/agent/settings/setting-row.ts';
import type {Rating} from '../../../src/ups/rating.ts';

function valuesOf(row: SettingRow, rating: Rating): fc.Arbitrary<string | number> {
	const allowed = row.allowed(rating);
	if (row.kind === kindText) {
		return fc.constantFrom('', 'x', 'Rack 4', 'a = b; c', '# 1', '[UPS]', 'true', '12', 'it\'s: "so"');
	}
	if (allowed.steps.length > 0) {
		return fc.constantFrom(...allowed.steps);
	}
	const numbers = allowed.low <= allowed.high ? [fc.integer({min: allowed.low, max: allowed.high})] : [];
	return fc.oneof(...numbers, ...allowed.words.map(each => fc.constant(each.value)));
}

/** Up to a dozen changes that a UPS of this type takes. */
export function changesFor(rating: Rating): fc.Arbitrary<SettingChange[]> {
	const able = settingsOf(rating).filter(row => row.access(rating) === accessWrite && row.standard(rating) !== null);
	// Day and time of the self-test depend on each other.
	const single = able.filter(row => !['ups.selfTest.day', 'ups.selfTest.time'].includes(row.key));
	const change = fc.constantFrom(...single).chain(row => valuesOf(row, rating).map(value => ({key: row.key, value})));
	return fc.array(change, {maxLength: 12});
}
