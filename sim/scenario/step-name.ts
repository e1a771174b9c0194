// Names for steps that have none in the file, and expectations in words.

import {formatDuration} from './duration.ts';
import type {NamelessStep} from './parse-steps.ts';
import type {Expectation} from './scenario.ts';

/** What a step does, in a few words. */
export function stepName(step: NamelessStep): string {
	if (step.verb === 'inject') {
		return `inject ${step.fault}${step.forMs === null ? '' : ` for ${formatDuration(step.forMs)}`}`;
	}
	if (step.verb === 'set') {
		return `set ${step.values.map(({name, value}) => `${name} ${value}`).join(', ')}`;
	}
	if (step.verb === 'command') {
		const {name, group, value} = step.command;
		return `command ${name}${group === 0 ? '' : ` to group ${group}`}${value === null ? '' : ` ${value}`}`;
	}
	if (step.verb === 'rollout') {
		return `rollout ${step.release}`;
	}
	if (step.verb === 'flashPlan') {
		return `flashPlan of ${step.plan.faults.length} faults`;
	}
	return `expect ${step.expectations.map(expectationText).join(', ')}`;
}

const texts: {readonly [K in Expectation['kind']]: (expectation: Extract<Expectation, {kind: K}>) => string} = {
	status: ({words, exactly}) => `status ${exactly ? 'exactly ' : ''}${words.join(' ')}`,
	alarms: ({names}) => (names.length === 0 ? 'no alarms' : `alarms exactly ${names.join(' ')}`),
	alarm: ({name, absent}) => `${absent ? 'no ' : ''}alarm ${name}`,
	event: ({name, phase, absent}) => `${absent ? 'no ' : ''}event ${name}${phase === null ? '' : ` ${phase}`}`,
	firmware: ({version}) => `firmware ${version}`,
	campaign: ({phase}) => `campaign ${phase}`,
	reading: ({name, comparison, value, unit}) => `${name} ${comparison} ${value}${unit === '' ? '' : ` ${unit}`}`,
};

/** An expectation in words, such as `status OB DISCHRG` or `batteryCharge > 90 %`. */
export function expectationText(expectation: Expectation): string {
	// Each entry takes its own kind; the compiler cannot follow that through the key.
	const text = texts[expectation.kind] as (expectation: Expectation) => string;
	return text(expectation);
}
