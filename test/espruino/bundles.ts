// What is built for boards, and how large each may be.

export interface BoardBundle {
	readonly name: string;
	/** What runs when it is loaded. */
	readonly entry: string;
	/** Its name below dist/espruino. */
	readonly file: string;
	readonly mostBytes: number;
	/** Variables of the board at rest, code and state (espruino.md 5). */
	readonly mostJsVars: number;
}

export const bundles: readonly BoardBundle[] = [
	{
		name: 'card',
		entry: 'src/platform/espruino/main/card.ts',
		file: 'ridethrough.min.js',
		mostBytes: 24 << 10,
		mostJsVars: 2200,
	},
	{
		name: 'update',
		entry: 'src/platform/espruino/main/update.ts',
		file: 'ridethrough-update.min.js',
		mostBytes: 16 << 10,
		mostJsVars: 1200,
	},
	{
		name: 'boot',
		entry: 'src/platform/espruino/main/boot.ts',
		file: 'ridethrough-boot.min.js',
		mostBytes: 2 << 10,
		mostJsVars: 200,
	},
	{
		name: 'ups',
		entry: 'src/platform/espruino/main/ups.ts',
		file: 'ridethrough-ups.min.js',
		mostBytes: 44 << 10,
		mostJsVars: 4200,
	},
];

/** Where the files go. */
export const outputFolder = 'dist/espruino';
