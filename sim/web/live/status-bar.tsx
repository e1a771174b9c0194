// Counts by status, each a switch of the filter, and the search.

import {statusLooks} from '../shared/statuses.ts';
import type {Fleet} from './fleet.ts';
import {noFilter} from './fleet.ts';
import {count} from './format.ts';
import {store, useStore} from './store.ts';

export function StatusBar({fleet}: {readonly fleet: Fleet}) {
	useStore();
	const {text} = fleet.filter;
	return (
		<div class="status-bar" role="group" aria-label="Cards by status">
			<button type="button" class="chip" aria-pressed={!fleet.isFiltered} onClick={() => store.setFilter(noFilter)}>
				<span class="chip-count">{count(fleet.bytes.length)}</span> All
			</button>
			<StatusChips fleet={fleet} />
			<label class="search">
				<span class="unseen">Search by id, site or model</span>
				<input
					type="search"
					value={text}
					placeholder="Id, site or model"
					spellcheck={false}
					onInput={event => store.setFilter({text: event.currentTarget.value.trim().toLowerCase()})}
				/>
			</label>
		</div>
	);
}

function StatusChips({fleet}: {readonly fleet: Fleet}) {
	const {statuses, faulty} = fleet.filter;
	return (
		<>
			{statusLooks.map((look, status) =>
				fleet.counts[status] === 0 && !statuses.has(status) ? null : (
					<button
						key={look.name}
						type="button"
						class="chip"
						data-status={look.name}
						aria-pressed={statuses.has(status)}
						onClick={() => toggle(statuses, status)}
					>
						<span class={`swatch is-${look.name}`} aria-hidden="true">
							{look.letter}
						</span>
						<span class="chip-count">{count(fleet.counts[status])}</span> {look.title}
					</button>
				),
			)}
			{fleet.faulty === 0 && !faulty ? null : (
				<button type="button" class="chip" aria-pressed={faulty} onClick={() => store.setFilter({faulty: !faulty})}>
					<span class="swatch is-fault" aria-hidden="true" />
					<span class="chip-count">{count(fleet.faulty)}</span> Under a fault
				</button>
			)}
		</>
	);
}

function toggle(statuses: ReadonlySet<number>, status: number): void {
	const next = new Set(statuses);
	if (!next.delete(status)) {
		next.add(status);
	}
	store.setFilter({statuses: next});
}
