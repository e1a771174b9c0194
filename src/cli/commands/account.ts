// `ridethrough account`: who may act on a card, changed in its state directory while the card is stopped.

import {readFileSync} from 'node:fs';
import {Argument, Option} from 'commander';
import type {Command} from 'commander';
import type {AccountRefusal} from '../../agent/accounts.ts';
import {originConsole, roleNames, superUser} from '../../agent/roles.ts';
import {codedError} from '../../core/errors.ts';
import {nodeClock} from '../../platform/node/clock.ts';
import {accountLimits, Accounts} from '../../platform/node/main/accounts.ts';
import {StateDirectory} from '../../platform/node/state-dir.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';

interface Chosen {
	readonly state: string;
	readonly password?: string;
	readonly role: string;
	readonly json?: boolean;
}

const STDIN = 0;
/** Who has the files has every right. */
const operator = {actor: '', role: superUser, origin: originConsole};
const roles = roleNames.slice(superUser + 1);

const stateFlag = (): Option => new Option('--state <DIR>', 'the state directory of the card').makeOptionMandatory();
const passwordFlag = (): Option =>
	new Option('--password <SOURCE>', '@FILE or env:NAME; without, the first line of standard input');
const name = (): Argument => new Argument('<NAME>', 'the user name');
const passwordRemark = `
A password has 8 to 64 characters with an upper-case and a lower-case letter, a digit and another one, and does not contain the
name. It must be changed at the first login.`;

function examplesOf(words: string): string {
	return `Examples:\n  ridethrough account ${words} --state /var/lib/ridethrough\n`;
}

/** Adds `account`. */
export const register: Register = (program, io) => {
	const account = program.command('account').description('who may act on a card');
	addList(account, io);
	addSecretVerbs(account, io);
	addVerb(account, io, 'enable', 'let an account log in', (accounts, who) => accounts.setEnabled(who, true, operator));
	addVerb(account, io, 'disable', 'let an account log in no more', (accounts, who) =>
		accounts.setEnabled(who, false, operator),
	);
	addVerb(account, io, 'delete', 'delete an account', (accounts, who) => accounts.delete(who, operator));
};

function addList(account: Command, io: Io): void {
	account
		.command('list')
		.description('list the accounts: names, roles and states')
		.addOption(stateFlag())
		.option('--json', 'print one JSON document, schema ridethrough.accounts-list/1')
		.addHelpText('before', examplesOf('list'))
		.action((chosen: Chosen) => withAccounts(chosen.state, io, async accounts => showAccounts(accounts, chosen, io)));
}

function showAccounts(accounts: Accounts, chosen: Chosen, io: Io): null {
	const rows = accounts.list().map(each => ({...each, role: roleNames[each.role] ?? ''}));
	if (chosen.json === true) {
		io.out(JSON.stringify({schema: 'ridethrough.accounts-list/1', accounts: rows}, null, '\t'));
	} else {
		const columns = ['NAME', 'ROLE', 'ENABLED', 'MUST CHANGE'].map((title): Column => ({title, align: 'left'}));
		const cells = rows.map(row => [row.name, row.role, row.enabled ? 'yes' : 'no', row.mustChange ? 'yes' : 'no']);
		io.out(textTable(columns, cells).join('\n'));
	}
	return null;
}

function addSecretVerbs(account: Command, io: Io): void {
	account
		.command('add')
		.description('add an account')
		.addArgument(name())
		.addOption(stateFlag())
		.addOption(new Option('--role <ROLE>', 'what it may do').choices(roles).makeOptionMandatory())
		.addOption(passwordFlag())
		.addHelpText('before', examplesOf('add ann --role deviceUser --password @secret'))
		.addHelpText('after', passwordRemark)
		.action((who: string, chosen: Chosen) =>
			withAccounts(chosen.state, io, accounts =>
				accounts.add(
					{name: who, role: roleNames.indexOf(chosen.role), password: passwordFrom(chosen.password, io)},
					operator,
				),
			),
		);
	account
		.command('passwd')
		.description('give an account another password')
		.addArgument(name())
		.addOption(stateFlag())
		.addOption(passwordFlag())
		.addHelpText('before', examplesOf('passwd ann --password env:NEW'))
		.addHelpText('after', passwordRemark)
		.action((who: string, chosen: Chosen) =>
			withAccounts(chosen.state, io, accounts =>
				accounts.resetPassword(who, passwordFrom(chosen.password, io), operator),
			),
		);
}

function addVerb(
	account: Command,
	io: Io,
	verb: string,
	description: string,
	change: (accounts: Accounts, who: string) => AccountRefusal | null,
): void {
	account
		.command(verb)
		.description(description)
		.addArgument(name())
		.addOption(stateFlag())
		.addHelpText('before', examplesOf(`${verb} ann`))
		.action((who: string, chosen: Chosen) => withAccounts(chosen.state, io, async accounts => change(accounts, who)));
}

/** Opens the accounts of a card that is stopped; a new card's first password is shown, this once. */
async function withAccounts(
	directory: string,
	io: Io,
	work: (accounts: Accounts) => Promise<AccountRefusal | null>,
): Promise<void> {
	const store = StateDirectory.open(directory);
	try {
		const ports = {store, clock: nodeClock, happened: () => {}};
		const {accounts, firstPassword} = await Accounts.open(ports, accountLimits);
		if (firstPassword !== null) {
			io.note(`New account admin (superUser); its first password, shown only now: ${firstPassword}`);
		}
		const refusal = await work(accounts);
		if (refusal !== null) {
			throw codedError(refusal.code, refusal.sentence, {});
		}
	} finally {
		store.close();
	}
}

/** A password from where `source` says. One on the command line is in the list of processes: it is warned of. */
function passwordFrom(source: string | undefined, io: Io): string {
	if (source === undefined || source.startsWith('@')) {
		return firstLine(source === undefined ? STDIN : source.slice(1));
	}
	if (source.startsWith('env:')) {
		const variable = source.slice('env:'.length);
		const value = process.env[variable];
		if (value === undefined) {
			throw codedError('E_USAGE', `The environment has no ${variable}; set it, or use @FILE.`, {variable});
		}
		return value;
	}
	io.note(
		'A password on the command line can be read by every user of this machine; use @FILE, env:NAME or standard input.',
	);
	return source;
}

function firstLine(file: string | number): string {
	try {
		return (readFileSync(file, 'utf8').split('\n')[0] ?? '').replace(/\r$/, '');
	} catch (error) {
		const shown = typeof file === 'number' ? 'standard input' : file;
		throw codedError('E_FILE_UNREADABLE', `No password from ${shown}: ${(error as Error).message}.`, {file: shown});
	}
}
