// Paths of included files: relative to the file that includes, and never out of the folder of the scenario.

/** A path from the folder of the scenario, parts joined by `/`; or why there is none. */
export type IncludedPath = {readonly path: string} | {readonly reason: string};

const LONGEST = 200;

/** Where `written` leads from the file at `from`. */
export function includedPath(from: string, written: unknown): IncludedPath {
	if (typeof written !== 'string' || written === '' || written.length > LONGEST) {
		return {reason: `must be the path of a file, such as common/quiet.yaml, of at most ${LONGEST} characters`};
	}
	const refusal = refusals.find(([form]) => form.test(written));
	if (refusal !== undefined) {
		return {reason: refusal[1]};
	}
	const parts = from.split('/').slice(0, -1);
	for (const part of written.split('/')) {
		if (part === '..' && parts.length === 0) {
			return {reason: 'leads out of the folder of the scenario; what it includes lies in that folder or below'};
		}
		if (part === '..') {
			parts.pop();
		} else if (part !== '.' && part !== '') {
			parts.push(part);
		}
	}
	return {path: parts.join('/')};
}

const refusals: ReadonlyArray<readonly [form: RegExp, reason: string]> = [
	[/\$\{/, 'cannot hold a variable: files are put together before variables have values'],
	[/\\|\p{Cc}/u, 'must have its parts joined by /, and no control characters'],
	[/^\/|^[A-Za-z]:|^~/, 'must be relative to the file that includes it, such as common/quiet.yaml'],
	[/(?<!\.ya?ml)$/, 'must be the path of a file whose name ends in .yaml'],
];

/** How messages name the file at `path`, beside the scenario that they call `main`. */
export function shownPath(main: string, path: string): string {
	return main.slice(0, main.lastIndexOf('/') + 1) + path;
}
