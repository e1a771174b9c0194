// Runs `firmware serve`: the service between a repository, a store, a broker and an HTTP port.

import {codedError} from '../../core/errors.ts';
import {RandomStream, seedFor} from '../../core/random.ts';
import {nodeClock} from '../../platform/node/clock.ts';
import {fullWires} from '../../protocols/mqtt/full-client.ts';
import {brokerError} from '../../protocols/mqtt/wire.ts';
import type {Action} from '../../smartconnect/rollout/actions.ts';
import type {Fact} from '../../smartconnect/rollout/facts.ts';
import {openRolloutHttp} from '../../smartconnect/rollout/http/open-http.ts';
import type {OpenedRolloutHttp} from '../../smartconnect/rollout/http/open-http.ts';
import {ReleaseRepository} from '../../smartconnect/rollout/repository.ts';
import {RolloutService} from '../../smartconnect/rollout/service.ts';
import type {ServiceKeys} from '../../smartconnect/rollout/signers.ts';
import {isOpen, isUnderWay} from '../../smartconnect/rollout/state.ts';
import type {Campaign} from '../../smartconnect/rollout/state.ts';
import {RolloutStore} from '../../smartconnect/rollout/store.ts';
import {writeReady} from '../faces/open-faces.ts';
import {addressOf} from '../faces/place.ts';
import type {Io} from '../io.ts';
import {brokerOptionsFrom, passwordFrom} from '../mqtt-options.ts';
import type {MqttOptions} from '../mqtt-options.ts';
import {ProgressLine} from '../progress-line.ts';
import {readCampaignFile} from './campaign-file.ts';
import {passphraseOf} from './files.ts';
import {serveKeys} from './serve-keys.ts';
import {countsText, factJson, factText} from './serve-lines.ts';
import {ServeSession} from './serve-session.ts';

export interface ServeGiven extends MqttOptions {
	readonly repository: string;
	readonly keys: string;
	readonly passphrase?: string;
	readonly cardKeys?: string;
	readonly data: string;
	readonly mqtt: string;
	readonly mqttVersion: '3.1.1' | '5';
	readonly clientId: string;
	readonly http?: string;
	readonly httpHost: readonly string[];
	readonly httpToken?: string;
	readonly campaign?: string;
	readonly untilDone?: boolean;
	readonly json?: boolean;
	readonly readyFile?: string;
}

const KEEPALIVE_SECONDS = 60;
const MS_PER_SECOND = 1000;

const nowS = (): number => Math.floor(Date.now() / MS_PER_SECOND);

/** What a run ends with: an error, or nothing where it was told to end or is done. */
type End = (error?: unknown) => void;

/** Serves until INT or TERM, or until the campaign has ended. Throws what keeps it from serving. */
export async function serve(io: Io, given: ServeGiven): Promise<void> {
	if (given.untilDone === true && given.campaign === undefined) {
		throw codedError('E_USAGE', '--until-done waits for a campaign: give --campaign FILE.', {option: '--until-done'});
	}
	const repository = new ReleaseRepository(given.repository);
	const keys = serveKeys(given, passphraseOf(given.passphrase), repository);
	const plan = given.campaign === undefined ? null : await readCampaignFile(given.campaign, text => io.note(text));
	const store = await RolloutStore.open(given.data);
	try {
		const run = new ServeRun(io, given, repository, keys, store);
		await run.untilEnded(plan === null ? null : async () => run.session.service.beginOrGoOn(plan));
	} finally {
		await store.close();
	}
}

class ServeRun {
	readonly session: ServeSession;
	readonly #io: Io;
	readonly #given: ServeGiven;
	readonly #progress: ProgressLine;
	readonly #ended: Promise<void>;
	#end: End = () => undefined;
	#isEnding = false;
	/** The campaign that the run waits for; '' where it waits for none. */
	#awaited = '';

