// Takes methods out of their classes where only one class has a method of that name: a function that is called by its name is two letters,
// where `this.` alone is five, and one that is called once can be put where it is called. Goes by name, as unused.ts does.

import {parse} from 'acorn';
import {walk, type Node, type Path} from '../gate/espruino/ast.ts';

interface Method {
	readonly node: Node;
	readonly owner: Node;
	readonly name: string;
}

interface Edit {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

/** What `this` is called in a function that was a method. */
const SELF = 'self$';

function keyOf(node: Node): string | undefined {
	const key = (node['key'] ?? node['property']) as Node | undefined;
	return node['computed'] === true ? undefined : (key?.['name'] as string | undefined);
}

/** The methods that may go: named once in the whole program, and only ever called. */
function looseMethods(program: Node, kept: ReadonlySet<string>): Map<string, Method> {
	const methods = new Map<string, Method>();
	const barred = new Set<string>(kept);
	walk(program, (node: Node, path: Path) => {
		if (node.type === 'MethodDefinition') {
			const name = keyOf(node) ?? '';
			if (methods.has(name) || node['kind'] !== 'method' || node['static'] === true) {
				barred.add(name);
			}
			methods.set(name, {node, owner: path.at(-2) as Node, name});
		} else if (node.type === 'Property') {
			barred.add(keyOf(node) ?? '');
		} else if (node.type === 'MemberExpression') {
			const parent = path.at(-1);
			if (parent?.type !== 'CallExpression' || parent['callee'] !== node) {
				barred.add(keyOf(node) ?? '');
			}
		}
	});
	for (const name of barred) {
		methods.delete(name);
	}
	return methods;
}

function applied(code: string, edits: readonly Edit[]): string {
	const sorted = [...edits].sort((a, b) => b.from - a.from || b.to - a.to);
	return sorted.reduce((text, {from, to, text: by}) => text.slice(0, from) + by + text.slice(to), code);
}

/** One round for one method: nested edits would cross. */
function loosened(code: string, {node, owner, name}: Method): string {
	const value = node['value'] as Node;
	const params = value['params'] as Node[];
	const body = value['body'] as Node;
	const selves: Edit[] = [];
	walk(body, inner => {
		if (inner.type === 'ThisExpression') {
			selves.push({from: inner.start - body.start, to: inner.end - body.start, text: SELF});
		}
	});
	const text = applied(code.slice(body.start, body.end), selves);
	const head = [SELF, ...params.map(each => code.slice(each.start, each.end))].join(', ');
	return applied(code, [
		{from: owner.end, to: owner.end, text: `\nfunction loose$${name}(${head}) ${text}\n`},
		{from: node.start, to: node.end, text: ''},
	]);
}

/** Calls of loose methods, one nesting at a time. */
function redirected(code: string, names: ReadonlySet<string>): string {
	let left = code;
	for (;;) {
		const program = parse(left, {ecmaVersion: 'latest', sourceType: 'module'}) as unknown as Node;
		const calls: Node[] = [];
		walk(program, node => {
			const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : null;
			if (callee?.type === 'MemberExpression' && names.has(keyOf(callee) ?? '')) {
				calls.push(node);
			}
		});
		const inner = calls.filter(
			call => !calls.some(each => each !== call && each.start >= call.start && each.end <= call.end),
		);
		if (inner.length === 0) {
			return left;
		}
		left = applied(
			left,
			inner.map(call => {
				const callee = call['callee'] as Node;
				const object = callee['object'] as Node;
				const given = (call['arguments'] as Node[]).map(each => left.slice(each.start, each.end));
				const all = [left.slice(object.start, object.end), ...given].join(', ');
				return {from: call.start, to: call.end, text: `loose$${keyOf(callee)}(${all})`};
			}),
		);
	}
}

/** `code` with those methods as functions; `kept` are names that somebody outside knows. */
export function withLooseMethods(code: string, kept: ReadonlySet<string>): string {
	const names = new Set(
		looseMethods(parse(code, {ecmaVersion: 'latest', sourceType: 'module'}) as unknown as Node, kept).keys(),
	);
	let left = code;
	for (const name of names) {
		const methods = looseMethods(parse(left, {ecmaVersion: 'latest', sourceType: 'module'}) as unknown as Node, kept);
		const method = methods.get(name);
		if (method !== undefined) {
			left = loosened(left, method);
		}
	}
	return redirected(left, names);
}
