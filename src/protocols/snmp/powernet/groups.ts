// PowerNet: outlet groups (snmp.md (b), outlet groups; nmc.md 8). Index 1 is the main group, as recorded; a UPS without switched
// groups has no rows.

import type {CardView, ReadingSlots} from '../../../agent/card-view.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {INTEGER, OCTET_STRING} from '../mib.ts';
import type {MibRow} from '../mib.ts';
import {indexLine, under, where} from '../objects/lines.ts';
import type {Access, Line, Read} from '../objects/lines.ts';
import {choices, enabling, exact, limit, NONE, planFor, rounding, words} from '../objects/settings.ts';
import {UPS} from './prefix.ts';

const GROUPS = 4;
const NAME_CHARACTERS = 16;
const SWITCHED = 1;
const MAIN = 2;
const GROUP_ON = 1;
const GROUP_OFF = 2;
const STATE_UNKNOWN = 3;
const COMMAND_UNKNOWN = 8;
const PENDING = 1;
const NOTHING_PENDING = 2;
const ON_BIT = 1;
/** Load shed, on delay, off delay, waiting for power, waiting for runtime (nmc.md 9, register 3). */
const PENDING_BITS = 0b1111_1000_0000;
/** "32 flags by definition, 31 characters in the recording" (snmp.md (b)). */
const FLAG_CHARACTERS = 31;

const statusOf: ReadonlyArray<(reading: ReadingSlots) => number> = [
	reading => reading.group0Status,
	reading => reading.group1Status,
	reading => reading.group2Status,
	reading => reading.group3Status,
];

function groupStatus(card: CardView, group: number): number {
	return card.lost ? NOT_AVAILABLE : (statusOf[group]?.(card.reading) ?? NOT_AVAILABLE);
}

function groupCount({identity}: CardView): number {
	return identity.rating.groups > 1 ? identity.rating.groups : 0;
}

function onOffOr(group: number, unknown: number): Read {
	return card => {
		const status = groupStatus(card, group);
		if (status === NOT_AVAILABLE) {
			return unknown;
		}
		return (status & ON_BIT) === 1 ? GROUP_ON : GROUP_OFF;
	};
}

function fullState(group: number): Read {
	return card => {
		const status = groupStatus(card, group);
		let text = '';
		for (let flag = 0; flag < FLAG_CHARACTERS; flag++) {
			text += status !== NOT_AVAILABLE && ((status >> flag) & 1) === 1 ? '1' : '0';
		}
		return text;
	};
}

function isPending(group: number): Read {
	return card => {
		const status = groupStatus(card, group);
		return status !== NOT_AVAILABLE && (status & PENDING_BITS) !== 0 ? PENDING : NOTHING_PENDING;
	};
}

/** By upsOutletGroupControlCommand. */
const commands: Readonly<Record<number, string>> = {
	1: 'groupOn',
	2: 'groupOff',
	3: 'groupReboot',
	4: 'groupOnDelayed',
	5: 'groupOffDelayed',
	6: 'groupRebootDelayed',
	7: 'groupCancel',
	9: 'groupShutdown',
	10: 'groupShutdownDelayed',
};

/** It reads as what the group is: on, off or unknown (recorded). */
function controlCommand(group: number): Access {
	return {
		read: onOffOr(group, COMMAND_UNKNOWN),
		write: (card, value, place) => planFor(commands[Number(value)], group, card, place),
	};
}

/** What the recording says of a limit that is off, s. */
const SHED_AFTER_SECONDS = 32767;
const SHED_BELOW_SECONDS = 0;
const SKIP = [NONE, 1, 0];
const STAY_OFF = [NONE, 0, 1];
const ENABLED = [NONE, 0, 1];

/** The main group is never shed by overload: -1, as recorded. */
const noOverloadShed: Access = {read: () => -1, write: () => 'inconsistentValue'};

