// Those who want to hear of something, in the order in which they came.

/** A list of functions; `add` returns what takes one out again. */
export class Listeners<T> {
	list: T[];

	constructor() {
		this.list = [];
	}

	add(listener: T): () => void {
		this.list = this.list.concat([listener]);
		return () => {
			this.list = this.list.filter(each => each !== listener);
		};
	}
}
