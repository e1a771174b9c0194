// `ridethrough config …`: the settings of a card and of its UPS. One file a subcommand: config-*.ts.

import type {Register} from '../io.ts';

/** Each adds its subcommand to the noun. */
const subcommands: readonly Register[] = [];

/** Adds `config` and its subcommands. */
export const register: Register = (program, io) => {
	if (subcommands.length === 0) {
		return;
	}
	const config = program.command('config').description('the settings of a card and of its UPS');
	for (const add of subcommands) {
		add(config, io);
	}
};
