// Draws the tiles of the fleet on a canvas somewhat taller than what is in sight: all of them after a long scroll, else those that
// changed.

import {statusLooks} from '../shared/statuses.ts';
import type {Fleet} from './fleet.ts';
import {blocksBetween, cornerOf, HEADING} from './layout.ts';
import type {Block, Layout} from './layout.ts';

/** Room around a tile in its picture, for the ring of the one that is chosen. */
const LETTER_SHARE = 0.68;
const ROUND_SHARE = 0.18;
const MARK_SHARE = 0.36;
const RING = 2;

export class Tiles {
	readonly #canvas: HTMLCanvasElement;
	readonly #pen: CanvasRenderingContext2D;
	readonly #fleet: Fleet;
	#layout: Layout;
	#top = 0;
	#height = 0;
	#chosen = -1;
	#pictures: HTMLCanvasElement | null = null;
	#isWhole = false;
	#changed = new Set<number>();
	#frame = 0;

	constructor(canvas: HTMLCanvasElement, fleet: Fleet, layout: Layout) {
		this.#canvas = canvas;
		this.#pen = canvas.getContext('2d') as CanvasRenderingContext2D;
		this.#fleet = fleet;
		this.#layout = layout;
	}

	/** The window that is drawn, CSS pixels; `top` counts from the first tile. */
	show(layout: Layout, width: number, top: number, height: number): void {
		const ratio = devicePixelRatio;
		if (layout.tile !== this.#layout.tile) {
			this.#pictures = null;
		}
		this.#layout = layout;
		this.#top = top;
		this.#height = height;
		const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
		if (this.#canvas.width !== w || this.#canvas.height !== h) {
			this.#canvas.width = w;
			this.#canvas.height = h;
		}
		this.#canvas.style.transform = `translateY(${top}px)`;
		this.#canvas.style.width = `${width}px`;
		this.#canvas.style.height = `${height}px`;
		this.redraw();
	}

	choose(card: number): void {
		this.#chosen = card;
		this.redraw();
	}

	/** The colours are others now. */
	recolour(): void {
		this.#pictures = null;
		this.redraw();
	}

	redraw(): void {
		this.#isWhole = true;
		this.#later();
	}

	touch(cards: readonly number[]): void {
		cards.forEach(card => this.#changed.add(card));
		this.#later();
	}

	close(): void {
		cancelAnimationFrame(this.#frame);
	}

	#later(): void {
		this.#frame ||= requestAnimationFrame(() => {
			this.#frame = 0;
			this.#draw();
		});
	}

	#draw(): void {
		const ratio = devicePixelRatio;
		this.#pictures ??= picturesOf(this.#layout.tile, ratio);
		this.#pen.setTransform(ratio, 0, 0, ratio, 0, -this.#top * ratio);
		if (this.#isWhole) {
			this.#pen.clearRect(0, this.#top, this.#canvas.width, this.#height);
			for (const block of blocksBetween(this.#layout, this.#top, this.#top + this.#height)) {
				this.#drawBlock(block);
			}
		} else {
			this.#changed.forEach(card => this.#drawChanged(card));
		}
		this.#drawRing();
		this.#isWhole = false;
		this.#changed.clear();
	}

	#drawBlock(block: Block): void {
		const {pitch} = this.#layout;
		const firstRow = Math.max(0, Math.floor((this.#top - block.y - HEADING) / pitch));
		const lastRow = Math.ceil((this.#top + this.#height - block.y - HEADING) / pitch);
		const end = Math.min(block.cards.length, (lastRow + 1) * block.columns);
		for (let at = firstRow * block.columns; at < end; at++) {
			const x = block.x + (at % block.columns) * pitch;
			const y = block.y + HEADING + Math.floor(at / block.columns) * pitch;
			this.#drawTile(block.cards[at], x, y);
		}
	}

	#drawChanged(card: number): void {
		if (this.#layout.placeOf[card] < 0) {
			return;
		}
		const {x, y} = cornerOf(this.#layout, card);
		if (y + this.#layout.tile >= this.#top && y <= this.#top + this.#height) {
			this.#drawTile(card, x, y);
		}
	}

	#drawTile(card: number, x: number, y: number): void {
		const {tile} = this.#layout;
		const ratio = devicePixelRatio;
		const side = Math.round(tile * ratio);
		const at = this.#fleet.statusOf(card) + (this.#fleet.isFaulty(card) ? statusLooks.length : 0);
		this.#pen.clearRect(x, y, tile, tile);
		this.#pen.drawImage(this.#pictures as HTMLCanvasElement, at * side, 0, side, side, x, y, tile, tile);
	}

	#drawRing(): void {
		if (this.#chosen < 0 || this.#layout.placeOf[this.#chosen] < 0) {
			return;
		}
		const {x, y} = cornerOf(this.#layout, this.#chosen);
		const {tile} = this.#layout;
		this.#pen.strokeStyle = colour('--focus');
		this.#pen.lineWidth = RING;
		this.#pen.strokeRect(x - RING / 2, y - RING / 2, tile + RING, tile + RING);
	}
}

/** All looks of a tile side by side: each status, then each with the mark of a fault. */
function picturesOf(tile: number, ratio: number): HTMLCanvasElement {
	const side = Math.round(tile * ratio);
	const canvas = document.createElement('canvas');
	canvas.width = 2 * statusLooks.length * side;
	canvas.height = side;
	const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
	pen.textAlign = 'center';
	pen.textBaseline = 'middle';
	pen.font = `700 ${Math.round(side * LETTER_SHARE)}px ${getComputedStyle(document.body).fontFamily}`;
	for (let at = 0; at < 2 * statusLooks.length; at++) {
		const look = statusLooks[at % statusLooks.length];
		drawPicture(pen, {x: at * side, side, look, isFaulty: at >= statusLooks.length});
	}
	return canvas;
}

interface Picture {
	readonly x: number;
	readonly side: number;
	readonly look: (typeof statusLooks)[number];
	readonly isFaulty: boolean;
}

function drawPicture(pen: CanvasRenderingContext2D, {x, side, look, isFaulty}: Picture): void {
	pen.fillStyle = colour(`--${look.name}`);
	pen.beginPath();
	pen.roundRect(x, 0, side, side, side * ROUND_SHARE);
	pen.fill();
	pen.fillStyle = colour(`--${look.name}-ink`);
	pen.fillText(look.letter, x + side / 2, side * 0.54);
	if (isFaulty) {
		const mark = side * MARK_SHARE;
		pen.fillStyle = colour('--surface');
		pen.beginPath();
		pen.moveTo(x + side - mark, 0);
		pen.lineTo(x + side, 0);
		pen.lineTo(x + side, mark);
		pen.fill();
		pen.fillStyle = colour('--danger');
		pen.beginPath();
		pen.moveTo(x + side - mark * 0.72, 0);
		pen.lineTo(x + side, 0);
		pen.lineTo(x + side, mark * 0.72);
		pen.fill();
	}
}

let probe: HTMLElement | null = null;

/** A colour of tokens.css as it is now, in the light or in the dark. */
export function colour(name: string): string {
	if (probe === null) {
		probe = document.createElement('span');
		probe.hidden = true;
		document.body.append(probe);
	}
	probe.style.color = `var(${name})`;
	return getComputedStyle(probe).color;
}
