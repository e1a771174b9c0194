// What POST /faults takes, a body a fault: for /openapi.json and what is generated from it. Requests are checked against the tables of
// the faults themselves, which say what would be right.

import type {Fault, FaultParameter} from '../../faults/fault.ts';
import {rangeText, valueText} from '../../faults/parameters.ts';
import {faults} from '../../faults/registry.ts';
import {faultRequest} from './schemas.ts';

/** The body for each fault, told apart by its type. */
export const faultBody = {
	type: 'object',
	oneOf: faults.map(bodyOf),
	discriminator: {propertyName: 'type'},
};

function bodyOf(fault: Fault): object {
	const {cards, ...shared} = faultRequest.properties;
	const needed = fault.parameters.filter(parameter => parameter.default === undefined).map(({name}) => name);
	return {
		type: 'object',
		title: fault.name,
		description: fault.summary,
		additionalProperties: false,
		required: needed.length === 0 ? ['type'] : ['type', 'parameters'],
		properties: {
			...shared,
			...(fault.acts === 'card' ? {cards} : {}),
			type: {type: 'string', const: fault.name},
			parameters: {
				type: 'object',
				additionalProperties: false,
				...(needed.length === 0 ? {} : {required: needed}),
				properties: Object.fromEntries(fault.parameters.map(parameter => [parameter.name, schemaOf(parameter)])),
			},
		},
	};
}

function schemaOf(parameter: FaultParameter): object {
	const {kind, min, max, choices, summary, default: usual} = parameter;
	const shared = {
		description: `${summary}; ${rangeText(parameter)}`,
		...(usual === undefined
			? {}
			: {default: kind === 'duration' || kind === 'choice' ? valueText(parameter, usual) : usual}),
	};
	if (choices !== undefined) {
		return {...shared, type: 'string', enum: choices};
	}
	if (kind === 'duration') {
		return {...shared, type: 'string', maxLength: 32};
	}
	return {...shared, type: kind === 'count' ? 'integer' : 'number', minimum: min, maximum: max};
}
