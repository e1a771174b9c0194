// `ridethrough firmware …`: signed firmware. One file a subcommand: firmware-*.ts; what each does is loaded when it is called.

import type {Register} from '../io.ts';
import {register as inspect} from './firmware-inspect.ts';
import {register as keygen} from './firmware-keygen.ts';
import {register as publish} from './firmware-publish.ts';
import {register as serve} from './firmware-serve.ts';
import {register as sign} from './firmware-sign.ts';
import {register as vectors} from './firmware-vectors.ts';
import {register as verify} from './firmware-verify.ts';

/** Each adds its subcommand to the noun. */
const subcommands: readonly Register[] = [keygen, sign, verify, inspect, publish, serve, vectors];

/** Adds `firmware` and its subcommands. */
export const register: Register = (program, io) => {
	const firmware = program.command('firmware').description('signed firmware: make it, check it, serve it');
	for (const add of subcommands) {
		add(firmware, io);
	}
};
