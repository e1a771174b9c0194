// Which declaration a name refers to: the scopes of ECMAScript, as far as a bundle needs them.

import {childrenOf, isFunction, isNode, walk, type Node, type Path} from './ast.ts';

export interface Binding {
	readonly name: string;
	/** What declares it: a declarator, a function, a class, or the function whose parameter it is. */
	readonly declaration: Node;
	/** Where the declaring name stands. */
	readonly at: number;
	/** The node whose scope holds it. */
	readonly scope: Node;
}

export class Scopes {
	readonly #bindings = new Map<Node, Map<string, Binding>>();

	constructor(program: Node) {
		walk(program, (node, path) => this.#declare(node, path));
	}

	/** The binding that `name` refers to, seen from below `path`; undefined for a global. */
	resolve(name: string, path: Path): Binding | undefined {
		for (let depth = path.length - 1; depth >= 0; depth--) {
			const found = this.#bindings.get(path[depth])?.get(name);
			if (found !== undefined) {
				return found;
			}
		}
		return undefined;
	}

	/** What the scope of `node` itself declares. */
	declaredIn(node: Node): readonly Binding[] {
		return [...(this.#bindings.get(node)?.values() ?? [])];
	}

	#declare(node: Node, path: Path): void {
		if (node.type === 'VariableDeclaration') {
			const scope = node['kind'] === 'var' ? functionAbove(path) : blockAbove(path);
			for (const declarator of node['declarations'] as Node[]) {
				this.#add(scope, declarator['id'] as Node, declarator);
			}
		} else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
			this.#add(blockAbove(path), node['id'] as Node | null, node);
		} else if (node.type === 'FunctionExpression' || node.type === 'ClassExpression') {
			this.#add(node, node['id'] as Node | null, node);
		} else if (node.type === 'CatchClause') {
			this.#add(node, node['param'] as Node | null, node);
		}
		if (isFunction(node)) {
			(node['params'] as Node[]).forEach(param => this.#add(node, param, node));
		}
	}

	#add(scope: Node, pattern: Node | null, declaration: Node): void {
		const names = this.#bindings.get(scope) ?? new Map<string, Binding>();
		this.#bindings.set(scope, names);
		for (const id of identifiersIn(pattern)) {
			const name = id['name'] as string;
			names.set(name, names.get(name) ?? {name, declaration, at: id.start, scope});
		}
	}
}

/** The names that a pattern declares; those of a destructuring pattern too, keys and defaults included for simplicity. */
function identifiersIn(pattern: Node | null): Node[] {
	if (!isNode(pattern)) {
		return [];
	}
	return pattern.type === 'Identifier' ? [pattern] : childrenOf(pattern).flatMap(identifiersIn);
}

/** The function (or the program) that `path` leads through last. */
export function functionAbove(path: Path): Node {
	return path.findLast(isFunction) ?? path[0];
}

function blockAbove(path: Path): Node {
	const at = path.findLastIndex(node => scopeTypes.test(node.type));
	const block = path[Math.max(at, 0)];
	const above = path[at - 1];
	// The body of a function shares the scope of its parameters.
	return block.type === 'BlockStatement' && above !== undefined && isFunction(above) ? above : block;
}

const scopeTypes =
	/^(Program|BlockStatement|ForStatement|ForInStatement|ForOfStatement|SwitchStatement|StaticBlock)$|Function/;
