// The update service: what cards and operators say goes in, facts are stored, and only then something is sent. It knows no
// protocol; firmware serve and the portal give it their ports.

import {codedError} from '../../core/errors.ts';
import {inventoryWanted} from '../../ota/inventory-wanted.ts';
import type {Collected} from '../ingest/collector.ts';
import type {BirthFacts} from '../ingest/decode.ts';
import type {Action} from './actions.ts';
import {ChunkDesk, chunkLimits} from './chunk-desk.ts';
import type {Answer} from './chunk-desk.ts';
import type {Fact} from './facts.ts';
import {deviceFrom} from './inventory.ts';
import type {CampaignPlan} from './plan.ts';
import {checkPlan} from './plan-check.ts';
import {Presence} from './presence.ts';
import {ReleaseShelf} from './release-shelf.ts';
import type {RolloutCounters, RolloutOptions} from './service-ports.ts';
import {join, settle, takeIn} from './settle.ts';
import type {Settled} from './settle.ts';
import {ServiceSigner} from './signers.ts';
import type {Campaign, RolloutState} from './state.ts';
import * as take from './take.ts';
import {decodeRequest} from './requests.ts';
import type {InventoryReport} from './requests.ts';
import {encodeOffer, encodeTime, encodeWithdraw, ROOTS_MOST} from './wire.ts';

/** A card asks for the time once for each of its nonces: five minutes apart unless it restarts (ota.md 3.4). */
const TIME_EVERY_S = 2;
/** Counters of freshness tokens are reserved in steps, so that not each one is a write. */
const COUNTERS_RESERVED = 1000;

