// What stands over the tiles: the name of each site that is in sight with what is amiss there, and what a tile stands for.

import {statusLooks} from '../shared/statuses.ts';
import type {Fleet} from './fleet.ts';
import {count} from './format.ts';
import {blocksBetween, cornerOf} from './layout.ts';
import type {Block, Layout} from './layout.ts';
import {PAD} from './sight.ts';
import type {Sight} from './sight.ts';

const TIP_HEIGHT = 90;
const ODD_SHOWN = 3;
const online = 0;

/** One element a site that is in sight. */
export function Headings({fleet, sight}: {readonly fleet: Fleet; readonly sight: Sight}) {
	return (
		<>
			{blocksBetween(sight.layout, sight.top, sight.top + sight.height).map(block => (
				<Heading key={block.site} fleet={fleet} block={block} />
			))}
		</>
	);
}

function Heading({fleet, block}: {readonly fleet: Fleet; readonly block: Block}) {
	const {site, x, y, width} = block;
	const odd = statusLooks
		.map((look, status) => ({look, status, cards: fleet.siteCount(site, status)}))
		.filter(({status, cards}) => status !== online && cards > 0)
		.toReversed()
		.slice(0, ODD_SHOWN);
	return (
		<div
			class="site"
			data-site={fleet.facts.sites[site]}
			style={{left: `${x + PAD}px`, top: `${y + PAD}px`, width: `${width}px`}}
		>
			<span class="site-name">{fleet.facts.sites[site]}</span>
			<span class="site-count">{count(block.cards.length)}</span>
			{odd.map(({look, cards}) => (
				<span key={look.name} class={`badge small is-${look.name}`} title={look.title}>
					{look.letter} {count(cards)}
				</span>
			))}
		</div>
	);
}

interface TipProps {
	readonly fleet: Fleet;
	readonly layout: Layout | undefined;
	/** -1 for none. */
	readonly card: number;
	/** Of what scrolls. */
	readonly width: number;
}

export function Tip({fleet, layout, card, width}: TipProps) {
	const {ids, sites, siteOf, models, modelOf} = fleet.facts;
	if (layout === undefined || card < 0 || layout.placeOf[card] < 0) {
		return null;
	}
	const {x, y} = cornerOf(layout, card);
	const look = statusLooks[fleet.statusOf(card)];
	const isRight = x > width / 2;
	return (
		<div
			class="tip"
			aria-hidden="true"
			style={{
				...(y > layout.height - TIP_HEIGHT && y > TIP_HEIGHT
					? {bottom: `${layout.height - y + PAD + 6}px`}
					: {top: `${y + PAD + layout.tile + 6}px`}),
				...(isRight ? {right: `${width - x - layout.tile - PAD}px`} : {left: `${x + PAD}px`}),
			}}
		>
			<strong>{ids[card]}</strong>
			<span class={`badge small is-${look.name}`}>
				{look.letter} {look.title}
			</span>
			<span class="tip-more">
				{models[modelOf[card]]} at {sites[siteOf[card]]}
				{fleet.isFaulty(card) ? ', under a fault' : ''}
			</span>
		</div>
	);
}
