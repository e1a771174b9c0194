// As much of JSON Schema as the API's documents use: what of a value is not as its schema says.

interface Schema {
	readonly type?: string | readonly string[];
	readonly enum?: readonly unknown[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: boolean | Schema;
	readonly items?: Schema;
	readonly format?: string;
}

function typeOf(value: unknown): string[] {
	if (value === null) {
		return ['null'];
	}
	if (Array.isArray(value)) {
		return ['array'];
	}
	return typeof value === 'number' && Number.isInteger(value) ? ['integer', 'number'] : [typeof value];
}

/** Paths and reasons; none when the value is right. */
export function schemaFaults(schema: Schema, value: unknown, path = ''): string[] {
	const types = schema.type === undefined ? null : [schema.type].flat();
	if (types !== null && !typeOf(value).some(each => types.includes(each))) {
		return [`${path}: ${typeOf(value)[0]} is not ${types.join(' or ')}`];
	}
	if (schema.enum !== undefined && !schema.enum.includes(value)) {
		return [`${path}: ${String(value)} is not one of ${schema.enum.join(', ')}`];
	}
	if (schema.format === 'date-time' && typeof value === 'string' && Number.isNaN(Date.parse(value))) {
		return [`${path}: ${value} is no time`];
	}
	if (Array.isArray(value)) {
		return value.flatMap((each, at) =>
			schema.items === undefined ? [] : schemaFaults(schema.items, each, `${path}/${at}`),
		);
	}
	return typeof value === 'object' && value !== null
		? objectFaults(schema, value as Record<string, unknown>, path)
		: [];
}

function objectFaults(schema: Schema, value: Record<string, unknown>, path: string): string[] {
	const missing = (schema.required ?? []).filter(name => !(name in value)).map(name => `${path}/${name}: missing`);
	const wrong = Object.entries(value).flatMap(([name, each]) => {
		const inner = schema.properties?.[name] ?? schema.additionalProperties;
		if (inner === false) {
			return [`${path}/${name}: not in the schema`];
		}
		return typeof inner === 'object' ? schemaFaults(inner, each, `${path}/${name}`) : [];
	});
	return [...missing, ...wrong];
}