	constructor(io: Io, given: ServeGiven, repository: ReleaseRepository, keys: ServiceKeys, store: RolloutStore) {
		this.#io = io;
		this.#given = given;
		this.#progress = new ProgressLine(io, () => Date.now());
		this.#ended = new Promise((resolve, reject) => {
			this.#end = error => (error === undefined ? resolve() : reject(error));
			io.stop.addEventListener('abort', () => resolve(), {once: true});
		});
		this.session = this.#makeSession(repository, keys, store);
	}

	async untilEnded(begin: (() => Promise<Campaign>) | null): Promise<void> {
		const http = await this.#openHttp();
		try {
			const campaign = await begin?.();
			this.#awaited = this.#given.untilDone === true ? (campaign?.plan.id ?? '') : '';
			this.#sayReady(http);
			this.session.start();
			this.#look();
			await this.#ended;
			this.#isEnding = true;
			await this.session.stop();
		} finally {
			this.#progress.end();
			this.session.cut();
			await http?.close();
		}
	}

	#makeSession(repository: ReleaseRepository, keys: ServiceKeys, store: RolloutStore): ServeSession {
		const {address, nodes, user, password, tls} = brokerOptionsFrom(this.#given.mqtt, this.#given);
		const {clientId, mqttVersion} = this.#given;
		const protocolVersion = mqttVersion === '5' ? 5 : 4;
		return new ServeSession({
			openWire: fullWires({broker: nodes, protocolVersion, needsFilters: true, ...(tls === null ? {} : {tls})}),
			clock: nodeClock,
			random: new RandomStream(seedFor(process.pid, clientId)),
			clientId,
			user,
			password,
			keepaliveSeconds: KEEPALIVE_SECONDS,
			nowS,
			makeService: ports =>
				new RolloutService({
					state: store.state,
					repository,
					keys,
					ports: {
						...ports,
						nowS,
						keep: async facts => store.append(facts),
						told: (facts, actions) => this.#tell(facts, actions),
					},
				}),
			onUp: () => this.#io.note(`connected to ${address}`),
			onDown: closed => {
				if (!this.#isEnding) {
					this.#io.note(`${brokerError(closed, address).message} Trying again.`);
				}
			},
			onFault: error => this.#end(error),
		});
	}

	async #openHttp(): Promise<OpenedRolloutHttp | null> {
		const {http, httpToken, httpHost} = this.#given;
		if (http === undefined) {
			return null;
		}
		const token = httpToken === undefined ? undefined : passwordFrom('--http-token', httpToken, process.env);
		return openRolloutHttp({
			service: this.session.service,
			listen: http,
			hosts: httpHost,
			version: '1',
			isReady: () => this.session.isUp,
			...(token === undefined ? {} : {token}),
		});
	}

	#sayReady(http: OpenedRolloutHttp | null): void {
		const {service} = this.session;
		const at: Record<string, string> = http === null ? {} : {http: `http://${addressOf(http)}`};
		const places = Object.values(at)
			.map(place => `, ${place}`)
			.join('');
		this.#io.note(
			`ready: ${service.shelf.list().length} releases, ${service.state.campaigns.size} campaigns, ${service.state.cards.size} cards known${places}`,
		);
		writeReady(this.#given.readyFile, service.state.cards.size, at);
	}

	#tell(facts: readonly Fact[], _actions: readonly Action[]): void {
		for (const fact of facts) {
			const text = this.#given.json === true ? factJson(fact) : factText(fact);
			if (text !== '') {
				this.#io.out(text);
			}
		}
		this.#look();
	}

	/** Whether the campaign that is waited for has ended. */
	#look(): void {
		const campaign = this.session.service.state.campaigns.get(this.#awaited);
		if (campaign === undefined) {
			return;
		}
		this.#progress.show(countsText(campaign));
		if (hasEnded(campaign)) {
			this.#io.note(`${countsText(campaign)}${campaign.why === '' ? '' : `: ${campaign.why}`}`);
			this.#io.exitCode = campaign.phase === 'completed' && campaign.isGood ? 0 : 1;
			this.#end();
		}
	}
}

/** Nothing more comes of itself: a campaign that a rule held waits for an operator, and one that ended for its last cards. */
function hasEnded(campaign: Campaign): boolean {
	if (campaign.phase === 'held') {
		return campaign.by === 'rule';
	}
	const isQuiet = [...campaign.entries.values()].every(entry => !isUnderWay(entry) || entry.state === 'silent');
	return !isOpen(campaign) && isQuiet;
}
