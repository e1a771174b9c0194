// Errors as the APIs of operators tell them: problem details (RFC 9457) with the code of the error and what would be right.

import type {ErrorCode} from '../../core/error-codes.ts';
import {isCoded} from '../../core/errors.ts';

export const PROBLEM_TYPE = 'application/problem+json';

export interface Problem {
	readonly type: 'about:blank';
	readonly title: string;
	readonly status: number;
	readonly code: ErrorCode;
	readonly detail: string;
	readonly context: Readonly<Record<string, string | number>>;
	/** Each thing that is wrong with its place, where there can be several. */
	readonly problems?: readonly object[];
}

const titles: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	413: 'Content Too Large',
	415: 'Unsupported Media Type',
	421: 'Misdirected Request',
	500: 'Internal Server Error',
	501: 'Not Implemented',
};

const statusByCode: Readonly<Partial<Record<ErrorCode, number>>> = {
	E_REQUEST_INVALID: 400,
	E_REQUEST_REFUSED: 403,
	E_FAULT_PARAMETER: 400,
	E_FAULT_EXISTS: 409,
	E_FAULT_UNSUPPORTED: 501,
	E_CARD_UNKNOWN: 404,
	E_RESOURCE_UNKNOWN: 404,
	E_RESOURCE_CHANGED: 409,
	E_COMMAND_STATE: 409,
	E_FIRMWARE_INVALID: 409,
};
const INTERNAL = 500;

/** What went wrong at a request that was of this method. An error without a code is told as ours, without its words. */
export function problemOf(error: unknown, method: string): Problem {
	const known = error as {readonly statusCode?: unknown; readonly message?: unknown};
	if (isCoded(error)) {
		const told = problem(
			statusOf(error.code, error.context['status'], method),
			error.code,
			error.message,
			error.context,
		);
		const {problems} = error as {readonly problems?: readonly object[]};
		return problems === undefined ? told : {...told, problems};
	}
	if (typeof known.statusCode === 'number' && known.statusCode < INTERNAL) {
		return problem(known.statusCode, 'E_REQUEST_INVALID', String(known.message), {});
	}
	return problem(INTERNAL, 'E_INTERNAL', 'The request could not be carried out: a fault of this program.', {});
}

/** An unknown type in a POST is a wrong request; an unknown name in a path is a thing that is not there. */
function statusOf(code: ErrorCode, told: unknown, method: string): number {
	if (typeof told === 'number') {
		return told;
	}
	if (code === 'E_FAULT_UNKNOWN') {
		return method === 'POST' ? 400 : 404;
	}
	return statusByCode[code] ?? INTERNAL;
}

function problem(status: number, code: ErrorCode, detail: string, context: Problem['context']): Problem {
	return {type: 'about:blank', title: titles[status] ?? 'Error', status, code, detail, context};
}
