// Our own card as a process of its own, which a bench puts before a UPS: `ridethrough agent` with its faces on free ports.

import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {codedError} from '../../src/core/errors.ts';
import {Child, within} from './child.ts';

/** Where its faces listen, HOST:PORT, and its broker, a URL. */
export interface AgentFaces {
	readonly snmp: string;
	readonly nut: string;
	readonly modbus: string;
	readonly mqtt: string;
}

export interface AgentChildOptions {
	/** In the words of `--ups`. */
	readonly ups: string;
	readonly cardId?: string;
	/** Further words of the command line. */
	readonly words?: readonly string[];
	readonly startWithinMs?: number;
}

const START_WITHIN_MS = 30_000;
const LOOK_MS = 20;
const MOST_SAID = 4000;
const FREE = '127.0.0.1:0';
const CARD_ID = 'bench';
const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const endWithParent = new URL('end-with-parent.js', import.meta.url).href;

/** The bench's own settings are not the card's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RIDETHROUGH_')));
}

function wordsOf({ups, cardId = CARD_ID, words = []}: AgentChildOptions, readyFile: string): string[] {
	const faces = ['--snmp', FREE, '--nut', FREE, '--modbus', FREE];
	return ['agent', '--ups', ups, '--card-id', cardId, ...faces, '--ready-file', readyFile, ...words];
}

/** The faces, once the file that tells of them is there. */
async function facesIn(file: string, stop: AbortSignal): Promise<AgentFaces> {
	for (;;) {
		try {
			return JSON.parse(readFileSync(file, 'utf8')) as AgentFaces;
		} catch {
			await sleep(LOOK_MS, undefined, {signal: stop});
		}
	}
}

export class AgentChild {
	readonly cardId: string;
	readonly faces: AgentFaces;
	/** Lines of its events, oldest first. */
	readonly events: readonly string[];
	readonly #child: Child;
	readonly #folder: string;

	private constructor(options: AgentChildOptions, child: Child, faces: AgentFaces, said: Said, folder: string) {
		this.cardId = options.cardId ?? CARD_ID;
		this.faces = faces;
		this.events = said.events;
		this.#child = child;
		this.#folder = folder;
	}

	/** Starts it; throws E_BOARD_SICK with what it said where it is not ready in time. */
	static async start(options: AgentChildOptions): Promise<AgentChild> {
		const folder = mkdtempSync(join(tmpdir(), 'ridethrough-agent-'));
		const readyFile = join(folder, 'ready.json');
		const child = new Child(program, {
			words: wordsOf(options, readyFile),
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			execArgv: ['--import', endWithParent],
			cwd: folder,
			env: cleanEnvironment(),
		});
		const said = new Said(child);
		const stop = new AbortController();
		const sick = (what: string): Error =>
			codedError('E_BOARD_SICK', `The agent ${what}. It said: ${said.notes.trim() || 'nothing'}`, {});
		const ended = async (): Promise<never> => {
			throw sick(`ended before it was ready (${await child.gone})`);
		};
		const {startWithinMs = START_WITHIN_MS} = options;
		try {
			const faces = await within(startWithinMs, Promise.race([facesIn(readyFile, stop.signal), ended()]), () =>
				sick(`was not ready within ${startWithinMs} ms`),
			);
			return new AgentChild(options, child, faces, said, folder);
		} catch (error) {
			stop.abort();
			await child.kill();
			rmSync(folder, {recursive: true, force: true});
			throw error;
		}
	}

	/** Safe to call twice. */
	async close(): Promise<void> {
		await this.#child.end();
		rmSync(this.#folder, {recursive: true, force: true});
	}
}

/** What a child writes. */
class Said {
	readonly events: string[] = [];
	notes = '';
	#rest = '';

	constructor({process: {stdout, stderr}}: Child) {
		stdout?.on('data', bytes => this.#out(String(bytes)));
		stderr?.on('data', bytes => (this.notes = `${this.notes}${String(bytes)}`.slice(-MOST_SAID)));
	}

	#out(text: string): void {
		const lines = `${this.#rest}${text}`.split('\n');
		this.#rest = lines.pop() ?? '';
		this.events.push(...lines);
		this.events.splice(0, this.events.length - MOST_SAID);
	}
}
