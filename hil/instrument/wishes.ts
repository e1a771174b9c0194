// What can be asked of an instrument, as plain data: it goes to the process that holds the instrument.

import {codedError} from '../../src/core/errors.ts';
import type {InstrumentPlace, Limits} from '../board/board.ts';
import {placeText} from '../serial/place.ts';

export type Wish =
	| {readonly do: 'relay'; readonly state: 'open' | 'closed'}
	| {readonly do: 'volts'; readonly volts: number}
	| {readonly do: 'hertz'; readonly hertz: number}
	| {readonly do: 'output'; readonly isOn: boolean}
	| {readonly do: 'read'};

/** What an instrument is set to, and what a source measures at its output. */
export type Readback =
	| {readonly kind: 'relay'; readonly state: 'open' | 'closed'}
	| {
			readonly kind: 'ac-source';
			readonly isOn: boolean;
			readonly volts: number;
			readonly hertz: number;
			readonly measuredVolts: number;
			readonly measuredHertz: number;
	  };

/** An instrument, for messages: `relay cut at tcp://192.0.2.20:5025`. */
export function instrumentText({kind, name, at}: InstrumentPlace): string {
	return `${kind} ${name} at ${placeText(at)}`;
}

const relayWishes: readonly string[] = ['relay', 'read'];
const sourceWishes: readonly string[] = ['volts', 'hertz', 'output', 'read'];

/** Throws E_FAULT_UNSUPPORTED and E_FAULT_PARAMETER where the instrument must not be asked for this: nothing is sent then. */
export function checkWish(place: InstrumentPlace, wish: Wish): void {
	const can = place.kind === 'relay' ? relayWishes : sourceWishes;
	if (!can.includes(wish.do)) {
		const message = `${instrumentText(place)} cannot do ${wish.do}; it can do ${can.join(', ')}`;
		throw codedError('E_FAULT_UNSUPPORTED', message, {instrument: place.name, wish: wish.do});
	}
	if (place.kind === 'ac-source' && wish.do === 'volts') {
		checkLimits(place, wish.volts, place.volts, 'V');
	}
	if (place.kind === 'ac-source' && wish.do === 'hertz') {
		checkLimits(place, wish.hertz, place.hertz, 'Hz');
	}
}

function checkLimits(place: InstrumentPlace, value: number, {min, max}: Limits, unit: string): void {
	if (!(value >= min && value <= max)) {
		const message = `${instrumentText(place)} may be set from ${min} to ${max} ${unit} by the board map, not to ${value} ${unit}`;
		throw codedError('E_FAULT_PARAMETER', message, {instrument: place.name, value, min, max});
	}
}

/** What puts an instrument to safe, in order: the output comes back only when it is what it should be. */
export function safeWishes(place: InstrumentPlace): Wish[] {
	if (place.kind === 'relay') {
		return [{do: 'relay', state: place.safe}];
	}
	return place.safe === 'off'
		? [{do: 'output', isOn: false}]
		: [
				{do: 'volts', volts: place.volts.nominal},
				{do: 'hertz', hertz: place.hertz.nominal},
				{do: 'output', isOn: true},
			];
}
