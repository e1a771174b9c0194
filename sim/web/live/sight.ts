// What of the fleet is in sight: lays it out again where the size of the page or the filter changes, and has it drawn.

import type {Fleet} from './fleet.ts';
import {layOut} from './layout.ts';
import type {Layout} from './layout.ts';
import {store} from './store.ts';
import {onTheme} from './theme.ts';
import {Tiles} from './tiles.ts';

/** Space around the tiles, and what is drawn above and below what is in sight, so that scrolling draws seldom. */
export const PAD = 16;
const BEYOND = 300;

/** The part of a layout that is drawn; `top` counts from the first tile. */
export interface Sight {
	readonly layout: Layout;
	readonly top: number;
	readonly height: number;
}

/** Kept over visits to a card. */
export const kept = {top: 0, card: -1};

export interface SightParts {
	/** What scrolls, what is as tall as all tiles, and the canvas in it. */
	readonly box: HTMLElement;
	readonly space: HTMLElement;
	readonly canvas: HTMLCanvasElement;
	readonly onSight: (sight: Sight) => void;
}

export class SightKeeper {
	readonly tiles: Tiles;
	readonly #fleet: Fleet;
	readonly #parts: SightParts;
	readonly #stops: Array<() => void>;
	#layout: Layout;
	#from = 0;

	constructor(fleet: Fleet, parts: SightParts) {
		this.#fleet = fleet;
		this.#parts = parts;
		this.#layout = layOut(fleet, this.#width());
		this.tiles = new Tiles(parts.canvas, fleet, this.#layout);
		this.#renew();
		this.tiles.choose(kept.card);
		parts.box.scrollTop = kept.top;
		this.#stops = this.#listen();
	}

	close(): void {
		this.#stops.forEach(stop => stop());
		this.tiles.close();
	}

	#listen(): Array<() => void> {
		const {box} = this.#parts;
		const scrolled = (): void => this.#scrolled();
		const renew = (): void => this.#renew();
		const changed = (cards: readonly number[]): void => this.#changed(cards);
		const sizes = new ResizeObserver(renew);
		sizes.observe(box);
		box.addEventListener('scroll', scrolled, {passive: true});
		store.onChanged.add(changed);
		store.onFilter.add(renew);
		return [
			() => sizes.disconnect(),
			() => box.removeEventListener('scroll', scrolled),
			() => store.onChanged.delete(changed),
			() => store.onFilter.delete(renew),
			onTheme(() => this.tiles.recolour()),
		];
	}

	#width(): number {
		return this.#parts.box.clientWidth - 2 * PAD;
	}

	#renew(): void {
		this.#layout = layOut(this.#fleet, this.#width());
		this.#parts.space.style.height = `${this.#layout.height + 2 * PAD}px`;
		this.#look();
	}

	#look(): void {
		const {box, onSight} = this.#parts;
		this.#from = Math.max(0, box.scrollTop - BEYOND);
		const sight = {layout: this.#layout, top: this.#from - PAD, height: box.clientHeight + 2 * BEYOND};
		this.tiles.show(sight.layout, this.#width(), sight.top, sight.height);
		onSight(sight);
	}

	#scrolled(): void {
		kept.top = this.#parts.box.scrollTop;
		if (kept.top < this.#from || kept.top > this.#from + 2 * BEYOND) {
			this.#look();
		}
	}

	#changed(cards: readonly number[]): void {
		if (cards.length > 0 && this.#fleet.dependsOnStatus) {
			this.#renew();
		} else {
			this.tiles.touch(cards);
		}
	}
}
