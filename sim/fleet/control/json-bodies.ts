// What operators' APIs take as the body of a request.

import type {FastifyInstance} from 'fastify';
import {codedError} from '../../../src/core/errors.ts';

/** JSON bodies, and none at all, which counts as {}. */
export function takeJsonOnly(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', {parseAs: 'string'}, (_request, text, done) => {
		try {
			done(null, text === '' ? {} : JSON.parse(String(text)));
		} catch {
			done(codedError('E_REQUEST_INVALID', 'The body is no JSON: write an object such as {"type":"outage"}.', {}));
		}
	});
}
