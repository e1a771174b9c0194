// Reads the TAP stream of a test run: counts, the text of failures, the titles of skipped tests.

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

export interface Verdict {
	readonly exitCode: number;
	/** Why the exit code is not 0, where the output does not show it. */
	readonly reason?: string;
}

const pointPattern = /^(not )?ok \d+ - (.*?)( # (?:SKIP|TODO)\b.*)?$/;
const tailPattern = /^(1\.\.\d+|# (tests|pass|skip|fail|todo)\b.*)?$/;

export class TapReader {
	readonly counts: Counts = {passed: 0, failed: 0, skipped: 0};
	readonly skipped: string[] = [];
	readonly #show: (text: string) => void;
	#inFailure = false;

	/** `show` is called with every line that a reader of the run must see. */
	constructor(show: (text: string) => void) {
		this.#show = show;
	}

	read(line: string): void {
		const point = pointPattern.exec(line);
		if (point !== null) {
			this.#count(line, point);
		} else if (this.#inFailure && !tailPattern.test(line)) {
			this.#show(line);
		}
	}

	#count(line: string, [, failed, title, directive]: RegExpExecArray): void {
		this.#inFailure = failed !== undefined && directive === undefined;
		if (directive !== undefined) {
			this.counts.skipped += 1;
			this.skipped.push(title);
		} else if (failed !== undefined) {
			this.counts.failed += 1;
			this.#show(line);
		} else {
			this.counts.passed += 1;
		}
	}
}

export function countLine({passed, failed, skipped}: Counts): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** What a run comes to: `avaCode` is AVA's own exit code, null when a signal ended it. */
export function verdictOf({passed, failed, skipped}: Counts, avaCode: number | null, forbidSkips: boolean): Verdict {
	if (passed + failed === 0) {
		return {exitCode: avaCode === 0 || avaCode === null ? 1 : avaCode, reason: 'no test ran'};
	}
	if (avaCode !== 0) {
		return {exitCode: avaCode ?? 1, ...(failed === 0 && {reason: `AVA ended with ${avaCode ?? 'a signal'}`})};
	}
	if (failed > 0) {
		return {exitCode: 1};
	}
	return forbidSkips && skipped > 0 ? {exitCode: 1, reason: 'a test was skipped, where none may be'} : {exitCode: 0};
}
