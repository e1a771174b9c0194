// What every report tells beside the result of the run itself.

export interface RunFacts {
	/** Version of this program. */
	readonly version: string;
	/** `realtime`, `max` or such as `400x`. */
	readonly speed: string;
	/** The command that plays the same run again. */
	readonly reproduce: string;
	/** A table of what the bench counted: the first row holds the titles; empty where it counts nothing. */
	readonly summary: ReadonlyArray<readonly string[]>;
}
