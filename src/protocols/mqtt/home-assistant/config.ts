// The discovery document of a card, device form (mqtt.md b.2 to b.4): only what the UPS has, and nothing made up.

import type {HomeAssistantRow} from '../../../agent/home-assistant.ts';

/** Who the card and its UPS are. */
export interface HomeAssistantIdentity {
	readonly cardId: string;
	readonly vendor: string;
	readonly model: string;
	readonly serial: string;
	readonly cardFirmware: string;
	readonly switchedGroups: number;
}

/** Words of `do` in a message on `set`, and the orders that they are. */
export const orderNames: Readonly<Record<string, string>> = {
	'test-quick': 'testBattery',
	'test-stop': 'stopTest',
	mute: 'muteAlarm',
	'group-on': 'groupOn',
	'group-off': 'groupOff',
};

const buttons: ReadonlyArray<readonly [key: string, name: string, word: string]> = [
	['test', 'Self-test', 'test-quick'],
	['test_stop', 'Stop the self-test', 'test-stop'],
	['mute', 'Mute alarm', 'mute'],
];

type Component = Record<string, unknown>;

function templateOf({key, platform}: HomeAssistantRow): string {
	const value = `value_json.${key}`;
	const shown = platform === 'sensor' ? value : `('ON' if ${value} else 'OFF')`;
	return `{{ ${shown} if ${value} is not none else none }}`;
}

function readerOf(row: HomeAssistantRow): Component {
	const options = row.deviceClass === 'enum' ? [...new Set(row.texts)].filter(text => text !== '') : [];
	return {
		p: row.platform,
		name: row.name,
		val_tpl: templateOf(row),
		...(row.deviceClass === '' ? {} : {dev_cla: row.deviceClass}),
		...(row.stateClass === '' ? {} : {stat_cla: row.stateClass}),
		...(row.unit === '' ? {} : {unit_of_meas: row.unit === 'C' ? '°C' : row.unit}),
		...(options.length === 0 ? {} : {ops: options}),
		...(row.main ? {} : {ent_cat: 'diagnostic', en: row.platform === 'binary_sensor'}),
	};
}

function switchOf(group: number, setTopic: string, session: string): Component {
	const value = `value_json.groups[${group - 1}]`;
	const press = (word: string) => JSON.stringify({do: word, group, session});
	return {
		p: 'switch',
		name: `Outlet group ${group}`,
		dev_cla: 'outlet',
		val_tpl: `{{ ('ON' if ${value} else 'OFF') if ${value} is not none else none }}`,
		stat_on: 'ON',
		stat_off: 'OFF',
		cmd_t: setTopic,
		pl_on: press('group-on'),
		pl_off: press('group-off'),
	};
}

function componentsOf(rows: readonly HomeAssistantRow[], groups: number, setTopic: string, session: string) {
	const all: Array<[string, Component]> = rows.map(row => [row.key, readerOf(row)]);
	for (const [key, name, word] of buttons) {
		all.push([
			key,
			{p: 'button', name, ent_cat: 'config', cmd_t: setTopic, pl_prs: JSON.stringify({do: word, session})},
		]);
	}
	for (let group = 1; group <= groups; group++) {
		all.push([`group${group}`, switchOf(group, setTopic, session)]);
	}
	return all;
}

/** The document as text. `topicPrefix` ends in a slash; `session` is what presses must name. */
export function discoveryConfig(
	identity: HomeAssistantIdentity,
	rows: readonly HomeAssistantRow[],
	topicPrefix: string,
	session: string,
): string {
	const {cardId, vendor, model, serial, cardFirmware, switchedGroups} = identity;
	const components = componentsOf(rows, switchedGroups, `${topicPrefix}set`, session);
	return JSON.stringify({
		dev: {ids: [`ridethrough-${cardId}`], name: `UPS ${cardId}`, mf: vendor, mdl: model, sn: serial, sw: cardFirmware},
		o: {name: 'ridethrough', sw: cardFirmware},
		stat_t: `${topicPrefix}state`,
		qos: 1,
		avty: [{t: `${topicPrefix}availability`}],
		cmps: Object.fromEntries(components.map(([key, component]) => [key, {...component, uniq_id: `${cardId}_${key}`}])),
	});
}
