// Espruino hoists nothing: a function or variable exists only once execution has passed its line (espruino.md 1, trap 1).

import {isFunction, isReference, walk, type Node, type Path} from './ast.ts';
import type {Rule} from './rule.ts';
import {functionAbove, type Binding, type Scopes} from './scopes.ts';

export const orderRules: readonly Rule[] = [
	{
		name: 'used-before-its-line',
		advice: 'Espruino hoists nothing: declare it above',
		breaks: (node, path, scopes) => {
			const binding = isReference(node, path) ? scopes.resolve(node['name'] as string, path) : undefined;
			return (
				binding !== undefined
				&& node.start < binding.at
				&& functionAbove(path) === functionAbove(path.slice(0, path.indexOf(binding.scope) + 1))
			);
		},
	},
	{
		name: 'called-before-its-line',
		advice: 'what this call runs while the file loads uses something that is declared below: move the call down',
		breaks: (node, path, scopes) =>
			/^(CallExpression|NewExpression)$/.test(node.type)
			&& isLoadLevel(path)
			&& reachesBelow(node, node.start, path, scopes, new Set()),
	},
];

/** Whether code here runs while the file loads: outside every function but the one that wraps the bundle. */
function isLoadLevel(path: Path): boolean {
	const functions = path.filter(isFunction);
	return functions.length === 0 || (functions.length === 1 && isWrapper(path));
}

function isWrapper(path: Path): boolean {
	const at = path.findIndex(isFunction);
	return path[at - 1].type === 'CallExpression' && path[at - 1]['callee'] === path[at];
}

/** Whether `root`, run at `moment`, names anything of the load level whose line comes later, itself or in what it calls. */
function reachesBelow(root: Node, moment: number, path: Path, scopes: Scopes, seen: Set<Node>): boolean {
	let reaches = false;
	walk(
		root,
		(node, below) => {
			const binding = isReference(node, below) ? scopes.resolve(node['name'] as string, below) : undefined;
			if (reaches || binding === undefined || binding.declaration === root || !isOfLoadLevel(binding, path)) {
				return;
			}
			reaches = binding.at > moment;
			if (!reaches && !seen.has(binding.declaration)) {
				seen.add(binding.declaration);
				reaches = isRunnable(binding) && reachesBelow(binding.declaration, moment, path, scopes, seen);
			}
		},
		path,
	);
	return reaches;
}

function isOfLoadLevel(binding: Binding, path: Path): boolean {
	return binding.scope === path[0] || binding.scope === path.find(isFunction);
}

function isRunnable({declaration}: Binding): boolean {
	const value = (declaration['init'] ?? declaration) as Node;
	return isFunction(value) || value.type.startsWith('Class');
}
