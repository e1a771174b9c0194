// What a bundle for a board may name beside the globals of the portable core: the interpreter's own (espruino.md 4).

export const boardGlobals: readonly string[] = [
	'require',
	'Serial1',
	'E',
	'setTimeout',
	'clearTimeout',
	'getTime',
	'setTime',
	'load',
	'process',
	'globalThis',
];
