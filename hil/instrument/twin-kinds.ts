// The twins: a switch with relays, and an AC source with an output.

import {TwinDevice} from './twin-device.ts';
import type {TwinCommand} from './twin-device.ts';

export interface RelayTwin {
	readonly device: TwinDevice;
	readonly closed: ReadonlySet<number>;
}

/** Relays are open when the power comes. */
export function relayTwin(channels: readonly number[]): RelayTwin {
	const closed = new Set<number>();
	const parameter = {is: 'channel', channels} as const;
	const commands: readonly TwinCommand[] = [
		{
			header: 'ROUTe:CLOSe',
			parameter,
			act(channel) {
				closed.add(channel);
				return null;
			},
		},
		{
			header: 'ROUTe:OPEN',
			parameter,
			act(channel) {
				closed.delete(channel);
				return null;
			},
		},
		{header: 'ROUTe:CLOSe?', parameter, act: channel => (closed.has(channel) ? '1' : '0')},
	];
	return {device: new TwinDevice('RIDETHROUGH,RELAY TWIN,0,1', commands), closed};
}

export interface SourceState {
	volts: number;
	hertz: number;
	isOn: boolean;
}

export interface SourceTwin {
	readonly device: TwinDevice;
	readonly state: Readonly<SourceState>;
}

const MOST_VOLTS = 300;
const LEAST_HERTZ = 15;
const MOST_HERTZ = 1000;

/** Such sources answer with an exponent. */
const told = (value: number): string => value.toExponential(5).toUpperCase();

/** The output is off and at 0 V when the power comes. */
export function sourceTwin(): SourceTwin {
	const state: SourceState = {volts: 0, hertz: 50, isOn: false};
	const set = (change: Partial<SourceState>): null => {
		Object.assign(state, change);
		return null;
	};
	const commands: readonly TwinCommand[] = [
		{header: 'VOLTage', parameter: {is: 'number', min: 0, max: MOST_VOLTS}, act: volts => set({volts})},
		{header: 'VOLTage?', parameter: null, act: () => told(state.volts)},
		{header: 'FREQuency', parameter: {is: 'number', min: LEAST_HERTZ, max: MOST_HERTZ}, act: hertz => set({hertz})},
		{header: 'FREQuency?', parameter: null, act: () => told(state.hertz)},
		{header: 'OUTPut', parameter: {is: 'truth'}, act: isOn => set({isOn: isOn === 1})},
		{header: 'OUTPut?', parameter: null, act: () => (state.isOn ? '1' : '0')},
		{header: 'MEASure:VOLTage:AC?', parameter: null, act: () => told(state.isOn ? state.volts : 0)},
		{header: 'MEASure:FREQuency?', parameter: null, act: () => told(state.isOn ? state.hertz : 0)},
	];
	return {device: new TwinDevice('RIDETHROUGH,SOURCE TWIN,0,1', commands), state};
}
