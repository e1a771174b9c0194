// What a face of the card sees of it: one card at one moment, whichever protocol asks. SNMP, Modbus, NUT, HTTP and the control API
// are tables over this; it is the same for the card of an agent and for one of a fleet's hundred thousand.

import type {Millis} from '../core/clock.ts';
import type {Rating} from '../ups/rating.ts';
import type {LogEntry} from './card-rows.ts';
import type {Verdict} from './commands/desk.ts';
import type {StageTold} from './commands/ports.ts';
import type {FirmwareView} from './firmware-view.ts';
import type {Checked, SettingChange, SettingState} from './settings/desk.ts';

/** What does not change while the card runs. Texts are printable ASCII. */
export interface CardIdentity {
	readonly cardId: string;
	readonly site: string;
	readonly vendor: string;
	/** SKU, such as SMT1500. */
	readonly sku: string;
	/** What the UPS calls itself, such as Smart-UPS 1500. */
	readonly modelName: string;
	readonly family: string;
	readonly serial: string;
	readonly upsFirmware: string;
	readonly cardFirmware: string;
	/** Model, serial number and hardware address of the card itself. */
	readonly cardModel: string;
	readonly cardSerial: string;
	/** Six bytes as 00:c0:b7:12:34:56. */
	readonly macAddress: string;
	/** Days since 2000-01-01 on which the UPS was made. */
	readonly manufacturedDay: number;
	readonly rating: Rating;
	/** What a recording says in the place of the above or of a reading, by its own address (OID or NUT name); {} without one. */
	readonly recorded: Readonly<Record<string, string>>;
}

/** The slots of a reading by name, whole numbers in the steps of ups/reading.ts; NOT_AVAILABLE where there is nothing. */
export interface ReadingSlots {
	readonly outputStatus: number;
	readonly batteryStatus: number;
	readonly chargerStage: number;
	readonly batteryCharge: number;
	readonly batteryRuntime: number;
	readonly batteryVolts: number;
	readonly batteryAmperes: number;
	readonly batteryTemperature: number;
	readonly secondsOnBattery: number;
	readonly inputVolts: number;
	readonly inputHertz: number;
	readonly outputVolts: number;
	readonly outputHertz: number;
	readonly outputAmperes: number;
	readonly outputWatts: number;
	readonly outputVoltAmperes: number;
	readonly loadRatio: number;
	readonly outputEnergy: number;
	readonly efficiency: number;
	readonly transferCause: number;
	readonly changeCause: number;
	readonly transferCount: number;
	readonly selfTestResult: number;
	readonly selfTestCount: number;
	readonly calibrationResult: number;
	readonly groupsOn: number;
	readonly group0Status: number;
	readonly group1Status: number;
	readonly group2Status: number;
	readonly group3Status: number;
	readonly conditions0: number;
	readonly conditions1: number;
	readonly conditions2: number;
	readonly predictedRuntime: number;
	readonly predictedRuntimeSigma: number;
	readonly batteryHealth: number;
	readonly batteryHealthSigma: number;
	readonly replaceDay: number;
	readonly replaceDaySigma: number;
}

/** What faces tell beside the reading, whole numbers; NOT_AVAILABLE where there is nothing. */
export interface DetailSlots {
	/** Countdowns of an outlet group (0 is the main one), s; -1 while none runs. */
	turnOffIn(group: number): number;
	turnOnIn(group: number): number;
	stayOffFor(group: number): number;
	/** External battery packs, and packs that are bad, the internal one included. */
	readonly externalPacks: number;
	readonly badPacks: number;
	/** Extremes of the input since the beginning of the last minute, 0.1 V. */
	readonly inputVoltsLow: number;
	readonly inputVoltsHigh: number;
	/** Minutes since 2000-01-01 UTC of the last self-test, calibration and transfer to battery. */
	readonly selfTestMinute: number;
	readonly calibrationMinute: number;
	readonly transferMinute: number;
	/** Who began the last self-test and calibration: 1 a protocol, 2 the panel, 3 the UPS itself. */
	readonly selfTestSource: number;
	readonly calibrationSource: number;
	/** Days since 2000-01-01: when the battery was put in, and when its life is expected to end. */
	readonly batteryInstalledDay: number;
	readonly batteryLifeEndDay: number;
	/** A number of register 25 of the UPS's Modbus map (battery-life.ts). */
	readonly batteryLife: number;
	/** 1 while the UPS beeps, 0 while it does not; and whether somebody muted it. */
	readonly beeping: number;
	readonly muted: number;
	/** Of an update of the UPS's firmware: 1 none, 3 under way, 4 the last one succeeded, 5 it failed. */
	readonly updateState: number;
	/** What such an update does with the output: 1 leaves it on, without protection; 2 turns it off meanwhile. */
	readonly updateMode: number;
}

