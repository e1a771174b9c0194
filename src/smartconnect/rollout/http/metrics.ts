// What the update service counts, for Prometheus: names are public and only grow.

import {collectDefaultMetrics, Counter, Gauge, Registry} from 'prom-client';
import {cardStateNames} from '../card-states.ts';
import type {RolloutService} from '../service.ts';
import type {Campaign} from '../state.ts';
import type {FileCounters} from './files.ts';

const phases = ['running', 'held', 'stopped', 'aborted', 'completed'] as const;

type Read = (service: RolloutService, files: FileCounters) => number;

const counters: ReadonlyArray<readonly [name: string, help: string, read: Read]> = [
	['offers_total', 'Offers sent.', ({counters: {offers}}) => offers],
	['withdrawals_total', 'Withdrawals sent.', ({counters: {withdrawals}}) => withdrawals],
	['time_tokens_total', 'Freshness tokens sent.', ({counters: {timeTokens}}) => timeTokens],
	['time_refused_total', 'Requests for the time that came too fast.', ({counters: {timeRefused}}) => timeRefused],
	['inventories_total', 'Inventories received.', ({counters: {inventories}}) => inventories],
	[
		'inventories_refused_total',
		'Inventories that the key of the card does not vouch for.',
		({counters: {inventoriesRefused}}) => inventoriesRefused,
	],
	['malformed_total', 'Requests of cards that were none.', ({counters: {malformed}}) => malformed],
	['fetches_total', 'Requests for bytes over MQTT.', ({chunks}) => chunks.counters.requests],
	['chunks_total', 'Answers with bytes over MQTT.', ({chunks}) => chunks.counters.chunks],
	['chunk_bytes_total', 'Bytes of images and tables in them.', ({chunks}) => chunks.counters.bytes],
	['fetches_not_served_total', 'Requests for bytes that were refused.', ({chunks}) => chunks.counters.notServed],
	[
		'fetches_dropped_total',
		'Requests that a newer one replaced, or that were too many.',
		({chunks}) => chunks.counters.dropped,
	],
	['http_requests_total', 'Requests for images, tables and envelopes over HTTP.', (_, files) => files.requests],
	['http_bytes_total', 'Bytes sent for them.', (_, files) => files.bytes],
];

const gauges: ReadonlyArray<readonly [name: string, help: string, read: Read]> = [
	['known_cards', 'Cards that were ever heard.', ({state}) => state.cards.size],
	['online_cards', 'Cards with a session.', ({presence}) => presence.count],
	['fetches_waiting', 'Cards that wait for bytes.', ({chunks}) => chunks.waiting],
];

/** A registry that reads the service at each scrape. */
export function createMetrics(service: RolloutService, files: FileCounters): Registry {
	const registry = new Registry();
	collectDefaultMetrics({register: registry});
	for (const [name, help, read] of counters) {
		registry.registerMetric(
			new Counter({
				name: `ridethrough_rollout_${name}`,
				help,
				registers: [],
				collect() {
					this.reset();
					this.inc(read(service, files));
				},
			}),
		);
	}
	for (const [name, help, read] of gauges) {
		registry.registerMetric(
			new Gauge({
				name: `ridethrough_rollout_${name}`,
				help,
				registers: [],
				collect() {
					this.set(read(service, files));
				},
			}),
		);
	}
	addCampaigns(registry, service);
	return registry;
}

interface CampaignGauge {
	readonly name: string;
	readonly help: string;
	/** Label beside that of the campaign; null where there is none. */
	readonly label: string | null;
	/** Values by that label. */
	readonly read: (campaign: Campaign) => ReadonlyArray<readonly [label: string, value: number]>;
}

const campaignGauges: readonly CampaignGauge[] = [
	{
		name: 'ridethrough_rollout_cards',
		help: 'Cards of a campaign by state.',
		label: 'state',
		read: ({counts}) => cardStateNames.map(state => [state, counts[state]]),
	},
	{
		name: 'ridethrough_rollout_campaign',
		help: 'Phase of a campaign: 1 for the one it is in.',
		label: 'phase',
		read: ({phase}) => phases.map(each => [each, Number(each === phase)]),
	},
	{
		name: 'ridethrough_rollout_wave',
		help: 'Wave of a campaign, from 1; 0 before the first.',
		label: null,
		read: ({wave}) => [['', wave + 1]],
	},
];

function addCampaigns(registry: Registry, service: RolloutService): void {
	for (const {name, help, label, read} of campaignGauges) {
		const gauge = new Gauge({
			name,
			help,
			labelNames: ['campaign', ...(label === null ? [] : [label])],
			registers: [],
			collect() {
				this.reset();
				for (const [campaign, state] of service.state.campaigns) {
					for (const [value, count] of read(state)) {
						this.set({campaign, ...(label === null ? {} : {[label]: value})}, count);
					}
				}
			},
		});
		registry.registerMetric(gauge);
	}
}
