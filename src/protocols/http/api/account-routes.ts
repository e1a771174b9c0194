// Accounts, for those who administer the card.

import type {FastifyInstance, FastifyReply} from 'fastify';
import type {AccountRefusal} from '../../../agent/accounts.ts';
import {requireChanger, requireVisitor} from '../face.ts';
import type {Face} from '../face.ts';
import type {AccountActor} from '../ports.ts';
import {problemOf, sendProblem} from '../problem.ts';
import {roleNames} from '../rights.ts';
import {TOKEN_HEADER} from '../visitor.ts';
import {schemaOf} from './route.ts';
import * as schemas from './schemas.ts';

const tag = 'Accounts';
const CREATED = 201;
const NO_CONTENT = 204;

export interface AccountChange {
	readonly enabled?: boolean;
	readonly password?: string;
}

function answer(reply: FastifyReply, refusal: AccountRefusal | null, status: number): FastifyReply {
	return refusal === null ? reply.code(status).send() : sendProblem(reply, problemOf(refusal.code, refusal.sentence));
}

async function change(
	face: Face,
	name: string,
	{enabled, password}: AccountChange,
	by: AccountActor,
): Promise<AccountRefusal | null> {
	const {accounts} = face.options;
	const refusal = password === undefined ? null : await accounts.resetPassword(name, password, by);
	return refusal !== null || enabled === undefined ? refusal : accounts.setEnabled(name, enabled, by);
}

export function addAccountRoutes(app: FastifyInstance, face: Face): void {
	const {accounts} = face.options;
	app.get(
		'/accounts',
		{schema: schemaOf({tag, summary: 'The accounts, without anything of passwords.', gives: schemas.accounts})},
		async request => {
			requireVisitor(face, request, 'accounts');
			return {accounts: accounts.list().map(each => ({...each, role: roleNames[each.role]}))};
		},
	);
	app.post<{Body: {name: string; role: string; password: string}}>(
		'/accounts',
		{
			schema: schemaOf({
				tag,
				summary: 'Add an account; its password must be changed at the first login.',
				status: CREATED,
				body: schemas.newAccount,
			}),
		},
		async (request, reply) => {
			const {who} = requireChanger(face, request, 'accounts', request.headers[TOKEN_HEADER]);
			const {name, role, password} = request.body;
			return answer(reply, await accounts.add({name, role: roleNames.indexOf(role), password}, who), CREATED);
		},
	);
	addNamedRoutes(app, face);
}

function addNamedRoutes(app: FastifyInstance, face: Face): void {
	const changed = schemaOf({
		tag,
		summary: 'Enable or disable an account, or give it another password.',
		status: NO_CONTENT,
		params: schemas.nameParams,
		body: schemas.accountChange,
	});
	app.patch<{Params: {name: string}; Body: AccountChange}>(
		'/accounts/:name',
		{schema: changed},
		async (request, reply) => {
			const {who} = requireChanger(face, request, 'accounts', request.headers[TOKEN_HEADER]);
			return answer(reply, await change(face, request.params.name, request.body, who), NO_CONTENT);
		},
	);
	app.delete<{Params: {name: string}}>(
		'/accounts/:name',
		{schema: schemaOf({tag, summary: 'Delete an account.', status: NO_CONTENT, params: schemas.nameParams})},
		async (request, reply) => {
			const {who} = requireChanger(face, request, 'accounts', request.headers[TOKEN_HEADER]);
			return answer(reply, face.options.accounts.delete(request.params.name, who), NO_CONTENT);
		},
	);
}
