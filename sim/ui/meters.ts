// What the program counts beside its cards, as numbers with names: the families that /metrics serves as well.

import type {MetricFamily, MetricSource} from '../../src/protocols/metrics/exposition.ts';
import type {Meter} from './messages.ts';

/** A page has no use for more. */
const METERS_MAX = 64;

export function metersOf(sources: readonly MetricSource[]): Meter[] {
	return sources
		.flatMap(source => source())
		.flatMap(metersOfFamily)
		.slice(0, METERS_MAX);
}

/** Of a histogram its count alone. */
function metersOfFamily({name, type, samples}: MetricFamily): Meter[] {
	return samples
		.filter(({suffix}) => suffix === undefined || suffix === '_count')
		.map(({suffix, labels, value}) => ({
			name: `${name}${suffix ?? ''}`,
			of: Object.values(labels).join(' '),
			isCounter: type !== 'gauge',
			value,
		}))
		.filter(({value}) => Number.isFinite(value));
}
