// The live view of `ridethrough sim`.

import {randomUUID} from 'node:crypto';
import type {FaultDesk} from '../../sim/fleet/control/fault-desk.ts';
import type {OpenedFleet} from '../../sim/fleet/open-fleet.ts';
import {codedError} from '../core/errors.ts';
import {nodeClock} from '../platform/node/clock.ts';
import type {MetricSource} from '../protocols/metrics/exposition.ts';
import type {SimOptions} from './commands/sim.ts';
import {passwordFrom} from './mqtt-options.ts';
import {addressOf} from './faces/place.ts';

export interface UiPlace {
	readonly options: SimOptions;
	readonly opened: OpenedFleet;
	readonly desk: () => Promise<FaultDesk>;
	readonly sources: readonly MetricSource[];
	readonly version: string;
}

export interface OpenedSimUi {
	/** URL of the page. */
	readonly at: string;
	close(): Promise<void>;
}

/** Null where nobody asked for it. Throws E_USAGE and E_PORT_TAKEN. */
export async function openSimUi({options, opened, desk, sources, version}: UiPlace): Promise<OpenedSimUi | null> {
	if (options.ui === undefined) {
		checkAlone(options);
		return null;
	}
	const {openUi} = await import('../../sim/ui/open-ui.ts');
	const {fleet, bench, house} = opened;
	const held = await desk();
	const token = options.uiToken === undefined ? undefined : passwordFrom('--ui-token', options.uiToken, process.env);
	const ui = await openUi({
		house,
		desk: held,
		clock: nodeClock,
		now: () => bench.now(),
		happened: () => fleet.events,
		sources,
		instance: randomUUID(),
		cards: bench.cards,
		flavour: options.card,
		quirks: options.quirk,
		listen: options.ui,
		version,
		run: `seed ${options.seed}`,
		speed: options.speed,
		startUtcMs: fleet.spec.startUtc,
		...(token === undefined ? {} : {token}),
	});
	return {
		at: `http://${addressOf(ui)}`,
		close: async () => {
			await ui.close();
			held.reset();
		},
	};
}

function checkAlone({uiToken}: SimOptions): void {
	if (uiToken !== undefined) {
		throw codedError('E_USAGE', '--ui-token is of --ui: say where the live view is to be served as well.', {
			option: '--ui-token',
		});
	}
}
