// Errors that a caller can tell apart: a stable code, a sentence that says what would be right, and the facts as data.
// A plain Error with fields, since Espruino cannot extend Error.

import type {ErrorCode} from './error-codes.ts';

export type ErrorContext = Readonly<Record<string, string | number>>;

export interface CodedError extends Error {
	code: ErrorCode;
	context: ErrorContext;
}

/** An error to throw. `message` says what was wrong and what would be right; `context` holds file, line, field, value. */
export function codedError(code: ErrorCode, message: string, context: ErrorContext): CodedError {
	const error = new Error(message) as CodedError;
	error.code = code;
	error.context = context;
	return error;
}

/** Whether `error` came from codedError: tested by its code, since `instanceof` and `name` differ between engines. */
export function isCoded(error: unknown): error is CodedError {
	const candidate = error as {code?: unknown; context?: unknown} | null;
	return (
		candidate !== null
		&& typeof candidate === 'object'
		&& typeof candidate.code === 'string'
		&& candidate.code.indexOf('E_') === 0
		&& typeof candidate.context === 'object'
	);
}
