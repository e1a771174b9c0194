// The time of a world in which boards run: what is due is called in its order, and nothing waits. Written in the Espruino subset, as all
// of this folder, because it runs beside the bundles in the gate's engine.

interface Due {
	readonly at: number;
	readonly id: number;
	readonly run: () => void;
}

export class Timeline {
	/** Milliseconds since the world began. */
	now: number;
	/** By time, and by the order of asking. */
	due: Due[];
	lastId: number;
	/** How many were called. */
	called: number;

	constructor() {
		this.now = 0;
		this.due = [];
		this.lastId = 0;
		this.called = 0;
	}

	/** Calls `run` in `delayMs`; the number cancels it. */
	after(delayMs: number, run: () => void): number {
		const at = this.now + Math.max(0, delayMs);
		this.lastId += 1;
		let place = this.due.length;
		while (place > 0 && this.due[place - 1].at > at) {
			place -= 1;
		}
		this.due.splice(place, 0, {at: at, id: this.lastId, run: run});
		return this.lastId;
	}

	cancel(id: number): void {
		const place = this.due.findIndex(each => each.id === id);
		if (place >= 0) {
			this.due.splice(place, 1);
		}
	}

	/** Lets time pass until `end`. */
	runUntil(end: number): void {
		while (this.due.length > 0 && this.due[0].at <= end) {
			const next = this.due[0];
			this.due.splice(0, 1);
			this.now = next.at;
			this.called += 1;
			next.run();
		}
		this.now = end;
	}
}
