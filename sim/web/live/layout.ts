// Where the tiles stand: a block a site, blocks side by side in rows as wide as the page.

import type {Fleet} from './fleet.ts';

export interface Block {
	readonly site: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly columns: number;
	/** Cards that are shown, in order. */
	readonly cards: readonly number[];
	/** Place of the first among all that are shown. */
	readonly first: number;
}

export interface Layout {
	/** Side of a tile, and what it takes with the space beside it. */
	readonly tile: number;
	readonly pitch: number;
	readonly height: number;
	readonly blocks: readonly Block[];
	/** All cards that are shown, in order; and of each card its place there, -1 where it is not. */
	readonly cards: readonly number[];
	readonly placeOf: Int32Array;
	readonly blockOf: Int32Array;
}

export const HEADING = 26;
const BLOCK_GAP = 18;
const TILE_GAP = 2;
/** Up to so many cards a tile is so large. */
const sizes: ReadonlyArray<readonly [cards: number, tile: number]> = [
	[60, 44],
	[250, 34],
	[600, 26],
	[1500, 20],
	[5000, 16],
	[Infinity, 13],
];
/** A block is about this wide. */
const WIDEST = 20;
const NARROWEST = 8;

export function layOut(fleet: Fleet, width: number): Layout {
	const cards = fleet.shown();
	const tile = sizes.find(([most]) => cards.length <= most)?.[1] ?? 13;
	const pitch = tile + TILE_GAP;
	const groups = groupsOf(fleet, cards);
	const largest = Math.max(1, ...groups.map(group => group.cards.length));
	const wished = Math.min(WIDEST, Math.max(NARROWEST, largest));
	const across = Math.max(1, Math.floor((width + BLOCK_GAP) / (wished * pitch + BLOCK_GAP)));
	const blockWidth = Math.floor((width - (across - 1) * BLOCK_GAP) / across);
	const columns = Math.max(1, Math.floor((blockWidth + TILE_GAP) / pitch));
	return place(groups, {across, blockWidth, columns, tile, pitch, cards, count: fleet.bytes.length});
}

interface Group {
	readonly site: number;
	readonly cards: number[];
}

/** Cards are sorted by site. */
function groupsOf(fleet: Fleet, cards: readonly number[]): Group[] {
	const groups: Group[] = [];
	for (const card of cards) {
		const site = fleet.facts.siteOf[card];
		const last = groups.at(-1);
		if (last === undefined || last.site !== site) {
			groups.push({site, cards: [card]});
		} else {
			last.cards.push(card);
		}
	}
	return groups;
}

interface Grid {
	readonly across: number;
	readonly blockWidth: number;
	readonly columns: number;
	readonly tile: number;
	readonly pitch: number;
	readonly cards: readonly number[];
	readonly count: number;
}

function place(groups: readonly Group[], grid: Grid): Layout {
	const {across, blockWidth, columns, tile, pitch, cards, count} = grid;
	const placeOf = new Int32Array(count).fill(-1);
	const blockOf = new Int32Array(count).fill(-1);
	const blocks: Block[] = [];
	let y = 0;
	let first = 0;
	for (let from = 0; from < groups.length; from += across) {
		let height = 0;
		for (const [i, group] of groups.slice(from, from + across).entries()) {
			const own = HEADING + Math.ceil(group.cards.length / columns) * pitch;
			const x = i * (blockWidth + BLOCK_GAP);
			group.cards.forEach((card, at) => {
				placeOf[card] = first + at;
				blockOf[card] = blocks.length;
			});
			blocks.push({site: group.site, x, y, width: blockWidth, height: own, columns, cards: group.cards, first});
			first += group.cards.length;
			height = Math.max(height, own);
		}
		y += height + BLOCK_GAP;
	}
	return {tile, pitch, height: Math.max(0, y - BLOCK_GAP), blocks, cards, placeOf, blockOf};
}

/** Top left corner of a card's tile. */
export function cornerOf({blocks, blockOf, placeOf, pitch}: Layout, card: number): {x: number; y: number} {
	const block = blocks[blockOf[card]];
	const at = placeOf[card] - block.first;
	return {
		x: block.x + (at % block.columns) * pitch,
		y: block.y + HEADING + Math.floor(at / block.columns) * pitch,
	};
}

/** The card at a point; -1 where there is none. */
export function cardAt({blocks, pitch}: Layout, x: number, y: number): number {
	const block = blocks.find(each => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height);
	if (block === undefined || y < block.y + HEADING) {
		return -1;
	}
	const column = Math.floor((x - block.x) / pitch);
	const row = Math.floor((y - block.y - HEADING) / pitch);
	return column < block.columns ? (block.cards[row * block.columns + column] ?? -1) : -1;
}

/** The blocks that lie between two heights. */
export function blocksBetween({blocks}: Layout, top: number, bottom: number): readonly Block[] {
	return blocks.filter(({y, height}) => y + height >= top && y <= bottom);
}

/** The card above or below a card's tile; over the edge of a block, the nearest of the next one there. */
export function neighbour(layout: Layout, card: number, down: boolean): number {
	const {x, y} = cornerOf(layout, card);
	const step = down ? layout.pitch : -layout.pitch;
	const inside = cardAt(layout, x, y + step);
	if (inside >= 0) {
		return inside;
	}
	const block = layout.blocks[layout.blockOf[card]];
	const beyond = layout.blocks.filter(each => (down ? each.y > block.y : each.y < block.y));
	const rowY = down ? Math.min(...beyond.map(each => each.y)) : Math.max(...beyond.map(each => each.y));
	const next = beyond.filter(each => each.y === rowY).toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];
	if (next === undefined) {
		return card;
	}
	const column = Math.min(Math.floor((x - block.x) / layout.pitch), next.columns - 1);
	const lastRow = Math.floor((next.cards.length - 1) / next.columns);
	const at = (down ? 0 : lastRow * next.columns) + column;
	return next.cards[Math.min(at, next.cards.length - 1)];
}
