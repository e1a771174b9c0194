// Which boards have room for what (espruino.md 5).

export interface Board {
	readonly name: string;
	readonly jsVars: number;
	/** For code, in flash. */
	readonly codeBytes: number;
	readonly hasNetwork: boolean;
}

export const boards: readonly Board[] = [
	{name: 'Espruino WiFi', jsVars: 8190, codeBytes: 64 << 10, hasNetwork: true},
	{name: 'Espruino Pico 1v3', jsVars: 5100, codeBytes: 48 << 10, hasNetwork: true},
	{name: 'ESP32, ESP32-S3', jsVars: 16383, codeBytes: 896 << 10, hasNetwork: true},
	{name: 'ESP32-C3', jsVars: 4095, codeBytes: 896 << 10, hasNetwork: true},
	{name: 'ESP8266', jsVars: 1600, codeBytes: 192 << 10, hasNetwork: true},
	{name: 'Pico 2', jsVars: 16000, codeBytes: 3 << 20, hasNetwork: false},
	{name: 'Pico', jsVars: 12000, codeBytes: 256 << 10, hasNetwork: false},
];

/** What one program asks of a board. */
export interface Needs {
	readonly jsVars: number;
	readonly bytes: number;
	readonly network: boolean;
	/** Copies of the code: two where it updates itself. */
	readonly copies: number;
}

const INTERPRETER = 60;
const SOCKETS = 1300;
const STACK = 1300;
/** Of all variables; the rest is kept against fragmentation. */
const MOST_SHARE = 0.8;

/** Why a board does not take it; '' where it does. */
export function refusalOf(board: Board, needs: Needs): string {
	const jsVars = INTERPRETER + STACK + needs.jsVars + (needs.network ? SOCKETS : 0);
	if (needs.network && !board.hasNetwork) {
		return 'no network';
	}
	if (jsVars > MOST_SHARE * board.jsVars) {
		return `${jsVars} of ${board.jsVars} variables`;
	}
	return needs.copies * needs.bytes > board.codeBytes ? `${needs.copies} × ${needs.bytes} bytes of code` : '';
}
