// config.ini as network management cards have it (nmc.md 14): sections, keyword=value, Override. Theirs take what they can and
// drop the rest; ours refuses the whole file and tells all that is wrong.

import {settings} from './catalogue.ts';
import {findEventSetting} from './card-rows.ts';
import {UNKNOWN} from './desk.ts';
import type {SettingState} from './desk.ts';
import {withoutForeign} from './settings-file.ts';
import type {FileProblem, IgnoredLine, ParsedSettings, PlacedChange} from './settings-file.ts';

/** A file of all settings has some 10 kB. */
export const MOST_INI_CHARACTERS = 262144;
const OVERRIDE = 'Override';

/** Sections by the first part of the keys that they hold. */
const sections: readonly (readonly [section: string, part: string])[] = [
	['UPS', 'ups'],
	['OutletGroups', 'outlet'],
	['Notification', 'notification'],
	['Events', 'event'],
	['Logs', 'log'],
	['Telemetry', 'telemetry'],
	['Sessions', 'session'],
	['Modbus', 'modbus'],
	['Card', 'card'],
	['ShutdownClients', 'shutdown'],
];
/** Sections of the field's cards whose matter is not this card's, and their keywords: read and left alone (nmc.md 14). */
const foreignSections: readonly (readonly [section: string, keywords: readonly string[]])[] = [
	['NetworkTCP/IP', ['SystemIP', 'SubnetMask', 'DefaultGateway', 'BootMode', OVERRIDE]],
	['SystemDate/Time', []],
];
/** The one keyword that the field's cards have too. */
const FIELD_KEY = 'ups.output.voltage';
const FIELD_KEYWORD = 'RatedOutputVoltage';

function sectionOf(key: string): string {
	const part = key.split('.')[0];
	for (let i = 0; i < sections.length; i++) {
		if (sections[i][1] === part) {
			return sections[i][0];
		}
	}
	return '';
}

