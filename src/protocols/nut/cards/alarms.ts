// ups.alarm: what is wrong with the UPS itself. upsmon shuts hosts down when contact is lost while ALARM was last seen (nut.md 7), so
// what has a status word of its own, and what is nothing but a state, is no alarm here.

import type {CardHouse, CardView} from '../../../agent/card-view.ts';

const WARNING = 3;
const ALARM_MAX = 255;

/** Events with a word of ups.status, and states that pass by themselves. */
const noAlarms: ReadonlySet<string> = new Set([
	'onBattery',
	'lowBattery',
	'boost',
	'trim',
	'overload',
	'replaceBattery',
	'discharged',
	'outputOff',
	'sleeping',
	'rebooting',
	'gracefulShutdown',
	'calibrating',
	'selfTesting',
	'bypassCommand',
	'bypassSwitch',
	'bypassInternalFault',
	'bypassTemporary',
	'forcedBypass',
	'onBatteryByFault',
	'batteryOverVoltage',
	'linkLost',
	'linkLostOnBattery',
]);

/** Texts by event; '' where it is no alarm. The catalogue is the same for every card, so it is asked once. */
const texts = new Map<number, string>();

/** Learns the catalogue; call it before the first card is asked. */
export function learnAlarms(house: CardHouse): void {
	for (let id = 1; id <= LAST_EVENT; id++) {
		const facts = house.event(id);
		const isAlarm = facts !== null && facts.paired && facts.severity >= WARNING && facts.rfcAlarm > 0;
		if (isAlarm && !noAlarms.has(facts.name)) {
			texts.set(id, facts.setText);
		}
	}
}

/** Conditions of the UPS have their events below this number; above it are the card's own. */
const LAST_EVENT = 99;

/** The alarms that hold, in order; '' while there is none. */
export function alarmText(card: CardView): string {
	const held = card.held().flatMap(({event}) => texts.get(event) ?? []);
	return held.join(' ').slice(0, ALARM_MAX);
}
