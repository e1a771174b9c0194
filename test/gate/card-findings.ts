// The findings of the Espruino gate on source files.

import {bundlePlain, bundleShipped, ENTRY, entryOf, type Bundle} from './card-bundle.ts';
import {findingsIn} from './espruino/check.ts';

/**
 * What in `files` (paths from the project's root) Espruino could not run, one line each. Judged twice: as written, where
 * names and lines are the author's, and as shipped, since lowering and minifying add syntax of their own.
 */
export async function cardFindings(files: readonly string[]): Promise<string[]> {
	const entry = await entryOf(files);
	const plain = found(await bundlePlain(entry), false);
	const shipped = found(await bundleShipped(entry), true);
	const seen = new Set(plain.map(({place, rule}) => `${place} ${rule}`));
	const added = shipped.filter(({place, rule}) => !seen.has(`${place} ${rule}`));
	return [...plain, ...added].map(({place, rule, text}) => `${place} ${rule}: ${text}`);
}

function found(bundle: Bundle, shipped: boolean): {place: string; rule: string; text: string}[] {
	return findingsIn(bundle.code, shipped)
		.map(({rule, advice, code, line, column}) => ({
			place: bundle.sourceOf(line, column),
			rule,
			text: `${advice} — ${code}${shipped ? ' (as shipped)' : ''}`,
		}))
		.filter(({place}) => !place.startsWith(`${ENTRY}:`));
}
