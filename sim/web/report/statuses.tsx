// Statuses as people read them: a swatch with its letter, and the legend.

import {statusLooks} from '../shared/statuses.ts';

export function lookOf(status: number): (typeof statusLooks)[number] {
	return statusLooks[status] ?? statusLooks[0];
}

export function Swatch({status}: {readonly status: number}) {
	const {name, letter} = lookOf(status);
	return (
		<span class="swatch" style={{background: `var(--${name})`, color: `var(--${name}-ink)`}} aria-hidden="true">
			{letter}
		</span>
	);
}

export function Legend({counts}: {readonly counts: readonly number[]}) {
	return (
		<ul class="legend" aria-label="Statuses and how many cards had each at some time">
			{statusLooks.map(({title}, status) =>
				counts[status] === 0 ? null : (
					<li key={title}>
						<Swatch status={status} />
						{title} <span class="count">{counts[status]}</span>
					</li>
				),
			)}
		</ul>
	);
}
