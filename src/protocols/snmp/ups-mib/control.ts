// RFC 1628: shutdown, startup and reboot by count (snmp.md (a)), and the settings. The counts are the UPS's own delays: a SET
// sets the delay, rounded where it has steps, and gives the order.

import type {CardView} from '../../../agent/card-view.ts';
import {INTEGER} from '../mib.ts';
import type {MibRow, MibValue, SetPlan, SetRefusal} from '../mib.ts';
import {keptOneOf, under} from '../objects/lines.ts';
import type {Access, Read} from '../objects/lines.ts';
import {changing, choices, NONE, ordering, rounding} from '../objects/settings.ts';
import {isKnown} from '../objects/read.ts';
import {OBJECTS} from './prefix.ts';

const NOTHING_PENDING = -1;
const CANCEL = -1;
const MOST_REBOOT_SECONDS = 300;
const MAIN = 0;
const SYSTEM = 2;

function countdown(card: CardView, seconds: number): number {
	return isKnown(card, seconds) && seconds >= 0 ? seconds : NOTHING_PENDING;
}

/** Ends what is pending; where nothing is, that is how it is. */
function cancelling(pending: number): SetPlan {
	return pending >= 0 ? ordering('cancelOutput', MAIN) : {};
}

/** `order` after a delay that the UPS has as the setting `key`. */
function after(card: CardView, key: string, seconds: number, command: string): SetPlan {
	return {...changing(key, card.rounded(key, seconds)), ...ordering(command, MAIN)};
}

/** With automatic restart the output comes back with the utility; without, it stays off. */
function shutDown(card: CardView, value: MibValue): SetPlan | SetRefusal {
	const seconds = Number(value);
	if (seconds < CANCEL) {
		return 'wrongValue';
	}
	if (seconds === CANCEL) {
		return cancelling(card.detail.turnOffIn(MAIN));
	}
	const restarts = card.number('ups.automaticRestart') === 1;
	if (seconds === 0) {
		return ordering(restarts ? 'shutdown' : 'outputOff', MAIN);
	}
	return after(card, 'ups.off.delay', seconds, restarts ? 'shutdownDelayed' : 'outputOffDelayed');
}

/** While a shutdown is pending, the count begins when that is done: it is the return delay. */
function startUp(card: CardView, value: MibValue): SetPlan | SetRefusal {
	const seconds = Number(value);
	if (seconds < CANCEL) {
		return 'wrongValue';
	}
	if (seconds === CANCEL) {
		return cancelling(card.detail.turnOnIn(MAIN));
	}
	if (card.detail.turnOffIn(MAIN) >= 0) {
		return changing('ups.return.delay', card.rounded('ups.return.delay', seconds));
	}
	return seconds === 0 ? ordering('outputOn', MAIN) : after(card, 'ups.return.delay', seconds, 'outputOnDelayed');
}

function reboot(card: CardView, value: MibValue): SetPlan | SetRefusal {
	const seconds = Number(value);
	if (seconds < CANCEL || seconds > MOST_REBOOT_SECONDS) {
		return 'wrongValue';
	}
	if (seconds === CANCEL) {
		return cancelling(card.detail.stayOffFor(MAIN));
	}
	return after(card, 'ups.reboot.duration', seconds, 'reboot');
}

const rebootCount: Read = card =>
	card.holds('rebooting') ? countdown(card, card.detail.stayOffFor(MAIN)) : NOTHING_PENDING;

const ON_OFF = [NONE, 1, 0];

const control = under(`${OBJECTS}.8`, [
	['1.0', 'upsShutdownType', INTEGER, keptOneOf(SYSTEM, SYSTEM)],
	[
		'2.0',
		'upsShutdownAfterDelay',
		INTEGER,
		{read: card => countdown(card, card.detail.turnOffIn(MAIN)), write: shutDown},
	],
	['3.0', 'upsStartupAfterDelay', INTEGER, {read: card => countdown(card, card.detail.turnOnIn(MAIN)), write: startUp}],
	['4.0', 'upsRebootWithDuration', INTEGER, {read: rebootCount, write: reboot}],
	['5.0', 'upsAutoRestart', INTEGER, choices('ups.automaticRestart', ON_OFF, 1)],
]);

/** What the model fixes: it can be set to what it is. */
function asBuilt(of: (card: CardView) => number): Access {
	return {
		read: of,
		write: (card, value) => (value === of(card) ? {} : 'inconsistentValue'),
	};
}

const DECI = 10;
const SECONDS_A_MINUTE = 60;
const nominalVolts = asBuilt(card => card.identity.rating.nominalVolts);
const nominalHertz = asBuilt(card => card.identity.rating.nominalHertz * DECI);

const lowBatteryMinutes: Access = {
	read: card => Math.round(card.number('ups.lowBattery.duration') / SECONDS_A_MINUTE),
	write: (card, value) =>
		changing('ups.lowBattery.duration', card.rounded('ups.lowBattery.duration', Number(value) * SECONDS_A_MINUTE)),
};

const DISABLED = 1;
const ENABLED = 2;
const MUTED = 3;
const MODE_TIMED = 1;
const MODE_NEVER = 3;

/** Mute is for what it beeps for now: where it does not beep, there is nothing to do. */
const audible: Access = {
	read: card => {
		if (card.number('ups.alarm.mode') === MODE_NEVER) {
			return DISABLED;
		}
		return card.detail.muted === 1 ? MUTED : ENABLED;
	},
	write: (card, value) => {
		if (value === MUTED) {
			return card.detail.beeping === 1 ? ordering('muteAlarm', MAIN) : {};
		}
		if (value === DISABLED) {
			return changing('ups.alarm.mode', MODE_NEVER);
		}
		if (value !== ENABLED) {
			return 'wrongValue';
		}
		return card.number('ups.alarm.mode') === MODE_NEVER ? changing('ups.alarm.mode', MODE_TIMED) : {};
	},
};

const config = under(`${OBJECTS}.9`, [
	[
		'1.0',
		'upsConfigInputVoltage',
		INTEGER,
		{
			read: (card, place) => (place.quirk('sparseUpsMib') ? null : nominalVolts.read(card, place)),
			write: nominalVolts.write,
		},
	],
	['2.0', 'upsConfigInputFreq', INTEGER, nominalHertz],
	['3.0', 'upsConfigOutputVoltage', INTEGER, rounding('ups.output.voltage', 1)],
	['4.0', 'upsConfigOutputFreq', INTEGER, nominalHertz],
	[
		'5.0',
		'upsConfigOutputVA',
		INTEGER,
		(card, place) => (place.quirk('noLinePowers') ? 0 : card.identity.rating.ratedVoltAmperes),
	],
	[
		'6.0',
		'upsConfigOutputPower',
		INTEGER,
		(card, place) => (place.quirk('noLinePowers') ? 0 : card.identity.rating.ratedWatts),
	],
	['7.0', 'upsConfigLowBattTime', INTEGER, lowBatteryMinutes],
	['8.0', 'upsConfigAudibleStatus', INTEGER, audible],
	['9.0', 'upsConfigLowVoltageTransferPoint', INTEGER, rounding('ups.transfer.low', 1)],
	['10.0', 'upsConfigHighVoltageTransferPoint', INTEGER, rounding('ups.transfer.high', 1)],
]);

export const controlAndConfig: readonly MibRow[] = [...control, ...config];
