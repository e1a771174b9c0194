// Fields of proto3 without presence: left out where they hold their default.

import type {ProtobufWriter} from '../codec/protobuf.ts';

/** Writes a field without presence: not at all where it is 0. */
export function plain(writer: ProtobufWriter, field: number, value: number): void {
	if (value !== 0) {
		writer.unsigned(field, value);
	}
}

/** As `plain`, for a fixed32 field. */
export function plainFixed(writer: ProtobufWriter, field: number, value: number): void {
	if (value !== 0) {
		writer.fixed32(field, value);
	}
}

/** As `plain`, for a string field, where it is empty. */
export function plainText(writer: ProtobufWriter, field: number, value: string): void {
	if (value !== '') {
		writer.text(field, value);
	}
}
