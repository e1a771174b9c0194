// Syntax that Espruino has not, or has with another meaning: espruino.md 2 and 7.

import {isFunction, isReference, type Node, type Path} from './ast.ts';
import type {Rule} from './rule.ts';
import type {Scopes} from './scopes.ts';

const typeIs =
	(...types: readonly string[]) =>
	(node: Node): boolean =>
		types.includes(node.type);

export const syntaxRules: readonly Rule[] = [
	{
		name: 'spread',
		advice: 'no spread: copy by naming, or use concat, apply, Object.assign',
		breaks: typeIs('SpreadElement'),
	},
	{name: 'rest', advice: 'no rest parameters: pass an array', breaks: typeIs('RestElement')},
	{
		name: 'default-parameter',
		advice: 'no default parameters: let the caller pass the value',
		breaks: (node, path) => node.type === 'AssignmentPattern' && isFunction(path[path.length - 1]),
	},
	{
		name: 'destructuring',
		advice: 'no destructuring: read the members by name',
		breaks: typeIs('ObjectPattern', 'ArrayPattern'),
	},
	{
		name: 'computed-key',
		advice: 'no computed keys: assign the member after the literal',
		breaks: node => /^(Property|MethodDefinition|PropertyDefinition)$/.test(node.type) && node['computed'] === true,
	},
	{
		name: 'label',
		advice: 'no labels: make the loop a function and return',
		breaks: typeIs('LabeledStatement'),
	},
	{name: 'default-not-last', advice: 'default must be the last clause of a switch', breaks: isDefaultNotLast},
	{
		name: 'async',
		advice: 'no async functions: use callbacks or promise chains',
		breaks: node => isFunction(node) && node['async'] === true,
	},
	{
		name: 'generator',
		advice: 'no generators: return an array or take a callback',
		breaks: node => isFunction(node) && node['generator'] === true,
	},
	{
		name: 'class-field',
		advice: 'class fields are shared by all instances: assign in the constructor',
		breaks: node => node.type === 'PropertyDefinition' && node['static'] !== true,
	},
	{
		name: 'static-field',
		advice: 'no static fields: use a constant beside the class',
		breaks: node => node.type === 'StaticBlock' || (node.type === 'PropertyDefinition' && node['static'] === true),
	},
	{name: 'private-member', advice: 'no #private members', breaks: typeIs('PrivateIdentifier')},
	{
		name: 'super-member',
		advice: 'super.member is resolved from the object and recurses for ever: use composition',
		breaks: node => node.type === 'MemberExpression' && (node['object'] as Node).type === 'Super',
	},
	{name: 'extends-built-in', advice: 'no class may extend a built-in', breaks: extendsGlobal},
	{
		name: 'named-class-expression',
		advice:
			'the inner name of a class expression is not bound (a class that names itself, or a static field, makes one)',
		breaks: node => node.type === 'ClassExpression' && node['id'] !== null,
	},
	{
		name: 'tagged-template',
		advice: 'no tagged templates: call the function',
		breaks: typeIs('TaggedTemplateExpression'),
	},
	{
		name: 'module-syntax',
		advice: 'no import(), import.meta, new.target',
		breaks: typeIs('ImportExpression', 'MetaProperty', 'ImportDeclaration', 'ExportNamedDeclaration'),
	},
	{name: 'with', advice: 'no with', breaks: typeIs('WithStatement')},
	{
		name: 'big-integer',
		advice: 'no BigInt: use two 32-bit halves',
		breaks: node => node.type === 'Literal' && typeof node['bigint'] === 'string',
	},
	{
		name: 'power-operator',
		advice: 'no **: use pow of core/math.ts',
		breaks: node => node['operator'] === '**' || node['operator'] === '**=',
	},
	{
		name: 'optional-chain',
		advice: '?. must be lowered by the bundler',
		shippedOnly: true,
		breaks: typeIs('ChainExpression'),
	},
	{
		name: 'logical-assignment',
		advice: '??=, ||= and &&= must be lowered by the bundler',
		shippedOnly: true,
		breaks: node => ['??=', '||=', '&&='].includes(node['operator'] as string),
	},
	{name: 'length-assignment', advice: 'assigning .length throws: use splice', breaks: assignsLength},
	{name: 'loop-closure', advice: loopAdvice(), breaks: capturesLoopVariable},
	{
		name: 'non-ascii-text',
		advice: 'strings are bytes on boards: keep the text in ASCII',
		breaks: node => /[\u0080-\uffff]/.test(textOf(node)),
	},
	{
		name: 'regular-expression',
		advice: 'only classes, * and +, ^ and $, flags g and i: write a scanner',
		breaks: node => 'regex' in node && !isPlainRegex(node['regex'] as {pattern: string; flags: string}),
	},
];

function isDefaultNotLast(node: Node): boolean {
	const cases = node.type === 'SwitchStatement' ? (node['cases'] as Node[]) : [];
	return cases.slice(0, -1).some(clause => clause['test'] === null);
}

function extendsGlobal(node: Node, path: Path, scopes: Scopes): boolean {
	const parent = /^Class(Declaration|Expression)$/.test(node.type) ? (node['superClass'] as Node | null) : null;
	return (
		parent !== null && (parent.type !== 'Identifier' || scopes.resolve(parent['name'] as string, path) === undefined)
	);
}

function assignsLength(node: Node): boolean {
	const target = (node['left'] ?? node['argument']) as Node | undefined;
	return (
		/^(AssignmentExpression|UpdateExpression)$/.test(node.type)
		&& target?.type === 'MemberExpression'
		&& (target['property'] as Node)['name'] === 'length'
	);
}

function loopAdvice(): string {
	return 'a variable of a loop header is one for the whole loop: copy it to a const in the body, or pass it to a function';
}

/** A function inside a loop names a variable that the loop's header declares (trap 3). */
function capturesLoopVariable(node: Node, path: Path, scopes: Scopes): boolean {
	if (!isReference(node, path)) {
		return false;
	}
	const binding = scopes.resolve(node['name'] as string, path);
	return (
		binding !== undefined
		&& /^For(In|Of)?Statement$/.test(binding.scope.type)
		&& path.slice(path.indexOf(binding.scope)).some(isFunction)
	);
}

function textOf(node: Node): string {
	if (node.type === 'TemplateElement') {
		return (node['value'] as {cooked: string}).cooked;
	}
	return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : '';
}

/** Characters, `.`, escapes, `[…]` with `*` or `+` behind, `^` at the start and `$` at the end. */
const plainPattern = /^\^?(?:(?:\[(?:\\.|[^\\\]])*\]|\\[^bB1-9kpPuxc]|[^\\[\](){}|?*+^$])[*+]?)*\$?$/;

function isPlainRegex({pattern, flags}: {pattern: string; flags: string}): boolean {
	return plainPattern.test(pattern) && /^[gi]*$/.test(flags);
}
