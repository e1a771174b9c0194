// A card as a device of Home Assistant (mqtt.md b): retained discovery, a state document, availability as the will, and presses that
// name the session, so that none from before a restart does anything.

import type {HomeAssistantReadings} from '../../../agent/home-assistant.ts';
import type {TelemetryFace} from '../../../agent/telemetry-face.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import type {RandomStream} from '../../../core/random.ts';
import {Client} from '../client.ts';
import type {ClientEvents} from '../client.ts';
import {topicPrefixFor, userNameFor} from '../topics.ts';
import type {Closed, Message, OpenWire} from '../wire.ts';
import {discoveryConfig, orderNames} from './config.ts';
import type {HomeAssistantIdentity} from './config.ts';

const STATUS_TOPIC = 'homeassistant/status';
const SET_BYTES_MAX = 512;
const QUEUE_MAX = 16;
/** All cards hear that Home Assistant is there: each answers at a moment of its own. */
const ANSWER_WITHIN_MS = 10000;

export interface HomeAssistantOptions {
	readonly identity: HomeAssistantIdentity;
	/** `homeAssistantReadings` of src/agent/home-assistant.ts. */
	readonly readings: HomeAssistantReadings;
	readonly clock: Clock;
	/** A stream of the card's own: for back-off, delays and session ids. */
	readonly random: RandomStream;
	readonly openWire: OpenWire;
	/** Null: the card's own `{partition}/{card}` when there is a password, else none. */
	readonly user: string | null;
	readonly password: string | null;
	/** Seconds; 0 is off. */
	readonly keepaliveSeconds: number;
	/** Gives an order by its name; `target` is the outlet group, or 0. */
	readonly order: (name: string, target: number) => void;
	/** A message was refused, and why: for a report at a limited rate. */
	readonly refused: (why: string) => void;
	readonly onDown: (closed: Closed) => void;
}

export class HomeAssistantFace implements TelemetryFace, ClientEvents {
	readonly options: HomeAssistantOptions;
	readonly prefix: string;
	readonly configTopic: string;
	readonly client: Client;
	session: string;
	state: string;
	cancelAnswer: (() => void) | null;

	constructor(options: HomeAssistantOptions) {
		const {identity, clock, random, openWire, user, password, keepaliveSeconds} = options;
		this.options = options;
		this.prefix = topicPrefixFor(identity.cardId);
		this.configTopic = `homeassistant/device/${userNameFor(identity.cardId)}/config`;
		this.session = '';
		this.state = '';
		this.cancelAnswer = null;
		this.client = new Client({
			openWire,
			clock,
			random,
			queueMax: QUEUE_MAX,
			events: this,
			filters: [`${this.prefix}set`, STATUS_TOPIC],
			connectOptions: () => ({
				clientId: `${identity.cardId}/ha`,
				user: user ?? (password === null ? null : userNameFor(identity.cardId)),
				password,
				keepaliveSeconds,
				will: this.availability('offline'),
			}),
		});
	}

	availability(text: 'online' | 'offline'): Message {
		return this.kept(`${this.prefix}availability`, text);
	}

	kept(topic: string, text: string): Message {
		return {topic, payload: Buffer.from(text), qos: 1, retain: true, resend: false};
	}

	start(): void {
		this.client.start();
	}

	stop(): Promise<void> {
		this.cancelAnswer?.();
		this.client.publish(this.availability('offline'));
		return this.client.stop();
	}

	cut(): void {
		this.cancelAnswer?.();
		this.client.cut();
	}

	/** Takes the device out of Home Assistant, for good, and ends. */
	decommission(): Promise<void> {
		this.client.publish(this.kept(this.configTopic, ''));
		return this.stop();
	}

	sample(_t: Millis, row: Int32Array, at: number, lost: boolean, steady: boolean): void {
		const {readings, identity} = this.options;
		const state = JSON.stringify(readings.stateOf(row, at, lost, identity.switchedGroups));
		if (state !== this.state || steady) {
			this.state = state;
			this.sendState();
		}
	}

	sendState(): void {
		if (this.state !== '') {
			const payload = Buffer.from(this.state);
			this.client.publish({topic: `${this.prefix}state`, payload, qos: 0, retain: false, resend: false});
		}
	}

	logged(): void {
		// Home Assistant has no place for events: it sees what they change.
	}

	onConnected(): void {
		this.session = this.options.random.whole(0, 0xffffffff).toString(16).padStart(8, '0');
		this.introduce();
	}

	introduce(): void {
		const {identity, readings} = this.options;
		this.client.publish(
			this.kept(this.configTopic, discoveryConfig(identity, readings.rows, this.prefix, this.session)),
		);
		this.client.publish(this.availability('online'));
		this.sendState();
	}

	onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		const text = payload.length > SET_BYTES_MAX ? '' : Buffer.from(payload).toString();
		if (topic === STATUS_TOPIC) {
			this.hearStatus(text, retained);
		} else {
			this.press(text, retained);
		}
	}

	hearStatus(text: string, retained: boolean): void {
		if (text !== 'online' || retained || this.cancelAnswer !== null) {
			return;
		}
		const delay = Math.floor(this.options.random.between(0, ANSWER_WITHIN_MS));
		this.cancelAnswer = this.options.clock.after(delay, () => {
			this.cancelAnswer = null;
			this.introduce();
		});
	}

	press(text: string, retained: boolean): void {
		const fault = retained ? 'The press is retained; it must not be, so that nothing runs late.' : this.obey(text);
		if (fault !== '') {
			this.options.refused(fault);
		}
	}

	/** Gives the order of a press; the fault of one that is refused, or ''. */
	obey(text: string): string {
		const {do: word, group, session} = pressFrom(text);
		if (typeof word !== 'string' || !Object.hasOwn(orderNames, word)) {
			return `A press must be JSON with "do" one of ${Object.keys(orderNames).join(', ')}.`;
		}
		if (session !== this.session) {
			return 'The press names another session than the present one; Home Assistant has the present one from the config.';
		}
		const needsGroup = word.startsWith('group-');
		const groups = this.options.identity.switchedGroups;
		if (needsGroup && !(Number.isInteger(group) && (group as number) >= 1 && (group as number) <= groups)) {
			return `The press names no outlet group of this UPS: 1 to ${groups} are allowed.`;
		}
		this.options.order(orderNames[word], needsGroup ? (group as number) : 0);
		return '';
	}

	onClosed(closed: Closed): void {
		this.cancelAnswer?.();
		this.cancelAnswer = null;
		this.options.onDown(closed);
	}

	onPuback(): void {
		// The broker's word says nothing of who has read it.
	}

	nextMessage(): null {
		return null;
	}
}

function pressFrom(text: string): {do?: unknown; group?: unknown; session?: unknown} {
	try {
		return (JSON.parse(text) as object | null) ?? {};
	} catch {
		return {};
	}
}

/** A Home Assistant face that is not yet started. Throws E_CARD_ID_INVALID. */
export function createHomeAssistantFace(options: HomeAssistantOptions): HomeAssistantFace {
	return new HomeAssistantFace(options);
}
