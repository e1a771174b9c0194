// What the checks of a new image find on Node (ota.md 6.5), and how a simulated image misbehaves (image.ts).

import {freemem, networkInterfaces} from 'node:os';
import {healthChecks} from '../../../agent/update/health.ts';
import type {HealthCheck} from '../../../agent/update/health.ts';
import {healthFailed, healthOpen, healthPassed} from '../../../agent/update/ports.ts';
import {actGroup} from '../../../agent/ups-control.ts';
import {commandRow} from '../../../agent/commands/table.ts';
import type {Behaviour} from '../../../ota/image.ts';
import {groupsOn} from '../../../ups/reading.ts';
import type {Agent} from '../main.ts';

/** The UPS must answer this often. */
const POLLS = 3;
const FREE_BYTES_MIN = 16_777_216;

export interface HealthPlace {
	readonly agent: Agent;
	readonly behaviour: Behaviour;
	/** Outlet groups that were on before the restart; null when nobody knows. */
	readonly groupsBefore: number | null;
	/** Whether the manifest has the version that the image tells. */
	readonly tellsVersion: boolean;
	/** Whether a session or a local server is there. */
	readonly isReachable: () => boolean;
}

type Check = (health: FirmwareHealth) => number;

const pass = (yes: boolean, otherwise: number): number => (yes ? healthPassed : otherwise);

const checks: Readonly<Record<HealthCheck, Check>> = {
	configuration: health => pass(health.place.agent.settings.dropped.length === 0, healthFailed),
	ups: health => health.ups(),
	outlets: health => health.outlets(),
	network: () => pass(Object.keys(networkInterfaces()).length > 0, healthOpen),
	reachable: health => pass(health.place.isReachable(), healthOpen),
	stores: health => pass(health.place.agent.log.newest() >= 0, healthFailed),
	memory: health => pass(health.place.behaviour !== 'unhealthy' && freemem() > FREE_BYTES_MIN, healthFailed),
	version: health => pass(health.place.tellsVersion, healthFailed),
};

export class FirmwareHealth {
	readonly place: HealthPlace;
	#polls = 0;
	#ordered = false;
	readonly #forget: () => void;

	constructor(place: HealthPlace) {
		this.place = place;
		// What somebody orders is no doing of the restart.
		this.#forget = place.agent.house.onStage(({command}) => {
			this.#ordered = this.#ordered || commandRow(command)?.action === actGroup;
		});
	}

	/** healthPassed, healthOpen or healthFailed of a check, by its number. */
	ask(check: number): number {
		return checks[healthChecks[check]](this);
	}

	close(): void {
		this.#forget();
	}

	ups(): number {
		if (this.place.behaviour === 'losesUps') {
			return healthFailed;
		}
		this.#polls += this.place.agent.card.isHearing() ? 1 : 0;
		return pass(this.#polls >= POLLS, healthOpen);
	}

	outlets(): number {
		const before = this.place.groupsBefore;
		return pass(before === null || this.#ordered || this.place.agent.look()[groupsOn] === before, healthFailed);
	}
}
