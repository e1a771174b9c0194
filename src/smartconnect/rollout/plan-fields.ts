// Reads plain values of a plan, as JSON or YAML give them, and collects what is wrong with the place of each.

export interface PlanProblem {
	/** Such as `waves[1].percent`; '' for the plan as a whole. */
	readonly path: string;
	/** What was wrong and what would be right. */
	readonly message: string;
}

const durationUnits: Readonly<Record<string, number>> = {s: 1, m: 60, h: 3600, d: 86_400};
const MINUTES_AN_HOUR = 60;

/** Whole seconds of a text such as 90s, 30m, 24h or 7d, and of several of them; undefined where it is none. */
export function secondsOf(text: string): number | undefined {
	if (!/^(\d{1,7}[smhd])+$/.test(text)) {
		return undefined;
	}
	let total = 0;
	for (const [, count, unit] of text.matchAll(/(\d+)([smhd])/g)) {
		total += Number(count) * durationUnits[unit];
	}
	return total;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value at a path. Each reader returns its standard where the field is absent, and notes a problem where it is wrong. */
export class PlanField {
	readonly value: unknown;
	readonly path: string;
	readonly problems: PlanProblem[];

	constructor(value: unknown, path: string, problems: PlanProblem[]) {
		this.value = value;
		this.path = path;
		this.problems = problems;
	}

	get isAbsent(): boolean {
		return this.value === undefined || this.value === null;
	}

	refuse<T>(message: string, instead: T): T {
		this.problems.push({path: this.path, message});
		return instead;
	}

	/** The fields of an object that may have these keys only. */
	object(known: readonly string[]): (key: string) => PlanField {
		const value = this.isAbsent ? {} : this.value;
		if (!isObject(value)) {
			this.refuse(`must be an object of ${known.join(', ')}`, null);
			return key => this.#child(key, undefined);
		}
		for (const key of Object.keys(value)) {
			if (!known.includes(key)) {
				this.#child(key, null).refuse(`unknown key; known here are ${known.join(', ')}`, null);
			}
		}
		return key => this.#child(key, Object.hasOwn(value, key) ? value[key] : undefined);
	}

	/** The fields of an object with any keys. */
	entries(): Array<readonly [string, PlanField]> {
		if (this.isAbsent) {
			return [];
		}
		return isObject(this.value)
			? Object.entries(this.value).map(([key, value]) => [key, this.#child(key, value)] as const)
			: this.refuse('must be an object', []);
	}

	list(most: number): PlanField[] {
		if (this.isAbsent) {
			return [];
		}
		if (!Array.isArray(this.value) || this.value.length > most) {
			return this.refuse(`must be a list of at most ${most}`, []);
		}
		return this.value.map((item, i) => new PlanField(item, `${this.path}[${i}]`, this.problems));
	}

	text(pattern: RegExp, form: string, standard: string | null): string {
		if (this.isAbsent && standard !== null) {
			return standard;
		}
		return typeof this.value === 'string' && pattern.test(this.value)
			? this.value
			: this.refuse(this.isAbsent ? `is missing: write ${form}` : `must be ${form}`, standard ?? '');
	}

	oneOf<T extends string>(words: readonly T[], standard: T): T {
		if (this.isAbsent) {
			return standard;
		}
		const word = words.find(each => each === this.value);
		return word ?? this.refuse(`must be ${words.join(' or ')}`, standard);
	}

	number(low: number, high: number, standard: number): number {
		if (this.isAbsent) {
			return standard;
		}
		return typeof this.value === 'number' && this.value >= low && this.value <= high
			? this.value
			: this.refuse(`must be a number from ${low} to ${high}`, standard);
	}

	whole(low: number, high: number, standard: number): number {
		if (this.isAbsent || Number.isInteger(this.value)) {
			return this.number(low, high, standard);
		}
		return this.refuse(`must be a whole number from ${low} to ${high}`, standard);
	}

	/** A duration in seconds; the texts name its bounds. */
	seconds(low: string, high: string, standard: string): number {
		const given = this.isAbsent ? standard : this.value;
		const seconds = typeof given === 'string' ? secondsOf(given) : undefined;
		const isWithin = seconds !== undefined && seconds >= (secondsOf(low) ?? 0) && seconds <= (secondsOf(high) ?? 0);
		return isWithin
			? seconds
			: this.refuse(
					`must be a time from ${low} to ${high} with its unit of s, m, h or d, such as ${standard}`,
					secondsOf(standard) ?? 0,
				);
	}

	/** A time of day as minutes since midnight. */
	minuteOfDay(): number {
		const match = typeof this.value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(this.value) : null;
		return match === null
			? this.refuse('must be a time of day in quotes, such as "22:00"', 0)
			: Number(match[1]) * MINUTES_AN_HOUR + Number(match[2]);
	}

	#child(key: string, value: unknown): PlanField {
		return new PlanField(value, this.path === '' ? key : `${this.path}.${key}`, this.problems);
	}
}
