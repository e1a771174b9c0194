// The names that a scenario may use and that come from elsewhere: models, events, readings. Who composes brings them in, so
// that checking a file needs neither the catalogue nor the card.

export interface ReadingName {
	readonly name: string;
	/** SI unit; '' for codes and counts. */
	readonly unit: string;
}

export interface Vocabulary {
	/** Whether a model of the catalogue has this SKU. */
	knownModel(sku: string): boolean;
	/** Nominal input voltage of a known model. */
	modelVolts(sku: string): number;
	/** The SKUs to suggest from. */
	readonly models: readonly string[];
	/** Whether the event catalogue has this name; alarms are events that hold. */
	knownEvent(name: string): boolean;
	readonly events: readonly string[];
	readonly readings: readonly ReadingName[];
	/** Names of the commands that a card takes, in the order of its table. */
	readonly commands: readonly string[];
	/** Keys of the settings of cards. */
	readonly settings: readonly string[];
	/** Why no card of a known model takes a value for a setting; '' where one does. */
	settingProblem(sku: string, key: string, value: string | number): string;
	/** Keys of a campaign as firmware serve takes it, its release left out. */
	readonly rolloutKeys: readonly string[];
	/** What is wrong with a campaign as firmware serve takes it, its release left out. */
	rolloutProblems(
		plan: Readonly<Record<string, unknown>>,
	): ReadonlyArray<{readonly path: string; readonly message: string}>;
	/** Every status word, as NUT writes them (ecosystem.md 2.6), and OFF. */
	readonly statusWords: readonly string[];
}
