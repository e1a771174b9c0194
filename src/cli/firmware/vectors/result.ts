// Helpers of the runners: results, bytes, and what a document holds.

import type {VectorResult} from './format.ts';

/** A vector that is run: what the product throws is a mismatch, as is a vector that lacks a field. */
export function resultOf(id: string, expected: string, run: () => string): VectorResult {
	try {
		return {id, expected, got: run()};
	} catch (error) {
		return {id, expected, got: `threw ${error instanceof Error ? error.message : String(error)}`};
	}
}

const repeated = /^repeat:(?<byte>[0-9a-f]+):(?<times>\d+):(?<tail>[0-9a-f]*)$/;
const repeatedAfterHead = /^repeat-head:(?<head>[0-9a-f]*):(?<byte>[0-9a-f]+):(?<times>\d+)$/;

/** Bytes of hex, or of a rule that repeats a byte. */
export function bytesOf(hex: string): Uint8Array {
	const rule = (repeated.exec(hex) ?? repeatedAfterHead.exec(hex))?.groups;
	if (rule === undefined) {
		return new Uint8Array(Buffer.from(hex, 'hex'));
	}
	const {head = '', byte = '', times, tail = ''} = rule;
	const middle = Buffer.alloc(Number(times), byte, 'hex');
	return new Uint8Array(Buffer.concat([Buffer.from(head, 'hex'), middle, Buffer.from(tail, 'hex')]));
}

/** The list of this name; empty where there is none. */
export function listOf(document: object, name: string): readonly object[] {
	const list = (document as Record<string, unknown>)[name];
	return Array.isArray(list) && list.every(each => typeof each === 'object' && each !== null) ? list : [];
}

/** Whether the list of this name begins with something that has these fields. */
export function beginsWith(document: object, name: string, fields: readonly string[]): boolean {
	const [first] = listOf(document, name);
	return first !== undefined && fields.every(field => field in first);
}
