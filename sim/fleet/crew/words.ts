// What a thread that plays a shard is given, and what it says. Plain data both ways.

import type {ErrorContext} from '../../../src/core/errors.ts';
import type {Encoded} from '../message-sink.ts';
import type {CounterNumbers} from '../mqtt-counters.ts';
import type {FleetSettings} from '../open-fleet.ts';
import type {plainFleet} from '../spec.ts';

export interface CrewTask {
	/** As plainFleet takes them, in its order. */
	readonly fleet: Parameters<typeof plainFleet>;
	/** Shard `index` of `count`, counted from 0. */
	readonly index: number;
	readonly count: number;
	readonly settings: Pick<FleetSettings, 'speed' | 'mqttUrl' | 'mqtt' | 'samples' | 'eventsAck'>;
	/** Virtual time to play; Infinity until it is told to stop. */
	readonly untilMs: number;
}

/** How far a shard is. */
export interface Standing {
	readonly nowMs: number;
	readonly events: number;
	/** Of its sessions; null where nothing is published. */
	readonly counters: CounterNumbers | null;
}

export interface Outcome extends Standing {
	readonly summary: string[][];
	readonly digest: string;
	/** What would have been published, where nothing is. */
	readonly encoded: Encoded | null;
}

export type CrewWord =
	| {readonly kind: 'up'; readonly cards: number}
	| {readonly kind: 'standing'; readonly standing: Standing}
	| {readonly kind: 'note'; readonly text: string}
	| {readonly kind: 'done'; readonly outcome: Outcome}
	/** It could not go on; `code` is empty where the error has none. */
	| {readonly kind: 'failed'; readonly code: string; readonly message: string; readonly context: ErrorContext};

/** The one thing that it is told. */
export const STOP = 'stop';
