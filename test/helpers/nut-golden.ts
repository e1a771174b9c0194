// The UPSs and users of the recorded NUT transcripts (data/nut-protocol, setup.json), as a source for our own server.

import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {plainNumber, textOf} from '../../src/protocols/nut/source.ts';
import type {
	Freshness,
	NutSource,
	NutType,
	NutUps,
	NutVariable,
	NutWho,
	Outcome,
} from '../../src/protocols/nut/source.ts';
import type {NutUser} from '../../src/protocols/nut/users.ts';

export const nutFolder = join(process.env['RIDETHROUGH_DATA'] ?? '', 'nut-protocol');
export const hasNutRecordings = existsSync(join(nutFolder, 'server.txt'));
export const PRODUCT = 'Network UPS Tools upsd 2.8.0 - http://www.networkupstools.org/';
export const VERSION = '2.8.0';

export function nutRecording(file: string): string {
	return readFileSync(join(nutFolder, file), 'utf8');
}

interface VariableRow {
	readonly name: string;
	readonly value: string;
	readonly rw: boolean;
	readonly string?: number;
	readonly enum?: readonly string[];
	readonly range?: readonly (readonly [number, number])[];
}

interface SetUp {
	readonly ups: readonly {
		readonly name: string;
		readonly desc: string | null;
		readonly state?: string;
		readonly variables?: readonly VariableRow[];
		readonly commands?: readonly {readonly name: string; readonly tracking: string}[];
	}[];
	readonly users: readonly {
		readonly name: string;
		readonly password: string;
		readonly actions?: readonly string[];
		readonly instcmds?: readonly string[];
		readonly upsmon?: 'primary' | 'secondary';
	}[];
}

function setUp(): SetUp {
	return JSON.parse(nutRecording('setup.json')) as SetUp;
}

export function goldenUsers(): readonly NutUser[] {
	return setUp().users.map(user => {
		const actions = (user.actions ?? []).map(each => each.toLowerCase());
		return {
			name: user.name,
			password: user.password,
			set: actions.includes('set'),
			fsd: actions.includes('fsd'),
			instcmds: (user.instcmds ?? []).map(each => each.toLowerCase()),
			upsmon: user.upsmon ?? null,
			role: 3,
		};
	});
}

/** Texts of variables and commands that occur in the recordings; they are not ours, so they stay there. */
export function goldenDescribe(): (name: string) => string | null {
	const texts = new Map<string, string>();
	for (const file of ['server.txt', 'upsrw.txt', 'upscmd.txt']) {
		for (const match of nutRecording(file).matchAll(/^< (?:CMD)?DESC \S+ (\S+) "(.*)"$/gm)) {
			if (match[2] !== 'Description unavailable') {
				texts.set(match[1], match[2]);
			}
		}
	}
	return name => texts.get(name.toLowerCase()) ?? null;
}

const outcomes: Readonly<Record<string, Outcome>> = {
	SUCCESS: 'success',
	'ERR UNKNOWN': 'unknown',
	'ERR INVALID-ARGUMENT': 'invalidArgument',
	'ERR FAILED': 'failed',
};

export interface GoldenVariable {
	readonly name: string;
	value: string;
	readonly rw: boolean;
	readonly type: NutType;
}

export class GoldenUps implements NutUps {
	readonly name: string;
	readonly description: string | null;
	state: Freshness = 'fresh';
	held: GoldenVariable[] = [];
	tracking: ReadonlyMap<string, string> = new Map();
	forced = false;
	readonly later: (run: () => void) => void;

	constructor(name: string, description: string | null, later: (run: () => void) => void) {
		this.name = name;
		this.description = description;
		this.later = later;
	}

	freshness(): Freshness {
		return this.state;
	}

	variables(): readonly NutVariable[] {
		return this.held.map(({name, value, rw, type}) => ({name, value, writable: rw, type: () => type}));
	}

	variable(name: string): NutVariable | null {
		return this.variables().find(each => each.name === name.toLowerCase()) ?? null;
	}

	put(name: string, value: string): void {
		(this.held.find(each => each.name === name) as GoldenVariable).value = value;
	}

	commands(): readonly string[] {
		return [...this.tracking.keys()];
	}

	set(name: string, value: string, _who: NutWho, told: (outcome: Outcome) => void): void {
		this.put(name, value);
		this.later(() => told('success'));
	}

	run(command: string, _parameter: string | null, _who: NutWho, told: (outcome: Outcome) => void): void {
		const outcome = outcomes[this.tracking.get(command) ?? ''];
		if (outcome !== undefined) {
			this.later(() => told(outcome));
		}
	}

	isForced(): boolean {
		return this.forced;
	}

	force(): void {
		this.forced = true;
	}

	refused(): void {
		// Nobody looks at a log here.
	}
}

function typeOf(row: VariableRow): NutType {
	return {length: row.string ?? 0, options: row.enum ?? [], ranges: row.range ?? []};
}

/** What `upsc su` printed is what su holds: a dummy-ups, all of it writable text. */
function dummyVariables(): GoldenVariable[] {
	const list = /^\$ upsc su@HOST$[\s\S]*?^exit/m.exec(nutRecording('upsc.txt'))?.[0] ?? '';
	return [...list.matchAll(/^stdout\| ([^:]+): (.*)$/gm)].map(([, name, value]) => ({
		name,
		value,
		rw: true,
		type: textOf(32),
	}));
}

/** Fresh UPSs in the state of setup.json; `later` runs what a driver tells after a while. */
export function goldenSource(later: (run: () => void) => void): {source: NutSource; ups: (name: string) => GoldenUps} {
	const all = setUp().ups.map(row => {
		const ups = new GoldenUps(row.name, row.desc, later);
		ups.held = (row.variables ?? [])
			.map(each => ({name: each.name, value: each.value, rw: each.rw, type: typeOf(each)}))
			.toSorted((a, b) => (a.name < b.name ? -1 : 1));
		ups.tracking = new Map((row.commands ?? []).map(({name, tracking}) => [name, tracking]));
		ups.state = row.state === undefined ? 'fresh' : row.state === 'DATA-STALE' ? 'stale' : 'absent';
		return ups;
	});
	const find = (name: string) => all.find(each => each.name === name.toLowerCase()) ?? null;
	const su = find('su') as GoldenUps;
	su.held = dummyVariables();
	su.tracking = new Map([['load.off', 'ERR UNKNOWN']]);
	return {source: {list: () => all, find}, ups: name => find(name) as GoldenUps};
}

/** A source of one UPS with these variables, numbers that nobody sets. */
export function loneUps(values: Readonly<Record<string, string>>): {source: NutSource; ups: GoldenUps} {
	const ups = new GoldenUps('ups', null, run => run());
	ups.held = Object.entries(values).map(([name, value]) => ({name, value, rw: false, type: plainNumber}));
	return {source: {list: () => [ups], find: name => (name.toLowerCase() === 'ups' ? ups : null)}, ups};
}
