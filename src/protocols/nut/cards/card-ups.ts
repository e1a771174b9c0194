// A card as the NUT server sees it: tables of variables and commands over its view.

import type {CardHouse, CardView, OrderAnswer, Who} from '../../../agent/card-view.ts';
import type {SettingChange} from '../../../agent/settings/desk.ts';
import {NOT_AVAILABLE} from '../../../core/absent.ts';
import {byName, textOf} from '../source.ts';
import type {Freshness, NutUps, NutVariable, NutWho, Outcome} from '../source.ts';
import {CLEAR_FSD, commandRows} from './commands.ts';
import type {CommandRow} from './commands.ts';
import type {ForcedShutdowns} from './forced.ts';
import {settingRows} from './settings.ts';
import type {SettingRow} from './settings.ts';
import {variableRows} from './variables.ts';
import type {VariableRow} from './variables.ts';

/** What every card of a house is told with. */
export interface CardPlace {
	readonly house: CardHouse;
	/** Of the server's program, told as the driver's. */
	readonly version: string;
	readonly forced: ForcedShutdowns;
	/** Hears of an accepted order, to tell when it fails later. */
	readonly accepted: (commandId: string, told: (outcome: Outcome) => void) => void;
}

const ORIGIN_NUT = 6;
const FORCED_EVENT = 'deviceEvent';
const REFUSED_EVENT = 'loginRefused';
const DRIVER_LENGTH = 32;
const LONGEST_DELAY = /^\d{1,5}$/;

export function whoFrom(who: NutWho): Who {
	return {actor: who.actor, role: who.role, origin: ORIGIN_NUT};
}

const byVariable = new Map(variableRows.map(row => [row.name, row]));
const bySetting = new Map(settingRows.map(row => [row.name, row]));
const byCommand = new Map(commandRows.map(row => [row.name, row]));
const driverNames = ['driver.name', 'driver.state', 'driver.version'];
const allNames = [...byVariable.keys(), ...bySetting.keys(), ...driverNames].toSorted(byName);
const allCommands = commandRows.toSorted((a, b) => byName(a.name, b.name));

export class CardUps implements NutUps {
	readonly name: string;
	private readonly place: CardPlace;
	private readonly card: number;

	constructor(place: CardPlace, card: number, name: string) {
		this.place = place;
		this.card = card;
		this.name = name;
	}

