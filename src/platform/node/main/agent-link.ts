// A real UPS as the world of a card: an image of its registers that is kept up to date, and what follows from it.

import {actCalibrate} from '../../../agent/ups-control.ts';
import type {Clock, Millis} from '../../../core/clock.ts';
import {LinkHistory} from '../../../link/history.ts';
import {identityIn} from '../../../link/identity.ts';
import type {LinkedIdentity} from '../../../link/identity.ts';
import {inventoryBlock, settingsBlock, statusBlock} from '../../../link/image.ts';
import type {Block, RegisterImage} from '../../../link/image.ts';
import type {OpenMaster} from '../../../link/master.ts';
import type {Write} from '../../../link/orders.ts';
import type {Seen} from '../../../link/reading.ts';
import {UpsLink} from '../../../link/ups-link.ts';
import type {PollTimes} from '../../../link/ups-link.ts';
import {updateNone} from '../../../ups/codes.ts';
import {calibrationResult} from '../../../ups/reading.ts';
import {ratingOf} from '../../../ups/rating.ts';
import type {Rating} from '../../../ups/rating.ts';
import {LinkedControl} from './agent-link-control.ts';
import {linkedModel} from './agent-link-model.ts';
import {fillDetails, fillReading, fillUnheard} from './agent-link-row.ts';
import {LinkedSettings} from './agent-link-settings.ts';
import {TestWatch} from './agent-link-watch.ts';
import type {UpsNews, UpsState, UpsWorld} from './ups-world.ts';

/** What a UPS was when it was last heard: blocks of its registers by name. Plain JSON. */
export type KeptInventory = Readonly<Record<string, readonly number[]>>;

export interface LinkedUpsOptions {
	readonly open: OpenMaster;
	readonly clock: Clock;
	readonly times: PollTimes;
	/** What an earlier run kept; null when nothing was. */
	readonly kept: KeptInventory | null;
	readonly keep: (inventory: KeptInventory) => void;
	/** Tells a person of something. */
	readonly note: (text: string) => void;
	/** Another UPS answers than the one that this was made for. */
	readonly replaced: () => void;
}

/** Result of a calibration that has not begun (nmc.md 6). */
const CALIBRATION_PENDING = 6;
const keptBlocks: readonly Block[] = [inventoryBlock, settingsBlock];
const noNews: UpsNews = {heard() {}, silent() {}, failed() {}};

function isSame(a: LinkedIdentity, b: LinkedIdentity): boolean {
	const {firmware: _a, ...before} = a;
	const {firmware: _b, ...now} = b;
	return JSON.stringify(before) === JSON.stringify(now);
}

/** One real UPS. It polls from the start; the card is told from `start` on. */
export class LinkedUps implements UpsWorld {
	readonly simulated = null;
	readonly updatePhase = updateNone;
	readonly settings: LinkedSettings;
	readonly control: LinkedControl;
	readonly rating: Rating;
	readonly twinRating: Rating | null;
	readonly identity: LinkedIdentity;
	readonly doubleConversion: boolean;
	/** Whether it answers. */
	isHeard = false;
	readonly #options: LinkedUpsOptions;
	readonly #link: UpsLink;
	readonly #history = new LinkHistory();
	readonly #watch = new TestWatch();
	#news: UpsNews = noNews;
	/** When it was last heard; null before that. */
	#heardAt: Millis | null = null;
	#whyToldLast = '';

	/** The UPS of `link`, which is running; made for what its image says now. */
	constructor(link: UpsLink, options: LinkedUpsOptions) {
		this.#link = link;
		this.#options = options;
		this.identity = identityIn(link.image);
		const {model, isKnown} = linkedModel(this.identity, link.image);
		this.rating = ratingOf(model);
		this.twinRating = isKnown ? this.rating : null;
		this.doubleConversion = this.rating.doubleConversion;
		this.control = new LinkedControl(this);
		this.settings = new LinkedSettings(this, this.identity);
	}

	get image(): RegisterImage {
		return this.#link.image;
	}

