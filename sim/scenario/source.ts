// The text of one file, and which line and column an offset in it is.

export interface Position {
	/** From 1. */
	readonly line: number;
	/** From 1. */
	readonly column: number;
}

export class Source {
	/** As messages name it. */
	readonly file: string;
	readonly text: string;
	/** Offsets at which lines begin. */
	readonly #starts: readonly number[];

	constructor(file: string, text: string) {
		this.file = file;
		this.text = text;
		const starts = [0];
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
			starts.push(at + 1);
		}
		this.#starts = starts;
	}

	position(offset: number): Position {
		const inside = Math.min(Math.max(0, offset), this.text.length);
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (this.#starts[middle] <= inside) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return {line: low + 1, column: inside - this.#starts[low] + 1};
	}

	/** The text of a line, counted from 1, without its end. */
	lineText(line: number): string {
		const end = line < this.#starts.length ? this.#starts[line] - 1 : this.text.length;
		return this.text.slice(this.#starts[line - 1], end).replace(/\r$/, '');
	}
}
