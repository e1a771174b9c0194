// A value as source text whose keys are plain names, so that the bundler shortens them as it shortens the code that reads them.

export function literalOf(value: unknown): string {
	if (Array.isArray(value)) {
		return `[${value.map(literalOf).join(', ')}]`;
	}
	if (typeof value === 'object' && value !== null) {
		return `{${Object.entries(value)
			.map(([key, each]) => `${key}: ${literalOf(each)}`)
			.join(', ')}}`;
	}
	return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
