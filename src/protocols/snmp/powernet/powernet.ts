// PowerNet, as far as snmp.md (b) lists it.

import type {MibRow} from '../mib.ts';
import {allowedSet} from './allowed-set.ts';
import {battery} from './battery.ts';
import {config} from './config.ts';
import {configKept} from './config-kept.ts';
import {control} from './control.ts';
import {environment} from './environment.ts';
import {outletGroups} from './groups.ts';
import {identification} from './identification.ts';
import {management} from './management.ts';
import {batteryPacks} from './packs.ts';
import {phases} from './phases.ts';
import {probes} from './probes.ts';
import {power} from './power.ts';
import {state} from './state.ts';

export const powernet: readonly MibRow[] = [
	...identification,
	...battery,
	...batteryPacks,
	...power,
	...config,
	...configKept,
	...allowedSet,
	...control,
	...phases,
	...state,
	...outletGroups,
	...environment,
	...probes,
	...management,
];
