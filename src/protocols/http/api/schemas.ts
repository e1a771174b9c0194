// JSON Schema of what the API takes and gives: requests are judged by it, and the OpenAPI document is made of it.

export interface Schema {
	readonly [keyword: string]: unknown;
}

export function object(properties: Record<string, Schema>, required: readonly string[]): Schema {
	return {type: 'object', additionalProperties: false, properties, required};
}

export function listOf(items: Schema): Schema {
	return {type: 'array', items};
}

export function words(description: string, maxLength: number): Schema {
	return {type: 'string', description, maxLength};
}

export const text: Schema = {type: 'string'};
export const textOrNull: Schema = {type: ['string', 'null']};
export const whole: Schema = {type: 'integer'};
export const wholeOrNull: Schema = {type: ['integer', 'null']};
export const numberOrNull: Schema = {type: ['number', 'null']};
export const flag: Schema = {type: 'boolean'};

/** Parameters of an address are text; what it must look like is a pattern. */
const cardParameter: Schema = {
	type: 'string',
	pattern: '^[a-z0-9-]{1,32}$',
	description: 'Id of the card; the first one without.',
};
const wholeParameter: Schema = {type: 'string', pattern: '^[0-9]{1,15}$'};

export function query(properties: Record<string, Schema>): Schema {
	return object({card: cardParameter, ...properties}, []);
}

export const cardQuery = query({});
export const dryRunQuery = query({
	dryRun: {type: 'string', enum: ['true', 'false'], description: 'Only tell what would change.'},
});
export const firmwareQuery = query({
	time: {type: 'string', enum: ['override'], description: 'Install though the card knows no trusted time; audited.'},
});
export const eventsQuery = query({
	before: {...wholeParameter, description: 'Only entries with a smaller sequence; `next` of the page before.'},
	limit: {type: 'string', pattern: '^([1-9]|[1-9][0-9]|1[0-9][0-9]|200)$', description: '1 to 200; 50 without.'},
	severity: {type: 'string', enum: ['ungraded', 'informational', 'warning', 'critical'], description: 'At least.'},
	event: {type: 'string', pattern: '^[A-Za-z0-9]{1,40}$', description: 'Only this event, such as onBattery.'},
});
export const cardsQuery = object(
	{
		after: {type: 'string', pattern: '^[a-z0-9-]{1,32}$', description: '`next` of the page before.'},
		limit: {type: 'string', pattern: '^([1-9][0-9]{0,2}|1000)$', description: '1 to 1000; 100 without.'},
	},
	[],
);

const roleName: Schema = {
	type: 'string',
	enum: ['superUser', 'administrator', 'deviceUser', 'readOnly', 'networkOnly'],
};
const severity: Schema = {type: 'string', enum: ['ungraded', 'informational', 'warning', 'critical']};
const moment: Schema = {type: 'string', format: 'date-time'};
const name = words('User name.', 256);
const password = words('8 to 64 characters for a new one.', 256);

export const credentials = object({name, password}, ['name', 'password']);
export const passwordChange = object({name, password, newPassword: password}, ['name', 'password', 'newPassword']);
export const session = object({name: text, role: roleName, token: text, tokenHeader: text, rights: listOf(text)}, [
	'name',
	'role',
	'token',
	'tokenHeader',
	'rights',
]);

export const alarm = object(
	{event: text, id: whole, number: whole, severity, text, since: {type: ['string', 'null'], format: 'date-time'}},
	['event', 'severity', 'text', 'since'],
);
export const outletGroup = object(
	{
		group: whole,
		name: text,
		on: {type: ['boolean', 'null']},
		pending: listOf(text),
		turnOffIn: numberOrNull,
		turnOnIn: numberOrNull,
		stayOffFor: numberOrNull,
	},
	['group', 'name', 'on'],
);
export const status = object(
	{
		card: {type: 'object', additionalProperties: true},
		at: moment,
		communication: {type: 'string', enum: ['ok', 'lost']},
		status: listOf({type: 'string', description: 'A status word of NUT.'}),
		alarms: listOf(alarm),
		readings: {
			type: 'object',
			description: 'By name; null values where there is nothing, and all null while the UPS does not answer.',
			additionalProperties: object({value: numberOrNull, unit: text, text}, ['value', 'unit']),
		},
		outletGroups: listOf(outletGroup),
	},
	['card', 'at', 'communication', 'status', 'alarms', 'readings', 'outletGroups'],
);

