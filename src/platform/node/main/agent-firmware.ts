// The firmware of a running agent: its updates over the ports of this machine, a watchdog, and the image that runs, which behaves as
// images do (image.ts). A reset ends the run; whoever composes the agent boots the board and begins the next one.

import {randomFillSync} from 'node:crypto';
import {CardUpdate} from '../../../agent/update/card-update.ts';
import type {CardClass, UpdatePorts} from '../../../agent/update/ports.ts';
import {runUpdateJob} from '../../../agent/update/run-job.ts';
import {judgeUps} from '../../../agent/update/ups-rules.ts';
import {UpdateView} from '../../../agent/update/view.ts';
import {commandRow, onOutput} from '../../../agent/commands/table.ts';
import {groupOff} from '../../../ups/groups.ts';
import {actGroup} from '../../../agent/ups-control.ts';
import {MINUTE, SECOND} from '../../../core/clock.ts';
import type {Millis} from '../../../core/clock.ts';
import type {Behaviour} from '../../../ota/image.ts';
import {confirmed, steady, trial} from '../../../ota/states.ts';
import type {Candidate} from '../../../agent/update/kept.ts';
import type {ByteSource, SourceAnswers} from '../../../ota/chunk-sink.ts';
import {BootEventRing} from '../../../ota/boot-events.ts';
import {groupsOn} from '../../../ups/reading.ts';
import type {Agent} from '../main.ts';
import {nodeCrypto} from '../node-crypto.ts';
import type {Booted, FirmwareBoard} from './firmware-board.ts';
import {httpPolicy} from './http-policy.ts';
import {HttpSource} from './http-source.ts';
import {FirmwareHealth} from './firmware-health.ts';

export const WATCHDOG_MS = MINUTE;
/** An image that crashes does so this long after each start. */
const CRASH_AFTER_MS = 10 * SECOND;
/** A server that says nothing for this long is asked again. */
const HTTP_SILENCE_MS = 30 * SECOND;
const HASH_BYTES = 32;
/** The outlet group that a bad image switches. */
const FIRST_GROUP = 1;

/** How a run ended, and what the next one is to know of it. */
export interface FirmwareReset {
	readonly why: string;
	/** Whether the watchdog ended it. */
	readonly wasHung: boolean;
	readonly groupsBefore: number | null;
}

export interface AgentFirmwareParts {
	readonly agent: Agent;
	readonly board: FirmwareBoard;
	readonly booted: Booted;
	readonly cardClass: CardClass;
	readonly deviceId: Uint8Array;
	/** How the run before ended; null for the first one of this process. */
	readonly before: FirmwareReset | null;
	/** Whether a local server of the card answers. */
	readonly isServing: () => boolean;
	readonly watchdogMs: Millis;
}

/** Of an image that says nothing of itself. */
function behaviourOf({head}: Booted): Behaviour {
	return head?.behaviour ?? 'good';
}

export class AgentFirmware {
	readonly update: CardUpdate;
	readonly view: UpdateView;
	/** Resolves when the card is to reset. */
	readonly whenReset: Promise<FirmwareReset>;
	/** Sends a message of kind `ota-request`; false while there is no session. Set by the face that has one. */
	send: (message: Uint8Array) => boolean = () => false;
	readonly #parts: AgentFirmwareParts;
	readonly #health: FirmwareHealth;
	readonly #behaviour: Behaviour;
	#isUp = false;
	#resolve: (reset: FirmwareReset) => void = () => {};
	#cancelDue: () => void = () => {};
	#cancelWatchdog: () => void = () => {};
	#cancelCrash: () => void = () => {};
	#stopped = false;
	#inDue = false;

