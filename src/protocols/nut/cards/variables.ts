// The variables that a card tells and that nobody sets by NUT (nut.md 5): one row a name, read from the card.

import type {CardView, DetailSlots, ReadingSlots} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {plainNumber, textOf} from '../source.ts';
import type {NutType} from '../source.ts';
import {alarmText} from './alarms.ts';
import {dateOfDay, dateOfMinute} from './dates.ts';

/** What a row reads; null where there is nothing to tell: absent is absent (nut.md 5). */
export type Read = (card: CardView) => string | null;

export interface VariableRow {
	readonly name: string;
	readonly type: NutType;
	readonly read: Read;
	/** Whether a recording of a real UPS says it in the card's place. */
	readonly recorded: boolean;
}

const NAME_LENGTH = 32;
const TEXT_LENGTH = 64;
const STATUS_LENGTH = 255;
const SECOND_MS = 1000;
const BLOCK_VOLTS = 12;

function row(name: string, type: NutType, read: Read): VariableRow {
	return {name, type, read: card => read(card) || null, recorded: false};
}

/** What the card is told once and for all. */
function identity(name: string, read: Read): VariableRow {
	return {name, type: textOf(NAME_LENGTH), read: card => read(card) || null, recorded: true};
}

function text(name: string, read: Read): VariableRow {
	return row(name, textOf(TEXT_LENGTH), read);
}

function number(name: string, read: (card: CardView) => number): VariableRow {
	return row(name, plainNumber, card => wholeText(read(card)));
}

function wholeText(value: number): string | null {
	return value === NOT_AVAILABLE ? null : String(value);
}

/** A slot of the reading, `scale` steps to the unit, told with so many decimals. */
function slot(name: string, key: keyof ReadingSlots, scale: number, decimals: number): VariableRow {
	return row(name, plainNumber, ({reading}) =>
		reading[key] === NOT_AVAILABLE ? null : (reading[key] / scale).toFixed(decimals),
	);
}

type DetailKey = {[Key in keyof DetailSlots]: DetailSlots[Key] extends number ? Key : never}[keyof DetailSlots];

function detailed(name: string, key: DetailKey, told: (value: number) => string, type: NutType): VariableRow {
	return row(name, type, ({detail}) => (detail[key] === NOT_AVAILABLE ? null : told(detail[key])));
}

function tenths(value: number): string {
	return (value / 10).toFixed(1);
}

/** A code of the reading as a word; absent where the list has none for it. */
function worded(name: string, key: keyof ReadingSlots, words: readonly string[]): VariableRow {
	return text(name, ({reading}) => words[reading[key]] ?? null);
}

/** snmp-ups's words by result of the last self-test (nut.md 5). */
const testResults = ['', 'Ok', 'Failed', 'InvalidTest', 'TestInProgress'];
/** snmp-ups's words by cause of the last transfer. */
const transferReasons = [
	'',
	'noTransfer',
	'highLineVoltage',
	'brownout',
	'blackout',
	'smallMomentarySag',
	'deepMomentarySag',
	'smallMomentarySpike',
	'largeMomentarySpike',
	'selfTest',
	'rateOfVoltageChange',
];
const chargerStatuses = ['resting', 'charging', 'charging', 'floating'];
const DISCHARGING_WORD = 'DISCHRG';

function chargerStatus(card: CardView): string | null {
	return card.statusWords().includes(DISCHARGING_WORD)
		? 'discharging'
		: (chargerStatuses[card.reading.chargerStage] ?? null);
}

/** `ALARM` stands before the rest while there are alarms; FSD, before all, is the server's (nut.md 6). */
function statusText(card: CardView): string {
	const words = card.statusWords().join(' ');
	return alarmText(card) === '' ? words : `ALARM ${words}`;
}

function beeperStatus(card: CardView): string | null {
	const mode = card.setting('ups.alarm.mode')?.text ?? '';
	if (mode === 'never') {
		return 'disabled';
	}
	return card.detail.muted === 1 ? 'muted' : 'enabled';
}

const deviceRows: readonly VariableRow[] = ['device', 'ups'].flatMap(prefix => [
	identity(`${prefix}.mfr`, card => card.identity.vendor),
	identity(`${prefix}.model`, card => card.identity.modelName),
	identity(`${prefix}.serial`, card => card.identity.serial),
]);

const cardRows: readonly VariableRow[] = [
	text('device.type', () => 'ups'),
	text('device.macaddr', card => card.identity.macAddress),
	number('device.uptime', card => Math.floor(card.now / SECOND_MS)),
	text('device.location', card => card.text('card.location')),
	text('device.contact', card => card.text('card.contact')),
];

