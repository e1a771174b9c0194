// What an agent is, and what it needs of the machine that it runs on.

import type {Notify} from '../../../agent/notifications.ts';
import type {Clock, WallClock} from '../../../core/clock.ts';
import type {UpsModel} from '../../../ups/model.ts';
import type {AgentState} from '../agent-state.ts';
import type {DataSink} from './agent-data.ts';
import type {SchedulesPlace} from './agent-schedules.ts';
import type {SettingsPlace} from './agent-settings.ts';

export interface AgentIdentity {
	readonly cardId: string;
	readonly serial: string;
	readonly model: UpsModel;
	readonly site: string;
	readonly cardFirmware: string;
	/** Load as a share of the rating. */
	readonly loadRatio: number;
	readonly ambientCelsius: number;
}

export interface AgentPorts {
	readonly clock: Clock;
	readonly wallClock: WallClock;
	/** Keeps the state; called before anything that relies on it leaves the card. */
	readonly keep: (state: AgentState) => void;
	readonly settings: SettingsPlace;
	readonly schedules: SchedulesPlace;
	/** Lines of the data log; null where none is kept. */
	readonly data: DataSink | null;
	/** Told what people are to be told, when the settings say so; `again` counts the times before. */
	readonly told: Notify;
}
