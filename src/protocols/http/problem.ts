// Problem details (RFC 9457): our error codes as what a client can tell apart, and a status for each.

import type {FastifyError, FastifyReply} from 'fastify';
import {errorCodes} from '../../core/error-codes.ts';
import type {ErrorCode} from '../../core/error-codes.ts';
import {isCoded} from '../../core/errors.ts';

export interface Problem {
	/** urn:ridethrough:E_… */
	readonly type: string;
	/** What the code means, always the same. */
	readonly title: string;
	readonly status: number;
	readonly code: ErrorCode;
	/** What was wrong this time and what would be right. */
	readonly detail: string;
	/** Each thing that is wrong, where there can be several. */
	readonly problems?: readonly object[];
}

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;
const INTERNAL = 500;
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Statuses of RFC 9110; a code that is not here is a fault of ours. */
const statusByCode: Partial<Record<ErrorCode, number>> = {
	E_REQUEST_INVALID: BAD_REQUEST,
	E_PAYLOAD_TOO_LARGE: 413,
	E_RESOURCE_UNKNOWN: 404,
	E_RESOURCE_CHANGED: 412,
	E_REQUEST_REFUSED: 403,
	E_RATE_LIMITED: 429,
	E_SESSION_REQUIRED: 401,
	E_SESSION_LIMIT: 503,
	E_LOGIN_REFUSED: 401,
	E_LOGIN_LOCKED: 429,
	E_PASSWORD_CHANGE_REQUIRED: 403,
	E_PASSWORD_WEAK: UNPROCESSABLE,
	E_ACCOUNT_UNKNOWN: 404,
	E_ACCOUNT_INVALID: UNPROCESSABLE,
	E_FIRMWARE_INVALID: UNPROCESSABLE,
	E_COMMAND_UNKNOWN: UNPROCESSABLE,
	E_COMMAND_UNSUPPORTED: UNPROCESSABLE,
	E_COMMAND_FORBIDDEN: 403,
	E_COMMAND_PARAMETER: UNPROCESSABLE,
	E_COMMAND_STATE: 409,
	E_COMMAND_BUSY: 409,
	E_COMMAND_REPEATED: 409,
	E_SETTING_UNKNOWN: UNPROCESSABLE,
	E_SETTING_VALUE: UNPROCESSABLE,
	E_SETTING_READ_ONLY: UNPROCESSABLE,
	E_SETTINGS_INVALID: UNPROCESSABLE,
};

export function problemOf(code: ErrorCode, detail: string, problems?: readonly object[]): Problem {
	const status = statusByCode[code] ?? INTERNAL;
	const base = {type: `urn:ridethrough:${code}`, title: errorCodes[code], status, code, detail};
	return problems === undefined ? base : {...base, problems};
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
	return reply.code(problem.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Faults of requests that the server finds by itself, by the code it gives them. */
const requestFaults: Readonly<Record<string, readonly [ErrorCode, string]>> = {
	FST_ERR_CTP_INVALID_MEDIA_TYPE: ['E_REQUEST_REFUSED', 'The content type is not one that is taken here.'],
	FST_ERR_CTP_BODY_TOO_LARGE: ['E_PAYLOAD_TOO_LARGE', 'A body has at most 65536 bytes here.'],
	FST_ERR_CTP_EMPTY_JSON_BODY: ['E_REQUEST_INVALID', 'The body is empty; it must be JSON.'],
	FST_ERR_CTP_INVALID_JSON_BODY: ['E_REQUEST_INVALID', 'The body is not JSON.'],
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['E_REQUEST_INVALID', 'The body is not as long as its header says.'],
	FST_ERR_BAD_URL: ['E_RESOURCE_UNKNOWN', 'The address is not well formed.'],
};

/** What to answer to something thrown. Of a fault of ours nothing but that it is one is told. */
export function problemOfError(error: unknown): Problem {
	if (isCoded(error)) {
		return problemOf(error.code, error.message);
	}
	const {code, validation, message, statusCode} = error as FastifyError;
	if (validation !== undefined) {
		return problemOf('E_REQUEST_INVALID', `${message}; see /api/v1/openapi.json for what is taken.`);
	}
	const fault = requestFaults[code];
	if (fault !== undefined) {
		const problem = problemOf(...fault);
		return code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? {...problem, status: 415} : problem;
	}
	return statusCode !== undefined && statusCode >= BAD_REQUEST && statusCode < INTERNAL
		? problemOf('E_REQUEST_INVALID', 'The request is not well formed.')
		: problemOf('E_INTERNAL', 'The card could not do it; its log says why.');
}