	constructor(parts: AgentFirmwareParts) {
		const {agent, board, booted} = parts;
		this.#parts = parts;
		this.#behaviour = behaviourOf(booted);
		this.whenReset = new Promise(resolve => {
			this.#resolve = resolve;
		});
		this.#health = new FirmwareHealth({
			agent,
			behaviour: this.#behaviour,
			groupsBefore: parts.before?.groupsBefore ?? null,
			tellsVersion: this.#tellsVersion(),
			isReachable: () => this.#isUp || parts.isServing(),
		});
		this.update = new CardUpdate(
			{
				cardClass: parts.cardClass,
				deviceId: parts.deviceId,
				serial: agent.identity.serial,
				runningVersion: booted.version,
				cardKey: null,
				life: booted.life,
				otp: board.device.otp,
				boot: booted.outcome,
				bootEvents: new BootEventRing(board.device),
				roots: board.roots,
				wasHung: parts.before?.wasHung === true,
				kept: board.kept,
				ports: this.#ports(),
			},
			agent.now(),
		);
		this.view = new UpdateView(this.update);
	}

	/** After the agent started. */
	start(): void {
		const {agent, watchdogMs} = this.#parts;
		if (this.update.core.state() === trial) {
			this.#feed(watchdogMs);
		}
		this.#misbehave();
		this.#act(() => this.update.start(agent.now()));
	}

	connected(): void {
		if (this.#behaviour === 'cloudless') {
			return;
		}
		this.#isUp = true;
		this.#act(() => this.update.connected(this.#now()));
	}

	disconnected(): void {
		this.#isUp = false;
		this.#act(() => this.update.disconnected(this.#now()));
	}

	/** A message of kind `ota`; why it is refused, '' when it is taken. */
	take(payload: Uint8Array): string {
		let why = '';
		this.#act(() => {
			why = this.update.take(payload, this.#now());
		});
		return why;
	}

	/** The run ends in good order. */
	stop(): void {
		if (this.#stopped) {
			return;
		}
		this.#end();
		this.update.stop(this.#now());
	}

	/** The run ends without a word, as in a crash. */
	#end(): void {
		this.#stopped = true;
		this.#cancelDue();
		this.#cancelWatchdog();
		this.#cancelCrash();
		this.#health.close();
	}

	#now(): Millis {
		return this.#parts.agent.now();
	}

	/** An image that hangs does nothing that is due. */
	#act(act: () => void): void {
		if (this.#stopped || this.#behaviour === 'hangs') {
			return;
		}
		this.#inDue = true;
		act();
		this.#inDue = false;
		if (this.update.core.state() !== trial) {
			this.#cancelWatchdog();
		}
		this.#plan();
	}

	#plan(): void {
		this.#cancelDue();
		if (!this.#stopped) {
			const wait = Math.max(1, this.update.nextAt() - this.#now());
			this.#cancelDue = this.#parts.agent.ports.clock.after(Math.min(wait, MINUTE), () =>
				this.#act(() => this.update.due(this.#now())),
			);
		}
	}

	#feed(watchdogMs: Millis): void {
		this.#cancelWatchdog();
		this.#cancelWatchdog = this.#parts.agent.ports.clock.after(watchdogMs, () =>
			this.#crash('the watchdog was not fed', true),
		);
	}

	#reset(why: string): void {
		// Out of the call that asked for it: the run is taken apart by whoever waits.
		this.#resolve({why, wasHung: false, groupsBefore: this.#groups()});
	}

	/** A reset that nobody prepared: nothing of this run counts as a clean end. */
	#crash(why: string, wasHung: boolean): void {
		const groupsBefore = this.#groups();
		this.#end();
		this.#resolve({why, wasHung, groupsBefore});
	}

	#groups(): number {
		return this.#parts.agent.look()[groupsOn];
	}

	#misbehave(): void {
		const {agent} = this.#parts;
		const state = this.update.core.state();
		const later = this.#behaviour === 'crashesLater' && (state === steady || state === confirmed);
		if (this.#behaviour === 'crashes' || later) {
			this.#cancelCrash = agent.ports.clock.after(CRASH_AFTER_MS, () => this.#crash('the image crashed', false));
		}
		if (this.#behaviour === 'switchesOutlet') {
			agent.order(orders => orders.desk.ports.control.begin(actGroup, FIRST_GROUP, groupOff));
		}
	}

	#tellsVersion(): boolean {
		const {booted} = this.#parts;
		const signed = booted.outcome.run < 0 ? [] : booted.life.slot(booted.outcome.run).version;
		return signed.length === 0 || signed.join('.') === booted.version.join('.');
	}

	/** Whether something that was ordered of the outlets is under way. */
	#isSwitching(): boolean {
		return this.#parts.agent.orders.desk.pending().some(({command}) => commandRow(command)?.actsOn === onOutput);
	}

	/** The manifest's address; the rules by which it was judged hold for redirects too. */
	#source({manifest}: Candidate, answers: SourceAnswers): ByteSource | null {
		const {uri, sizeBytes} = manifest.image;
		if (!/^https?:/.test(uri)) {
			return null;
		}
		const {allowPlainHttp, allowPrivateHosts} = this.#parts.cardClass;
		const chunks = manifest.chunks === null ? 0 : Math.ceil(sizeBytes / 2 ** manifest.chunks.log2Bytes);
		return new HttpSource(
			{
				url: uri,
				imageBytes: sizeBytes,
				tableBytes: chunks * HASH_BYTES,
				policy: httpPolicy({plainHttp: allowPlainHttp, privateHosts: allowPrivateHosts}),
				ca: null,
				silenceMs: HTTP_SILENCE_MS,
			},
			answers,
		);
	}

	#ports(): UpdatePorts {
		const {agent, board, watchdogMs} = this.#parts;
		const view = agent.house.view(0);
		return {
			crypto: nodeCrypto,
			now: () => agent.now(),
			fillRandom: into => void randomFillSync(into),
			check: (job, done) => done(runUpdateJob(job, {crypto: nodeCrypto, verifiers: board.verifiers})),
			lookAtUps: into =>
				judgeUps(
					agent.look(),
					0,
					{
						isHeard: agent.card.isHearing(),
						updatePhase: agent.card.updatePhase,
						switching: this.#isSwitching(),
						announced: view.holds('hostShutdown') || view.holds('serialHostShutdown'),
					},
					into,
				),
			health: check => this.#health.ask(check),
			log: (event, phase, detail, note) => agent.act((card, t) => card.logNoted(t, event, phase, detail, note)),
			keep: kept => board.keep(kept),
			send: message => this.#behaviour !== 'cloudless' && this.send(message),
			source: (candidate, answers) => this.#source(candidate, answers),
			wallS: () => Math.floor(agent.ports.wallClock.nowUtc() / SECOND),
			feedWatchdog: () => this.#feed(watchdogMs),
			reset: why => this.#reset(why),
			woke: () => {
				if (!this.#inDue) {
					this.#plan();
				}
			},
		};
	}
}
