// What a simulated UPS of a bench is asked to be.

export interface PlantWishes {
	/** SKU of the catalogue. */
	readonly model: string;
	/** Made from the seed where it is left out. */
	readonly serial?: string;
	readonly loadPercent: number;
	readonly ambientCelsius: number;
	readonly ageYears: number;
	readonly seed: number;
	/** Seconds of the UPS a real second; the line is always in real time. */
	readonly speed: number;
}

export const plantDefaults: PlantWishes = {
	model: 'SMT1500',
	loadPercent: 30,
	ambientCelsius: 21,
	ageYears: 0,
	seed: 1,
	speed: 1,
};
