// What ends a program that uses simulated flash, besides its own end. Each is its own class, so that nobody takes one for another.

/** The supply failed at an operation: what was in memory is gone, and only a restart goes on. */
export class PowerCut extends Error {
	override readonly name = 'PowerCut';
}

/** The program did what the part forbids: a defect of the program, never of the world. */
export class FlashMisuse extends Error {
	override readonly name = 'FlashMisuse';
}
