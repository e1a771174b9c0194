// Judges a bundle by the rules of the Espruino subset.

import {parse} from 'acorn';
import {walk, type Node} from './ast.ts';
import {builtInRules} from './built-in-rules.ts';
import {orderRules} from './order-rules.ts';
import type {Rule} from './rule.ts';
import {Scopes} from './scopes.ts';
import {syntaxRules} from './syntax-rules.ts';

export const rules: readonly Rule[] = [...syntaxRules, ...builtInRules, ...orderRules];

export interface Finding {
	readonly rule: string;
	readonly advice: string;
	/** The code that breaks the rule, cut short. */
	readonly code: string;
	/** Position in the bundle: line from 1, column from 0. */
	readonly line: number;
	readonly column: number;
}

const SHOWN_CHARACTERS = 60;

/** What in `code` breaks a rule. `shipped` is the bundle as it goes to the card, in which nothing is lowered any more. */
export function findingsIn(code: string, shipped: boolean): Finding[] {
	const program = parse(code, {ecmaVersion: 'latest', locations: true}) as unknown as Node;
	const scopes = new Scopes(program);
	const applied = rules.filter(rule => shipped || rule.shippedOnly !== true);
	const findings: Finding[] = [];
	walk(program, (node, path) => {
		for (const rule of applied) {
			if (rule.breaks(node, path, scopes)) {
				findings.push(findingFor(rule, node, code));
			}
		}
	});
	return findings;
}

function findingFor({name, advice}: Rule, node: Node, code: string): Finding {
	const {line, column} = (node['loc'] as {start: {line: number; column: number}}).start;
	const text = code.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
	return {
		rule: name,
		advice,
		code: text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text,
		line,
		column,
	};
}
