// The update service of a scenario: the one of `firmware serve`, by the clock of the fleet. Virtual time waits while it is at work.

import type {OpenedFleet} from '../../../sim/fleet/open-fleet.ts';
import type {RolloutPort} from '../../../sim/scenario/bench.ts';
import {SECOND} from '../../core/clock.ts';
import {codedError, isCoded} from '../../core/errors.ts';
import {RandomStream, seedFor} from '../../core/random.ts';
import {fullWires} from '../../protocols/mqtt/full-client.ts';
import {checkPlan} from '../../smartconnect/rollout/plan-check.ts';
import type {RolloutPorts} from '../../smartconnect/rollout/service-ports.ts';
import {RolloutService} from '../../smartconnect/rollout/service.ts';
import {emptyState} from '../../smartconnect/rollout/state.ts';
import type {SimulatedVendor} from '../../smartconnect/signing/simulated-vendor.ts';
import type {Published} from './scenario-firmware.ts';
import {ServeSession} from './serve-session.ts';

/** The service is quiet when it heard nothing for so long in real time. */
const QUIET_MS = 4;
const CONNECT_MS = 10_000;

type ServicePorts = Pick<RolloutPorts, 'send' | 'answersWait'>;

export class ScenarioRollout implements RolloutPort {
	readonly #opened: OpenedFleet;
	readonly #vendor: SimulatedVendor;
	readonly #published: Published;
	readonly #session: ServeSession;
	#up: () => void = () => {};
	#fault: unknown = null;
	#stirredAt = 0;
	#working = 0;
	#last = '';

	constructor(opened: OpenedFleet, vendor: SimulatedVendor, published: Published, seed: number) {
		this.#opened = opened;
		this.#vendor = vendor;
		this.#published = published;
		this.#session = this.#makeSession(seed);
	}

	/** Resolves when it is connected. */
	async open(): Promise<void> {
		const up = new Promise<void>((resolve, reject) => {
			const late = codedError(
				'E_BROKER_UNREACHABLE',
				'The broker of the scenario does not answer its update service.',
				{},
			);
			const timer = setTimeout(() => reject(late), CONNECT_MS);
			this.#up = () => {
				clearTimeout(timer);
				resolve();
			};
		});
		this.#session.start();
		await up;
		this.#opened.updates?.patience.alsoBusy.push(() => this.#holdsTime());
	}

	/** '' or why not. */
	begin(release: string, plan: Readonly<Record<string, unknown>>): string {
		const checked = checkPlan({id: release, ...plan, release: this.#published.digests.get(release)});
		if (checked.plan === null) {
			return checked.problems.map(({path, message}) => `${path} ${message}`).join('; ');
		}
		this.#last = checked.plan.id;
		this.#working += 1;
		void this.#session.service
			.begin(checked.plan)
			.catch((error: unknown) => {
				this.#fault = error;
			})
			.finally(() => {
				this.#working -= 1;
			});
		return '';
	}

	/** Phase of the campaign that began last; '' before any. */
	phase(): string {
		if (this.#fault !== null) {
			throw this.#fault as Error;
		}
		return this.#session.service.state.campaigns.get(this.#last)?.phase ?? '';
	}

	/** States of its cards, in words. */
	told(): string {
		const campaign = this.#session.service.state.campaigns.get(this.#last);
		const counts = Object.entries(campaign?.counts ?? {}).filter(([, count]) => count > 0);
		const cards = counts.map(([state, count]) => `${count} ${state}`).join(', ');
		return campaign === undefined ? '' : [cards, campaign.why].filter(text => text !== '').join('; ');
	}

	async close(): Promise<void> {
		this.#session.cut();
	}

	#holdsTime(): boolean {
		const {client} = this.#session;
		const isAtWork = this.#working > 0 || (client.up && client.unacknowledged > 0);
		return isAtWork || performance.now() - this.#stirredAt < QUIET_MS;
	}

	#makeSession(seed: number): ServeSession {
		const {serviceUrl, fleet} = this.#opened;
		if (serviceUrl === undefined) {
			throw codedError('E_USAGE', 'A scenario with a rollout needs the embedded broker: leave out --mqtt.', {
				option: '--mqtt',
			});
		}
		const {username, password, host} = new URL(serviceUrl);
		// Asked at everything that the service does: it is at work then.
		const nowS = (): number => {
			this.#stirredAt = performance.now();
			return Math.floor((fleet.spec.startUtc + fleet.now()) / SECOND);
		};
		return new ServeSession({
			openWire: fullWires({broker: `mqtt://${host}`, protocolVersion: 4}),
			clock: fleet.clock,
			random: new RandomStream(seedFor(seed, 'rollout')),
			clientId: 'service-firmware',
			user: username,
			password,
			keepaliveSeconds: 0,
			nowS,
			makeService: ports => this.#makeService(ports, nowS),
			onUp: () => this.#up(),
			onDown: () => {},
			onFault: error => {
				this.#fault = isCoded(error) ? error : new Error(String(error));
			},
		});
	}
	/** What it decides is safe at once: a scenario is played in one go. */
	#makeService(ports: ServicePorts, nowS: () => number): RolloutService {
		const {assign, fresh} = this.#vendor.keys;
		return new RolloutService({
			state: emptyState(),
			repository: this.#published.repository,
			keys: {assign, fresh, cardKey: () => null, macClasses: []},
			ports: {...ports, nowS, keep: async () => {}, told: () => {}},
		});
	}
}
