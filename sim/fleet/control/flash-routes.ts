// Flash plans through the control API: what is to befall the flash of one card, and how it stands.

import type {FastifyInstance} from 'fastify';
import {flashFaults, readFaultPlan} from '../../flash/fault-plan.ts';
import type {FlashReport, Undo} from '../../scenario/bench.ts';
import type {FaultWorld} from './fault-desk.ts';
import * as schemas from './schemas.ts';

/** The plans that were given; each card has one at most. */
export class FlashPlans {
	readonly #world: FaultWorld;
	readonly #undos = new Map<number, Undo>();

	constructor(world: FaultWorld) {
		this.#world = world;
	}

	/** In place of the one before. Throws E_FAULT_PARAMETER and E_FAULT_UNSUPPORTED. */
	give(card: number, raw: unknown): FlashReport {
		const {seed, faults} = readFaultPlan(raw);
		const firmware = this.#world.target(card).firmware();
		this.drop(card);
		firmware.reseedFlash(seed);
		this.#undos.set(card, firmware.planFlash(faults));
		return firmware.flash();
	}

	/** What is still to come never comes, and what is broken works again. */
	drop(card: number): void {
		this.#undos.get(card)?.();
		this.#undos.delete(card);
	}

	report(card: number): FlashReport {
		return this.#world.target(card).firmware().flash();
	}

	reset(): void {
		for (const card of this.#undos.keys()) {
			this.drop(card);
		}
	}
}

const plan = {
	type: 'object',
	additionalProperties: false,
	required: ['seed', 'faults'],
	properties: {
		seed: {type: 'integer', minimum: 0, maximum: 4_294_967_295, description: 'Of torn and loose bits.'},
		faults: {
			type: 'array',
			maxItems: 10_000,
			description: 'Each at an operation (erase, program, raise), counted from the next one on.',
			items: {
				type: 'object',
				additionalProperties: true,
				description: `at, do (${Object.keys(flashFaults).join(', ')}), times and after (reads).`,
			},
		},
	},
};

const report = {
	type: 'object',
	additionalProperties: true,
	description:
		'Version that runs, state of the journal, both slots, operations, faults to come, cuts, wear, stuck sectors.',
};

interface OfCard {
	readonly Params: {readonly id: string};
}

/** `find`: the index of a card by its id; throws E_CARD_UNKNOWN. */
export function addFlashRoutes(app: FastifyInstance, plans: FlashPlans, find: (id: string) => number): void {
	const path = '/cards/:id/flash-plan';
	const answers = {200: report, '4xx': schemas.problem, '5xx': schemas.problem};
	const one = {params: schemas.idInPath, response: answers};
	app.get<OfCard>(path, {schema: {summary: 'The flash of a card, and what runs from it.', ...one}}, ({params}) =>
		plans.report(find(params.id)),
	);
	app.post<OfCard & {Body: unknown}>(
		path,
		{schema: {summary: 'What is to befall the flash of a card.', body: plan, ...one}},
		({params, body}) => plans.give(find(params.id), body),
	);
	app.delete<OfCard>(
		path,
		{
			schema: {
				summary: 'Ends the plan of a card.',
				...one,
				response: {204: schemas.nothing, '4xx': schemas.problem},
			},
		},
		({params}, reply) => {
			plans.drop(find(params.id));
			return reply.code(204).send();
		},
	);
}
