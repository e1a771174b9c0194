// The card's own firmware: what it has, what is under way, and an upload of a signed release by an administrator.

import type {Readable} from 'node:stream';
import type {FastifyInstance} from 'fastify';
import type {CardView} from '../../../agent/card-view.ts';
import type {FirmwareUpload, FirmwareView} from '../../../agent/firmware-view.ts';
import type {OtaRefusal} from '../../../ota/codes.ts';
import {codedError} from '../../../core/errors.ts';
import {cardOf} from '../cards.ts';
import {requireChanger, requireVisitor} from '../face.ts';
import type {Face} from '../face.ts';
import {TOKEN_HEADER} from '../visitor.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';
import type {CardQuery} from './status-routes.ts';

const tag = 'Firmware';
export const FIRMWARE_TYPE = 'application/octet-stream';
const SLOTS = [0, 1];
/** Why a card takes no update, for a page too. */
export const NO_ROOT = 'This card trusts no root document, and so takes no firmware; start it with --firmware-root.';

interface UploadQuery extends CardQuery {
	readonly time?: string;
}

/** Errors of a state that passes, in place of those of the file. */
const passing: readonly string[] = ['E_OTA_UPS_NOT_READY', 'E_OTA_CANCELLED', 'E_OTA_QUOTA', 'E_OTA_TIME_UNKNOWN'];

function firmwareError({code, detail}: OtaRefusal): Error {
	const sentence = `${code}: ${detail}.`;
	return codedError(passing.includes(code) ? 'E_COMMAND_STATE' : 'E_FIRMWARE_INVALID', sentence, {refusal: code});
}

/** What the API tells of the firmware; `update.available` is whether the card takes any. */
export function firmwareShown(view: CardView): Record<string, unknown> {
	const {firmware, identity} = view;
	const takes = firmware?.takesUpdates === true;
	return {
		card: identity.cardFirmware,
		ups: identity.upsFirmware,
		update: {available: takes, reason: takes ? '' : NO_ROOT},
		state: firmware === null ? null : stateOf(firmware),
	};
}

function stateOf(firmware: FirmwareView): Record<string, unknown> {
	return {
		name: firmware.state,
		activeSlot: firmware.activeSlot,
		slots: SLOTS.map(which => firmware.slot(which)),
		bootFloor: firmware.bootFloor,
		installSequence: firmware.installSequence,
		rootVersion: firmware.rootVersion,
		progress: firmware.progress,
		campaign: firmware.campaign,
		deferred: firmware.deferred,
		trustsTime: firmware.trustsTime,
		failedReleases: firmware.failedCount,
		lastFailure: firmware.lastFailure,
	};
}

function requireFirmware(view: CardView): FirmwareView {
	if (view.firmware === null) {
		throw codedError('E_COMMAND_UNSUPPORTED', NO_ROOT, {});
	}
	return view.firmware;
}

async function written(upload: FirmwareUpload, bytes: Uint8Array): Promise<OtaRefusal | null> {
	return new Promise(resolve => {
		upload.write(bytes, resolve);
	});
}

/** Feeds a body as it comes; who sends waits while the card writes. Why it ended, null when all is verified. */
async function feed(upload: FirmwareUpload, body: Readable): Promise<OtaRefusal | null> {
	try {
		for await (const bytes of body) {
			const ended = await written(upload, bytes as Uint8Array);
			if (ended !== null) {
				return ended;
			}
		}
	} catch (error) {
		upload.abort();
		throw error;
	}
	return new Promise(resolve => {
		upload.end(resolve);
	});
}

export function addFirmwareRoutes(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.addContentTypeParser(FIRMWARE_TYPE, (_request, payload, done) => done(null, payload));
	app.get<{Querystring: CardQuery}>(
		'/firmware',
		{
			schema: schemaOf({
				tag,
				summary: 'Firmware: versions, slots, updates.',
				query: schemas.cardQuery,
				gives: schemas.firmware,
			}),
		},
		async request => {
			requireVisitor(face, request, 'self');
			return firmwareShown(cardOf(house, request.query.card));
		},
	);
	addUpload(app, face);
	addFirmwareActs(app, face);
}

function addUpload(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.post<{Querystring: UploadQuery; Body: Readable}>(
		'/firmware',
		{
			schema: schemaOf({
				tag,
				summary: 'Install a signed envelope that carries its image; the card restarts into it when its UPS lets it.',
				query: schemas.firmwareQuery,
				gives: schemas.firmware,
				consumes: FIRMWARE_TYPE,
			}),
		},
		async (request, reply) => {
			const visitor = requireChanger(face, request, 'firmware', request.headers[TOKEN_HEADER]);
			const view = cardOf(house, request.query.card);
			const upload = requireFirmware(view).upload(visitor.who, request.query.time === 'override');
			const ended = 'code' in upload ? upload : await feed(upload, request.body);
			if (ended !== null) {
				// What is left of the body is of no use.
				void reply.header('connection', 'close');
				throw firmwareError(ended);
			}
			return firmwareShown(view);
		},
	);
}

function addFirmwareActs(app: FastifyInstance, face: Face): void {
	const {house} = face.options;
	app.post<{Querystring: CardQuery}>(
		'/firmware/cancel',
		{schema: schemaOf({tag, summary: 'Give up what is under way.', query: schemas.cardQuery, gives: schemas.firmware})},
		async request => {
			const visitor = requireChanger(face, request, 'firmware', request.headers[TOKEN_HEADER]);
			const view = cardOf(house, request.query.card);
			const refused = requireFirmware(view).cancel(visitor.who);
			if (refused !== null) {
				throw firmwareError(refused);
			}
			return firmwareShown(view);
		},
	);
	app.post<{Querystring: CardQuery}>(
		'/firmware/clear-failed',
		{
			schema: schemaOf({
				tag,
				summary: 'Let releases that failed here be tried again.',
				query: schemas.cardQuery,
				gives: schemas.firmware,
			}),
		},
		async request => {
			const visitor = requireChanger(face, request, 'firmware', request.headers[TOKEN_HEADER]);
			const view = cardOf(house, request.query.card);
			requireFirmware(view).clearFailed(visitor.who);
			return firmwareShown(view);
		},
	);
}
