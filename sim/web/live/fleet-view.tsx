// The fleet at a glance: one canvas of tiles under headings of sites, walked with the arrow keys.

import {useLayoutEffect, useRef, useState} from 'preact/hooks';
import type {RefObject} from 'preact';
import {statusLooks} from '../shared/statuses.ts';
import type {Fleet} from './fleet.ts';
import {noFilter} from './fleet.ts';
import {Headings, Tip} from './headings.tsx';
import {cardAt, cornerOf, neighbour} from './layout.ts';
import type {Layout} from './layout.ts';
import {openCard} from './place.ts';
import {kept, PAD, SightKeeper} from './sight.ts';
import type {Sight} from './sight.ts';
import {store} from './store.ts';

export function FleetView({fleet}: {readonly fleet: Fleet}) {
	const box = useRef<HTMLDivElement>(null);
	const space = useRef<HTMLDivElement>(null);
	const canvas = useRef<HTMLCanvasElement>(null);
	const [sight, setSight] = useState<Sight | null>(null);
	const keeper = useKeeper(fleet, {box, space, canvas}, setSight);
	const [chosen, setChosen] = useState(kept.card);
	const [hover, setHover] = useState(-1);
	const layout = sight?.layout;
	const at = (event: MouseEvent): number => (layout === undefined ? -1 : cardUnder(layout, box.current, event));
	const choose = (card: number): void => {
		kept.card = card;
		setChosen(card);
		keeper.current?.tiles.choose(card);
	};
	return (
		<>
			{layout?.cards.length === 0 ? <NoneShown /> : null}
			<div
				class="tiles"
				ref={box}
				tabIndex={0}
				role="listbox"
				aria-label="Cards by site. Arrow keys walk, Enter opens a card."
				aria-activedescendant={chosen >= 0 ? 'chosen-card' : undefined}
				onKeyDown={event => walk(event, {fleet, layout, chosen, choose, box: box.current})}
				onMouseMove={event => setHover(at(event))}
				onMouseLeave={() => setHover(-1)}
				onClick={event => open(fleet, at(event))}
			>
				<Chosen fleet={fleet} layout={layout} card={chosen} />
				<div class="tiles-space" ref={space}>
					<canvas ref={canvas} class="tiles-canvas" aria-hidden="true" />
					{sight === null ? null : <Headings fleet={fleet} sight={sight} />}
					<Tip fleet={fleet} layout={layout} card={hover} width={box.current?.clientWidth ?? 0} />
				</div>
			</div>
		</>
	);
}

interface Parts {
	readonly box: RefObject<HTMLDivElement>;
	readonly space: RefObject<HTMLDivElement>;
	readonly canvas: RefObject<HTMLCanvasElement>;
}

function useKeeper(fleet: Fleet, {box, space, canvas}: Parts, onSight: (sight: Sight) => void): RefObject<SightKeeper> {
	const keeper = useRef<SightKeeper>(null);
	useLayoutEffect(() => {
		keeper.current = new SightKeeper(fleet, {
			box: box.current as HTMLElement,
			space: space.current as HTMLElement,
			canvas: canvas.current as HTMLCanvasElement,
			onSight,
		});
		return () => keeper.current?.close();
	}, [fleet]);
	return keeper;
}

function open(fleet: Fleet, card: number): void {
	if (card >= 0) {
		kept.card = card;
		openCard(fleet.facts.ids[card]);
	}
}

interface Walk {
	readonly fleet: Fleet;
	readonly layout: Layout | undefined;
	readonly chosen: number;
	readonly choose: (card: number) => void;
	readonly box: HTMLElement | null;
}

function walk(event: KeyboardEvent, {fleet, layout, chosen, choose, box}: Walk): void {
	const next = layout === undefined ? undefined : stepOf(event.key, layout, chosen);
	if (event.key === 'Enter') {
		open(fleet, chosen);
	} else if (next !== undefined && layout !== undefined && box !== null) {
		event.preventDefault();
		choose(next);
		reveal(box, cornerOf(layout, next).y, layout.tile);
	}
}

function cardUnder(layout: Layout, box: HTMLElement | null, event: MouseEvent): number {
	if (box === null) {
		return -1;
	}
	const {left, top} = box.getBoundingClientRect();
	return cardAt(layout, event.clientX - left - PAD, event.clientY - top + box.scrollTop - PAD);
}

/** The card that a key leads to; undefined for other keys. */
function stepOf(key: string, layout: Layout, chosen: number): number | undefined {
	const {cards, placeOf} = layout;
	const place = chosen >= 0 ? placeOf[chosen] : -1;
	const along = (step: number): number => cards[Math.min(Math.max(place + step, 0), cards.length - 1)];
	const steps: Readonly<Record<string, () => number>> = {
		ArrowRight: () => along(1),
		ArrowLeft: () => along(-1),
		ArrowDown: () => (place < 0 ? cards[0] : neighbour(layout, chosen, true)),
		ArrowUp: () => (place < 0 ? cards[0] : neighbour(layout, chosen, false)),
		Home: () => cards[0],
		End: () => cards[cards.length - 1],
	};
	return cards.length === 0 ? undefined : steps[key]?.();
}

function reveal(box: HTMLElement, y: number, tile: number): void {
	const top = y + PAD;
	if (top < box.scrollTop + PAD * 2) {
		box.scrollTop = Math.max(0, top - box.clientHeight / 3);
	} else if (top + tile > box.scrollTop + box.clientHeight - PAD) {
		box.scrollTop = top - (box.clientHeight * 2) / 3;
	}
}

/** What a screen reader is told of the tile that is chosen. */
function Chosen({
	fleet,
	layout,
	card,
}: {
	readonly fleet: Fleet;
	readonly layout: Layout | undefined;
	readonly card: number;
}) {
	const isThere = card >= 0 && layout !== undefined && layout.placeOf[card] >= 0;
	return (
		<div
			id="chosen-card"
			class="unseen"
			role="option"
			aria-selected={isThere}
			aria-posinset={isThere ? layout.placeOf[card] + 1 : 1}
			aria-setsize={Math.max(1, layout?.cards.length ?? 1)}
		>
			{isThere ? nameOf(fleet, card) : 'No card is chosen'}
		</div>
	);
}

function nameOf(fleet: Fleet, card: number): string {
	const {ids, sites, siteOf, models, modelOf} = fleet.facts;
	const look = statusLooks[fleet.statusOf(card)];
	const fault = fleet.isFaulty(card) ? ', under a fault' : '';
	return `${ids[card]}, ${look.title}${fault}, ${models[modelOf[card]]}, ${sites[siteOf[card]]}`;
}

function NoneShown() {
	return (
		<div class="empty">
			<p>No card is all of what you filter by.</p>
			<button type="button" onClick={() => store.setFilter(noFilter)}>
				Show all cards
			</button>
		</div>
	);
}