export const event = object(
	{
		sequence: whole,
		at: moment,
		event: text,
		id: whole,
		phase: {type: 'string', enum: ['set', 'clear', 'momentary']},
		severity,
		text,
		detail: wholeOrNull,
		actor: text,
		role: text,
		origin: text,
		commandId: text,
		note: text,
	},
	['sequence', 'at', 'event', 'phase', 'severity', 'text'],
);
export const events = object({events: listOf(event), next: wholeOrNull}, ['events', 'next']);

export const setting = object(
	{
		key: text,
		kind: {type: 'string', enum: ['number', 'choice', 'text', 'date', 'flag']},
		unit: text,
		value: {type: ['number', 'string']},
		text,
		default: text,
		allowed: text,
		options: {type: ['array', 'null'], items: text},
		writable: flag,
		ofThisDeviceOnly: flag,
	},
	['key', 'kind', 'unit', 'value', 'text', 'allowed', 'writable'],
);
export const settings = object({settings: listOf(setting)}, ['settings']);
const MOST_CHANGES = 500;
export const settingsChange = object(
	{
		changes: {
			type: 'object',
			description: 'Values by key, numbers in the unit of the setting or text; all are made or none.',
			minProperties: 1,
			maxProperties: MOST_CHANGES,
			additionalProperties: {type: ['number', 'string'], maxLength: 256},
		},
	},
	['changes'],
);
const settingDiff = object({key: text, before: text, after: text}, ['key', 'before', 'after']);
export const settingsChanged = object({changed: listOf(settingDiff)}, ['changed']);
export const iniTaken = object(
	{changed: listOf(settingDiff), ignored: listOf(object({line: whole, message: text}, ['line', 'message']))},
	['changed', 'ignored'],
);

export const commands = object(
	{
		commands: listOf(
			object({command: text, title: text, group: wholeOrNull, takes: textOrNull, confirm: textOrNull}, [
				'command',
				'title',
				'group',
				'takes',
				'confirm',
			]),
		),
	},
	['commands'],
);
export const commandOrder = object(
	{
		command: words('Name of the command, such as testBattery.', 40),
		group: {type: 'integer', minimum: 0, maximum: 3, description: 'Outlet group; 0 is the main one.'},
		value: {type: 'integer', minimum: 0, maximum: 2147483647, description: 'Seconds, of a sleep.'},
		text: words('A date, of setBatteryInstallDate.', 40),
	},
	['command'],
);
export const operation = object({id: text, card: text, command: text, group: whole, stage: text, sentence: text}, [
	'id',
	'card',
	'command',
	'stage',
]);

export const account = object({name: text, role: roleName, enabled: flag, mustChange: flag}, ['name', 'role']);
export const accounts = object({accounts: listOf(account)}, ['accounts']);
export const newAccount = object({name, role: roleName, password}, ['name', 'role', 'password']);
export const accountChange = {...object({enabled: flag, password}, []), minProperties: 1};
export const nameParams = object({name}, ['name']);
export const idParams = object({id: {type: 'string', pattern: '^[!-~]{1,36}$'}}, ['id']);
export const sessions = object(
	{
		sessions: listOf(
			object({id: text, name: text, role: roleName, face: text, since: moment, own: flag}, ['id', 'name']),
		),
	},
	['sessions'],
);
const firmwareSlot = object({digest: text, version: text, securityVersion: whole, bootable: flag}, [
	'digest',
	'bootable',
]);
const firmwareFailure = {
	...object({code: text, number: whole, sentence: text}, ['code', 'number', 'sentence']),
	type: ['object', 'null'],
};
const firmwareState = {
	...object(
		{
			name: text,
			activeSlot: whole,
			slots: listOf(firmwareSlot),
			bootFloor: whole,
			installSequence: whole,
			rootVersion: whole,
			progress: {...whole, description: 'Percent of the image that came; -1 while none comes.'},
			campaign: text,
			deferred: {...text, description: 'Why a restart waits.'},
			trustsTime: flag,
			failedReleases: whole,
			lastFailure: firmwareFailure,
		},
		['name', 'slots'],
	),
	type: ['object', 'null'],
};
export const firmware = object(
	{
		card: text,
		ups: text,
		update: object({available: flag, reason: text}, ['available', 'reason']),
		state: firmwareState,
	},
	['card', 'ups', 'update', 'state'],
);
export const cards = object(
	{
		cards: listOf(object({id: text, name: text, sku: text, modelName: text, serial: text}, ['id', 'name'])),
		count: whole,
		next: textOrNull,
	},
	['cards', 'count', 'next'],
);
export const problem = object(
	{
		type: text,
		title: text,
		status: whole,
		code: text,
		detail: text,
		problems: {type: 'array', items: {type: 'object', additionalProperties: true}},
	},
	['type', 'title', 'status', 'code', 'detail'],
);
