// A small view of an ESTree: nodes, a walk that knows the way down, and which name a node refers to.

export interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [key: string]: unknown;
}

/** The nodes from the root down to the parent of the node at hand. */
export type Path = readonly Node[];

export function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && typeof (value as {type?: unknown}).type === 'string';
}

/** The child nodes, in the order of the source. */
export function childrenOf(node: Node): Node[] {
	return Object.keys(node)
		.flatMap(key => node[key])
		.filter(isNode)
		.sort((a, b) => a.start - b.start);
}

/** Calls `enter` with every node below and including `root`, parents first. */
export function walk(root: Node, enter: (node: Node, path: Path) => void, path: Path = []): void {
	enter(root, path);
	const below = [...path, root];
	for (const child of childrenOf(root)) {
		walk(child, enter, below);
	}
}

export function isFunction(node: Node): boolean {
	return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Whether the identifier is a name that is looked up, and not the name of a member, a key or a label. */
export function isReference(node: Node, path: Path): boolean {
	const parent = path.at(-1);
	if (node.type !== 'Identifier' || parent === undefined) {
		return false;
	}
	const key = nameKeys[parent.type];
	return key === undefined || parent[key] !== node || parent['computed'] === true || parent['shorthand'] === true;
}

const nameKeys: Readonly<Record<string, string>> = {
	MemberExpression: 'property',
	Property: 'key',
	MethodDefinition: 'key',
	PropertyDefinition: 'key',
	LabeledStatement: 'label',
	BreakStatement: 'label',
	ContinueStatement: 'label',
	MetaProperty: 'property',
};

/** `a.b` as ['a', 'b'] where `a` is a plain name; undefined for any other shape. */
export function memberOf(node: Node): readonly [object: Node, property: string] | undefined {
	const object = node['object'] as Node | undefined;
	const property = node['property'] as Node | undefined;
	if (node.type !== 'MemberExpression' || object?.type !== 'Identifier' || node['computed'] === true) {
		return undefined;
	}
	return [object, property?.['name'] as string];
}
