// Random and mutated lines against the NUT server: nothing that comes in breaks it, makes it answer a line too long, or makes it
// keep more than a line of 32 words of 512 characters.

import {RandomStream, seedFor} from '../../src/core/random.ts';
import {ANSWER_MAX} from '../../src/protocols/nut/session.ts';
import {WORD_MAX, WORDS_MAX} from '../../src/protocols/nut/words.ts';
import {parseDev, writeDev, devVariables} from '../../src/protocols/nut/dev/dev-file.ts';
import {userFrom} from '../../src/protocols/nut/users.ts';
import {loneUps} from '../helpers/nut-golden.ts';
import {hubOf, sessionOf} from '../helpers/nut-session.ts';
import type {Fuzzer} from './fuzzer.ts';

const pieces = [
	'GET',
	'VAR',
	'LIST',
	'UPS',
	'ups',
	'ups.status',
	'battery.charge',
	'SET',
	'TRACKING',
	'ON',
	'INSTCMD',
	'load.off',
	'USERNAME',
	'PASSWORD',
	'operator',
	'secret',
	'LOGIN',
	'LOGOUT',
	'FSD',
	'PRIMARY',
	'TYPE',
	'DESC',
	'ENUM',
	'RANGE',
	'CLIENT',
	'NUMLOGINS',
	'STARTTLS',
	'VER',
	'server.info',
	'"',
	'\\',
	'#',
	'=',
	'\t',
	'\r',
	'""',
	'1',
	'-1',
	'\u00ff',
	'\u0000',
	'x'.repeat(600),
	'constructor',
	'__proto__',
];
const MOST_WORDS = 40;
/** A session is used for so many inputs, so that its state is exercised too. */
const A_SESSION = 50;

function lineOf(random: RandomStream): string {
	let line = '';
	for (let words = random.whole(0, random.whole(0, 9) === 0 ? MOST_WORDS : 5); words > 0; words--) {
		line += pieces[random.whole(0, pieces.length - 1)] + (random.whole(0, 3) === 0 ? '' : ' ');
	}
	return `${line}${random.whole(0, 19) === 0 ? '' : '\n'}`;
}

function check(isTrue: boolean, rule: string, input: string): void {
	if (!isTrue) {
		throw new Error(`${rule}: ${Buffer.from(input, 'latin1').toString('hex')}`);
	}
}

function freshSession() {
	const {source, ups} = loneUps({'ups.status': 'OL', 'battery.charge': '100'});
	ups.tracking = new Map([['load.off', 'SUCCESS']]);
	return sessionOf(hubOf({source, users: [userFrom('operator:secret')]}));
}

function tryLine(session: ReturnType<typeof freshSession>, input: string): void {
	let lines: string[] = [];
	try {
		lines = session.ask(input);
	} catch (error) {
		check(false, String(error), input);
	}
	check(
		lines.every(line => line.length <= ANSWER_MAX && /^[ -\u007f]*$/.test(line)),
		'a line no client reads',
		input,
	);
	const kept = JSON.stringify(session.session).length;
	check(kept < 4 * WORD_MAX * WORDS_MAX, 'it keeps too much', input);
}

function tryFile(input: string): void {
	const values = devVariables(parseDev(input));
	const short = new Map([...values].filter(([, value]) => value.length <= 127));
	const again = devVariables(parseDev(writeDev(short)));
	check(
		[...short].every(([name, value]) => again.get(name) === value),
		'a file changes when it is written again',
		input,
	);
}

export const fuzzer: Fuzzer = {
	name: 'nut',
	run(seed, inputs) {
		const random = new RandomStream(seedFor(seed, 'nut'));
		let session = freshSession();
		for (let i = 0; i < inputs; i++) {
			if (i % A_SESSION === 0 || session.wire.ended) {
				session = freshSession();
			}
			const input = lineOf(random);
			tryLine(session, input);
			tryFile(input);
		}
	},
};
