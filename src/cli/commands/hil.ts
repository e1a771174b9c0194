// `ridethrough hil …`: real cards and boards. One file a subcommand: hil-*.ts; what each does is loaded when it is called.

import type {Register} from '../io.ts';
import {register as boards} from './hil-boards.ts';
import {register as conform} from './hil-conform.ts';
import {register as twin} from './hil-twin.ts';

/** Each adds its subcommand to the noun. */
const subcommands: readonly Register[] = [boards, conform, twin];

/** Adds `hil` and its subcommands. */
export const register: Register = (program, io) => {
	const hil = program.command('hil').description('hardware in the loop: real cards and boards, driven and judged');
	for (const add of subcommands) {
		add(hil, io);
	}
};
