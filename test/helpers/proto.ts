// The telemetry as protobufjs reads it from the .proto itself: what the card writes is judged by a foreign hand.

import {fileURLToPath} from 'node:url';
import protobuf from 'protobufjs';

// Compiled, this file is dist/test/helpers/proto.js.
const protoFolder = new URL('../../../proto/', import.meta.url);

/** A folder or file below proto/. */
export function protoPath(path: string): string {
	return fileURLToPath(new URL(path, protoFolder));
}

const root = new protobuf.Root().loadSync(protoPath('ridethrough/v1/telemetry.proto'));

/** A message type of ridethrough.v1, such as `Sample`. */
export function messageType(name: string): protobuf.Type {
	return root.lookupType(`ridethrough.v1.${name}`);
}

/** Bytes that protobufjs writes for `fields`. */
export function encodePeer(name: string, fields: Record<string, unknown>): Uint8Array {
	const type = messageType(name);
	return Uint8Array.from(type.encode(type.fromObject(fields)).finish());
}

/** Fields that are present in `bytes`, numbers as numbers, bytes as arrays, enums by name. */
export function decodePeer(name: string, bytes: Uint8Array): Record<string, unknown> {
	const type = messageType(name);
	return type.toObject(type.decode(bytes), {longs: Number, enums: String, bytes: Array});
}

/** Any text as the card holds it: its UTF-8 bytes, one a character. */
export function cardText(text: string): string {
	return Buffer.from(text, 'utf8').toString('latin1');
}

/** What the card holds, as text. */
export function textOf(held: string): string {
	return Buffer.from(held, 'latin1').toString('utf8');
}
