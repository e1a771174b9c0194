// Messages of any fields, nested, as our writer and protobufjs write them.

import fc from 'fast-check';
import type protobuf from 'protobufjs';
import type {ProtobufWriter} from '../../src/codec/protobuf.ts';
import {cardText} from './proto.ts';

export type Field =
	| {kind: 'unsigned' | 'signed' | 'fixed32'; field: number; value: number}
	| {kind: 'bool'; field: number; value: boolean}
	| {kind: 'blob'; field: number; value: Uint8Array}
	| {kind: 'text'; field: number; value: string}
	| {kind: 'packed'; field: number; value: number[]}
	| {kind: 'nested'; field: number; value: Field[]};

export const number = fc.integer({min: 1, max: 3000});
export const whole = fc.oneof(fc.nat({max: 300}), fc.maxSafeNat());

export const {fields} = fc.letrec<{field: Field; fields: Field[]}>(tie => ({
	field: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		fc.record({kind: fc.constant('unsigned' as const), field: number, value: whole}),
		fc.record({kind: fc.constant('signed' as const), field: number, value: fc.integer()}),
		fc.record({kind: fc.constant('fixed32' as const), field: number, value: fc.nat({max: 2 ** 32 - 1})}),
		fc.record({kind: fc.constant('bool' as const), field: number, value: fc.boolean()}),
		fc.record({kind: fc.constant('blob' as const), field: number, value: fc.uint8Array({maxLength: 200})}),
		fc.record({kind: fc.constant('text' as const), field: number, value: fc.string({unit: 'binary', maxLength: 50})}),
		fc.record({
			kind: fc.constant('packed' as const),
			field: number,
			value: fc.array(whole, {minLength: 1, maxLength: 40}),
		}),
		fc.record({kind: fc.constant('nested' as const), field: number, value: tie('fields')}),
	),
	fields: fc.array(tie('field'), {maxLength: 6}),
}));

export function writeOurs(writer: ProtobufWriter, message: readonly Field[]): void {
	for (const item of message) {
		switch (item.kind) {
			case 'unsigned':
			case 'signed':
			case 'fixed32':
				writer[item.kind](item.field, item.value);
				break;
			case 'bool':
				writer.bool(item.field, item.value);
				break;
			case 'blob':
				writer.blob(item.field, item.value);
				break;
			case 'text':
				writer.text(item.field, cardText(item.value));
				break;
			case 'packed':
				writer.packed(item.field, item.value, item.value.length);
				break;
			case 'nested': {
				const start = writer.open(item.field);
				writeOurs(writer, item.value);
				writer.close(start);
				break;
			}
		}
	}
}

export function writePeer(writer: protobuf.Writer, message: readonly Field[]): protobuf.Writer {
	for (const item of message) {
		const wire = {unsigned: 0, signed: 0, bool: 0, fixed32: 5, blob: 2, text: 2, packed: 2, nested: 2}[item.kind];
		writer.uint32(item.field * 8 + wire);
		switch (item.kind) {
			case 'unsigned':
				writer.uint64(item.value);
				break;
			case 'signed':
				writer.sint32(item.value);
				break;
			case 'fixed32':
				writer.fixed32(item.value);
				break;
			case 'bool':
				writer.bool(item.value);
				break;
			case 'blob':
				writer.bytes(item.value);
				break;
			case 'text':
				writer.string(item.value);
				break;
			case 'packed':
				writer.fork();
				item.value.forEach(value => writer.uint64(value));
				writer.ldelim();
				break;
			case 'nested':
				writePeer(writer.fork(), item.value).ldelim();
				break;
		}
	}
	return writer;
}
