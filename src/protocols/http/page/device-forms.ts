// Forms about the UPS: orders, settings, settings files.

import type {FastifyInstance, FastifyReply} from 'fastify';
import {isCoded} from '../../../core/errors.ts';
import {commandRow} from '../command-rows.ts';
import {takeIni} from '../config-ini.ts';
import type {IniResult} from '../config-ini.ts';
import type {Face} from '../face.ts';
import {changeSettings, refuseStale} from '../settings.ts';
import type {ChangeResult} from '../settings.ts';
import {ownPath} from './forms.ts';
import type {Fields} from './forms.ts';
import type {PageContext} from './layout.ts';
import {settingTitle} from './setting-texts.ts';
import {aboutView} from './views/about.ts';
import {settingsView} from './views/settings.ts';
import {changer, goTo, showAgain} from './visit.ts';

const hide = {schema: {hide: true}};
/** Fields of the form of settings that are none. */
const notSettings = ['token', 'section', 'back', 'tag'];

function order(page: PageContext, reply: FastifyReply, fields: Fields): FastifyReply {
	const {command, group, value, text, back} = fields;
	const body = {
		command: command ?? '',
		group: Number(group ?? 0),
		...(value === undefined ? {} : {value: Number(value)}),
		...(text === undefined ? {} : {text}),
	};
	const answer = page.face.commands.order(page.view, body, page.visitor.who, undefined);
	const title = commandRow(body.command)?.title ?? '';
	return goTo(page, reply, ownPath(back), {
		good: answer.accepted,
		text: answer.accepted ? `${title}: accepted. The event log tells how it ends.` : answer.sentence,
	});
}

/** Throws E_RESOURCE_CHANGED; what is wrong with values is a result. */
function changeAll(page: PageContext, fields: Fields): ChangeResult {
	refuseStale(page.view, fields['tag']);
	const changes = Object.entries(fields)
		.filter(([key, value]) => !notSettings.includes(key) && page.view.setting(key)?.text !== value)
		.filter(([key, value]) => !(value === '' && page.view.setting(key)?.text === '?'))
		.map(([key, value]) => ({key, value}));
	return changeSettings(page.view, changes, page.visitor.who, false);
}

function settings(page: PageContext, reply: FastifyReply, fields: Fields): FastifyReply {
	const back = ownPath(fields['back']);
	const {changed, problems} = changeAll(page, fields);
	if (problems.length === 0) {
		const names = changed.map(each => settingTitle(each.key).toLowerCase()).join(', ');
		return goTo(page, reply, back, {good: true, text: names === '' ? 'Nothing was changed.' : `Saved: ${names}.`});
	}
	const wrong = Object.fromEntries(problems.map(each => [each.key, each.message]));
	const notice = {good: false, text: 'Nothing was saved: mend what is marked below.'};
	const section = fields['section'] ?? '';
	return showAgain({...page, notice}, reply, '/settings', again =>
		settingsView(again, {values: fields, wrong, section}),
	);
}

function iniLines(result: IniResult): string[] {
	return [...result.problems, ...result.ignored].map(each => `Line ${each.line}: ${each.message}`);
}

function ini(page: PageContext, reply: FastifyReply, fields: Fields): FastifyReply {
	const dryRun = fields['try'] === 'true';
	const text = fields['ini'] ?? '';
	const result = takeIni(page.face.options.configIni, page.view, text, {who: page.visitor.who, dryRun});
	const {length} = result.changed;
	const count = length === 1 ? '1 setting' : `${length} settings`;
	if (result.problems.length === 0 && !dryRun) {
		return goTo(page, reply, '/about', {good: true, text: `The file was taken: ${count} changed.`});
	}
	const good = result.problems.length === 0;
	const notice = {
		good,
		text: good ? `The file is right: ${count} would change.` : 'Nothing was taken: mend these lines.',
	};
	return showAgain({...page, notice}, reply, '/about', again => aboutView(again, {text, lines: iniLines(result)}));
}

export function addDeviceForms(app: FastifyInstance, face: Face): void {
	app.post('/order', hide, async (request, reply) =>
		order(changer(face, request, 'command'), reply, request.body as Fields),
	);
	app.post('/settings', hide, async (request, reply) => {
		const page = changer(face, request, 'settings');
		try {
			return settings(page, reply, request.body as Fields);
		} catch (error) {
			if (!isCoded(error) || error.code !== 'E_RESOURCE_CHANGED') {
				throw error;
			}
			return goTo(page, reply, ownPath((request.body as Fields)['back']), {good: false, text: error.message});
		}
	});
	app.post('/config.ini', hide, async (request, reply) =>
		ini(changer(face, request, 'transfer'), reply, request.body as Fields),
	);
}
