// The Storage module of a board in memory (espruino.md 4): files in flash, of which a byte can be written once.

import {bytesOf, textOfBytes} from './bytes.ts';
import type {Written} from './bytes.ts';

const ERASED = 255;

/** An append-only file, as `open` gives it. */
class StorageFile {
	storage: FakeStorage;
	name: string;
	readAt: number;

	constructor(storage: FakeStorage, name: string) {
		this.storage = storage;
		this.name = name;
		this.readAt = 0;
	}

	write(data: Written): void {
		const before = this.storage.files[this.name] || new Uint8Array(0);
		const more = bytesOf(data);
		const whole = new Uint8Array(before.length + more.length);
		whole.set(before, 0);
		whole.set(more, before.length);
		this.storage.files[this.name] = whole;
	}

	read(count: number): string | undefined {
		const whole = this.storage.files[this.name] || new Uint8Array(0);
		const part = whole.subarray(this.readAt, this.readAt + count);
		this.readAt += part.length;
		return part.length === 0 ? undefined : textOfBytes(part);
	}

	getLength(): number {
		return (this.storage.files[this.name] || new Uint8Array(0)).length;
	}

	erase(): void {
		this.storage.erase(this.name);
	}
}

export class FakeStorage {
	files: Record<string, Uint8Array | undefined>;
	roomBytes: number;
	/** How often anything was written. */
	writes: number;

	constructor(roomBytes: number) {
		this.files = {};
		this.roomBytes = roomBytes;
		this.writes = 0;
	}

	read(name: string, offset?: number, length?: number): string | undefined {
		const bytes = this.files[name];
		const from = offset === undefined ? 0 : offset;
		if (bytes === undefined) {
			return undefined;
		}
		return textOfBytes(bytes.subarray(from, length === undefined || length === 0 ? bytes.length : from + length));
	}

	readArrayBuffer(name: string): ArrayBuffer | undefined {
		const bytes = this.files[name];
		return bytes === undefined ? undefined : new Uint8Array(bytes).buffer;
	}

	readJSON(name: string): unknown {
		const text = this.read(name);
		return text === undefined ? undefined : JSON.parse(text);
	}

	/** False where there is no room, and where a byte that was written would change. */
	write(name: string, data: Written, offset?: number, size?: number): boolean {
		const bytes = bytesOf(data);
		const at = offset === undefined ? 0 : offset;
		const whole = size === undefined || size === 0 ? bytes.length : size;
		const before = this.files[name];
		const isNew = before === undefined || (at === 0 && (size === undefined || before.length !== whole));
		const file = isNew ? new Uint8Array(whole).fill(ERASED) : before;
		if (isNew && this.getFree() + (before === undefined ? 0 : before.length) < whole) {
			return false;
		}
		for (let i = 0; i < bytes.length; i++) {
			if (at + i >= file.length || (file[at + i] !== ERASED && file[at + i] !== bytes[i])) {
				return false;
			}
		}
		file.set(bytes, at);
		this.files[name] = file;
		this.writes += 1;
		return true;
	}

	writeJSON(name: string, value: unknown): boolean {
		this.erase(name);
		return this.write(name, JSON.stringify(value));
	}

	list(): string[] {
		return Object.keys(this.files).filter(name => this.files[name] !== undefined);
	}

	erase(name: string): void {
		this.files[name] = undefined;
	}

	getFree(): number {
		return this.list().reduce((left, name) => left - (this.files[name] as Uint8Array).length, this.roomBytes);
	}

	compact(): void {}

	open(name: string, mode: string): StorageFile {
		if (mode === 'w') {
			this.erase(name);
		}
		return new StorageFile(this, name);
	}
}
