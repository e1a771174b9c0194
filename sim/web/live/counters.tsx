// What the program counts: each number with its unit, and how fast it rises.

import type {Meter} from '../../ui/messages.ts';
import {bytes, count, rate, words} from './format.ts';
import {keyOf, useStore} from './store.ts';

const hidden = ['ridethrough_virtual_time_seconds', 'ridethrough_speed_ratio'];

export function Counters() {
	const {meters, rates} = useStore();
	const shown = meters.filter(({name}) => !hidden.includes(name));
	return (
		<section class="rail-part" aria-label="Counters">
			{shown.length === 0 ? (
				<p class="none">Nothing is counted yet: no protocol but this page is open.</p>
			) : (
				<table class="counters">
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col">In all</th>
							<th scope="col">A second</th>
						</tr>
					</thead>
					<tbody>
						{shown.map(meter => (
							<tr key={keyOf(meter)}>
								<th scope="row">
									{titleOf(meter)}
									{meter.of === '' ? null : <span class="lines-more"> {meter.of}</span>}
								</th>
								<td>{valueText(meter, meter.value)}</td>
								<td>{meter.isCounter ? rateText(meter, rates.of(keyOf(meter))) : ''}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</section>
	);
}

function titleOf({name}: Meter): string {
	return words(name.replace(/^ridethrough_/, '').replace(/_(total|count)$/, ''));
}

function valueText({name}: Meter, value: number): string {
	if (name.includes('bytes')) {
		return bytes(value);
	}
	return name.endsWith('_seconds')
		? `${value.toFixed(3)} s`
		: Number.isInteger(value)
			? count(value)
			: value.toFixed(2);
}

function rateText({name}: Meter, perSecond: number): string {
	return name.includes('bytes') ? `${bytes(perSecond)}/s` : `${rate(perSecond)}/s`;
}
