// Bytes as Espruino passes them: texts of one character a byte (espruino.md 3).

export function textOfBytes(bytes: ArrayLike<number>): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) {
		text += String.fromCharCode(bytes[i]);
	}
	return text;
}

export function bytesOfText(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		bytes[i] = text.charCodeAt(i);
	}
	return bytes;
}

/** What a board hands to its system: a text, bytes in an array or a buffer, or one byte. */
export type Written = string | number | ArrayBuffer | ArrayLike<number>;

export function bytesOf(data: Written): Uint8Array {
	if (typeof data === 'string') {
		return bytesOfText(data);
	}
	return typeof data === 'number' ? new Uint8Array([data & 255]) : new Uint8Array(data as ArrayLike<number>);
}

/** Two digits a byte. */
export function hexOf(bytes: ArrayLike<number>): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) {
		text += (bytes[i] < 16 ? '0' : '') + bytes[i].toString(16);
	}
	return text;
}
