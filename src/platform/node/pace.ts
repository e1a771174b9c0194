// Real time against virtual time: as fast as it goes, or at a multiple of the wall clock, always letting the network breathe.

/** Virtual milliseconds per real millisecond; Infinity is as fast as it goes. */
export type Speed = number;

/** How long virtual time may run without giving the event loop a turn. */
const LONGEST_STRETCH_MS = 10;
/** Waits shorter than this are not worth a timer. */
const SHORTEST_WAIT_MS = 4;
/** Real time that a step of virtual time stands for, and the step where there is no relation. */
const STEP_REAL_MS = 20;
const TURNS_TO_ANSWER = 6;
const DEFAULT_STEP_AT_MAX_MS = 60_000;

export class Pacer {
	#speed: Speed;
	readonly #stepAtMaxMs: number;
	readonly #ready: () => Promise<void>;
	readonly #stop: AbortSignal;
	#startedAt = 0;
	#lastBreath = performance.now();
	/** In what steps virtual time should go. */
	stepMs: number;
	/** How far real time is behind what the speed asks for, ms. */
	lagMs = 0;
	#worstLagMs = 0;

	/**
	 * `ready` resolves when the network has room for more; `stop` ends every wait. `stepAtMaxMs` is the step of virtual time where it
	 * goes as fast as it can.
	 */
	constructor(
		speed: Speed,
		ready: () => Promise<void>,
		stop: AbortSignal,
		stepAtMaxMs: number = DEFAULT_STEP_AT_MAX_MS,
	) {
		this.#speed = speed;
		this.#stepAtMaxMs = stepAtMaxMs;
		this.stepMs = this.#stepAt(speed);
		this.#ready = ready;
		this.#stop = stop;
	}

	/** Virtual time 0 is now. */
	start(): void {
		this.#startedAt = performance.now();
	}

	/** From the virtual time `t` on, which is now, it goes at another speed. */
	goAt(speed: Speed, t: number): void {
		this.#speed = speed;
		this.stepMs = this.#stepAt(speed);
		this.#startedAt = performance.now() - t / speed;
		this.#worstLagMs = 0;
	}

	/** How far behind real time it ever was and is, ms; null where it keeps to none. */
	drift(): {readonly worstMs: number; readonly lastMs: number} | null {
		return this.#speed === Infinity ? null : {worstMs: this.#worstLagMs, lastMs: this.lagMs};
	}

	/** Resolves when virtual time may go on to `t`. */
	async reach(t: number): Promise<void> {
		const wait = this.#speed === Infinity ? 0 : t / this.#speed - (performance.now() - this.#startedAt);
		this.lagMs = Math.max(0, -wait);
		this.#worstLagMs = Math.max(this.#worstLagMs, this.lagMs);
		if (wait > SHORTEST_WAIT_MS) {
			await sleep(wait, this.#stop);
			this.#lastBreath = performance.now();
		} else if (performance.now() - this.#lastBreath > LONGEST_STRETCH_MS) {
			await breathe();
			this.#lastBreath = performance.now();
		}
		await this.#ready();
	}

	#stepAt(speed: Speed): number {
		return speed === Infinity ? this.#stepAtMaxMs : Math.max(1, Math.floor(STEP_REAL_MS * speed));
	}
}

/** Gives the event loop a turn, so that what came over the network is taken up. */
export async function breathe(): Promise<void> {
	await new Promise<void>(resolve => {
		setImmediate(resolve);
	});
}

/** Turns enough for both ends of a stream in memory to say something and to answer. */
export async function severalTurns(): Promise<void> {
	for (let turn = 0; turn < TURNS_TO_ANSWER; turn++) {
		await breathe();
	}
}

/** Resolves after `ms`, or at once when `stop` is aborted. */
export async function sleep(ms: number, stop: AbortSignal): Promise<void> {
	if (stop.aborted) {
		return;
	}
	await new Promise<void>(resolve => {
		const done = (): void => {
			clearTimeout(timer);
			stop.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		stop.addEventListener('abort', done);
	});
}
