// What is built for boards, and how large each may be.

export interface BoardBundle {
	readonly name: string;
	/** What runs when it is loaded. */
	readonly entry: string;
	/** Its name below dist/espruino. */
	readonly file: string;
	/** More fails: bytes, and variables of the board at rest, code and state (espruino.md 5). */
	readonly mostBytes: number;
	readonly mostJsVars: number;
	/** What it should come down to; the limits above follow it and never rise. */
	readonly wantedBytes: number;
	readonly wantedJsVars: number;
	/** Whether it runs as long as the board does. */
	readonly stays: boolean;
	readonly network: boolean;
	/** Copies in flash: two of what can be updated. */
	readonly copies: number;
}

export const bundles: readonly BoardBundle[] = [
	{
		name: 'card',
		entry: 'src/platform/espruino/main/card.ts',
		file: 'ridethrough.min.js',
		mostBytes: 38 << 10,
		mostJsVars: 4000,
		wantedBytes: 24 << 10,
		wantedJsVars: 2200,
		stays: true,
		network: true,
		copies: 2,
	},
	{
		name: 'update',
		entry: 'src/platform/espruino/main/update.ts',
		file: 'ridethrough-update.min.js',
		mostBytes: 16 << 10,
		mostJsVars: 1200,
		wantedBytes: 16 << 10,
		wantedJsVars: 1200,
		stays: false,
		network: true,
		copies: 1,
	},
	{
		name: 'boot',
		entry: 'src/platform/espruino/main/boot.ts',
		file: 'ridethrough-boot.min.js',
		mostBytes: 2 << 10,
		mostJsVars: 200,
		wantedBytes: 2 << 10,
		wantedJsVars: 200,
		stays: false,
		network: false,
		copies: 1,
	},
	{
		name: 'ups',
		entry: 'src/platform/espruino/main/ups.ts',
		file: 'ridethrough-ups.min.js',
		mostBytes: 32 << 10,
		mostJsVars: 3200,
		wantedBytes: 32 << 10,
		wantedJsVars: 3200,
		stays: true,
		network: false,
		copies: 1,
	},
];

/** Where the files go. */
export const outputFolder = 'dist/espruino';
