// Values in messages: short, whatever was given.

const LONGEST = 60;

/** `value` as it would stand in the file, cut short when long. */
export function shown(value: unknown): string {
	const text = typeof value === 'number' ? String(value) : jsonOf(value);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		// Aliases can make a value that holds itself.
		return 'a value that cannot be shown';
	}
}
