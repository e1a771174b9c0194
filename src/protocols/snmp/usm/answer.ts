// From a message of SNMPv3 to the one that answers it: security, then whose objects are meant (RFC 3412 7.2, RFC 3413 3.2).

import type {UsmEngine, UsmRequest} from './engine.ts';
import {scopedFrom} from './scoped.ts';

export interface V3Service {
	readonly engine: UsmEngine;
	/** The card of the empty context name: the one whose engine this is. */
	readonly card: number;
	/** The number of a card by its id, which is its context name; -1 when there is none. */
	find(contextName: string): number;
	/** The response PDU, with its tag, of a request PDU; null when there is none. */
	answer(request: UsmRequest, card: number): Uint8Array | null;
}

/** The message to send back to `source`; null when there is none. */
export function answerV3(service: V3Service, message: Uint8Array, source: string): Uint8Array | null {
	const {engine} = service;
	const incoming = engine.incoming(message, source);
	if (incoming === null) {
		return null;
	}
	if ('report' in incoming) {
		return incoming.report;
	}
	const {request} = incoming;
	if (Buffer.compare(request.contextEngineId, engine.engineId) !== 0) {
		return request.report('snmpUnknownPDUHandlers');
	}
	const card = request.contextName === '' ? service.card : service.find(request.contextName);
	if (card < 0) {
		return request.report('snmpUnknownContexts');
	}
	const pdu = service.answer(request, card);
	return pdu === null ? null : request.seal(scopedFrom(request.contextEngineId, request.contextName, pdu));
}
