// Built-ins: only what espruino.md 3 lists as present and standard, less what differs between engines (design.md 3).

import {memberOf, isReference, type Node, type Path} from './ast.ts';
import {presentMembers} from './present.ts';
import type {Rule} from './rule.ts';
import type {Scopes} from './scopes.ts';

/** Methods that no object of Espruino has, or has with another result. */
const missingMethods: readonly string[] = [
	['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'lastIndexOf', 'entries', 'reduceRight', 'copyWithin'],
	['toSorted', 'toReversed', 'toSpliced', 'toPrecision', 'toExponential', 'toFixed', 'toLocaleString'],
	['codePointAt', 'localeCompare', 'normalize', 'search', 'matchAll', 'trimStart', 'trimEnd', 'finally'],
	['getBigInt64', 'getBigUint64', 'setBigInt64', 'setBigUint64'],
].flat();

export const builtInRules: readonly Rule[] = [
	{
		name: 'missing-global',
		advice:
			'not a global of the portable core: take it as a port, or write it with what espruino.md 3 lists as present',
		breaks: (node, path, scopes) =>
			isReference(node, path) && isGlobal(node, path, scopes) && !Object.hasOwn(presentMembers, node['name'] as string),
	},
	{
		name: 'missing-member',
		advice: 'not a member in Espruino, or different in its last bit: see core/math.ts and espruino.md 3',
		breaks: usesMissingMember,
	},
	{name: 'missing-method', advice: 'no such method in Espruino: espruino.md 3', breaks: callsMissingMethod},
	{
		name: 'json-argument',
		advice: 'replacer, indent and reviver are ignored or differ: convert before or after',
		breaks: passesMoreToJson,
	},
	{
		name: 'error-kind',
		advice: 'errors of the engine are no instances: test the code (isCoded)',
		breaks: (node, path, scopes) =>
			node['operator'] === 'instanceof' && isErrorName(node['right'] as Node, path, scopes),
	},
];

function isGlobal(node: Node, path: Path, scopes: Scopes): boolean {
	return scopes.resolve(node['name'] as string, path) === undefined;
}

function usesMissingMember(node: Node, path: Path, scopes: Scopes): boolean {
	const member = memberOf(node);
	if (member === undefined || !isGlobal(member[0], path, scopes)) {
		return false;
	}
	const present = presentMembers[member[0]['name'] as string];
	return present !== undefined && !present.includes(member[1]);
}

function callsMissingMethod(node: Node, path: Path, scopes: Scopes): boolean {
	const callee = node['callee'] as Node;
	if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression' || callee['computed'] === true) {
		return false;
	}
	const object = callee['object'] as Node;
	const judgedByMember = object.type === 'Identifier' && isGlobal(object, path, scopes);
	return !judgedByMember && missingMethods.includes((callee['property'] as Node)['name'] as string);
}

function passesMoreToJson(node: Node, path: Path, scopes: Scopes): boolean {
	const member = node.type === 'CallExpression' ? memberOf(node['callee'] as Node) : undefined;
	return (
		member !== undefined
		&& member[0]['name'] === 'JSON'
		&& isGlobal(member[0], path, scopes)
		&& (node['arguments'] as Node[]).length > 1
	);
}

function isErrorName(node: Node, path: Path, scopes: Scopes): boolean {
	return node.type === 'Identifier' && (node['name'] as string).endsWith('Error') && isGlobal(node, path, scopes);
}
