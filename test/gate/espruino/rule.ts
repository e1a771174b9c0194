// What a rule of the Espruino subset is.

import type {Node, Path} from './ast.ts';
import type {Scopes} from './scopes.ts';

export interface Rule {
	readonly name: string;
	/** What is wrong in Espruino and what to write instead. */
	readonly advice: string;
	/** Only what ships is judged: esbuild lowers the construct, so that the source may use it. */
	readonly shippedOnly?: boolean;
	/** Whether `node` breaks the rule. */
	breaks(node: Node, path: Path, scopes: Scopes): boolean;
}