/** ups.transfer.high is TransferHigh in [UPS]. */
export function keywordOf(key: string): string {
	if (key === FIELD_KEY) {
		return FIELD_KEYWORD;
	}
	const parts = key.split('.').slice(1);
	return parts.map(part => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

/** The key of a keyword in one of our sections; '' when there is none. */
function keyOf(section: string, keyword: string): string {
	for (let i = 0; i < settings.length; i++) {
		if (sectionOf(settings[i].key) === section && keywordOf(settings[i].key) === keyword) {
			return settings[i].key;
		}
	}
	return section === 'Events' ? eventKeyOf(keyword) : '';
}

const eventEndings: readonly string[] = ['UntilCleared', 'Severity', 'Repeat', 'Delay', 'Times'];

/** OnBatterySeverity is event.onBattery.severity. */
function eventKeyOf(keyword: string): string {
	for (let i = 0; i < eventEndings.length; i++) {
		const at = keyword.length - eventEndings[i].length;
		if (at > 0 && keyword.slice(at) === eventEndings[i]) {
			const key = `event.${lower(keyword.slice(0, at))}.${lower(eventEndings[i])}`;
			return findEventSetting(key) === null ? '' : key;
		}
	}
	return '';
}

function lower(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The state of the reader: where it is, and what it has found. */
class IniReader {
	serial: string;
	line: number;
	/** '' before the first, and after one that is not known. */
	section: string;
	skipping: boolean;
	changes: PlacedChange[];
	problems: FileProblem[];
	ignored: IgnoredLine[];
	/** First line of each keyword, under "section/keyword". */
	seen: Record<string, number>;
	/** Sections that belong to another device. */
	foreign: string[];

	constructor(serial: string) {
		this.serial = serial;
		this.line = 0;
		this.section = '';
		this.skipping = false;
		this.changes = [];
		this.problems = [];
		this.ignored = [];
		this.seen = {};
		this.foreign = [];
	}

	refuse(column: number, key: string, message: string): void {
		this.problems.push({line: this.line, column: column, key: key, message: message, nearest: ''});
	}

	take(raw: string): void {
		this.line += 1;
		const text = raw.trim();
		const column = raw.indexOf(text) + 1;
		const first = text.charAt(0);
		if (text === '' || first === ';' || first === '#') {
			return;
		}
		if (first === '[') {
			this.takeSection(text, column);
		} else {
			this.takeKeyword(text, column);
		}
	}

	takeSection(text: string, column: number): void {
		const name = text.slice(1, -1);
		const known = sections.map(each => each[0]);
		const all = known.concat(foreignSections.map(each => each[0]));
		this.skipping = text.charAt(text.length - 1) !== ']' || all.indexOf(name) < 0;
		this.section = name;
		if (this.skipping) {
			const shown = JSON.stringify(text.slice(0, 40));
			this.refuse(column, '', `${shown} is no section; the sections are ${all.map(each => `[${each}]`).join(' ')}.`);
		}
	}

	takeKeyword(text: string, column: number): void {
		const at = text.indexOf('=');
		if (at <= 0) {
			const shown = JSON.stringify(text.slice(0, 40));
			this.refuse(column, '', `${shown} is neither a [Section] nor keyword=value.`);
		} else if (this.section === '') {
			this.refuse(
				column,
				'',
				`${text.slice(0, at).trim()} stands outside of any section; begin with a line such as [UPS].`,
			);
		} else if (!this.skipping) {
			const value = text.slice(at + 1);
			this.takePair(text.slice(0, at).trim(), value.trim(), column, column + at + 1 + leading(value));
		}
	}

	takePair(keyword: string, value: string, column: number, valueColumn: number): void {
		const place = `${this.section}/${keyword}`;
		if (this.seen[place] !== undefined) {
			this.refuse(column, '', `${keyword} was given in line ${this.seen[place]} already; keep one of the two.`);
			return;
		}
		this.seen[place] = this.line;
		if (this.isForeignSection()) {
			this.takeForeign(keyword, column);
		} else if (keyword === OVERRIDE) {
			this.foreign = value === this.serial ? this.foreign : this.foreign.concat([this.section]);
		} else {
			this.takeSetting(keyword, value, column, valueColumn);
		}
	}

	isForeignSection(): boolean {
		return foreignSections.some(each => each[0] === this.section);
	}

	takeForeign(keyword: string, column: number): void {
		const known = foreignSections.filter(each => each[0] === this.section)[0][1];
		if (known.indexOf(keyword) >= 0) {
			this.ignored.push({
				line: this.line,
				message: `${keyword} is the business of the machine that this card runs on.`,
			});
		} else {
			const right = known.length === 0 ? 'it has none here' : `it has ${known.join(', ')}`;
			this.refuse(column, '', `[${this.section}] has no keyword ${keyword.slice(0, 40)}; ${right}.`);
		}
	}

	takeSetting(keyword: string, value: string, column: number, valueColumn: number): void {
		const key = keyOf(this.section, keyword);
		if (key === '') {
			this.refuse(
				column,
				'',
				`[${this.section}] has no keyword ${keyword.slice(0, 40)}; ${this.nearestKeyword(keyword)}?`,
			);
		} else {
			this.changes.push({key: key, value: value, line: this.line, column: valueColumn});
		}
	}

	nearestKeyword(keyword: string): string {
		let best = '';
		let most = 0;
		for (let i = 0; i < settings.length; i++) {
			if (sectionOf(settings[i].key) === this.section) {
				const candidate = keywordOf(settings[i].key);
				const common = commonStart(candidate.toLowerCase(), keyword.toLowerCase());
				if (common > most) {
					most = common;
					best = candidate;
				}
			}
		}
		return best === '' ? 'is it in another section' : `did you mean ${best}`;
	}
}

function commonStart(a: string, b: string): number {
	let length = 0;
	while (length < a.length && a.charAt(length) === b.charAt(length)) {
		length += 1;
	}
	return length;
}

/** How many characters of white space `text` begins with. */
function leading(text: string): number {
	return Math.max(0, text.indexOf(text.trim()));
}

/** Reads a config.ini for the UPS with this serial number. Values are judged by checkFile. */
export function parseConfigIni(text: string, serial: string): ParsedSettings {
	const reader = new IniReader(serial);
	if (text.length > MOST_INI_CHARACTERS) {
		reader.line = 1;
		reader.refuse(1, '', `the file has ${text.length} characters; a config.ini has at most ${MOST_INI_CHARACTERS}.`);
		return reader;
	}
	const lines = text.split('\n');
	for (let i = 0; i < lines.length; i++) {
		reader.take(lines[i]);
	}
	const isForeign = (key: string): boolean => reader.foreign.indexOf(sectionOf(key)) >= 0;
	return {
		changes: withoutForeign(reader.changes, isForeign, reader.ignored),
		problems: reader.problems,
		ignored: reader.ignored,
	};
}

/** One section; empty where there is nothing in it. */
function sectionLines(section: string, states: readonly SettingState[], serial: string): string[] {
	const mine = states.filter(each => sectionOf(each.key) === section && each.text !== UNKNOWN);
	if (mine.length === 0) {
		return [];
	}
	const override = serial !== '' && mine.some(each => each.own) ? [`${OVERRIDE}=${serial}`] : [];
	const keywords = mine.map(each => `${keywordOf(each.key)}=${each.text}`);
	return [`[${section}]`].concat(override).concat(keywords).concat(['']);
}

/** All settings of `states` as a config.ini; sections with what belongs to one device name it by `serial`. */
export function configIni(states: readonly SettingState[], serial: string): string {
	let lines: string[] = [];
	for (let i = 0; i < sections.length; i++) {
		lines = lines.concat(sectionLines(sections[i][0], states, serial));
	}
	return lines.join('\r\n');
}