	get firmware(): string {
		return this.identity.firmware;
	}

	get state(): UpsState {
		return {linked: true, upsTime: 0, doubles: new Float64Array(0), integers: new Int32Array(0)};
	}

	catchUp(): void {}

	/** Nothing that a card knows before the UPS says it. */
	nextAt(): Millis {
		return Infinity;
	}

	measure(row: Int32Array): void {
		const seen = this.#seen();
		if (seen === null) {
			fillUnheard(row);
			return;
		}
		fillReading(seen, row);
		if (this.#watch.awaits(actCalibrate)) {
			row[calibrationResult] = CALIBRATION_PENDING;
		}
	}

	measureDetails(row: Int32Array): void {
		fillDetails(this.#seen(), row);
	}

	start(news: UpsNews): void {
		this.#news = news;
	}

	async stop(): Promise<void> {
		this.#news = noNews;
		await this.#link.stop();
	}

	write(write: Write, shownBy: Block, done: (failure: Error | null) => void): void {
		this.#link.write(write, shownBy, done);
	}

	note(text: string): void {
		this.#options.note(text);
	}

	send(action: number, target: number, write: Write): void {
		this.#watch.sent(action, this.image);
		this.#link.write(write, statusBlock, failure => {
			if (failure === null) {
				this.#watch.taken(action, this.#options.clock.now());
			} else {
				this.#fail(action, target, `The UPS was not told: ${failure.message}.`);
			}
		});
	}

	/** New registers have come. */
	heard(isNew: boolean): void {
		if (isNew && !this.#isStill()) {
			this.#options.replaced();
			return;
		}
		const t = this.#options.clock.now();
		this.isHeard = true;
		this.#heardAt = t;
		this.#whyToldLast = '';
		this.#history.observe(this.image, this.rating.nominalVolts, t);
		for (const action of this.#watch.observe(this.image, t)) {
			this.#fail(action, 0, 'The UPS took the order and did not begin.');
		}
		this.#news.heard();
	}

	/** It does not answer, and why. */
	silent(why: string): void {
		this.isHeard = false;
		if (why !== this.#whyToldLast) {
			this.#whyToldLast = why;
			this.note(`the UPS is not heard: ${why}; trying again`);
		}
		this.#news.silent();
	}

	/** Keeps what the UPS is; false where it is another than before. */
	#isStill(): boolean {
		this.#options.keep(Object.fromEntries(keptBlocks.map(block => [block.name, this.image.words(block)])));
		return isSame(this.identity, identityIn(this.image));
	}

	#fail(action: number, target: number, why: string): void {
		this.#watch.ended(action);
		this.#news.failed(action, target, why);
	}

	/** What was last seen, as of then: a silent UPS does not go on. */
	#seen(): Seen | null {
		const t = this.#heardAt;
		return t === null ? null : {image: this.image, history: this.#history, identity: this.identity, t};
	}
}

/**
 * Links to a UPS and waits for its first answer, at most `patienceMs`; without one it is taken for what `kept` says, or for one
 * of which nothing is known.
 */
export async function linkUps(options: LinkedUpsOptions, patienceMs: Millis): Promise<LinkedUps> {
	let ups: LinkedUps | undefined;
	let why = 'no answer in time';
	let begin: () => void = () => {};
	const link = new UpsLink(options.open, options.clock, options.times, {
		heard(_image, isNew) {
			begin();
			ups?.heard(isNew);
		},
		silent(reason) {
			why = reason;
			ups?.silent(reason);
		},
	});
	for (const block of keptBlocks) {
		link.image.take(block.address, options.kept?.[block.name] ?? []);
	}
	const isHeard = await new Promise<boolean>(resolve => {
		const cancel = options.clock.after(patienceMs, () => resolve(false));
		begin = () => {
			cancel();
			resolve(true);
		};
		link.start();
	});
	begin = () => {};
	ups = new LinkedUps(link, options);
	if (isHeard) {
		ups.heard(true);
	} else {
		ups.silent(why);
	}
	return ups;
}
