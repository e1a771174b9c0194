// Both ends of a serial line that socat makes of two ptys.

import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {findProgram} from './needs.ts';

const LOOK_MS = 10;

function wait(): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, LOOK_MS);
	});
}

export interface SerialPair {
	/** Paths of the two ends. */
	readonly ends: readonly [near: string, far: string];
	/** Takes the line away, as if an adapter were pulled out; and puts it back. */
	cut(): Promise<void>;
	mend(): Promise<void>;
}

/** A line that can be cut; gone with the test. */
export async function serialPair(t: ExecutionContext): Promise<SerialPair> {
	const folder = mkdtempSync(join(tmpdir(), 'ridethrough-serial-'));
	const ends = [join(folder, 'card'), join(folder, 'master')] as const;
	const start = () =>
		spawn(
			findProgram('socat') as string,
			ends.map(end => `pty,raw,echo=0,link=${end}`),
			{stdio: 'ignore'},
		);
	let socat = start();
	t.teardown(() => {
		socat.kill();
		rmSync(folder, {recursive: true, force: true});
	});
	const areThere = async (there: boolean) => {
		while (!ends.every(end => existsSync(end) === there)) {
			await wait();
		}
	};
	await areThere(true);
	return {
		ends,
		async cut() {
			socat.kill();
			await areThere(false);
		},
		async mend() {
			socat = start();
			await areThere(true);
		},
	};
}

/** Paths of the two ends of a line; gone with the test. */
export async function serialLine(t: ExecutionContext): Promise<readonly [near: string, far: string]> {
	return (await serialPair(t)).ends;
}
