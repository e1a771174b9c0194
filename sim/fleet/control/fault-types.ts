// The types of faults as operators' APIs list them: what a form needs to ask for their parameters.

import {valueText} from '../../faults/parameters.ts';
import {faults} from '../../faults/registry.ts';

export const faultTypes = faults.map(fault => ({
	name: fault.name,
	area: fault.area,
	summary: fault.summary,
	acts: fault.acts,
	parameters: fault.parameters.map(parameter => ({
		name: parameter.name,
		summary: parameter.summary,
		kind: parameter.kind,
		unit: parameter.unit,
		min: valueText(parameter, parameter.min),
		max: valueText(parameter, parameter.max),
		default: parameter.default === undefined ? null : valueText(parameter, parameter.default),
		choices: parameter.choices ?? [],
	})),
}));
