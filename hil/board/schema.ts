// The JSON Schema of board maps, for editors: made from the keys and rules that the maps are read by.

import {DURATION_FORM} from '../../sim/scenario/duration.ts';
import {list, map, ref, text} from '../../sim/scenario/schema/parts.ts';
import type {Schema} from '../../sim/scenario/schema/parts.ts';
import type {NumberRule} from '../../sim/scenario/values.ts';
import {LINE_FORM} from '../serial/place.ts';
import {cardKinds, snmpAuth, snmpPrivacy} from './board.ts';
import {boardName, LONGEST_NAME, LONGEST_TEXT, secretForm} from './fields.ts';
import {mqttUrl, snmpVersions} from './parse-faces.ts';
import {channelRule, limitRules, safeStates} from './parse-instruments.ts';
import {linkWords} from './parse.ts';

const line: Schema = {description: LINE_FORM, type: 'string', pattern: String.raw`^(serial:.|(tcp|rfc2217)://)`};
const secret: Schema = {
	description: 'Where the secret is kept: @FILE or env:NAME.',
	type: 'string',
	pattern: secretForm.source,
};
const host = text('The name or the address of a host.', {maxLength: 253});
const port: Schema = {description: 'A port.', type: 'integer', minimum: 1, maximum: 65_535};
const duration: Schema = {
	description: DURATION_FORM,
	type: 'string',
	pattern: String.raw`^([0-9]+(\.[0-9]+)?(ms|s|m|h|d) ?)+$`,
};
const name = (description: string): Schema => text(description, {maxLength: LONGEST_NAME});

function number({min, max, unit, whole}: NumberRule): Schema {
	const told = `${min} to ${max}${unit === '' ? '' : ` ${unit}`}.`;
	return {description: told, type: whole === true ? 'integer' : 'number', minimum: min, maximum: max};
}

/** A map whose keys are names. */
function named(values: Schema, description: string): Schema {
	return {description, type: 'object', propertyNames: {pattern: boardName.source}, additionalProperties: values};
}

function limits(key: 'volts' | 'hertz'): Schema {
	const one = number(limitRules[key]);
	return map({min: one, max: one, nominal: one}, {required: ['min', 'max', 'nominal']});
}

const keyOf = (by: readonly string[]): Schema => map({by: {enum: by}, key: ref('secret')}, {required: ['by', 'key']});

const faces = map({
	snmp: map(
		{
			host,
			port,
			// YAML reads 1 and 3 as numbers.
			version: {enum: [...snmpVersions, 1, 3]},
			community: ref('secret'),
			user: text('The SNMPv3 user.', {maxLength: 32}),
			auth: keyOf(snmpAuth),
			privacy: keyOf(snmpPrivacy),
		},
		{required: ['host']},
	),
	nut: map(
		{host, port, ups: name('The name of the UPS at upsd.'), user: name('Who asks.'), password: ref('secret')},
		{required: ['host', 'ups']},
	),
	mqtt: map(
		{
			url: text('The broker.', {pattern: mqttUrl.source}),
			card: text('The id under which the card publishes.', {pattern: '^[a-z0-9-]{1,32}$'}),
			user: name('Who subscribes.'),
			password: ref('secret'),
		},
		{required: ['url', 'card']},
	),
	modbus: text('modbus-tcp://HOST[:PORT][?unit=1] or serial:PATH', {pattern: '^(modbus-tcp://|serial:)'}),
});

const anyInstrument = {at: ref('line'), identity: name('Part of what *IDN? answers.'), timeout: duration};

const instrument: Schema = {
	anyOf: [
		map(
			{...anyInstrument, kind: {const: 'relay'}, channel: number(channelRule), safe: {enum: safeStates.relay}},
			{required: ['kind', 'at', 'channel', 'safe']},
		),
		map(
			{
				...anyInstrument,
				kind: {const: 'ac-source'},
				volts: limits('volts'),
				hertz: limits('hertz'),
				safe: {enum: safeStates['ac-source']},
			},
			{required: ['kind', 'at', 'volts', 'hertz', 'safe']},
		),
	],
};

const board = map(
	{
		summary: text('One line for lists.', {maxLength: LONGEST_TEXT}),
		card: map(
			{kind: {enum: cardKinds}, address: text('Its host, line or Modbus address, by kind.', {maxLength: LONGEST_TEXT})},
			{description: 'What is under test.', required: ['kind']},
		),
		link: {description: 'Where the UPS link of the card goes.', anyOf: [{enum: linkWords}, ref('line')]},
		faces,
		instruments: named(instrument, 'Relays and AC sources, by name.'),
		fixtures: list(name('A word that a scenario can need.'), {uniqueItems: true}),
		serial: named(ref('line'), 'Other lines, by name.'),
	},
	{required: ['card']},
);

/** The whole schema. */
export function boardSchema(): Schema {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: 'Ridethrough board map',
		description: 'Which boards a bench has. Made by: ridethrough hil boards schema',
		...map(
			{
				boards: named(board, 'Boards by name; simulated is built in.'),
				locks: text('The folder of reservations; who shares it shares the boards.', {maxLength: LONGEST_TEXT}),
			},
			{required: ['boards']},
		),
		$defs: {line, secret},
	};
}
