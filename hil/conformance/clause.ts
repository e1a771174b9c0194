// A clause of a standard and the judge of it, and how a suite of them is run. A judge asks the card through a plain client, says
// what it saw, and leaves the card as it was.

import {codedError} from '../../src/core/errors.ts';

export type Outcome = 'passed' | 'failed' | 'notApplicable';

export interface Verdict {
	readonly outcome: Outcome;
	/** Of a failure: what the clause asks for, and what the card did. */
	readonly expected: string;
	readonly got: string;
	/** Why a clause does not apply. */
	readonly why: string;
}

export interface Clause<Face> {
	/** Such as `RFC1628-2.3`. */
	readonly id: string;
	/** What the card must do. */
	readonly requires: string;
	/** Where that is said. */
	readonly source: string;
	readonly judge: (face: Face) => Promise<Verdict>;
}

export interface Suite<Face> {
	readonly name: string;
	readonly title: string;
	readonly clauses: ReadonlyArray<Clause<Face>>;
	/** One question that every card answers. Throws where none comes. */
	readonly greet: (face: Face) => Promise<void>;
}

export interface Judged extends Verdict {
	readonly id: string;
	readonly requires: string;
	readonly source: string;
	readonly tookMs: number;
}

export const passed: Verdict = {outcome: 'passed', expected: '', got: '', why: ''};

export function failed(expected: string, got: string): Verdict {
	return {outcome: 'failed', expected, got, why: ''};
}

export function notApplicable(why: string): Verdict {
	return {outcome: 'notApplicable', expected: '', got: '', why};
}

/** `passed` where it holds. */
export function hold(holds: boolean, expected: string, got: string): Verdict {
	return holds ? passed : failed(expected, got);
}

/** The first that did not pass; `passed` where all did. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
	return verdicts.find(({outcome}) => outcome !== 'passed') ?? passed;
}

export interface JudgeOptions {
	/** A clause that takes longer has failed. */
	readonly clauseTimeoutMs: number;
	/** Told of each as it ends. */
	readonly onJudged?: (judged: Judged) => void;
	readonly signal?: AbortSignal;
	/** Milliseconds, from any start. */
	readonly now: () => number;
}

/** Judges one clause after the other, for many cards answer one manager at a time. Throws E_CARD_SILENT where none answers. */
export async function judgeAll<Face>(suite: Suite<Face>, face: Face, options: JudgeOptions): Promise<Judged[]> {
	await greeted(suite, face);
	const judged: Judged[] = [];
	for (const clause of suite.clauses) {
		if (options.signal?.aborted === true) {
			break;
		}
		const one = await judgeOne(clause, face, options);
		judged.push(one);
		options.onJudged?.(one);
	}
	return judged;
}

async function greeted<Face>({name, greet}: Suite<Face>, face: Face): Promise<void> {
	try {
		await greet(face);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw codedError('E_CARD_SILENT', `the card does not answer: ${reason}; nothing of ${name} was judged`, {reason});
	}
}

async function judgeOne<Face>(
	{id, requires, source, judge}: Clause<Face>,
	face: Face,
	{clauseTimeoutMs, now}: JudgeOptions,
): Promise<Judged> {
	const startedMs = now();
	const verdict = await inTime(judge(face), clauseTimeoutMs).catch((error: unknown) =>
		failed('an answer that a client can read', error instanceof Error ? error.message : String(error)),
	);
	return {id, requires, source, ...verdict, tookMs: Math.round(now() - startedMs)};
}

async function inTime(verdict: Promise<Verdict>, timeoutMs: number): Promise<Verdict> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<Verdict>(resolve => {
		timer = setTimeout(() => resolve(failed('an end of the clause in time', `none within ${timeoutMs} ms`)), timeoutMs);
	});
	try {
		return await Promise.race([verdict, late]);
	} finally {
		clearTimeout(timer);
	}
}
