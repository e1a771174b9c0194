// Which of several servers to believe: those whose intervals of possible time overlap most (Marzullo's way, RFC 5905 11.2.1).

export interface NtpSample {
	readonly server: string;
	/** To be added to our time, ms. */
	readonly offsetMs: number;
	/** How wrong the offset may be, ms. */
	readonly distanceMs: number;
	readonly stratum: number;
}

/** Bound of what a sample may miss where the servers say less, ms. */
const DISTANCE_MIN_MS = 10;

/** The sample to go by; null where no majority of the servers agrees. */
export function selectSample(samples: readonly NtpSample[]): NtpSample | null {
	let best: readonly NtpSample[] = [];
	for (const {offsetMs, distanceMs} of samples) {
		// An overlap of intervals begins where one of them begins.
		const point = offsetMs - Math.max(DISTANCE_MIN_MS, distanceMs);
		const agreeing = samples.filter(sample => holds(sample, point));
		best = agreeing.length > best.length ? agreeing : best;
	}
	if (best.length * 2 <= samples.length) {
		return null;
	}
	return best.reduce((before, sample) => (sample.distanceMs < before.distanceMs ? sample : before));
}

function holds({offsetMs, distanceMs}: NtpSample, point: number): boolean {
	const distance = Math.max(DISTANCE_MIN_MS, distanceMs);
	return point >= offsetMs - distance && point <= offsetMs + distance;
}
