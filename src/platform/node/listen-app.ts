// Lets an HTTP application listen, or says in one way why it cannot.

import type {FastifyInstance} from 'fastify';
import {codedError} from '../../core/errors.ts';
import {parseListen} from './listen-address.ts';

/** Where it listens; port 0 took a free one. */
export interface Bound {
	readonly address: string;
	readonly port: number;
}

/** Lets `app` listen on HOST:PORT, or closes it and throws E_PORT_TAKEN. `face` begins the sentence, such as "The control API". */
export async function listenApp(app: FastifyInstance, face: string, listen: string): Promise<Bound> {
	try {
		await app.listen(parseListen(listen));
	} catch (error) {
		await app.close();
		throw codedError('E_PORT_TAKEN', `${face} cannot listen on ${listen}: take another port, or 0.`, {
			listen,
			reason: (error as NodeJS.ErrnoException).code ?? '',
		});
	}
	const {address, port} = app.server.address() as Bound;
	return {address, port};
}
