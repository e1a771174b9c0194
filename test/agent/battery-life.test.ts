import test from 'ava';
import {
	acknowledgeBatteryLife,
	BatteryLifeRows,
	daysLeft,
	lifeExceeded,
	lifeNearEnd,
	lifeNearEndAcknowledged,
	lifeOk,
	lifeYears,
	observeBatteryLife,
	temperatureOf,
} from '../../src/agent/battery-life.ts';
import {Card, phaseClear, phaseSet} from '../../src/agent/card.ts';
import {CardRows} from '../../src/agent/card-rows.ts';
import {eventRow} from '../../src/agent/events.ts';
import {ratingOf} from '../../src/ups/rating.ts';
import {batteryTemperature, NOT_AVAILABLE, READING_SIZE} from '../../src/ups/reading.ts';
import {DAY, lithiumModel, refModel} from '../helpers/ref-model.ts';

const rating = ratingOf(refModel);
/** A battery at 25 °C from day 0: it lasts 4 years. */
const LIFE_DAYS = 1461;

function newWatch(snoozeDays = 30, warningDays = 90) {
	const logged: [string | undefined, number][] = [];
	const card = new Card(new CardRows(1, 16), 0, {
		logged: (_card, _sequence, _t, event, phase) => logged.push([eventRow(event)?.name, phase]),
	});
	const rows = new BatteryLifeRows(1);
	const on = (today: number, tenths = 250): void => {
		const settings = {installedDay: 0, today, warningDays, snoozeDays};
		observeBatteryLife(rows, card, rating, settings, tenths, today * DAY);
	};
	return {rows, card, logged, on};
}

test('a card warns when the life of the battery nears its end, and again when it is over', t => {
	const {rows, logged, on} = newWatch();
	on(LIFE_DAYS - 91);
	t.deepEqual(logged, []);
	t.is(rows.state[0], lifeOk);
	on(LIFE_DAYS - 90);
	on(LIFE_DAYS - 89);
	t.is(rows.state[0], lifeNearEnd);
	on(LIFE_DAYS);
	t.is(rows.state[0], lifeExceeded);
	t.deepEqual(logged, [
		['batteryLifeNearEnd', phaseSet],
		['batteryLifeNearEnd', phaseClear],
		['batteryLifeExceeded', phaseSet],
	]);
});

test('who acknowledges has peace for the snooze, and the state stays visible', t => {
	const {rows, card, logged, on} = newWatch(30);
	t.false(acknowledgeBatteryLife(rows, card, 0));
	on(LIFE_DAYS - 80);
	t.true(acknowledgeBatteryLife(rows, card, (LIFE_DAYS - 80) * DAY));
	t.is(rows.state[0], lifeNearEndAcknowledged);
	on(LIFE_DAYS - 51);
	t.is(rows.state[0], lifeNearEndAcknowledged);
	on(LIFE_DAYS - 50);
	t.is(rows.state[0], lifeNearEnd);
	t.deepEqual(
		logged.map(each => each[1]),
		[phaseSet, phaseClear, phaseSet],
	);
});

test('with a snooze of never an acknowledged warning stays away, but the end itself is told', t => {
	const {rows, card, logged, on} = newWatch(-1);
	on(LIFE_DAYS - 80);
	acknowledgeBatteryLife(rows, card, (LIFE_DAYS - 80) * DAY);
	on(LIFE_DAYS - 1);
	t.is(logged.length, 2);
	on(LIFE_DAYS + 1);
	t.deepEqual(logged[2], ['batteryLifeExceeded', phaseSet]);
});

test('a new battery ends the warning', t => {
	const {rows, card, logged, on} = newWatch();
	on(LIFE_DAYS + 5);
	const settings = {installedDay: LIFE_DAYS + 5, today: LIFE_DAYS + 5, warningDays: 90, snoozeDays: 30};
	observeBatteryLife(rows, card, rating, settings, 250, (LIFE_DAYS + 5) * DAY);
	t.is(rows.state[0], lifeOk);
	t.deepEqual(logged.at(-1), ['batteryLifeExceeded', phaseClear]);
});

test('a warning of never, and an unknown date, say nothing', t => {
	const never = newWatch(30, -1);
	never.on(2 * LIFE_DAYS);
	t.deepEqual(never.logged, []);
	const unknown = newWatch();
	unknown.on(Number.NaN);
	t.deepEqual(unknown.logged, []);
});

test('a mean temperature that wavers about the edge sets the warning once', t => {
	const {logged, on} = newWatch();
	on(LIFE_DAYS - 90);
	for (let day = 1; day < 6; day++) {
		on(LIFE_DAYS - 90 + day, day % 2 === 0 ? 248 : 251);
	}
	t.is(logged.length, 1);
});

test('a warm battery lives shorter: half for every 10 kelvin; a missing sensor leaves the mean as it was', t => {
	t.is(lifeYears(rating, 25), 4);
	t.is(lifeYears(rating, 35), 2);
	t.true(lifeYears(ratingOf(lithiumModel), 25) > 10);
	const settings = {installedDay: 0, today: 100, warningDays: 90, snoozeDays: 30};
	t.is(daysLeft(rating, settings, 35), 630.5);
	const {rows, on} = newWatch();
	on(1, 350);
	t.is(rows.meanCelsius[0], 35);
	on(2, NOT_AVAILABLE);
	t.is(rows.meanCelsius[0], 35);
	on(31, 250);
	t.is(rows.meanCelsius[0], 30);
});

test('the temperature comes from the slot of the battery', t => {
	const row = new Int32Array(2 * READING_SIZE);
	row[READING_SIZE + batteryTemperature] = 231;
	t.is(temperatureOf(row, READING_SIZE), 231);
});
