// The settings in a state directory, for commands that work on them while no agent runs there.

import {SettingsDesk, SettingsRows} from '../agent/settings/desk.ts';
import {noUps} from '../agent/settings/in-process.ts';
import {codedError} from '../core/errors.ts';
import {loadAgentState} from '../platform/node/agent-state.ts';
import {loadSettings, saveSettings} from '../platform/node/settings-state.ts';
import type {KeptSettings} from '../platform/node/settings-state.ts';
import {StateDirectory} from '../platform/node/state-dir.ts';
import {findModel, nearestSku} from '../ups/catalogue.ts';
import {ratingOf} from '../ups/rating.ts';
import type {Rating} from '../ups/rating.ts';
import {DOUBLES, INTEGERS} from '../ups/row.ts';

/** The constants of a model by SKU; throws E_MODEL_UNKNOWN. */
export function ratingFor(sku: string): Rating {
	const model = findModel(sku);
	if (model === null) {
		throw codedError(
			'E_MODEL_UNKNOWN',
			`No model has the SKU ${JSON.stringify(sku)}; did you mean ${nearestSku(sku)}?`,
			{sku},
		);
	}
	return ratingOf(model);
}

export interface OpenSettings {
	readonly desk: SettingsDesk;
	/** Of the UPS; '' where no agent has used the directory yet. */
	readonly serial: string;
	/** Keeps what the desk has; `changed` are keys that the card will tell of when it starts. */
	readonly save: (changed: readonly string[]) => void;
	/** What was kept and is nothing that this version or UPS takes, in words. */
	readonly dropped: readonly string[];
}

/** A desk without a UPS: it takes what the model takes, and holds the values itself. */
export function paperDesk(sku: string): SettingsDesk {
	return new SettingsDesk(new SettingsRows(1), 0, ratingFor(sku), noUps);
}

/**
 * Opens the settings in a state directory for the time of `work`. The model is that of the agent which used the directory, or
 * else `sku`. Throws E_STATE_UNUSABLE, as when an agent runs there.
 */
export async function withSettings<T>(
	directory: string,
	sku: string,
	work: (open: OpenSettings) => Promise<T>,
): Promise<T> {
	const store = StateDirectory.open(directory);
	try {
		const agent = loadAgentState(store, DOUBLES, INTEGERS);
		const kept: KeptSettings = loadSettings(store) ?? {values: {}, untold: []};
		const desk = paperDesk(agent?.model ?? sku);
		const dropped = desk.restore(kept.values).map(({message}) => message);
		return await work({
			desk,
			dropped,
			serial: agent?.serial ?? '',
			save: changed => saveSettings(store, {values: desk.state(), untold: [...new Set([...kept.untold, ...changed])]}),
		});
	} finally {
		store.close();
	}
}
