// Which property names of a bundle may not be shortened: those that something outside the bundle knows as well. Names cost a board
// memory, two or three variables for each property of each object (espruino.md 5), so all others are.

import {parse} from 'acorn';
import {transform} from 'esbuild';
import {isReference, walk, type Node, type Path} from '../gate/espruino/ast.ts';
import {presentMembers, presentMethods} from '../gate/espruino/present.ts';
import {Scopes} from '../gate/espruino/scopes.ts';

/** What the engine itself reads or offers. */
const known: readonly string[] = [
	...Object.values(presentMembers).flat(),
	...Object.values(presentMethods).flat(),
	'constructor',
	'prototype',
	'length',
	'message',
	'value',
	'get',
	'set',
	'name',
];

/** A file that names one of these hands its objects to the world, or takes them from there. */
function isOfTheWorld(name: string): boolean {
	return name === 'JSON' || !Object.hasOwn(presentMembers, name);
}

/** The name that a node gives to a property, if it does so in plain letters. */
function propertyOf(node: Node): string | undefined {
	const key = node.type === 'MemberExpression' ? node['property'] : node['key'];
	const plain = /^(MemberExpression|Property|MethodDefinition)$/.test(node.type) && node['computed'] !== true;
	return plain ? ((key as Node)['name'] as string | undefined) : undefined;
}

/** What a module exports: seen through `import * as`, a shortened name would make an object of the whole module. */
function exportedBy(node: Node): string[] {
	const declaration = node.type === 'ExportNamedDeclaration' ? (node['declaration'] as Node | null) : null;
	const declared = declaration === null ? [] : ((declaration['declarations'] ?? [declaration]) as Node[]);
	return declared.map(each => (each['id'] as Node)['name'] as string);
}

function textIn(node: Node): string | undefined {
	return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

interface Names {
	readonly properties: string[];
	/** Exports, and texts, which are names for who reads a property by one. */
	readonly texts: string[];
	touchesWorld: boolean;
}

function namesIn(program: Node): Names {
	const scopes = new Scopes(program);
	const names: Names = {properties: [], texts: [], touchesWorld: false};
	walk(program, (node: Node, path: Path) => {
		names.properties.push(...[propertyOf(node) ?? []].flat());
		names.texts.push(...[textIn(node) ?? []].flat(), ...exportedBy(node));
		names.touchesWorld ||=
			isReference(node, path)
			&& path.at(-1)?.type !== 'ExportSpecifier'
			&& !path.some(({type}) => type === 'ImportDeclaration')
			&& scopes.resolve(node['name'] as string, path) === undefined
			&& isOfTheWorld(node['name'] as string);
	});
	return names;
}

/** Names that the imports of a module bind are its own. */
function withoutImports(code: string): string {
	return code.replaceAll(/^import (\{[^}]*\}|\* as \w+) from ("[^"]*"|'[^']*');?$/gm, (_all, bound: string) => {
		const locals = bound.startsWith('{')
			? bound
					.slice(1, -1)
					.split(',')
					.map(each => each.trim().split(' as ').at(-1) ?? '')
			: [bound.slice('* as '.length)];
		return locals
			.filter(each => each !== '')
			.map(each => `var ${each};`)
			.join(' ');
	});
}

/** The names to keep for the source texts (TypeScript) of a bundle. */
export async function keptNames(sources: readonly string[]): Promise<ReadonlySet<string>> {
	const kept = new Set(known);
	for (const source of sources) {
		const {code} = await transform(source, {loader: 'ts', target: 'esnext'});
		const plain = withoutImports(code);
		const program = parse(plain, {ecmaVersion: 'latest', sourceType: 'module'}) as unknown as Node;
		const {properties, texts, touchesWorld} = namesIn(program);
		[...texts, ...(touchesWorld ? properties : [])].forEach(name => kept.add(name));
	}
	return kept;
}
