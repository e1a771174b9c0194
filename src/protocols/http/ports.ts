// What the web face needs of the card it stands before: accounts, settings files, and where to listen.

import type {AccountFace, AccountRefusal} from '../../agent/accounts.ts';
import type {CardHouse} from '../../agent/card-view.ts';
import type {SettingState} from '../../agent/settings/desk.ts';
import type {ParsedSettings} from '../../agent/settings/settings-file.ts';
import type {Clock, Millis} from '../../core/clock.ts';
import type {Log} from '../../core/ports.ts';

export interface WebSession {
	/** Random, not to be guessed: whoever has it is logged in. It never leaves but in the cookie. */
	readonly id: string;
	readonly name: string;
	readonly role: number;
	readonly face: AccountFace;
	readonly sinceMs: Millis;
}

export interface WebLogin {
	readonly name: string;
	readonly password: string;
	readonly face: AccountFace;
	readonly origin: number;
}

/** Who changes an account. */
export interface AccountActor {
	readonly actor: string;
	readonly role: number;
	readonly origin: number;
}

export interface AccountShown {
	readonly name: string;
	readonly role: number;
	readonly enabled: boolean;
	readonly mustChange: boolean;
}

/** The accounts of the card. What is refused is a value; logins, wrong ones too, are in the card's log when they return. */
export interface AccountsPort {
	list(): readonly AccountShown[];
	login(login: WebLogin): Promise<{readonly session: WebSession} | {readonly refusal: AccountRefusal}>;
	changePassword(login: WebLogin, password: string): Promise<AccountRefusal | null>;
	resetPassword(name: string, password: string, by: AccountActor): Promise<AccountRefusal | null>;
	add(account: {name: string; role: number; password: string}, by: AccountActor): Promise<AccountRefusal | null>;
	delete(name: string, by: AccountActor): AccountRefusal | null;
	setEnabled(name: string, enabled: boolean, by: AccountActor): AccountRefusal | null;
	readonly sessions: {
		/** The session, which is used now; null when it has ended. */
		use(id: string): WebSession | null;
		end(id: string): boolean;
		/** Those that are open. Looking is no use of them. */
		list(): readonly WebSession[];
	};
}

/** How config.ini is written and read: configIni and parseConfigIni of the card's settings. */
export interface ConfigIniPort {
	write(states: readonly SettingState[], serial: string): string;
	read(text: string, serial: string): ParsedSettings;
}

export interface HttpOptions {
	readonly house: CardHouse;
	/** Port 0 takes a free one. */
	readonly listen: {readonly host: string; readonly port: number};
	readonly accounts: AccountsPort;
	readonly configIni: ConfigIniPort;
	readonly clock: Clock;
	/** PEM. Without, the face speaks plain HTTP. */
	readonly tls?: {readonly key: string; readonly cert: string} | null;
	/** Names by which browsers may call the card, beside localhost, addresses and the machine's own name; others are refused (DNS rebinding). */
	readonly hosts?: readonly string[];
	readonly log?: Log | null;
}