const upsRows: readonly VariableRow[] = [
	identity('ups.firmware', card => card.identity.upsFirmware),
	identity('ups.firmware.aux', card => card.identity.cardFirmware),
	identity('ups.mfr.date', ({identity: {manufacturedDay}}) =>
		manufacturedDay === NOT_AVAILABLE ? null : dateOfDay(manufacturedDay),
	),
	row('ups.status', textOf(STATUS_LENGTH), statusText),
	row('ups.alarm', textOf(STATUS_LENGTH), alarmText),
	slot('ups.load', 'loadRatio', 10, 1),
	slot('ups.realpower', 'outputWatts', 1, 0),
	slot('ups.power', 'outputVoltAmperes', 1, 0),
	number('ups.realpower.nominal', card => card.identity.rating.ratedWatts),
	number('ups.power.nominal', card => card.identity.rating.ratedVoltAmperes),
	slot('ups.efficiency', 'efficiency', 10, 1),
	text('ups.beeper.status', beeperStatus),
	number('ups.timer.shutdown', card => card.detail.turnOffIn(0)),
	number('ups.timer.start', card => card.detail.turnOnIn(0)),
	number('ups.timer.reboot', card => card.detail.stayOffFor(0)),
	worded('ups.test.result', 'selfTestResult', testResults),
	detailed('ups.test.date', 'selfTestMinute', dateOfMinute, textOf(NAME_LENGTH)),
];

const batteryRows: readonly VariableRow[] = [
	slot('battery.charge', 'batteryCharge', 10, 1),
	slot('battery.runtime', 'batteryRuntime', 1, 0),
	slot('battery.voltage', 'batteryVolts', 100, 2),
	number('battery.voltage.nominal', card => card.identity.rating.blocks * BLOCK_VOLTS),
	slot('battery.current', 'batteryAmperes', 100, 2),
	slot('battery.temperature', 'batteryTemperature', 10, 1),
	detailed('battery.date.maintenance', 'batteryLifeEndDay', dateOfDay, textOf(NAME_LENGTH)),
	detailed('battery.packs', 'externalPacks', String, plainNumber),
	detailed('battery.packs.bad', 'badPacks', String, plainNumber),
	text('battery.type', card => (card.identity.rating.lithium ? 'Li-ion' : 'PbAc')),
	text('battery.charger.status', chargerStatus),
	slot('experimental.battery.health', 'batteryHealth', 10, 1),
];

const lineRows: readonly VariableRow[] = [
	slot('input.voltage', 'inputVolts', 10, 1),
	number('input.voltage.nominal', card => card.identity.rating.nominalVolts),
	detailed('input.voltage.minimum', 'inputVoltsLow', tenths, plainNumber),
	detailed('input.voltage.maximum', 'inputVoltsHigh', tenths, plainNumber),
	slot('input.frequency', 'inputHertz', 100, 2),
	number('input.frequency.nominal', card => card.identity.rating.nominalHertz),
	worded('input.transfer.reason', 'transferCause', transferReasons),
	slot('output.voltage', 'outputVolts', 10, 1),
	slot('output.frequency', 'outputHertz', 100, 2),
	number('output.frequency.nominal', card => card.identity.rating.nominalHertz),
	slot('output.current', 'outputAmperes', 100, 2),
	slot('experimental.output.energy', 'outputEnergy', 1, 0),
	number('outlet.group.count', card => card.identity.rating.groups),
];

/** A row of one outlet group; 0 is the main one (nut.md 5). */
function grouped(group: number, name: string, read: (card: CardView) => string | null): VariableRow {
	return text(`outlet.group.${group}.${name}`, card => (group < card.identity.rating.groups ? read(card) : null));
}

function timed(group: number, name: string, read: (detail: DetailSlots) => number): VariableRow {
	return {...grouped(group, `timer.${name}`, card => wholeText(read(card.detail))), type: plainNumber};
}

/** No type of UPS has more. */
export const GROUPS = 4;

const groupRows: readonly VariableRow[] = Array.from({length: GROUPS}, (_, group) => [
	{...grouped(group, 'id', () => String(group)), type: plainNumber},
	grouped(group, 'status', ({reading}) => {
		const on = reading.groupsOn === NOT_AVAILABLE ? null : (reading.groupsOn >> group) & 1;
		return on === null ? null : ['off', 'on'][on];
	}),
	timed(group, 'shutdown', detail => detail.turnOffIn(group)),
	timed(group, 'start', detail => detail.turnOnIn(group)),
	timed(group, 'reboot', detail => detail.stayOffFor(group)),
]).flat();

export const variableRows: readonly VariableRow[] = [
	...deviceRows,
	...cardRows,
	...upsRows,
	...batteryRows,
	...lineRows,
	...groupRows,
];
