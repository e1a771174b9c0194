import test from 'ava';
import {
	calendarDamage,
	capacityShare,
	cycleDamage,
	floatLifeYears,
	lithiumCapacityShare,
	lithiumYears,
	resistanceFactor,
	selfDischargeShare,
} from '../../src/ups/aging.ts';
import {fullRuntimeMinutes} from '../../src/ups/battery.ts';
import {refBattery, YEAR} from '../helpers/ref-model.ts';

for (const [damage, capacity, resistance] of [
	[0.25, 0.9875, 1.0312],
	[0.5, 0.95, 1.125],
	[0.75, 0.8875, 1.2812],
	[1, 0.8, 1.5],
	[1.25, 0.6875, 1.7812],
	[1.5, 0.55, 2.125],
] as const) {
	test(`damage ${damage} leaves ${capacity} of the capacity at ${resistance} times the resistance (battery.md 8)`, t => {
		t.true(Math.abs(capacityShare(damage) - capacity) < 5.1e-5);
		t.true(Math.abs(resistanceFactor(damage) - resistance) < 5.1e-5);
	});
}

for (const [celsius, years] of [
	[15, 8],
	[20, 5.657],
	[25, 4],
	[30, 2.828],
	[35, 2],
	[40, 1.414],
	[45, 1],
] as const) {
	test(`four years at 25 °C are ${years} at ${celsius} °C`, t => {
		t.is(floatLifeYears(celsius, 4).toFixed(3), years.toFixed(3));
	});
}

// battery.md 8: years, °C, cycles, depth, damage, capacity, resistance, REF at 400 W and at 857 W.
for (const [years, celsius, cycles, depth, damage, capacity, resistance, at400, at857] of [
	[0, 25, 0, 0, 0, 1, 1, 25.609, 8.717],
	[2, 25, 0, 0, 0.5, 0.95, 1.125, 23.115, 7.658],
	[2, 25, 24, 1, 0.62, 0.9231, 1.1922, 21.818, 7.101],
	[1, 40, 0, 0, 0.7071, 0.9, 1.25, 20.726, 6.629],
	[4, 25, 104, 0.05, 1.0035, 0.7986, 1.5035, 16.195, 4.632],
	[3, 30, 12, 0.5, 1.0795, 0.767, 1.5826, 14.866, 4.033],
] as const) {
	test(`${years} years at ${celsius} °C with ${cycles} discharges to ${depth * 100} % wear REF as battery.md 8 says`, t => {
		const wear = calendarDamage(years * YEAR, celsius, 4) + cycles * cycleDamage(depth, 200);
		t.is(wear.toFixed(4), damage.toFixed(4));
		t.is(capacityShare(wear).toFixed(4), capacity.toFixed(4));
		t.is(resistanceFactor(wear).toFixed(4), resistance.toFixed(4));
		const worn = {
			...refBattery,
			capacityWmin: refBattery.capacityWmin * capacityShare(wear),
			cutoffHours: refBattery.cutoffHours * resistanceFactor(wear),
		};
		t.is(fullRuntimeMinutes(worn, 400).toFixed(3), at400.toFixed(3));
		t.is(fullRuntimeMinutes(worn, 857).toFixed(3), at857.toFixed(3));
	});
}

test('runtime falls faster than capacity: at 857 W four fifths of the capacity are half of the runtime', t => {
	const worn = {...refBattery, capacityWmin: 0.8 * 24_000, cutoffHours: 0.112 * 1.5};
	const share = fullRuntimeMinutes(worn, 857) / fullRuntimeMinutes(refBattery, 857);
	t.true(share > 0.5 && share < 0.56, `${share}`);
});

test('a battery in store keeps 91, 82 and 64 % after 3, 6 and 12 months at 25 °C, as three data sheets print', t => {
	for (const [months, celsius, kept] of [
		[3, 25, 0.91],
		[6, 25, 0.82],
		[12, 25, 0.64],
		[6, 15, 0.91],
		[3, 35, 0.82],
	] as const) {
		t.true(
			Math.abs(1 - selfDischargeShare((months / 12) * YEAR, celsius) - kept) < 1e-9,
			`${months} months at ${celsius} °C`,
		);
	}
});

test('a lithium battery is at 80 % after ten years at 30 °C, and loses a fifth in 3000 cycles', t => {
	t.is(lithiumCapacityShare({calendar: lithiumYears(10 * YEAR, 30), cycling: 0}).toFixed(6), '0.800000');
	t.is(lithiumCapacityShare({calendar: 0, cycling: 3000}).toFixed(6), '0.800000');
	t.true(lithiumYears(YEAR, 40) > 1.9 && lithiumYears(YEAR, 40) < 2.1);
});
