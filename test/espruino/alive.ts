// What a bundle holds on to: its functions by count, and its variables made visible, so that they can be walked while it runs.

import {parse} from 'acorn';
import {isFunction, walk, type Node, type Path} from '../gate/espruino/ast.ts';

/** The wrapper of a bundle, and what is in it. */
function bodyOf(program: Node): Node {
	const [statement] = program['body'] as Node[];
	const call = statement['expression'] as Node;
	return (call['callee'] as Node)['body'] as Node;
}

function declaredIn(body: Node): string[] {
	return (body['body'] as Node[])
		.flatMap(statement => (statement['declarations'] ?? [statement]) as Node[])
		.map(({id}) => (id as Node | undefined)?.['name'] as string | undefined)
		.filter(name => name !== undefined);
}

/** The bundle, that also puts on its global object a function `alive`, whose result are the variables of its own level. */
export function showingAlive(code: string): string {
	const body = bodyOf(parse(code, {ecmaVersion: 'latest'}) as unknown as Node);
	const text = `;globalThis.alive = function () { return [${declaredIn(body).join(', ')}]; };`;
	return code.slice(0, body.end - 1) + text + code.slice(body.end - 1);
}

/** Functions and methods that exist once the bundle is loaded: those that no other function makes. */
export function functionsIn(code: string): number {
	let count = 0;
	walk(parse(code, {ecmaVersion: 'latest'}) as unknown as Node, (node: Node, path: Path) => {
		// The wrapper is one, and is gone once it has run.
		count += isFunction(node) && path.filter(isFunction).length === 1 ? 1 : 0;
	});
	return count;
}