/** Who does something: actor as in EventNote, role and origin of roles.ts. */
export interface Who {
	readonly actor: string;
	readonly role: number;
	readonly origin: number;
}

export interface FaceOrder {
	/** Name of the table of commands, such as outputOff. */
	readonly command: string;
	/** Outlet group; 0 where the command takes none. */
	readonly target: number;
	readonly value: number | null;
	readonly text: string;
	readonly who: Who;
}

/** What became of an order at once; the rest is told by stages of this id. */
export interface OrderAnswer extends Verdict {
	readonly commandId: string;
}

/** A paired event that holds. */
export interface HeldEvent {
	readonly event: number;
	/** Its own number among all that ever held: the sequence of its entry, or above 2,000,000,000 where the log has it no more. */
	readonly number: number;
	/** In the card's own time; 0 where the log has it no more. */
	readonly sinceMs: Millis;
}

/** An event as it is told, with the rows that faces need. */
export interface EventFacts {
	readonly id: number;
	readonly name: string;
	/** 1 ungraded, 2 informational, 3 warning, 4 critical. */
	readonly severity: number;
	readonly paired: boolean;
	/** Text of the set or the moment, and of the clear. */
	readonly setText: string;
	readonly clearText: string;
	/** What it means for the load or for who looks after it. */
	readonly summary: string;
	readonly codes: readonly [number, number];
	readonly traps: readonly [number, number];
	readonly rfcAlarm: number;
}

/** One card. Of a fleet it is a view that `CardHouse.view` moves: keep the number of a card, never a moved view. */
export interface CardView {
	readonly card: number;
	readonly identity: CardIdentity;
	/** The firmware of the card; null where it takes no updates. */
	readonly firmware: FirmwareView | null;
	/** Takes up the present: what the rest says is of this moment until the next call. A reading is at most a second old. */
	look(): void;
	/** The card's own time and the wall clock, as of `look`. */
	readonly now: Millis;
	readonly utc: Millis;
	/** Whether the UPS does not answer: readings are the last ones then, and not to be told as new. */
	readonly lost: boolean;
	readonly reading: ReadingSlots;
	readonly detail: DetailSlots;
	/** Whether the event of this name holds, such as onBattery or linkLost. */
	holds(event: string): boolean;
	/** The status words of NUT, in order; none while the UPS does not answer. */
	statusWords(): readonly string[];
	/** Every paired event that holds, in the order in which they were set. */
	held(): readonly HeldEvent[];
	/** The settings of this card; a number in the unit of its row, codes of choices, days, 0 or 1; throws for an unknown key. */
	number(key: string): number;
	text(key: string): string;
	/** Null where this UPS has no such setting. */
	setting(key: string): SettingState | null;
	settings(): readonly SettingState[];
	/** `value` as an older UPS would round it where it has steps; NaN where the key takes no number. */
	rounded(key: string, value: number): number;
	/** What `changes` would do for `who`, roles included; nothing is done. */
	check(changes: readonly SettingChange[], who: Who): Checked;
	/** Makes all of `changes` or none. */
	change(changes: readonly SettingChange[], who: Who): Checked;
	order(order: FaceOrder): OrderAnswer;
	/** The log: sequence of the newest entry (0 none) and of the oldest kept; an entry, null when it is not kept. */
	readonly newest: number;
	readonly oldest: number;
	entry(sequence: number): (LogEntry & {readonly utcMs: Millis}) | null;
	/** Logs an event of a face, such as snmpAccessRefused; `text` holds nothing secret. */
	note(event: string, who: Who, text: string): void;
}

/** The cards of a process. */
export interface CardHouse {
	readonly count: number;
	view(card: number): CardView;
	/** The number of a card id; -1 when there is none. */
	find(cardId: string): number;
	/** The catalogue. */
	event(id: number): EventFacts | null;
	eventByName(name: string): EventFacts | null;
	/** Called with each entry that is safe in a log. Returns what ends it. */
	onLogged(listener: (card: number, entry: LogEntry) => void): () => void;
	/** Called when people are to be told of an entry; `again` counts the times before (notifications.ts). */
	onNotice(listener: (card: number, entry: LogEntry, again: number) => void): () => void;
	/** Called with each stage of an order, when it is safe in the log. */
	onStage(listener: (told: StageTold) => void): () => void;
}
