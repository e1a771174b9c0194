// A card's report of what it has (ota.md 7): message outInventory, proven by the card's own key where it has one.

import {CborWriter} from '../codec/cbor/writer.ts';
import type {DeviceCrypto} from '../core/device-ports.ts';
import * as message from './messages.ts';

export interface Inventory {
	/** Manifest digests; null where a slot has none that can be read. */
	readonly slots: readonly (Uint8Array | null)[];
	/** 0 or 1. */
	readonly active: number;
	readonly keyEpoch: number;
	readonly sequence: number;
	readonly bootFloor: number;
	readonly rootVersion: number;
	readonly lastFailure: number;
	readonly fallback: boolean;
	readonly state: number;
	readonly version: readonly number[];
	readonly vendorId: Uint8Array;
	readonly classId: Uint8Array;
	readonly deviceId: Uint8Array;
}

/** Two digests, three ids, a proof of 32 bytes, numbers. */
const BYTES_MAX = 256;
/** Entries without the proof, the kind among them. */
const ENTRIES = 15;

function entry(writer: CborWriter, key: number): CborWriter {
	return writer.uint(key);
}

function digest(writer: CborWriter, key: number, bytes: Uint8Array | null): void {
	entry(writer, key);
	if (bytes === null) {
		writer.nil();
	} else {
		writer.blob(bytes);
	}
}

function writeEntries(writer: CborWriter, inventory: Inventory): void {
	entry(writer, 0).uint(message.outInventory);
	digest(writer, message.inventorySlotA, inventory.slots[0]);
	digest(writer, message.inventorySlotB, inventory.slots[1]);
	entry(writer, message.inventoryActive).uint(inventory.active);
	entry(writer, message.inventoryKeyEpoch).uint(inventory.keyEpoch);
	entry(writer, message.inventorySequence).uint(inventory.sequence);
	entry(writer, message.inventoryBootFloor).uint(inventory.bootFloor);
	entry(writer, message.inventoryRootVersion).uint(inventory.rootVersion);
	entry(writer, message.inventoryLastFailure).uint(inventory.lastFailure);
	entry(writer, message.inventoryFallback).bool(inventory.fallback);
	entry(writer, message.inventoryState).uint(inventory.state);
	entry(writer, message.inventoryVersion).array(inventory.version.length);
	for (let i = 0; i < inventory.version.length; i++) {
		writer.uint(inventory.version[i]);
	}
	entry(writer, message.inventoryVendor).blob(inventory.vendorId);
	entry(writer, message.inventoryClass).blob(inventory.classId);
	entry(writer, message.inventoryDevice).blob(inventory.deviceId);
}

/** The message; with a key of the card it ends in the HMAC of the map without that entry. */
export function encodeInventory(inventory: Inventory, cardKey: Uint8Array | null, crypto: DeviceCrypto): Uint8Array {
	const writer = new CborWriter(BYTES_MAX);
	writeEntries(writer.map(ENTRIES), inventory);
	if (cardKey === null) {
		return writer.copy();
	}
	const proof = crypto.hmacSha256(cardKey, writer.view());
	writer.reset();
	writeEntries(writer.map(ENTRIES + 1), inventory);
	entry(writer, message.inventoryProof).blob(proof);
	return writer.copy();
}
