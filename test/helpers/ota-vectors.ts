// The published and made vectors of firmware updates, read where RIDETHROUGH_DATA says that they are.

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';

const folder = process.env['RIDETHROUGH_DATA'];

/** Declares a test over a file of `data/ota`: skipped, and seen to be, where the data is not there. */
export function vectorTest(file: string, title: string, run: (t: ExecutionContext, content: unknown) => void): void {
	if (folder === undefined) {
		test.skip(`${title} (skipped: RIDETHROUGH_DATA not set)`, t => t.fail());
		return;
	}
	test(title, t => run(t, JSON.parse(readFileSync(join(folder, 'ota', file), 'utf8'))));
}

const repeatRule = /^repeat:(?<byte>[0-9a-f]+):(?<times>\d+):(?<tail>[0-9a-f]*)$/;
const headRule = /^repeat-head:(?<head>[0-9a-f]*):(?<byte>[0-9a-f]+):(?<times>\d+)$/;

/** Bytes of hex, or of a repeat rule of cbor-hostile.json. */
export function vectorBytes(hex: string): Uint8Array {
	const rule = (repeatRule.exec(hex) ?? headRule.exec(hex))?.groups;
	if (rule === undefined) {
		return new Uint8Array(Buffer.from(hex, 'hex'));
	}
	const {head = '', byte = '', times, tail = ''} = rule;
	return new Uint8Array(
		Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(Number(times), byte, 'hex'), Buffer.from(tail, 'hex')]),
	);
}
