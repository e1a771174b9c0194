// Plays a .dev or .seq file as a UPS over NUT, as dummy-ups does (nut.md 8): TIMER waits, a .seq begins again.

import type {Clock} from '../../../core/clock.ts';
import {SECOND} from '../../../core/clock.ts';
import {openNutServer} from '../server.ts';
import type {NutServerOptions, OpenNut} from '../server.ts';
import {byName, textOf} from '../source.ts';
import type {Freshness, NutSource, NutUps, NutVariable, NutWho, Outcome} from '../source.ts';
import {applyStep, parseDev} from './dev-file.ts';
import type {DevFile} from './dev-file.ts';

export interface NutPlayerOptions extends Pick<NutServerOptions, 'listen' | 'clock' | 'users' | 'tls'> {
	/** What the UPS is called. */
	readonly name: string;
	readonly text: string;
	/** Whether it begins again at its end, as .seq files do. */
	readonly loop: boolean;
	/** Of the program. */
	readonly version: string;
}

/** As long as what dummy-ups gives an unknown variable; longer where the value is. */
const TEXT_LENGTH = 32;
/** dummy-ups rests so long between two rounds of a .seq file. */
const BETWEEN_ROUNDS_MS = SECOND;

class DevUps implements NutUps {
	readonly name: string;
	readonly description = null;
	private readonly clock: Clock;
	private readonly file: DevFile;
	private readonly loop: boolean;
	private readonly values = new Map<string, string>();
	private alarms: string[] = [];
	private at = 0;
	private forced = false;
	private cancel = () => {};

	constructor({name, text, loop, clock}: NutPlayerOptions) {
		this.name = name;
		this.clock = clock;
		this.file = parseDev(text);
		this.loop = loop;
		this.play();
	}

	stop(): void {
		this.cancel();
	}

	freshness(): Freshness {
		return 'fresh';
	}

	variables(): readonly NutVariable[] {
		const names = [...this.values.keys(), ...(this.alarms.length > 0 ? ['ups.alarm'] : [])];
		return [...new Set(names)].toSorted(byName).flatMap(name => this.variable(name) ?? []);
	}

	variable(name: string): NutVariable | null {
		const wanted = name.toLowerCase();
		const value = this.valueOf(wanted);
		const type = textOf(Math.max(TEXT_LENGTH, value?.length ?? 0));
		return value === undefined ? null : {name: wanted, value, writable: true, type: () => type};
	}

	/** dummy-ups has one command, and it comes to nothing (nut.md 8). */
	commands(): readonly string[] {
		return ['load.off'];
	}

	set(name: string, value: string, _who: NutWho, told: (outcome: Outcome) => void): void {
		applyStep(this.values, {do: 'set', name, value: value === '' ? null : value});
		told('success');
	}

	run(_command: string, _parameter: string | null, _who: NutWho, told: (outcome: Outcome) => void): void {
		told('unknown');
	}

	isForced(): boolean {
		return this.forced;
	}

	force(): void {
		this.forced = true;
	}

	refused(): void {
		// A file has no log.
	}

	private valueOf(name: string): string | undefined {
		const value = this.values.get(name);
		if (this.alarms.length === 0) {
			return value;
		}
		if (name === 'ups.alarm') {
			return this.alarms.join(' ');
		}
		return name === 'ups.status' ? `ALARM ${value ?? ''}`.trim() : value;
	}

	/** Goes on to the next wait, or to the end. */
	private play(): void {
		const {steps} = this.file;
		while (this.at < steps.length) {
			const step = steps[this.at];
			this.at += 1;
			if (step.do === 'wait') {
				this.cancel = this.clock.after(step.seconds * SECOND, () => this.play());
				return;
			}
			if (step.do === 'alarm') {
				this.alarms = step.text === '' ? [] : [...this.alarms, step.text];
			} else {
				applyStep(this.values, step);
			}
		}
		if (this.loop) {
			this.at = 0;
			this.cancel = this.clock.after(BETWEEN_ROUNDS_MS, () => this.play());
		}
	}
}

/** The UPS of a file, and what stops it. */
export function playDev(options: NutPlayerOptions): {readonly source: NutSource; readonly stop: () => void} {
	const ups = new DevUps(options);
	return {
		source: {
			list: () => [ups],
			find: name => (name.toLowerCase() === ups.name.toLowerCase() ? ups : null),
		},
		stop: () => ups.stop(),
	};
}

/** Serves a .dev or .seq file over NUT as it is. Throws E_PORT_TAKEN. */
export async function openNutPlayer(options: NutPlayerOptions): Promise<OpenNut> {
	const {source, stop} = playDev(options);
	const {name: _name, text: _text, loop: _loop, ...rest} = options;
	const product = `Ridethrough ${options.version}`;
	const server = await openNutServer({...rest, login: null, source, product, describe: () => null});
	return {
		...server,
		async close() {
			stop();
			await server.close();
		},
	};
}