/** Settings of a group. The off delay, the reboot duration and the limits of the main group are those of the UPS. */
function settingLines(group: number, place: (column: number) => string): Line[] {
	const own = group === 0 ? 'outlet.main' : `outlet.group${group}`;
	const shed = group === 0 ? 'ups.shutdown' : `${own}.shed`;
	const offDelay = group === 0 ? rounding('ups.off.delay', 1) : exact(`${own}.offDelay`, 1);
	const reboot = group === 0 ? 'ups.reboot.duration' : `${own}.rebootDuration`;
	const after = `${shed}.onBatteryFor`;
	const below = `${shed}.runtimeBelow`;
	const overload = group === 0 ? noOverloadShed : choices(`${shed}.onOverload`, ENABLED, 1);
	const config = 'upsOutletGroupConfig';
	return [
		[place(2), `${config}Name`, OCTET_STRING, words(`${own}.name`, NAME_CHARACTERS)],
		[place(3), `${config}PowerOnDelay`, INTEGER, exact(`${own}.onDelay`, 1)],
		[place(4), `${config}PowerOffDelay`, INTEGER, offDelay],
		[place(5), `${config}RebootDuration`, INTEGER, exact(reboot, 1)],
		[place(6), `${config}MinReturnRuntime`, INTEGER, exact(`${own}.minReturnRuntime`, 1)],
		[place(8), `${config}LoadShedControlSkipOffDelay`, INTEGER, choices(`${shed}.skipOffDelay`, SKIP, 2)],
		[place(9), `${config}LoadShedControlAutoRestart`, INTEGER, choices(`${shed}.stayOff`, STAY_OFF, 1)],
		[place(10), `${config}LoadShedControlTimeOnBattery`, INTEGER, enabling(after, SHED_AFTER_SECONDS)],
		[place(11), `${config}LoadShedControlRuntimeRemaining`, INTEGER, enabling(below, SHED_BELOW_SECONDS)],
		[place(12), `${config}LoadShedControlInOverload`, INTEGER, overload],
		[place(13), `${config}LoadShedTimeOnBattery`, INTEGER, limit(after, SHED_AFTER_SECONDS, 1)],
		[place(14), `${config}LoadShedRuntimeRemaining`, INTEGER, limit(below, SHED_BELOW_SECONDS, 1)],
	];
}

function groupLines(group: number): Line[] {
	const index = group + 1;
	const kind = group === 0 ? MAIN : SWITCHED;
	const name: Read = card => card.text(group === 0 ? 'outlet.main.name' : `outlet.group${group}.name`);
	const status = (column: number): string => `1.2.1.${column}.${index}`;
	const config = (column: number): string => `2.2.1.${column}.${index}`;
	const control = (column: number): string => `3.2.1.${column}.${index}`;
	return [
		indexLine(status(1), 'upsOutletGroupStatusIndex', index),
		[status(2), 'upsOutletGroupStatusName', OCTET_STRING, name],
		[status(3), 'upsOutletGroupStatusGroupState', INTEGER, onOffOr(group, STATE_UNKNOWN)],
		[status(4), 'upsOutletGroupStatusCommandPending', INTEGER, isPending(group)],
		indexLine(status(5), 'upsOutletGroupStatusOutletType', kind),
		[status(6), 'upsOutletGroupStatusGroupFullState', OCTET_STRING, fullState(group)],
		indexLine(config(1), 'upsOutletGroupConfigIndex', index),
		...settingLines(group, config),
		indexLine(config(7), 'upsOutletGroupConfigOutletType', kind),
		indexLine(control(1), 'upsOutletGroupControlIndex', index),
		[control(2), 'upsOutletGroupControlName', OCTET_STRING, name],
		[control(3), 'upsOutletGroupControlCommand', INTEGER, controlCommand(group)],
		indexLine(control(4), 'upsOutletGroupControlOutletType', kind),
	];
}

function groupRows(): MibRow[] {
	const rows: MibRow[] = [];
	for (let group = 0; group < GROUPS; group++) {
		rows.push(...where(card => group < groupCount(card), under(`${UPS}.12`, groupLines(group))));
	}
	return rows;
}

export const outletGroups: readonly MibRow[] = [
	...under(`${UPS}.12`, [
		['1.1.0', 'upsOutletGroupStatusTableSize', INTEGER, groupCount],
		['2.1.0', 'upsOutletGroupConfigTableSize', INTEGER, groupCount],
		['3.1.0', 'upsOutletGroupControlTableSize', INTEGER, groupCount],
	]),
	...groupRows(),
];
