// How a route of the API is written down: summary, what it takes, what it gives.

import type {FastifySchema} from 'fastify';
import {problem} from './schemas.ts';
import type {Schema} from './schemas.ts';

export interface RouteText {
	readonly tag: string;
	readonly summary: string;
	readonly status?: number;
	/** Of the answer; none where it has no body. */
	readonly gives?: Schema;
	readonly body?: Schema;
	readonly query?: Schema;
	readonly params?: Schema;
	readonly headers?: Schema;
	/** What bodies are, where they are not JSON. */
	readonly consumes?: string;
	readonly produces?: string;
}

const OK = 200;

export function schemaOf(route: RouteText): FastifySchema {
	const gives =
		route.gives === undefined ? {type: 'null', description: 'Nothing.'} : {description: 'Done.', ...route.gives};
	return {
		tags: [route.tag],
		summary: route.summary,
		consumes: [route.consumes ?? 'application/json'],
		produces: [route.produces ?? 'application/json'],
		response: {
			[String(route.status ?? OK)]: gives,
			'4xx': {description: 'Refused: problem details.', ...problem},
		},
		...(route.body === undefined ? {} : {body: route.body}),
		...(route.query === undefined ? {} : {querystring: route.query}),
		...(route.params === undefined ? {} : {params: route.params}),
		...(route.headers === undefined ? {} : {headers: route.headers}),
	};
}
