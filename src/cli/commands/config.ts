// `ridethrough config …`: the settings of a card, and the configuration of this program. One file a subcommand: config-*.ts.

import type {Register} from '../io.ts';
import {register as settings} from './config-settings.ts';
import {register as show} from './config-show.ts';

/** Each adds its subcommand to the noun. */
const subcommands: readonly Register[] = [settings, show];

/** Adds `config` and its subcommands. */
export const register: Register = (program, io) => {
	const config = program.command('config').description('settings of a card and of this program');
	for (const add of subcommands) {
		add(config, io);
	}
};