export class RolloutService {
	readonly presence = new Presence();
	readonly shelf: ReleaseShelf;
	readonly chunks: ChunkDesk;
	readonly #options: RolloutOptions;
	readonly #signer: ServiceSigner;
	readonly #timeGivenS = new Map<string, number>();
	readonly #timeWanted = new Map<string, Uint8Array>();
	#counter: number;
	readonly #counters = {
		offers: 0,
		withdrawals: 0,
		timeTokens: 0,
		timeRefused: 0,
		inventories: 0,
		inventoriesRefused: 0,
		malformed: 0,
	};

	constructor(options: RolloutOptions) {
		this.#options = options;
		this.#signer = new ServiceSigner(options.keys);
		this.#counter = options.state.counter;
		this.shelf = new ReleaseShelf(options.repository, () => options.ports.nowS() * 1000);
		this.chunks = new ChunkDesk((card, digest, part) => this.#part(card, digest, part), chunkLimits);
	}

	get state(): RolloutState {
		return this.#options.state;
	}

	get counters(): RolloutCounters {
		return {...this.#counters};
	}

	/** Follows up what time brings; call it once a second or so. */
	async tick(): Promise<void> {
		await this.#commit([]);
	}

	/**
	 * `kept`: the broker kept it for us; then the inventory that followed it went by unheard. What follows from a birth or an
	 * inventory waits for the next tick: thousands come at once.
	 */
	async takeBirth(card: string, birth: BirthFacts, kept: boolean): Promise<void> {
		const {model, serial, cardFirmware, site} = birth;
		const nowS = this.#nowS();
		const isNew = this.presence.born(card, birth.sessionId, nowS);
		const facts = take.takeCard(this.state, {card, site: site ?? '', model, serial, firmware: cardFirmware}, nowS);
		if (!isNew) {
			return this.#keep(takeIn(this.state, facts));
		}
		if (kept) {
			this.#send(card, Uint8Array.from(inventoryWanted));
		}
		this.chunks.forget(card);
		this.#timeGivenS.delete(card);
		for (const {plan} of take.toWithdraw(this.state, card, nowS)) {
			this.#withdraw(card, plan.id, plan.release);
		}
		return this.#keep(takeIn(this.state, [...facts, ...take.takeSession(this.state, card, nowS)]));
	}

	takeDeath(card: string, session: number): void {
		this.presence.died(card, session);
		this.chunks.forget(card);
	}

	/** Events of cards, each once and in order; resolves when what they mean is safe, and how far they were read. */
	async takeEvents(collected: readonly Collected[]): Promise<void> {
		const nowS = this.#nowS();
		const taken: Settled = {facts: [], actions: []};
		const places = new Map<string, Fact>();
		for (const each of collected) {
			const {card, logId} = 'lost' in each ? each.lost : each.event;
			const through = 'lost' in each ? each.lost.through : each.event.sequence;
			this.presence.spoke(card, nowS);
			places.set(card, {fact: 'place', atS: nowS, card, logId, through});
			// Each event is judged by the state that the ones before it leave.
			join(taken, takeIn(this.state, 'event' in each ? take.takeEvent(this.state, each.event, nowS) : []));
		}
		// A place follows what was read up to it: cut in between, the events come again and mean nothing new.
		join(taken, takeIn(this.state, [...places.values()]));
		join(taken, settle(this.state, [], nowS, this.presence));
		await this.#keep(taken);
	}

	/** A message of kind `ota-request`. */
	async takeRequest(card: string, payload: Uint8Array): Promise<void> {
		const request = decodeRequest(payload);
		if (request === null) {
			this.#counters.malformed += 1;
			return;
		}
		this.presence.spoke(card, this.#nowS());
		if (request.kind === 'fetch') {
			this.chunks.take(card, request);
			this.#options.ports.answersWait();
		} else if (request.kind === 'time') {
			await this.#giveTime(card, request.nonce);
		} else {
			await this.#takeInventory(card, request);
		}
	}

	/** The next chunk to send, made when there is room for it. */
	nextAnswer(): Answer | null {
		return this.chunks.next();
	}

	/** A new campaign from what an operator wrote. Throws E_REQUEST_INVALID with all problems, and what `begin` throws. */
	async create(given: unknown): Promise<Campaign> {
		const {plan, problems} = checkPlan(given);
		if (plan === null) {
			const [{path, message}] = problems;
			const place = path === '' ? 'the campaign' : path;
			throw Object.assign(codedError('E_REQUEST_INVALID', `${place} ${message}.`, {field: path}), {problems});
		}
		return this.begin(plan);
	}

	/** A new campaign. Throws E_RESOURCE_UNKNOWN, E_RESOURCE_CHANGED, E_REQUEST_INVALID, E_FIRMWARE_INVALID. */
	async begin(plan: CampaignPlan): Promise<Campaign> {
		const {facts} = this.shelf.offerable(plan.release);
		const classes = plan.classes.length > 0 ? plan.classes : [Buffer.from(facts.classId).toString('hex')];
		await this.#commit(take.orderCreate(this.state, {...plan, classes}, this.#nowS()));
		return this.state.campaigns.get(plan.id) as Campaign;
	}

	/** As `begin`, or goes on with the campaign of this plan where there is one. */
	async beginOrGoOn(plan: CampaignPlan): Promise<Campaign> {
		const known = this.state.campaigns.get(plan.id);
		return known !== undefined && take.isSamePlan(known.plan, plan) ? known : this.begin(plan);
	}

	async hold(id: string, why: string): Promise<void> {
		await this.#commit(take.orderHold(this.state, id, why, this.#nowS()));
	}

	async resume(id: string): Promise<void> {
		await this.#commit(take.orderResume(this.state, id, this.#nowS()));
	}

	async abort(id: string, why: string): Promise<void> {
		await this.#commit(take.orderAbort(this.state, id, why, this.#nowS()));
	}

	async raise(id: string, percent: number): Promise<void> {
		await this.#commit(take.orderRaise(this.state, id, percent, this.#nowS()));
	}

	#nowS(): number {
		return this.#options.ports.nowS();
	}

	/** Takes facts in with all that follows. */
	async #commit(facts: readonly Fact[]): Promise<void> {
		await this.#keep(settle(this.state, facts, this.#nowS(), this.presence));
	}

	/** Nothing is sent before what it is sent for is safe. */
	async #keep({facts, actions}: Settled): Promise<void> {
		if (facts.length === 0) {
			return;
		}
		await this.#options.ports.keep(facts);
		for (const action of actions) {
			this.#carryOut(action);
		}
		this.#options.ports.told(facts, actions);
	}

	#carryOut(action: Action): void {
		if (action.do === 'offer') {
			this.#offer(action);
		} else if (action.do === 'withdraw') {
			this.#withdraw(action.card, action.campaign, action.release);
		}
	}

	/** What cannot be sent now is offered again (decide.ts): nothing waits here. */
	#offer({card, campaign, version, fromS, untilS}: Extract<Action, {do: 'offer'}>): void {
		const {plan} = this.state.campaigns.get(campaign) as Campaign;
		const device = this.state.cards.get(card)?.device ?? null;
		const release = this.shelf.find(plan.release);
		if (device === null || release === null) {
			return;
		}
		const assignment = this.#signer.assignment({
			device,
			campaign,
			release: release.facts.manifestDigest,
			version,
			forS: plan.assignForS,
			nowS: this.#nowS(),
		});
		if (assignment !== null) {
			const roots = this.shelf.rootsAfter(device.rootVersion);
			const {envelope} = release;
			this.#counters.offers += 1;
			this.#send(card, encodeOffer({campaign, envelope, assignment, roots, source: plan.source, fromS, untilS}));
		}
	}

	#withdraw(card: string, campaign: string, release: string): void {
		this.#counters.withdrawals += 1;
		this.#send(card, encodeWithdraw(campaign, Buffer.from(release, 'hex')));
	}

	#send(card: string, payload: Uint8Array): void {
		this.#options.ports.send(card, payload);
	}

	/** The part of a release that a card fetches, for the slot that it does not run. */
	#part(card: string, digest: Uint8Array, part: number): Uint8Array | null {
		const active = this.state.cards.get(card)?.device?.active ?? 0;
		return this.shelf.part(Buffer.from(digest).toString('hex'), part, 1 - active);
	}

	async #giveTime(card: string, nonce: Uint8Array): Promise<void> {
		const nowS = this.#nowS();
		const device = this.state.cards.get(card)?.device ?? null;
		if (device === null) {
			// Which root documents it misses is told by its inventory, which follows.
			this.#timeWanted.set(card, nonce);
			return;
		}
		if (nowS - (this.#timeGivenS.get(card) ?? -Infinity) < TIME_EVERY_S) {
			this.#counters.timeRefused += 1;
			return;
		}
		this.#timeGivenS.set(card, nowS);
		const counter = await this.#nextCounter(nowS);
		// A card takes no token of a root document that it cannot reach with what comes beside it.
		const rootVersion = Math.min(this.shelf.rootVersion, device.rootVersion + ROOTS_MOST);
		const latest = this.shelf.latest();
		const token = this.#signer.freshness({device, nonce, counter, rootVersion, latest, nowS});
		if (token !== null) {
			this.#counters.timeTokens += 1;
			this.#send(card, encodeTime(token, this.shelf.rootsAfter(device.rootVersion)));
		}
	}

	/** Rises over restarts, and over the loss of what was stored while the clock goes on. */
	async #nextCounter(nowS: number): Promise<number> {
		this.#counter = Math.max(this.#counter + 1, nowS);
		const counter = this.#counter;
		if (counter > this.state.counter) {
			const reserved: Fact = {fact: 'counter', atS: nowS, through: counter + COUNTERS_RESERVED};
			await this.#keep(takeIn(this.state, [reserved]));
		}
		return counter;
	}

	async #takeInventory(card: string, report: InventoryReport): Promise<void> {
		const vouches = this.#signer.vouches(card, report);
		this.#counters.inventories += 1;
		if (vouches === false) {
			this.#counters.inventoriesRefused += 1;
			return;
		}
		const device = deviceFrom(card, report, vouches === true);
		await this.#keep(takeIn(this.state, take.takeDevice(this.state, device, this.#nowS())));
		const nonce = this.#timeWanted.get(card);
		if (this.#timeWanted.delete(card) && nonce !== undefined) {
			await this.#giveTime(card, nonce);
		}
	}
}
