// What sends events elsewhere by the options: syslog and mail.

import {codedError} from '../../core/errors.ts';
import {openMail} from '../../protocols/mail/open-mail.ts';
import {openSyslog} from '../../protocols/syslog/open-syslog.ts';
import {passwordFrom} from '../mqtt-options.ts';
import type {OpenFace} from './place.ts';

export const openSyslogFace: OpenFace = async ({house, given, clock, io, counts}) => {
	if (given.syslog.length === 0) {
		return null;
	}
	const counter = counts.counter('syslog');
	const note = (text: string): void => io.note(text);
	const opened = given.syslog.map(url => openSyslog({house, url, clock, note, counter}));
	return {at: undefined, close: async () => void (await Promise.all(opened.map(async each => each.close())))};
};

export const openMailFace: OpenFace = async ({house, given, clock, io, counts}) => {
	if (given.mail === undefined) {
		return null;
	}
	if (given.mailTo.length === 0) {
		throw codedError('E_USAGE', 'Mail needs somebody who gets it: name one with --mail-to.', {option: '--mail-to'});
	}
	const password =
		given.mailPassword === undefined ? undefined : passwordFrom('--mail-password', given.mailPassword, process.env);
	const opened = openMail({
		house,
		url: given.mail,
		from: given.mailFrom,
		to: given.mailTo,
		clock,
		note: text => io.note(text),
		counter: counts.counter('smtp'),
		...(password === undefined ? {} : {password}),
	});
	return {at: undefined, close: async () => opened.close()};
};
