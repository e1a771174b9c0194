// The simulated UPS as what a bench can do to the world of a card: faults by their names, load and ambient, all in its own process.

import {isCoded} from '../../src/core/errors.ts';
import {requireFault} from '../../sim/faults/registry.ts';
import type {FaultArea} from '../../sim/faults/fault.ts';
import {shownValues} from '../../sim/fleet/control/fault-request.ts';
import type {Deed, Stimulus, UndoDeed} from '../bench/ports.ts';
import type {TwinUps} from './twin.ts';

/** What a UPS and its line have no part in. */
const ofCards: ReadonlySet<FaultArea> = new Set(['network', 'broker', 'clock', 'flash', 'memory']);
/** Of the area `firmware` those that are the card's; the others are odd firmware of a UPS. */
const cardFirmware: ReadonlySet<string> = new Set([
	'upsUpdateFailure',
	'firmwareCrash',
	'watchdogHang',
	'chunkCorruption',
	'cardRestart',
]);

const nothing: UndoDeed = async () => {};

export class TwinStimulus implements Stimulus {
	readonly place: string;
	readonly #twin: TwinUps;
	#made = 0;

	/** `close` ends the faults, and leaves the UPS to whoever started it. */
	constructor(twin: TwinUps) {
		this.#twin = twin;
		this.place = `the simulated UPS at ${twin.places.ups}`;
	}

	can(deed: Deed): string | null {
		if (deed.do === 'set') {
			return null;
		}
		if (deed.do !== 'inject') {
			return 'a UPS takes settings and commands from its card alone';
		}
		const {area, name} = requireFault(deed.fault);
		return ofCards.has(area) || cardFirmware.has(name) ? `${name} happens to a card, and this one is real` : null;
	}

	async act(deed: Deed): Promise<UndoDeed> {
		if (deed.do === 'set') {
			await this.#twin.act({do: 'set', name: deed.name, value: deed.value});
			return nothing;
		}
		return deed.do === 'inject' ? this.#inject(deed) : nothing;
	}

	async close(): Promise<void> {
		await this.#twin.act({do: 'reset'});
	}

	async #inject({fault, values}: Deed & {readonly do: 'inject'}): Promise<UndoDeed> {
		this.#made += 1;
		const name = `${fault}-${this.#made}`;
		const parameters = shownValues(requireFault(fault), values);
		await this.#twin.act({do: 'inject', type: fault, name, parameters});
		return async () => {
			try {
				await this.#twin.act({do: 'end', name});
			} catch (error) {
				// It was over, or all were put right at once.
				if (!isCoded(error) || error.code !== 'E_FAULT_UNKNOWN') {
					throw error;
				}
			}
		};
	}
}
