// In what order the sites of a fleet live: one after the other, which keeps the rows of each in cache, or all by time.

import type {Millis} from '../../src/core/clock.ts';
import {EventQueue} from '../../src/core/queue.ts';
import type {Sampler, Watch} from './fleet-ports.ts';
import type {Site} from './sites.ts';

export class SiteOrder {
	readonly #sites: readonly Site[];
	/** Sites by the time of their next event. */
	readonly #order: EventQueue;
	readonly #step: (site: Site) => number;

	/** `step` carries out the next thing at a site and returns the card it happened to. */
	constructor(sites: readonly Site[], step: (site: Site) => number) {
		this.#sites = sites;
		this.#order = new EventQueue(sites.length);
		this.#step = step;
	}

	/** The next thing at a site may be due at another time than it was. */
	follow(index: number): void {
		this.#order.set(index, this.#sites[index].queue.peekAt());
	}

	/** Site after site, each with its turns of the sampler before `until`, which come after what happens at equal times. */
	runEach(until: Millis, sampler: Sampler): void {
		for (const [index, site] of this.#sites.entries()) {
			sampler.takeSite(index, until, t => this.#runSite(site, t));
			this.#runSite(site, until);
			this.follow(index);
		}
		sampler.passTo(until);
	}

	/** In order of time over all sites; `begins` is told of each time. Returns whether `watch` stopped it. */
	runStrictly(until: Millis, begins: (t: Millis) => void, watch: Watch): boolean {
		while (this.#order.peekAt() <= until) {
			const index = this.#order.peek();
			const t = this.#order.peekAt();
			begins(t);
			const card = this.#step(this.#sites[index]);
			this.follow(index);
			if (watch(card, t)) {
				return true;
			}
		}
		return false;
	}

	#runSite(site: Site, until: Millis): void {
		while (site.queue.peekAt() <= until) {
			this.#step(site);
		}
	}
}
