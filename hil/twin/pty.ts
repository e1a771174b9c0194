// A pty as the end of a serial line, by socat, whose own end is a pair of pipes: when the process that opened it is gone, so are they,
// and socat with them.

import {spawn} from 'node:child_process';
import type {ChildProcessByStdio} from 'node:child_process';
import {existsSync} from 'node:fs';
import {Duplex} from 'node:stream';
import type {Readable, Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {codedError} from '../../src/core/errors.ts';

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

const LOOK_MS = 10;
const WITHIN_MS = 5000;

function refuse(path: string, why: string): never {
	const text = `${path} cannot be made a pty (${why}); a free path and the program socat are needed ("apt-get install socat").`;
	throw codedError('E_SETUP_FAULTY', text, {path});
}

/** What socat said and how it ended; resolves only when it has. */
async function endOf(socat: Socat): Promise<string> {
	let said = '';
	socat.stderr.on('data', bytes => (said = `${said}${String(bytes)}`.slice(-200)));
	return new Promise(resolve => {
		socat.once('error', error => resolve(error.message));
		socat.once('close', code => resolve(said.trim() || `socat ended with code ${code}`));
	});
}

async function isThere(path: string): Promise<void> {
	const until = performance.now() + WITHIN_MS;
	while (!existsSync(path)) {
		if (performance.now() > until) {
			refuse(path, `it is not there after ${WITHIN_MS} ms`);
		}
		await sleep(LOOK_MS);
	}
}

function streamOf(socat: Socat): Duplex {
	const {stdin, stdout} = socat;
	stdin.on('error', () => {});
	const stream = new Duplex({
		allowHalfOpen: false,
		read: () => stdout.resume(),
		write: (bytes: Buffer, _encoding, done) => void stdin.write(bytes, done),
		destroy(error, done) {
			socat.kill();
			done(error);
		},
	});
	stdout.on('data', (bytes: Buffer) => stream.push(bytes) || stdout.pause());
	socat.once('close', () => stream.destroy());
	return stream;
}

/** Makes `path` a pty; the stream is what whoever opens it writes and reads. Throws E_SETUP_FAULTY. */
export async function openPty(path: string): Promise<Duplex> {
	if (existsSync(path)) {
		refuse(path, 'something is there already');
	}
	const socat: Socat = spawn('socat', ['-', `pty,raw,echo=0,link=${path}`], {stdio: ['pipe', 'pipe', 'pipe']});
	const ended = endOf(socat);
	try {
		await Promise.race([isThere(path), ended.then(why => refuse(path, why))]);
	} catch (error) {
		socat.kill();
		throw error;
	}
	return streamOf(socat);
}
