// Names for steps that have none in the file, and expectations in words.

import {formatDuration} from './duration.ts';
import type {NamelessStep} from './parse-steps.ts';
import type {Expectation, Repetition} from './scenario.ts';

type Nameless<V extends NamelessStep['verb']> = Extract<NamelessStep, {verb: V}>;

const names: {readonly [V in NamelessStep['verb']]: (step: Nameless<V>) => string} = {
	inject: ({fault, forMs, every}) =>
		`inject ${fault}${forMs === null ? '' : ` for ${formatDuration(forMs)}`}${everyText(every)}`,
	set: ({values, settings, every}) =>
		`set ${[...values.map(({name, value}) => `${name} ${value}`), ...settings.map(({key, value}) => `${key} ${value}`)].join(', ')}`
		+ everyText(every),
	command: ({command: {name, group, value}, every}) =>
		`command ${name}${group === 0 ? '' : ` to group ${group}`}${value === null ? '' : ` ${value}`}${everyText(every)}`,
	rollout: ({release}) => `rollout ${release}`,
	flashPlan: ({plan}) => `flashPlan of ${plan.faults.length} faults`,
	expect: ({expectations, quantifier}) =>
		`expect ${quantifier === 'none' ? 'of none ' : ''}${expectations.map(expectationText).join(', ')}`,
	repeat: ({times, steps}) => `repeat ${steps.length === 1 ? steps[0].name : `${steps.length} steps`} ${times} times`,
	parallel: ({branches}) => `parallel: ${branches.length} branches`,
	snapshot: ({snapshot}) => `snapshot ${snapshot}`,
};

/** What a step does, in a few words. */
export function stepName(step: NamelessStep): string {
	// Each entry takes its own verb; the compiler cannot follow that through the key.
	const name = names[step.verb] as (step: NamelessStep) => string;
	return name(step);
}

function everyText(every: Repetition | null): string {
	if (every === null) {
		return '';
	}
	const times = every.times === null ? '' : `, ${every.times} times`;
	return ` every ${formatDuration(every.everyMs)}${times}`;
}

const texts: {readonly [K in Expectation['kind']]: (expectation: Extract<Expectation, {kind: K}>) => string} = {
	status: ({words, exactly}) => `status ${exactly ? 'exactly ' : ''}${words.join(' ')}`,
	alarms: ({names: alarms}) => (alarms.length === 0 ? 'no alarms' : `alarms exactly ${alarms.join(' ')}`),
	alarm: ({name, absent}) => `${absent ? 'no ' : ''}alarm ${name}`,
	event: ({name, phase, absent}) => `${absent ? 'no ' : ''}event ${name}${phase === null ? '' : ` ${phase}`}`,
	firmware: ({version}) => `firmware ${version}`,
	campaign: ({phase}) => `campaign ${phase}`,
	reading: ({name, comparison, value, unit}) => `${name} ${comparison} ${value}${unit === '' ? '' : ` ${unit}`}`,
	loadDropped: ({absent}) => `load ${absent ? 'never ' : ''}dropped`,
	telemetryGap: ({comparison, valueMs}) => `telemetry gap ${comparison} ${formatDuration(valueMs)}`,
	eventsMissing: ({comparison, value}) => `events missing ${comparison} ${value}`,
	runtimeError: ({comparison, value}) => `runtime error ${comparison} ${value} %`,
	count: ({of, comparison, value, isShare}) =>
		`${comparison} ${value}${isShare ? ' %' : ''} cards with ${of.map(expectationText).join(', ')}`,
};

/** An expectation in words, such as `status OB DISCHRG` or `batteryCharge > 90 %`. */
export function expectationText(expectation: Expectation): string {
	// Each entry takes its own kind; the compiler cannot follow that through the key.
	const text = texts[expectation.kind] as (expectation: Expectation) => string;
	return text(expectation);
}
