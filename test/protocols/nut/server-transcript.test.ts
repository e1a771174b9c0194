// server.txt, the whole grammar as Debian's upsd 2.8.0 spoke it, played to ours.

import test from 'ava';
import {
	goldenDescribe,
	goldenSource,
	goldenUsers,
	hasNutRecordings,
	nutRecording,
	PRODUCT,
	VERSION,
} from '../../helpers/nut-golden.ts';
import {ManualClock} from '../../helpers/manual-clock.ts';
import {hubOf, sessionOf} from '../../helpers/nut-session.ts';

/** Where ours differs, and why (nut.md 1 and 2). */
const exceptions: Readonly<Record<string, string>> = {
	// upsd cuts the answer and loses its line feed; ours refuses a name that does not fit.
	[`GET DESC su ${'x'.repeat(600)}`]: 'ERR INVALID-ARGUMENT',
	// upsd reads numbers with atoi, or not at all.
	'SET VAR smart input.transfer.low 208.9': 'ERR INVALID-VALUE',
	'SET VAR smart input.transfer.low 200junk': 'ERR INVALID-VALUE',
	'SET VAR smart battery.charge.low junk': 'ERR INVALID-VALUE',
};

interface Step {
	readonly send: string[];
	readonly expect: string[];
}

interface Conversation {
	readonly title: string;
	readonly steps: Step[];
	closedByServer: boolean;
}

function decoded(text: string): string {
	return text
		.replaceAll(/\{(\d+)\*(.)\}/g, (_all, count: string, letter: string) => letter.repeat(Number(count)))
		.replaceAll(/\\(\\|x[0-9a-f]{2})/g, (_all, code: string) =>
			code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
		);
}

/** The conversations of a recording; lines sent one after the other without an answer between went in one packet. */
function conversations(text: string): Conversation[] {
	const out: Conversation[] = [];
	let title = '';
	let answered = true;
	for (const line of text.split('\n')) {
		const current = out.at(-1);
		if (line.startsWith('# ')) {
			title = line.slice(2);
		} else if (line === '= open') {
			out.push({title, steps: [], closedByServer: false});
			answered = true;
		} else if (line === '= closed by server') {
			(current as Conversation).closedByServer = true;
		} else if (line.startsWith('> ')) {
			if (answered) {
				current?.steps.push({send: [], expect: []});
			}
			current?.steps.at(-1)?.send.push(decoded(line.slice(2)));
			answered = false;
		} else if (line.startsWith('< ')) {
			current?.steps.at(-1)?.expect.push(decoded(line.slice(2)));
			answered = true;
		} else if (line === '(no answer)') {
			answered = true;
		}
	}
	return out;
}

const declare = hasNutRecordings ? test : test.skip;
const suffix = hasNutRecordings ? '' : ' (skipped: RIDETHROUGH_DATA not set)';

function spoken(): Conversation[] {
	// The last one is about time, and has a test of its own.
	return conversations(nutRecording('server.txt')).filter(({title}) => !title.startsWith('idle'));
}

declare(`every line of the recorded server is answered alike, but for what is listed${suffix}`, t => {
	const users = goldenUsers();
	const describe = goldenDescribe();
	const {source} = goldenSource(run => run());
	const clock = new ManualClock();
	const used = new Set<string>();
	for (const conversation of spoken()) {
		// A fresh hub knows nothing of the wrong passwords of the one before; logins end with their connections.
		const hub = hubOf({source, users, describe, clock, product: PRODUCT, version: VERSION});
		const {wire, ask} = sessionOf(hub);
		for (const {send, expect} of conversation.steps) {
			const lines = ask(`${send.join('\n')}\n`);
			const exception = exceptions[send[0]];
			used.add(send[0]);
			t.deepEqual(lines, exception === undefined ? expect : [exception], `${conversation.title}: ${send.join(' | ')}`);
		}
		t.is(wire.ended, conversation.closedByServer, conversation.title);
	}
	t.deepEqual(
		Object.keys(exceptions).filter(line => !used.has(line)),
		[],
	);
});

declare(`FSD is latched, stands before the other words, and is allowed on a stale UPS${suffix}`, t => {
	const {source} = goldenSource(run => run());
	const hub = hubOf({source, users: goldenUsers()});
	for (const {steps} of conversations(nutRecording('fsd-latch.txt'))) {
		const {ask} = sessionOf(hub);
		for (const {send, expect} of steps) {
			t.deepEqual(ask(`${send.join('\n')}\n`), expect, send.join(' | '));
		}
	}
});
