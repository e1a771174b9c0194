// The recorded upsmon runs (data/nut-protocol, upsmon-*.txt) as scripts, and what upsmon said and did in them.

import {nutRecording} from './nut-golden.ts';

/** Something that the world does, at a time in ms from the start. */
export interface WorldEvent {
	readonly atMs: number;
	readonly what: string;
}

/** What one upsmon is seen to do. */
export interface Seen {
	/** Requests and their answers, without those that repeat the one before. */
	readonly talk: readonly string[];
	/** Kinds of notices, those of one poll sorted: upsmon starts a process for each. */
	readonly notices: readonly (readonly string[])[];
	readonly exit: number;
	readonly ranShutdown: boolean;
}

export interface Scenario {
	readonly world: readonly WorldEvent[];
	readonly clients: readonly {
		readonly name: string;
		readonly startMs: number;
		/** When it is told to stop; null where it ends by itself. */
		readonly stopMs: number | null;
		readonly seen: Seen;
	}[];
}

interface Line {
	readonly atMs: number;
	readonly who: string;
	readonly rest: string;
}

const clientNames = ['prim', 'sec', 'bad', 'notp'];
/** Notices closer together than this come from one poll. */
const ONE_POLL_MS = 400;

function linesOf(text: string): Line[] {
	return [...text.matchAll(/^ +(\d+\.\d+) (\S+) ?(.*)$/gm)].map(([, seconds, who, rest]) => ({
		atMs: Math.round(Number(seconds) * 1000),
		who: who.replace(/:$/, ''),
		rest,
	}));
}

export interface Said {
	readonly atMs: number;
	readonly text: string;
}

/** Puts the notices of each poll together. */
export function byPoll(notices: readonly Said[]): string[][] {
	const polls: string[][] = [];
	let lastMs = -Infinity;
	for (const {atMs, text} of notices) {
		if (atMs - lastMs > ONE_POLL_MS) {
			polls.push([]);
		}
		polls.at(-1)?.push(text);
		lastMs = atMs;
	}
	return polls.map(poll => poll.toSorted((a, b) => (a < b ? -1 : 1)));
}

/** Puts notices together as others are, each group sorted: on a busy machine those of one poll are told of at different times. */
export function groupedAs(notices: readonly (readonly string[])[], others: readonly (readonly string[])[]): string[][] {
	const left = notices.flat();
	const groups = others.map(({length}) => left.splice(0, length));
	return [...groups, ...(left.length > 0 ? [left] : [])].map(group => group.toSorted((a, b) => (a < b ? -1 : 1)));
}

/** Requests with their answers; polls that repeat the one before are left out, and so is what came of LOGOUT. */
export function talkOf(lines: readonly string[]): string[] {
	const talk: string[] = [];
	let request = '';
	for (const line of lines) {
		if (line.startsWith('> ')) {
			request = line.slice(2);
			if (request === 'LOGOUT') {
				talk.push('LOGOUT');
			}
		} else if (line.startsWith('< ') && request !== 'LOGOUT') {
			const both = `${request} -> ${line.slice(2)}`;
			if (talk.at(-1) !== both) {
				talk.push(both);
			}
		}
	}
	return talk;
}

function clientFrom(name: string, lines: readonly Line[]): Scenario['clients'][number] {
	const own = lines.filter(line => line.who === name);
	const logout = own.find(line => line.rest === '> LOGOUT');
	const notices = own
		.filter(line => line.rest.startsWith('! '))
		.map(({atMs, rest}) => ({atMs, text: rest.split(' ')[1]}));
	const ended = own.find(line => line.rest.startsWith('upsmon ended'));
	return {
		name,
		startMs: own[0].atMs,
		stopMs: logout?.atMs ?? null,
		seen: {
			talk: talkOf(own.map(line => line.rest)),
			notices: byPoll(notices),
			exit: Number(ended?.rest.split(' ').at(-1)),
			ranShutdown: own.some(line => line.rest === 'runs SHUTDOWNCMD'),
		},
	};
}

/** Reads one recorded run. */
export function scenarioFrom(file: string): Scenario {
	const lines = linesOf(nutRecording(file));
	const clients = clientNames.filter(name => lines.some(line => line.who === name));
	return {
		world: lines
			.filter(({who}) => !clientNames.includes(who))
			.map(({atMs, who, rest}) => ({atMs, what: `${who} ${rest}`})),
		clients: clients.map(name => clientFrom(name, lines)),
	};
}
