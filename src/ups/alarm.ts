// The audible alarm (nmc.md 4): silent, at once, after a delay, or only when the battery is low.

import {SECOND} from '../core/clock.ts';
import {lowBattery, onBattery, overload, replaceBattery} from './conditions.ts';
import type {Ups} from './row.ts';

/** Modes, numbered as the PowerNet MIB does; its fourth, to mute the present alarm, is a command. */
export const alarmTimed = 1;
export const alarmAtLowBattery = 2;
export const alarmNever = 3;

/** Whether something holds that the UPS beeps for, when its mode and its delay let it. */
export function hasAlarm(u: Ups): boolean {
	return u.holds(onBattery) || u.holds(lowBattery) || u.holds(overload) || u.holds(replaceBattery);
}

/** Whether the UPS beeps at `t`. */
export function soundsAlarm(u: Ups, t: number): boolean {
	if (u.alarmMode === alarmNever || u.muted !== 0) {
		return false;
	}
	if (u.holds(lowBattery) || u.holds(overload) || u.holds(replaceBattery)) {
		return true;
	}
	return u.alarmMode === alarmTimed && u.holds(onBattery) && t - u.onBatteryAt >= u.alarmDelay * SECOND;
}
