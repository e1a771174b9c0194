// Memory over time: what a process holds after a collection, and what the system gives it. Flat is judged by the slope of a line
// through all that was seen after warm-up, so that one peak decides nothing.

import {readFileSync} from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

const WARM_UP_SHARE = 0.25;
const KB = 1000;
const MB = 1e6;

interface Sample {
	readonly minutes: number;
	readonly megabytes: number;
}

export interface MemoryVerdict {
	readonly name: string;
	readonly first: number;
	readonly last: number;
	/** MB that the line through all after warm-up rises from its begin to its end. */
	readonly rise: number;
	readonly isFlat: boolean;
}

export class MemoryWatch {
	readonly #lines = new Map<string, Sample[]>();
	readonly #collect: () => void;

	constructor() {
		setFlagsFromString('--expose-gc');
		this.#collect = runInNewContext('gc') as () => void;
	}

	/** Looks at this process and at those of `others`, by name. */
	look(minutes: number, others: Readonly<Record<string, number>>): void {
		this.#collect();
		const {rss, heapUsed, arrayBuffers} = process.memoryUsage();
		this.#note('held by the fleet after a collection', minutes, (heapUsed + arrayBuffers) / MB);
		this.#note('resident in the fleet', minutes, rss / MB);
		for (const [name, pid] of Object.entries(others)) {
			this.#note(`resident in the ${name}`, minutes, residentMegabytes(pid));
		}
	}

	/** `share` of what was held on average, or `megabytes` if that is more, may come on top. */
	verdicts(share: number, megabytes: number): MemoryVerdict[] {
		return [...this.#lines].map(([name, all]) => {
			const samples = all.slice(Math.floor(all.length * WARM_UP_SHARE));
			const mean = samples.reduce((sum, sample) => sum + sample.megabytes, 0) / samples.length;
			const rise = riseOf(samples);
			return {
				name,
				first: samples[0].megabytes,
				last: samples[samples.length - 1].megabytes,
				rise,
				isFlat: rise <= Math.max(megabytes, share * mean),
			};
		});
	}

	#note(name: string, minutes: number, megabytes: number): void {
		const line = this.#lines.get(name) ?? [];
		line.push({minutes, megabytes});
		this.#lines.set(name, line);
	}
}

/** By least squares. */
function riseOf(samples: readonly Sample[]): number {
	const n = samples.length;
	const x = samples.reduce((sum, {minutes}) => sum + minutes, 0) / n;
	const y = samples.reduce((sum, {megabytes}) => sum + megabytes, 0) / n;
	let xx = 0;
	let xy = 0;
	for (const {minutes, megabytes} of samples) {
		xx += (minutes - x) ** 2;
		xy += (minutes - x) * (megabytes - y);
	}
	return xx === 0 ? 0 : (xy / xx) * (samples[n - 1].minutes - samples[0].minutes);
}

function residentMegabytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) * 1024) / KB / KB;
}
