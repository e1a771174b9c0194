// GET /metrics: the cards, the program and its process, for Prometheus. GET /healthz and /readyz: whether it lives, and whether all
// that should stand does, for whoever restarts containers.

import {createServer} from 'node:http';
import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import {collectDefaultMetrics, Registry} from 'prom-client';
import type {CardHouse} from '../../agent/card-view.ts';
import {codedError} from '../../core/errors.ts';
import {CardFamilies} from './card-families.ts';
import {EXPOSITION_TYPE, familyText} from './exposition.ts';
import type {MetricSource} from './exposition.ts';

export interface MetricsOptions {
	/** Whose metrics are told; none where it is left out. */
	readonly house?: CardHouse;
	/** What else is told, such as MessageCounts.source. */
	readonly sources: readonly MetricSource[];
}

/** Everything that a scrape tells. Scrapes at the same time share one rendering. */
export interface Metrics {
	readonly contentType: string;
	render(): Promise<readonly Buffer[]>;
	close(): void;
}

export interface ListenOptions {
	readonly host: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** What is not as it should be yet, in a sentence; '' where all is ready. Always ready where it is left out. */
	readonly lacking?: () => string;
}

export interface OpenedMetrics {
	readonly address: string;
	readonly port: number;
	close(): Promise<void>;
}

const PATH = '/metrics';
const ALIVE_PATH = '/healthz';
const READY_PATH = '/readyz';
const plain = {'content-type': 'text/plain; charset=utf-8'};

/** Metrics to be shown by any HTTP server. */
export function createMetrics({house, sources}: MetricsOptions): Metrics {
	const cards = house === undefined ? null : new CardFamilies(house);
	const registry = new Registry();
	collectDefaultMetrics({register: registry});
	let running: Promise<readonly Buffer[]> | undefined;
	const render = async (): Promise<readonly Buffer[]> => {
		const texts = (await cards?.render()) ?? [];
		const others = sources.flatMap(source => source()).map(familyText);
		return [...texts, Buffer.from(others.join('') + (await registry.metrics()))];
	};
	return {
		contentType: EXPOSITION_TYPE,
		render: async () => {
			running ??= render().finally(() => (running = undefined));
			return running;
		},
		close: () => {
			cards?.close();
			registry.clear();
		},
	};
}

/** Opens a server that shows them at /metrics. Throws E_PORT_TAKEN. */
export async function openMetrics(options: MetricsOptions & ListenOptions): Promise<OpenedMetrics> {
	const metrics = createMetrics(options);
	const lacking = options.lacking ?? ((): string => '');
	const server = createServer((request, response) => void answer(metrics, lacking, request, response));
	await listening(server, options).catch((error: unknown) => {
		metrics.close();
		throw error;
	});
	const bound = server.address() as {readonly address: string; readonly port: number};
	return {
		address: bound.address,
		port: bound.port,
		close: async () => {
			await new Promise(resolve => {
				server.close(resolve);
				server.closeAllConnections();
			});
			metrics.close();
		},
	};
}

async function listening(server: Server, {host, port}: ListenOptions): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('listening', resolve);
		server.once('error', (error: NodeJS.ErrnoException) =>
			reject(
				codedError('E_PORT_TAKEN', `Metrics cannot be shown on ${host}:${port}: take another port, or 0.`, {
					listen: `${host}:${port}`,
					reason: error.code ?? '',
				}),
			),
		);
		server.listen(port, host);
	});
}

async function answer(
	metrics: Metrics,
	lacking: () => string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const path = (request.url ?? '').split('?')[0];
	if (![PATH, ALIVE_PATH, READY_PATH].includes(path)) {
		response.writeHead(404, plain).end(`There are only ${PATH}, ${ALIVE_PATH} and ${READY_PATH}.\n`);
	} else if (request.method !== 'GET' && request.method !== 'HEAD') {
		response.writeHead(405, {...plain, allow: 'GET, HEAD'}).end(`${path} takes GET and HEAD.\n`);
	} else if (path === PATH) {
		await answerMetrics(metrics, request, response);
	} else {
		const missing = path === READY_PATH ? lacking() : '';
		response.writeHead(missing === '' ? 200 : 503, plain).end(missing === '' ? 'ok\n' : `${missing}\n`);
	}
}

async function answerMetrics(metrics: Metrics, request: IncomingMessage, response: ServerResponse): Promise<void> {
	try {
		const parts = await metrics.render();
		const length = parts.reduce((sum, part) => sum + part.length, 0);
		response.writeHead(200, {'content-type': metrics.contentType, 'content-length': length});
		send(response, request.method === 'HEAD' ? [] : parts);
	} catch {
		// A scrape that fails must fail: half of the metrics would look like all of them.
		response.writeHead(500, plain).end('The metrics could not be read: a fault of this program.\n');
	}
}

/** Writes as fast as the reader reads. */
function send(response: ServerResponse, parts: readonly Buffer[]): void {
	let at = 0;
	const more = (): void => {
		while (at < parts.length) {
			if (!response.write(parts[at++])) {
				response.once('drain', more);
				return;
			}
		}
		response.end();
	};
	more();
}
