// The imports of a TypeScript source, each with how it binds: dependency-cruiser's SWC parser drops that.

import {parseSync} from '@swc/core';

export interface Import {
	/** As written: './queue.ts', 'node:fs', 'yaml'. */
	readonly specifier: string;
	/** `types` is gone after compilation, `lazy` is an import() that runs when it is needed. */
	readonly kind: 'value' | 'types' | 'lazy';
	/** Line of its first mention, from 1. */
	readonly line: number;
}

type Node = Record<string, unknown> & {type?: string};

/** Every import of `source`, in order of appearance: declarations, re-exports, import types and import() calls. */
export function importsOf(source: string): Import[] {
	const found: Import[] = [];
	const lines = source.split('\n');
	const lineOf = (specifier: string): number => lines.findIndex(line => line.includes(`'${specifier}'`)) + 1;
	visit(parseSync(source, {syntax: 'typescript', target: 'es2022'}), node => {
		const kind = kindOf(node);
		const specifier = specifierOf(node);
		if (kind !== undefined && specifier !== undefined) {
			found.push({specifier, kind, line: lineOf(specifier)});
		}
	});
	return found;
}

function kindOf(node: Node): Import['kind'] | undefined {
	switch (node.type) {
		case 'ImportDeclaration':
			return node['typeOnly'] === true ? 'types' : 'value';
		case 'ExportNamedDeclaration':
		case 'ExportAllDeclaration':
			return node['typeOnly'] === true ? 'types' : 'value';
		case 'TsImportType':
			return 'types';
		case 'CallExpression':
			return (node['callee'] as Node).type === 'Import' ? 'lazy' : undefined;
		default:
			return undefined;
	}
}

function specifierOf(node: Node): string | undefined {
	const first = (node['arguments'] as {expression: Node}[] | undefined)?.[0]?.expression;
	const literal = (node['source'] ?? node['argument'] ?? first) as Node | null | undefined;
	return typeof literal?.['value'] === 'string' ? literal['value'] : undefined;
}

function visit(value: unknown, enter: (node: Node) => void): void {
	if (Array.isArray(value)) {
		value.forEach(item => visit(item, enter));
	} else if (typeof value === 'object' && value !== null) {
		const node = value as Node;
		if (typeof node.type === 'string') {
			enter(node);
		}
		Object.values(node).forEach(item => visit(item, enter));
	}
}
