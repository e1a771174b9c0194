// Numbers that a strict double takes.

export function requireFinite(value: number): number {
	if (!Number.isFinite(value)) {
		throw new RangeError(`${value} is no number to change the world by`);
	}
	return value;
}

export function requireAbove(value: number, limit: number): number {
	if (!(value > limit)) {
		throw new RangeError(`${value} must be above ${limit}`);
	}
	return requireFinite(value);
}