	get description(): string {
		const {vendor, modelName, site} = this.view().identity;
		// Home Assistant undoes no escapes (nut.md 4), so there is nothing to escape.
		return `${vendor} ${modelName}${site === '' ? '' : `, ${site}`}`.replaceAll(/["#\\]/g, "'");
	}

	freshness(): Freshness {
		const view = this.view();
		// Until the first reading nobody ever answered; the words are missing while the link is lost, too.
		if (view.reading.outputStatus === NOT_AVAILABLE) {
			return 'absent';
		}
		if (view.lost) {
			return 'stale';
		}
		return view.statusWords().length === 0 ? 'absent' : 'fresh';
	}

	variables(): readonly NutVariable[] {
		const view = this.view();
		return allNames.flatMap(name => this.find(view, name) ?? []);
	}

	variable(name: string): NutVariable | null {
		return this.find(this.view(), name.toLowerCase());
	}

	commands(): readonly string[] {
		const view = this.view();
		const forced = this.isForced();
		return allCommands.filter(row => row.fits(view) && (forced || row.name !== CLEAR_FSD)).map(({name}) => name);
	}

	set(name: string, value: string, who: NutWho, told: (outcome: Outcome) => void): void {
		const row = bySetting.get(name);
		const view = this.view();
		const taken = row?.take(value, view) ?? null;
		told(taken === null ? 'invalidArgument' : change(view, [{key: row?.key ?? '', value: taken}], who));
	}

	run(command: string, parameter: string | null, who: NutWho, told: (outcome: Outcome) => void): void {
		const row = byCommand.get(command);
		if (row === undefined) {
			told('unknown');
		} else if (row.name === CLEAR_FSD) {
			told(this.clearForced(who) ? 'success' : 'failed');
		} else if (row.command === '') {
			told(change(this.view(), row.changes, who));
		} else {
			this.order(row, parameter, who, told);
		}
	}

	isForced(): boolean {
		return this.place.forced.has(this.card);
	}

	force(who: NutWho): void {
		const view = this.view();
		if (this.place.forced.begin(this.card, view.holds('outputOff'))) {
			view.note(FORCED_EVENT, whoFrom(who), `Forced shutdown by NUT, from ${who.address}.`);
		}
	}

	refused(who: NutWho): void {
		this.view().note(REFUSED_EVENT, whoFrom(who), `NUT, from ${who.address}.`);
	}

	/** Ends the forced shutdown; false where there is none. */
	clearForced(who: NutWho): boolean {
		const cleared = this.place.forced.end(this.card);
		if (cleared) {
			this.view().note(FORCED_EVENT, whoFrom(who), 'Forced shutdown ended by the operator.');
		}
		return cleared;
	}

	/** The card as it is now. Moved by the next one who asks: keep it for one answer only. */
	private view(): CardView {
		const view = this.place.house.view(this.card);
		view.look();
		return view;
	}

	private find(view: CardView, name: string): NutVariable | null {
		const row = byVariable.get(name);
		if (row !== undefined) {
			return readVariable(view, row);
		}
		const setting = bySetting.get(name);
		return setting === undefined ? this.driverVariable(name) : readSetting(view, setting);
	}

	private driverVariable(name: string): NutVariable | null {
		const values = ['ridethrough', 'quiet', this.place.version];
		const value = values[driverNames.indexOf(name)];
		return value === undefined ? null : {name, value, writable: false, type: () => textOf(DRIVER_LENGTH)};
	}

	/** With a parameter the delay is that long, this once. */
	private order(row: CommandRow, parameter: string | null, who: NutWho, told: (outcome: Outcome) => void): void {
		const view = this.view();
		const usual = parameter === null ? null : view.setting(row.delayKey);
		if (parameter !== null && (usual === null || !LONGEST_DELAY.test(parameter))) {
			told('invalidArgument');
			return;
		}
		if (usual !== null && change(view, [{key: usual.key, value: Number(parameter)}], who) !== 'success') {
			told('invalidArgument');
			return;
		}
		const answer = view.order({command: row.command, target: row.target, value: null, text: '', who: whoFrom(who)});
		if (usual !== null) {
			change(view, [{key: usual.key, value: usual.value}], who);
		}
		this.answered(answer, told);
	}

	private answered(answer: OrderAnswer, told: (outcome: Outcome) => void): void {
		if (answer.accepted) {
			// A driver's success is that the UPS took the command; upscmd waits ten seconds, a delayed shutdown lasts longer.
			told('success');
			this.place.accepted(answer.commandId, told);
		} else {
			told(answer.code === 'E_COMMAND_PARAMETER' ? 'invalidArgument' : 'failed');
		}
	}
}

function readVariable(view: CardView, row: VariableRow): NutVariable | null {
	const recorded = row.recorded ? view.identity.recorded[row.name] : undefined;
	const value = recorded ?? row.read(view);
	return value === null ? null : {name: row.name, value, writable: false, type: () => row.type};
}

function readSetting(view: CardView, row: SettingRow): NutVariable | null {
	const setting = view.setting(row.key);
	const value = setting === null ? null : row.read(setting);
	return setting === null || value === null
		? null
		: {name: row.name, value, writable: setting.writable, type: () => row.type(setting)};
}

function change(view: CardView, changes: readonly SettingChange[], who: NutWho): Outcome {
	const {problems} = view.change(changes, whoFrom(who));
	if (problems.length === 0) {
		return 'success';
	}
	return problems.some(problem => problem.code === 'E_SETTING_VALUE') ? 'invalidArgument' : 'failed';
}
