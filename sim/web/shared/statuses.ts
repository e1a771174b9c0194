// What a card is doing, as both pages show it: in the order of their numbers, the same as those that the server sends.

export interface StatusLook {
	/** Names the colours of tokens.css: --NAME and --NAME-ink. */
	readonly name: string;
	/** In a tile and beside every colour. */
	readonly letter: string;
	readonly title: string;
}

export const statusLooks: readonly StatusLook[] = [
	{name: 'online', letter: '', title: 'On line'},
	{name: 'test', letter: 'T', title: 'Testing its battery'},
	{name: 'attention', letter: '!', title: 'Needs attention'},
	{name: 'avr', letter: '~', title: 'Boost or trim'},
	{name: 'bypass', letter: 'Y', title: 'On bypass'},
	{name: 'battery', letter: 'B', title: 'On battery'},
	{name: 'overload', letter: 'O', title: 'Overloaded'},
	{name: 'low', letter: 'L', title: 'Low battery'},
	{name: 'off', letter: '×', title: 'Output off'},
	{name: 'lost', letter: '?', title: 'UPS does not answer'},
];

/** Of the byte that tells what a card is doing: its place above, and whether somebody's fault is upon it. */
export const STATUS_MASK = 0x0f;
export const FAULT_BIT = 0x10;
/** A change is a whole number: the card times this, and its byte. */
export const BYTE_SPAN = 256;
