// Takes out of a bundle what a bundler must keep and a board need not: methods that nobody calls, and fields that nobody reads. Both go by
// name alone: a name that occurs anywhere else, if only in a text, stays.

import {parse} from 'acorn';
import {childrenOf, walk, type Node, type Path} from '../gate/espruino/ast.ts';

/** From and to where the code is cut. */
type Cut = readonly [from: number, to: number];

function nameOf(node: Node): string | undefined {
	const key = (node['key'] ?? node['property']) as Node | undefined;
	return node['computed'] === true ? undefined : (key?.['name'] as string | undefined);
}

/** A statement that only writes a member of `this`: `this.x = …`, `this.x += …`, `this.x++`. */
function writtenBy(statement: Node): Node | undefined {
	const expression = statement.type === 'ExpressionStatement' ? (statement['expression'] as Node) : undefined;
	const target = (expression?.['left'] ?? expression?.['argument']) as Node | undefined;
	const writes = /^(AssignmentExpression|UpdateExpression)$/.test(expression?.type ?? '');
	return writes && target?.type === 'MemberExpression' ? target : undefined;
}

/** Whether evaluating it does nothing: no call, no assignment, and nothing new but typed arrays. */
function isPure(node: Node): boolean {
	const acts = /^(CallExpression|AssignmentExpression|UpdateExpression|TaggedTemplateExpression|AwaitExpression)$/;
	const isNew = node.type === 'NewExpression' && !String((node['callee'] as Node)['name']).endsWith('Array');
	return !acts.test(node.type) && !isNew && childrenOf(node).every(isPure);
}

class Names {
	/** How often each is read, or occurs as a text. */
	readonly read = new Map<string, number>();

	add(name: string, count: number): void {
		this.read.set(name, (this.read.get(name) ?? 0) + count);
	}

	isRead(name: string): boolean {
		return (this.read.get(name) ?? 0) > 0;
	}
}

/** Names that are read below `root`. */
function readIn(root: Node, names: Names, count: number): void {
	walk(root, (node: Node, path: Path) => {
		const statement = path.at(-2);
		const isWrite = statement !== undefined && writtenBy(statement) === node;
		if (node.type === 'MemberExpression' && !isWrite) {
			names.add(nameOf(node) ?? '', count);
		} else if (node.type === 'Literal' && typeof node['value'] === 'string') {
			names.add(node['value'], count);
		}
	});
}

function unusedMethods(program: Node, names: Names): Node[] {
	const methods: Node[] = [];
	walk(program, node => {
		if (node.type === 'MethodDefinition' && node['kind'] !== 'constructor') {
			methods.push(node);
		}
	});
	const gone = new Set<Node>();
	for (let before = -1; before !== gone.size; ) {
		before = gone.size;
		for (const method of methods.filter(each => !gone.has(each))) {
			readIn(method, names, -1);
			if (names.isRead(nameOf(method) ?? '') || nameOf(method) === undefined) {
				readIn(method, names, 1);
			} else {
				gone.add(method);
			}
		}
	}
	return [...gone];
}

function unusedWrites(program: Node, names: Names, kept: ReadonlySet<string>): Node[] {
	const statements: Node[] = [];
	walk(program, node => {
		const target = writtenBy(node);
		const name = target === undefined ? undefined : nameOf(target);
		if (name !== undefined && !names.isRead(name) && !kept.has(name) && isPureWrite(node)) {
			statements.push(node);
		}
	});
	return statements;
}

function isPureWrite(statement: Node): boolean {
	const expression = statement['expression'] as Node;
	const value = expression['right'] as Node | undefined;
	return (
		((expression['left'] ?? expression['argument']) as Node)['object'] !== undefined
		&& (value === undefined || isPure(value))
	);
}

function without(code: string, cuts: readonly Cut[]): string {
	const sorted = [...cuts].sort((a, b) => a[0] - b[0]);
	let text = '';
	let at = 0;
	for (const [from, to] of sorted) {
		if (from >= at) {
			text += code.slice(at, from);
			at = to;
		}
	}
	return text + code.slice(at);
}

/** `code` without them; `kept` are names that somebody outside knows. */
export function withoutUnused(code: string, kept: ReadonlySet<string>): string {
	let left = code;
	for (let before = ''; before !== left; ) {
		before = left;
		const program = parse(left, {ecmaVersion: 'latest', sourceType: 'module'}) as unknown as Node;
		const names = new Names();
		readIn(program, names, 1);
		const gone = unusedMethods(program, names).filter(method => !kept.has(nameOf(method) ?? ''));
		gone.push(...unusedWrites(program, names, kept));
		left = without(
			left,
			gone.map(({start, end}) => [start, end] as const),
		);
	}
	return left;
}
