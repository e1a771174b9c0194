// The card of an agent as a bench for faults: its UPS lives in the same process, but has neither a grid nor a link of its own. What
// happens to it, happens to its input, its battery and its load.

import {codedError, isCoded} from '../../../src/core/errors.ts';
import type {Clock} from '../../../src/core/clock.ts';
import type {Agent} from '../../../src/platform/node/main.ts';
import type {Ups} from '../../../src/ups/row.ts';
import {setUpdateFault} from '../../../src/ups/orders.ts';
import * as ups from '../../../src/ups/ups.ts';
import {once} from '../../faults/fault.ts';
import type {FaultTarget, Undo} from '../../scenario/bench.ts';
import type {DialWorld} from '../dials.ts';
import {DisturbedCards} from '../disturbed.ts';
import {brokenConditions, upsTarget} from '../ups-target.ts';
import type {FaultWorld} from './fault-desk.ts';

type Act = (u: Ups, t: number) => void;

/**
 * Faults act on the UPS that the agent simulates; with a real one each is refused. To be made before the agent starts: a fault that
 * was in effect when an earlier process ended is over then, for nobody could end it any more.
 */
export function agentBench(agent: Agent, clock: Clock): FaultWorld {
	const {cardId, site, model} = agent.identity;
	const target = targetOf(agent);
	putRight(agent);
	return {
		cards: [{id: cardId, site, model: model.sku}],
		surroundings: {clock, disturbBroker: () => unsupported('its broker is not its own to stop')},
		target: () => target,
		now: () => agent.now(),
	};
}

function targetOf(agent: Agent): FaultTarget {
	const disturbed = new DisturbedCards();
	const change = (act: Act): void => agent.order(() => act(agent.ups, agent.ups.at));
	const world: DialWorld = {
		change,
		feed: () => change((u, t) => feedUps(u, t, disturbed)),
		load: () =>
			change((u, t) => {
				const rated = u.rating.ratedWatts;
				ups.setDemand(u, t, disturbed.watts(0, agent.identity.loadRatio * rated, rated));
			}),
	};
	return {
		...upsTarget(() => disturbed.of(0), world),
		wearBattery: damage => wear(agent, change, damage),
		firmware: () => unsupported('its own firmware is not in simulated flash'),
		card: () => unsupported('it has no simulated lines, clock and memory of its own'),
		bendSensor: () => unsupported('what its UPS measures goes straight to the card'),
		giveQuirk: () => unsupported('what its UPS says goes straight to the card'),
		silenceLink: () => unsupported('the UPS lives in the same process, without a link that could fall silent'),
	};
}

/** Utility, load, cells and parts as they are without faults. */
function putRight(agent: Agent): void {
	try {
		const u = agent.ups;
		feedUps(u, u.at, new DisturbedCards());
		ups.setDemand(u, u.at, agent.identity.loadRatio * u.rating.ratedWatts);
		ups.setFailedCells(u, u.at, 0);
		setUpdateFault(u, false);
		for (const condition of Object.values(brokenConditions)) {
			ups.setCondition(u, u.at, condition, false);
		}
	} catch (error) {
		// A real UPS is as the world has it.
		if (!isCoded(error)) {
			throw error;
		}
	}
}

function feedUps(u: Ups, t: number, disturbed: DisturbedCards): void {
	const volts = u.rating.nominalVolts * disturbed.dial(0, 'inputVolts', 1);
	const hertz = u.rating.nominalHertz + disturbed.dial(0, 'inputHertz', 0);
	ups.setInput(u, t, volts, volts > 0 ? hertz : 0, disturbed.dial(0, 'inputDistortion', 0));
}

function wear(agent: Agent, change: (act: Act) => void, damage: number): Undo {
	const {calendarWear, cyclingWear} = agent.ups;
	change((u, t) => ups.wearTo(u, t, damage));
	return once(() => change((u, t) => ups.setWear(u, t, calendarWear, cyclingWear)));
}

function unsupported(reason: string): never {
	throw codedError('E_FAULT_UNSUPPORTED', `An agent cannot do this: ${reason}. A fleet can ("ridethrough sim").`, {});
}
