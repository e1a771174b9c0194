import test from 'ava';
import fc from 'fast-check';
import {bulkRatePerHour, chargeAfter, hoursOfBulk, hoursToCharge, tailHours} from '../../src/ups/charger.ts';

// battery.md 6: hours to 90 %, rate, end of constant current, tail, charge after 1, 2, 4, 6 h from 10 %.
for (const [t90, rate, bulk, tail, ...charges] of [
	[3, 0.2795, 2.504, 0.7155, 0.3795, 0.6591, 0.9753, 0.9985],
	[4, 0.2097, 3.339, 0.9539, 0.3097, 0.5193, 0.9, 0.9877],
	[6, 0.1398, 5.008, 1.4309, 0.2398, 0.3795, 0.6591, 0.9],
] as const) {
	test(`a charger with ${t90} h to 90 % charges as battery.md 6 says`, t => {
		const perHour = bulkRatePerHour(t90);
		t.is(perHour.toFixed(4), rate.toFixed(4));
		t.is(hoursOfBulk(0.1, perHour).toFixed(3), bulk.toFixed(3));
		t.is(tailHours(perHour).toFixed(4), tail.toFixed(4));
		for (const [i, hours] of [1, 2, 4, 6].entries()) {
			t.is(chargeAfter(0.1, perHour, hours).toFixed(4), charges[i].toFixed(4), `${hours} h`);
		}
		t.is(chargeAfter(0.1, perHour, t90).toFixed(6), '0.900000');
	});
}

const charge = fc.double({min: 0, max: 0.99, noNaN: true});

test('charging for the hours to a charge reaches it', t => {
	fc.assert(
		fc.property(charge, charge, (a, b) => {
			const from = Math.min(a, b);
			const to = Math.max(a, b);
			return Math.abs(chargeAfter(from, 0.2795, hoursToCharge(from, to, 0.2795)) - to) < 1e-12;
		}),
	);
	t.pass();
});

test('charging in two steps is charging in one', t => {
	const hours = fc.double({min: 0, max: 12, noNaN: true});
	fc.assert(
		fc.property(
			charge,
			hours,
			hours,
			(from, a, b) => Math.abs(chargeAfter(chargeAfter(from, 0.2, a), 0.2, b) - chargeAfter(from, 0.2, a + b)) < 1e-12,
		),
	);
	t.pass();
});
