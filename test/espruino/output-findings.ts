// The findings of the gate on a bundle as it goes to a board: what it names beside the portable core must be the interpreter's own.

import {findingsIn} from '../gate/espruino/check.ts';
import {boardGlobals} from './globals.ts';
import type {BuiltBundle} from './build.ts';

/** Members that differ between engines, and are only for what nobody compares. */
const boardMembers: readonly string[] = ['Math.random'];

const allowed: Readonly<Record<string, readonly string[]>> = {
	'missing-global': boardGlobals,
	'missing-member': boardMembers,
};

/** One line a finding. */
export function outputFindings({spec, code}: BuiltBundle): string[] {
	return findingsIn(code, true)
		.filter(finding => allowed[finding.rule]?.includes(finding.code) !== true)
		.map(({rule, advice, code: found, column}) => `${spec.file}:${column} ${rule}: ${advice} — ${found}`);
}
