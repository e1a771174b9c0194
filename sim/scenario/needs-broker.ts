// Whether a scenario says something only where its cards publish.

import type {FaultArea} from '../faults/fault.ts';
import {requireFault} from '../faults/registry.ts';
import type {Expectation, Scenario, Step} from './scenario.ts';
import {allSteps} from './step-tree.ts';

const overTheNet: readonly FaultArea[] = ['network', 'broker'];
const ofMessages: ReadonlyArray<Expectation['kind']> = ['telemetryGap', 'eventsMissing'];

/** Whether `scenario` is about what cards publish, or a service rolls out firmware to them. */
export function needsBroker({firmware, steps}: Scenario): boolean {
	return firmware !== null || [...allSteps(steps)].some(isOfNet);
}

function isOfNet(step: Step): boolean {
	return (
		(step.verb === 'inject' && overTheNet.includes(requireFault(step.fault).area))
		|| (step.verb === 'expect' && step.expectations.some(isOfMessages))
	);
}

function isOfMessages(expectation: Expectation): boolean {
	return expectation.kind === 'count' ? expectation.of.some(isOfMessages) : ofMessages.includes(expectation.kind);
}
